//! Where pasted cells go, and what is copied and filled down.

use uuid::Uuid;

use super::cell::{self, Cell};
use super::range::{Place, Range};
use super::sheet::Sheet;
use crate::inventory::sync::QUEUE_OPS;
use crate::inventory::{Column, LotForm};

/// What a paste comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pasted {
    /// The lots whose drafts have changed.
    pub changed: Vec<Uuid>,
    /// Rows that were added past the end.
    pub added: usize,
    /// Columns that the grid does not have; their cells were left out.
    pub left_out: usize,
}

/// More rows than a device keeps unsent: a file is the better way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany;

impl Sheet {
    /// Writes a block of cells from the first cell of a range on. A range that is a multiple of the block is filled with it; rows
    /// past the end are added, and all rows are shown then: a filter would hide the new ones.
    ///
    /// # Errors
    /// More rows than a device keeps unsent; nothing is pasted then.
    pub fn paste_block(
        &mut self,
        block: &[Vec<String>],
        range: Range,
        mut fresh: impl FnMut() -> Uuid,
    ) -> Result<Pasted, TooMany> {
        let width = block.iter().map(Vec::len).max().unwrap_or_default();
        if block.is_empty() || width == 0 {
            return Ok(Pasted::default());
        }
        let ((top, bottom), (left, right)) = (range.rows(), range.columns());
        let height = repeated(block.len(), bottom - top + 1);
        let across = repeated(width, right - left + 1);
        if height > QUEUE_OPS as usize {
            return Err(TooMany);
        }
        let columns = self.columns().shown().get(left..).unwrap_or_default();
        let shown = self.size().rows;
        let (mut texts, mut rows) = (Vec::new(), Vec::new());
        for down in 0..height {
            let from = &block[down % block.len()];
            let cells = (0..across.min(columns.len())).filter_map(|on| {
                let text = from.get(on % width)?;
                Some((columns[on], text.clone()))
            });
            if top + down < shown {
                let item = self.row(top + down).map(|line| line.item_id);
                texts.extend(cells.filter_map(|(column, text)| {
                    let item_id = item?;
                    Some((Cell { item_id, column }, text))
                }));
            } else {
                let mut lot = LotForm::default();
                cells.for_each(|(column, text)| cell::write(&mut lot, column, text));
                rows.push((fresh(), lot));
            }
        }
        let added = rows.len();
        let left_out = across.saturating_sub(columns.len());
        if added > 0 {
            self.show_all();
        }
        let changed = self.paste(texts, rows);
        Ok(Pasted {
            changed,
            added,
            left_out,
        })
    }

    /// Writes a text into all cells of a range, as one act.
    pub fn fill(&mut self, range: Range, text: impl Fn(Column) -> String) -> Vec<Uuid> {
        let texts = self.cells(range).map(|cell| (cell, text(cell.column))).collect();
        self.write(texts)
    }

    /// The cells of a range, as they are copied.
    #[must_use]
    pub fn block(&self, range: Range) -> Vec<Vec<&str>> {
        let ((top, bottom), (left, right)) = (range.rows(), range.columns());
        let rows = (top..=bottom).filter_map(|row| self.row(row));
        let columns = self.columns().shown();
        let columns = columns
            .get(left..=right.min(columns.len() - 1))
            .unwrap_or_default();
        rows.map(|line| columns.iter().map(|column| line.text(*column)).collect())
            .collect()
    }

    /// Empties the cells of a range.
    pub fn clear(&mut self, range: Range) -> Vec<Uuid> {
        let empty = self.cells(range).map(|cell| (cell, String::new())).collect();
        self.write(empty)
    }

    /// Fills a range with its first row; one row alone with the one above it.
    pub fn fill_down(&mut self, range: Range) -> Vec<Uuid> {
        let (top, bottom) = range.rows();
        let source = if top == bottom {
            match top.checked_sub(1) {
                Some(above) => above,
                None => return Vec::new(),
            }
        } else {
            top
        };
        let Some(source) = self.row(source) else {
            return Vec::new();
        };
        let texts = self
            .cells(range)
            .map(|cell| (cell, source.text(cell.column).to_owned()));
        let texts = texts.collect();
        self.write(texts)
    }

    /// The cells of a range.
    fn cells(&self, range: Range) -> impl Iterator<Item = Cell> {
        let ((top, bottom), (left, right)) = (range.rows(), range.columns());
        let places =
            (top..=bottom).flat_map(move |row| (left..=right).map(move |column| Place { row, column }));
        places.filter_map(|place| self.cell(place))
    }

    /// The lots of a range.
    #[must_use]
    pub fn items(&self, range: Range) -> Vec<Uuid> {
        let (top, bottom) = range.rows();
        (top..=bottom)
            .filter_map(|row| self.row(row))
            .map(|line| line.item_id)
            .collect()
    }
}

/// As often as a block fits into a range that is a multiple of it; else once.
const fn repeated(block: usize, range: usize) -> usize {
    if range > block && range.is_multiple_of(block) {
        range
    } else {
        block
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::ThisYear;
    use crate::inventory::contact_details::CompanyName;
    use crate::inventory::grid::{Arrangement, Direction, tsv};
    use crate::inventory::sync::Judge;

    fn sheet(rows: u128) -> Sheet {
        let mut sheet = Sheet::new(Judge::new(ThisYear(2026), CompanyName::of("Acme Parts")));
        sheet.add(
            (1..=rows)
                .map(|n| (Uuid::from_u128(n), LotForm::default()))
                .collect(),
        );
        sheet
    }

    fn fresh() -> impl FnMut() -> Uuid {
        let mut n = 1_000;
        move || {
            n += 1;
            Uuid::from_u128(n)
        }
    }

    const fn range(top: usize, left: usize, bottom: usize, right: usize) -> Range {
        Range {
            anchor: Place {
                row: top,
                column: left,
            },
            head: Place {
                row: bottom,
                column: right,
            },
        }
    }

    #[test]
    fn rows_past_the_end_are_added_and_taken_back_at_once() {
        let mut sheet = sheet(2);
        let block = tsv::read("JST\tConnector\r\nonsemi\tIC\r\nNXP\tIC\r\n");
        let pasted = sheet
            .paste_block(&block, range(1, 0, 1, 0), fresh())
            .expect("few");
        assert_eq!((pasted.added, pasted.left_out, sheet.size().rows), (2, 0, 4));
        assert_eq!(
            sheet.block(range(1, 0, 3, 1)),
            [["JST", "Connector"], ["onsemi", "IC"], ["NXP", "IC"]]
        );
        sheet.undo();
        assert_eq!(sheet.size().rows, 2);
        assert_eq!(sheet.block(range(1, 0, 1, 1)), [["", ""]]);
    }

    #[test]
    fn rows_past_the_end_of_a_choice_are_shown_behind_all_others() {
        let mut sheet = sheet(3);
        let models = tsv::read("B\r\nC\r\nA\r\n");
        sheet
            .paste_block(&models, range(0, 2, 0, 2), fresh())
            .expect("few");
        let sort = Some((Column::Model, Direction::Up));
        sheet.arrange(Arrangement {
            sort,
            filter: "B".into(),
            ..Arrangement::default()
        });
        assert_eq!(sheet.block(range(0, 2, 9, 2)), [["B"]]);
        let pasted = sheet
            .paste_block(&tsv::read("D\r\n1\r\n0\r\n"), range(0, 2, 0, 2), fresh())
            .expect("few");
        assert_eq!(pasted.added, 2);
        // What was pasted over the chosen row stays in it until it is sorted again.
        assert_eq!(
            sheet.block(range(0, 2, 9, 2)),
            [["A"], ["D"], ["C"], ["1"], ["0"]]
        );
        let now = sheet.arrangement();
        assert_eq!((now.sort, now.shows_all()), (sort, true));
    }

    #[test]
    fn columns_past_the_end_are_left_out_and_told() {
        let mut sheet = sheet(1);
        let pasted = sheet
            .paste_block(&tsv::read("a\tb\tc"), range(0, 7, 0, 7), fresh())
            .expect("few");
        assert_eq!(pasted.left_out, 1);
        assert_eq!(sheet.block(range(0, 7, 0, 8)), [["a", "b"]]);
    }

    #[test]
    fn one_cell_fills_a_whole_range_and_a_row_is_filled_down() {
        let mut sheet = sheet(3);
        sheet
            .paste_block(&tsv::read("x"), range(0, 0, 1, 1), fresh())
            .expect("few");
        assert_eq!(sheet.block(range(0, 0, 2, 1)), [["x", "x"], ["x", "x"], ["", ""]]);
        sheet.fill_down(range(1, 0, 2, 0));
        assert_eq!(sheet.block(range(2, 0, 2, 1)), [["x", ""]]);
        sheet.fill_down(range(2, 1, 2, 1));
        assert_eq!(sheet.block(range(2, 0, 2, 1)), [["x", "x"]]);
        sheet.clear(range(0, 0, 2, 1));
        assert!(
            sheet
                .lines()
                .all(|line| line.draft.as_ref().is_some_and(|draft| draft.is_blank()))
        );
        assert!(
            sheet.fill_down(range(0, 0, 0, 0)).is_empty(),
            "there is nothing above"
        );
    }

    #[test]
    fn more_than_a_device_keeps_is_not_pasted() {
        let mut sheet = sheet(1);
        let block = vec![vec!["x".to_owned()]; QUEUE_OPS as usize + 1];
        assert_eq!(
            sheet.paste_block(&block, range(0, 0, 0, 0), fresh()),
            Err(TooMany)
        );
        assert_eq!(sheet.block(range(0, 0, 0, 0)), [[""]]);
    }
}

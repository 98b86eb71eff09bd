//! While somebody types in a cell: what stands in it so far is kept and judged, and rows stay where they are.

use uuid::Uuid;

use super::Sheet;
use crate::inventory::grid::Cell;
use crate::inventory::grid::past::Change;

impl Sheet {
    /// Rows stay where they are until it is said that they need not; those that are gone go all the same.
    pub const fn hold_still(&mut self, is_typed_in: bool) {
        self.is_typed_in = is_typed_in;
    }

    /// What stands in a cell that is being typed in. All that is typed in it, from `goes_on` on, is one act: taken back at once, and none
    /// where the text is as it was before.
    pub fn type_in(&mut self, cell: Cell, text: String, goes_on: bool) -> Vec<Uuid> {
        let Some(change) = self.typed(cell, text) else {
            return Vec::new();
        };
        let is_noted = match &change {
            Change::Text { after, .. } => goes_on && self.past.go_on(cell, after),
            _ => false,
        };
        if !is_noted {
            self.past.note(vec![change.clone()]);
        }
        self.make(vec![change])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::Column;
    use crate::inventory::grid::samples::{id, loaded, lot, sheet};
    use crate::inventory::grid::{Direction, Range};

    const CELL: Cell = Cell {
        item_id: id(1),
        column: Column::Quantity,
    };

    #[test]
    fn what_is_typed_on_is_one_act() {
        let mut sheet = sheet();
        sheet.type_in(CELL, "1".into(), false);
        sheet.type_in(CELL, "1,".into(), true);
        assert!(
            sheet.line(id(1)).expect("a line").is_wrong(),
            "judged while it is typed"
        );
        sheet.type_in(CELL, "12".into(), true);
        sheet.type_in(CELL, "13".into(), false);
        assert_eq!(sheet.undo(), [id(1)]);
        assert_eq!(sheet.line(id(1)).expect("a line").text(Column::Quantity), "12");
        assert_eq!(sheet.undo(), [id(1)]);
        assert!(sheet.line(id(1)).expect("a line").draft.is_none());
        assert!(sheet.undo().is_empty());
    }

    #[test]
    fn what_is_typed_back_has_not_been() {
        let mut sheet = sheet();
        let before = sheet
            .line(id(1))
            .expect("a line")
            .text(Column::Quantity)
            .to_owned();
        sheet.type_in(CELL, "77".into(), false);
        sheet.type_in(CELL, before, true);
        assert!(sheet.line(id(1)).expect("a line").draft.is_none());
        assert!(!sheet.past().can_undo());
    }

    #[test]
    fn rows_stay_while_somebody_types() {
        let mut sheet = sheet();
        let mut arrangement = sheet.arrangement().clone();
        arrangement.press(Column::Quantity);
        assert_eq!(arrangement.direction(Column::Quantity), Some(Direction::Up));
        sheet.load(
            [(1, "10"), (2, "20"), (3, "30")]
                .map(|(n, quantity)| loaded(n, Some(lot("A", quantity))))
                .to_vec(),
            Vec::new(),
        );
        sheet.arrange(arrangement.clone());
        let rows = |sheet: &Sheet| {
            (0..sheet.size().rows)
                .filter_map(|row| Some(sheet.row(row)?.item_id))
                .collect::<Vec<_>>()
        };
        sheet.hold_still(true);
        let new = loaded(4, Some(lot("A", "5")));
        sheet.load(
            vec![loaded(1, Some(lot("A", "90"))), loaded(2, None), new],
            Vec::new(),
        );
        assert_eq!(
            rows(&sheet),
            [id(1), id(3), id(4)],
            "gone rows go, new ones come to the end"
        );
        sheet.hold_still(false);
        sheet.arrange(arrangement);
        assert_eq!(rows(&sheet), [id(4), id(3), id(1)]);
        assert_eq!(
            sheet.found_again(&sheet.chosen(Range::default())),
            Range::default()
        );
    }
}

//! Rows come, go and change places under whoever has chosen some: what was chosen stays chosen, wherever it stands then.

use super::Sheet;
use crate::inventory::grid::range::{Place, Range};

/// What was chosen: the range, and the lines of its rows from the upper one on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    range: Range,
    lines: Vec<usize>,
}

impl Sheet {
    /// Remembers what is chosen, before rows move.
    #[must_use]
    pub fn chosen(&self, range: Range) -> Chosen {
        let (top, bottom) = range.rows();
        let bottom = bottom.min(self.order.len().saturating_sub(1));
        let lines = self.order.get(top..=bottom).unwrap_or_default().to_vec();
        Chosen { range, lines }
    }

    /// Where it stands now. Where other rows have come among those that were chosen, or some are gone, only the one with the keyboard
    /// stays chosen: nothing must be deleted or filled that nobody has chosen. Where that one is gone, the keyboard stays at its place.
    #[must_use]
    pub fn found_again(&self, chosen: &Chosen) -> Range {
        let range = chosen.range.within(self.size());
        let (top, _) = chosen.range.rows();
        let is_same = |from: usize| {
            let now = from
                .checked_add(chosen.lines.len())
                .and_then(|end| self.order.get(from..end));
            now == Some(chosen.lines.as_slice())
        };
        if is_same(top) {
            return range;
        }
        let head = chosen.lines.get(chosen.range.head.row - top);
        let Some(at) = head.and_then(|line| self.order.iter().position(|shown| shown == line)) else {
            return Range::at(range.head);
        };
        let moved = |place: Place| {
            Some(Place {
                row: (at + place.row).checked_sub(chosen.range.head.row)?,
                ..place
            })
        };
        let (anchor, head) = (moved(range.anchor), moved(range.head));
        let upper = (at + top).checked_sub(chosen.range.head.row);
        match (anchor, head) {
            (Some(anchor), Some(head)) if upper.is_some_and(is_same) => Range { anchor, head },
            _ => Range::at(Place {
                row: at,
                column: range.head.column,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::grid::samples::{loaded, lot, sheet};

    const fn range(from: usize, to: usize) -> Range {
        Range {
            anchor: Place { row: from, column: 1 },
            head: Place { row: to, column: 3 },
        }
    }

    /// Lots 1 to 5, in that order.
    fn five() -> Sheet {
        let mut sheet = sheet();
        let lots = (1..=5).map(|n| loaded(n, Some(lot("A", "10"))));
        sheet.load(lots.collect(), Vec::new());
        assert_eq!(sheet.size().rows, 5);
        sheet
    }

    #[test]
    fn what_is_chosen_moves_with_its_rows() {
        let mut sheet = five();
        let chosen = sheet.chosen(range(2, 3));
        assert_eq!(sheet.found_again(&chosen), range(2, 3), "nothing has moved");
        sheet.load(vec![loaded(1, None)], Vec::new());
        assert_eq!(sheet.found_again(&chosen), range(1, 2), "a row above is gone");
        let upwards = sheet.chosen(range(2, 1));
        sheet.load(vec![loaded(2, None)], Vec::new());
        assert_eq!(sheet.found_again(&upwards), range(1, 0));
    }

    #[test]
    fn what_nobody_chose_is_not_chosen_by_its_coming() {
        let mut sheet = five();
        let chosen = sheet.chosen(range(1, 3));
        sheet.load(vec![loaded(3, None)], Vec::new());
        let one = Range::at(Place { row: 2, column: 3 });
        assert_eq!(sheet.found_again(&chosen), one, "the lot with the keyboard alone");
        let chosen = sheet.chosen(one);
        sheet.load(vec![loaded(4, None), loaded(5, None)], Vec::new());
        let last = Range::at(Place { row: 1, column: 3 });
        assert_eq!(sheet.found_again(&chosen), last, "at its place, or the last one");
    }
}

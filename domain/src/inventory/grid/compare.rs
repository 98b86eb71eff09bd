//! The two sides of a conflict, cell by cell: mine, theirs, and what stood there before.

use super::cell;
use crate::inventory::sync::{About, Row};
use crate::inventory::{Column, LotForm};

/// A line of the comparison: a column, and what each side has in it. `None` is a lot that is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// `None` is the date code, which has no column of its own.
    pub column: Option<Column>,
    pub mine: Option<String>,
    pub now: Option<String>,
    pub before: String,
}

/// The three states of a lot that a conflict is about.
struct Sides {
    mine: Option<LotForm>,
    now: Option<LotForm>,
    before: LotForm,
}

impl Sides {
    fn of(about: &About, row: &Row) -> Self {
        let now = (!row.is_deleted()).then(|| row.lot.clone());
        let with = |put: &dyn Fn(&mut LotForm)| {
            let mut lot = row.lot.clone();
            put(&mut lot);
            lot
        };
        match about {
            About::Unit { base, mine, .. } => Self {
                mine: Some(with(&|lot| mine.put_in(lot))),
                now,
                before: with(&|lot| base.put_in(lot)),
            },
            About::Deleting { seen, .. } => Self {
                mine: None,
                now,
                before: seen.clone(),
            },
            About::Deleted { mine, theirs } => {
                let mut wanted = theirs.clone();
                mine.put_in(&mut wanted);
                Self {
                    mine: Some(wanted),
                    now,
                    before: theirs.clone(),
                }
            }
        }
    }
}

/// The cells in which the sides differ; where they differ in none, those that say which lot it is.
#[must_use]
pub fn compared(about: &About, row: &Row) -> Vec<Compared> {
    let sides = Sides::of(about, row);
    let line = |column: Option<Column>| {
        let text = |lot: &LotForm| cell::part(lot, column).to_owned();
        Compared {
            column,
            mine: sides.mine.as_ref().map(text),
            now: sides.now.as_ref().map(text),
            before: text(&sides.before),
        }
    };
    let differs = |line: &Compared| {
        let others = [&line.mine, &line.now];
        let mut there = others.into_iter().flatten();
        there.any(|text| *text != line.before)
    };
    let lines: Vec<_> = cell::parts().map(line).filter(differs).collect();
    if lines.is_empty() {
        [Column::Model, Column::Quantity]
            .map(|column| line(Some(column)))
            .to_vec()
    } else {
        lines
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::inventory::sync::{Unit, Value};

    fn lot(model: &str, quantity: &str) -> LotForm {
        LotForm {
            model: model.into(),
            quantity: quantity.into(),
            ..LotForm::default()
        }
    }

    fn row(lot: LotForm, deleted_at: Option<i64>) -> Row {
        Row {
            item_id: Uuid::from_u128(1),
            version: 2,
            seq: 2,
            deleted_at,
            updated_by: Some(7),
            updated_at: 0,
            lot,
        }
    }

    #[test]
    fn only_what_differs_is_shown() {
        let value = |quantity| Value::of(Unit::Quantity, &lot("A", quantity));
        let about = About::Unit {
            base: value("1"),
            mine: value("2"),
            theirs: value("3"),
        };
        let expected = Compared {
            column: Some(Column::Quantity),
            mine: Some("2".into()),
            now: Some("3".into()),
            before: "1".into(),
        };
        assert_eq!(compared(&about, &row(lot("A", "3"), None)), [expected]);
    }

    #[test]
    fn a_lot_that_is_gone_has_no_cells() {
        let about = About::Deleting {
            seen: lot("A", "1"),
            theirs: lot("A", "3"),
        };
        let lines = compared(&about, &row(lot("A", "3"), None));
        assert_eq!(lines.len(), 1);
        assert_eq!(
            (lines[0].mine.clone(), lines[0].now.as_deref()),
            (None, Some("3"))
        );
        let about = About::Deleting {
            seen: lot("A", "1"),
            theirs: lot("A", "1"),
        };
        let lines = compared(&about, &row(lot("A", "1"), Some(5)));
        assert_eq!(lines.len(), 2, "at least which lot it is");
    }
}

//! What somebody had typed in an edit that the market has refused: it is shown before anybody takes note of it, whether its lot is still
//! there or not.

use super::cell::{columns, text};
use crate::inventory::sync::{Act, Unit};
use crate::inventory::{Column, LotForm};

/// A cell of the edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    pub column: Column,
    /// What its writer found there; empty where there was nothing.
    pub was: String,
    /// What they typed.
    pub wanted: String,
}

/// The cells that the edit was about, in the order of the columns: those of a new lot that are not empty, or those that were changed. None
/// of a deletion.
#[must_use]
pub fn lost(act: &Act) -> Vec<Lost> {
    let (found, wanted) = match act {
        Act::Create { lot } => (LotForm::default(), lot.clone()),
        Act::Update { .. } => sides(act),
        Act::Delete { .. } | Act::Restore => return Vec::new(),
    };
    let cells = columns().map(|column| Lost {
        column,
        was: text(&found, column).to_owned(),
        wanted: text(&wanted, column).to_owned(),
    });
    cells.filter(|cell| cell.was != cell.wanted).collect()
}

/// The model as far as the edit tells it: what was typed, or else what its writer found.
#[must_use]
pub fn model(act: &Act) -> Option<String> {
    let (found, wanted) = match act {
        Act::Create { lot } | Act::Delete { seen: lot } => (LotForm::default(), lot.clone()),
        Act::Update { .. } => sides(act),
        Act::Restore => return None,
    };
    let told = [wanted.model, found.model].into_iter();
    told.map(|model| model.trim().to_owned())
        .find(|model| !model.is_empty())
}

/// The edit as a lot of its own, where it says what the part is.
#[must_use]
pub fn whole(act: &Act) -> Option<LotForm> {
    match act {
        Act::Create { lot } => Some(lot.clone()),
        Act::Update { set } => set.of(Unit::Identity).map(|_| sides(act).1),
        Act::Delete { .. } | Act::Restore => None,
    }
}

/// What the writer of a change found, and what they wanted; units that they did not change are empty in both.
fn sides(act: &Act) -> (LotForm, LotForm) {
    let (mut found, mut wanted) = (LotForm::default(), LotForm::default());
    if let Act::Update { set } = act {
        for change in set.changes() {
            change.from.put_in(&mut found);
            change.to.put_in(&mut wanted);
        }
    }
    (found, wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::sync::Set;

    fn lot(model: &str, quantity: &str) -> LotForm {
        LotForm {
            manufacturer: "TOSHIBA".to_owned(),
            model: model.to_owned(),
            quantity: quantity.to_owned(),
            ..LotForm::default()
        }
    }

    fn told(act: &Act) -> Vec<(Column, &'static str, String)> {
        let cells = lost(act).into_iter();
        cells
            .map(|cell| {
                (
                    cell.column,
                    if cell.was.is_empty() { "" } else { "was" },
                    cell.wanted,
                )
            })
            .collect()
    }

    #[test]
    fn a_change_of_a_lot_that_is_gone_says_what_was_typed_and_over_what() {
        let act = Act::Update {
            set: Set::between(&lot("OLD-1", "300"), &lot("NEW-1", "12")),
        };
        let expected = [
            (Column::Model, "was", "NEW-1".to_owned()),
            (Column::Quantity, "was", "12".to_owned()),
        ];
        assert_eq!(told(&act), expected);
        assert_eq!(model(&act).as_deref(), Some("NEW-1"));
        assert_eq!(whole(&act), Some(lot("NEW-1", "12")));
    }

    #[test]
    fn a_quantity_alone_is_shown_and_is_no_lot() {
        let act = Act::Update {
            set: Set::between(&lot("OLD-1", "300"), &lot("OLD-1", "12")),
        };
        assert_eq!(told(&act), [(Column::Quantity, "was", "12".to_owned())]);
        assert_eq!((model(&act), whole(&act)), (None, None));
    }

    #[test]
    fn a_model_that_was_emptied_is_named_by_what_it_was() {
        let act = Act::Update {
            set: Set::between(&lot("OLD-1", "300"), &lot("", "300")),
        };
        assert_eq!(told(&act), [(Column::Model, "was", String::new())]);
        assert_eq!(model(&act).as_deref(), Some("OLD-1"));
    }

    #[test]
    fn a_new_lot_says_all_that_was_typed_and_a_deletion_only_its_model() {
        let act = Act::Create {
            lot: lot("NEW-1", "12"),
        };
        assert_eq!(lost(&act).len(), 3);
        assert_eq!(whole(&act), Some(lot("NEW-1", "12")));
        let act = Act::Delete {
            seen: lot("OLD-1", "1"),
        };
        assert_eq!(
            (lost(&act), model(&act).as_deref(), whole(&act)),
            (Vec::new(), Some("OLD-1"), None)
        );
        assert_eq!(
            (lost(&Act::Restore), model(&Act::Restore), whole(&Act::Restore)),
            (Vec::new(), None, None)
        );
    }
}

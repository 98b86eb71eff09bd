//! What was typed over a lot and not sent yet. It lies on the device, beside the lot.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::inventory::LotForm;
use crate::inventory::sync::{Unit, Value};

/// A lot as somebody wants it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub item_id: Uuid,
    /// What stood there when it was typed over; `None` where the lot is new.
    pub saw: Option<LotForm>,
    pub typed: LotForm,
    /// Whether the lot is to be deleted.
    #[serde(default)]
    pub is_ticked: bool,
    /// Whether it is to stay a lot of its own, although there is one that is the same (Z15).
    #[serde(default)]
    pub stays_apart: bool,
}

impl Draft {
    /// Of a new lot.
    #[must_use]
    pub fn blank(item_id: Uuid) -> Self {
        Self {
            item_id,
            saw: None,
            typed: LotForm::default(),
            is_ticked: false,
            stays_apart: false,
        }
    }

    /// Over a lot that is there; nothing is changed yet.
    #[must_use]
    pub fn over(item_id: Uuid, lot: &LotForm) -> Self {
        Self {
            saw: Some(lot.clone()),
            typed: lot.clone(),
            ..Self::blank(item_id)
        }
    }

    /// Whether it would change nothing.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        !self.is_ticked && self.saw.as_ref() == Some(&self.typed)
    }

    /// Whether it is a new lot with nothing in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.saw.is_none() && self.typed.is_blank()
    }

    /// The lot has changed under the draft. What was not typed over follows it, unit by unit; what was keeps what it saw, so
    /// that the market can tell that somebody else was there.
    pub fn rebase(&mut self, lot: &LotForm) {
        let Some(saw) = &mut self.saw else {
            // The new lot has been sent, and this is how it is now.
            self.saw = Some(lot.clone());
            return;
        };
        for unit in Unit::ALL {
            let now = Value::of(unit, lot);
            if now.is_in(&self.typed) {
                now.put_in(saw);
            } else if Value::of(unit, saw).is_in(&self.typed) {
                now.put_in(saw);
                now.put_in(&mut self.typed);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lot(model: &str, quantity: &str, remarks: &str) -> LotForm {
        LotForm {
            model: model.into(),
            quantity: quantity.into(),
            remarks: remarks.into(),
            ..LotForm::default()
        }
    }

    #[test]
    fn what_was_not_typed_over_follows_the_market() {
        let mut draft = Draft::over(Uuid::from_u128(1), &lot("A", "1", "x"));
        draft.typed.quantity = "2".into();
        draft.rebase(&lot("B", "1", "y"));
        assert_eq!(draft.typed, lot("B", "2", "y"));
        assert_eq!(draft.saw, Some(lot("B", "1", "y")));
    }

    #[test]
    fn what_was_typed_over_remembers_what_it_saw() {
        let mut draft = Draft::over(Uuid::from_u128(1), &lot("A", "1", "x"));
        draft.typed.quantity = "2".into();
        draft.rebase(&lot("A", "9", "x"));
        assert_eq!(draft.typed, lot("A", "2", "x"));
        assert_eq!(draft.saw, Some(lot("A", "1", "x")));
        draft.rebase(&lot("A", "2", "x"));
        assert!(draft.is_idle(), "somebody else wanted the same");
    }
}

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
    /// Whether the lot was deleted and is to be there again.
    #[serde(default)]
    pub is_back: bool,
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
            is_back: false,
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

    /// Of a lot that was deleted, and is to be there again as it was.
    #[must_use]
    pub fn back(item_id: Uuid, lot: &LotForm) -> Self {
        Self {
            is_back: true,
            ..Self::over(item_id, lot)
        }
    }

    /// Whether it would change nothing.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        !self.is_ticked && !self.is_back && self.saw.as_ref() == Some(&self.typed)
    }

    /// Whether it is a new lot with nothing in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.saw.is_none() && self.typed.is_blank()
    }

    /// The lot has changed under the draft. What was not typed over follows it, unit by unit; what was keeps what it saw, so
    /// that the market can tell that somebody else was there.
    pub fn rebase(&mut self, lot: &LotForm) {
        // It is there.
        self.is_back = false;
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

    /// It was sent as it was then, and has been typed on since: what the lot is by what was sent is what the rest was typed over.
    /// Otherwise the market would find one's own text in the way of the next.
    pub fn typed_on(&mut self, sent: &Self, lot: &LotForm) {
        let (Some(saw), Some(seen)) = (&mut self.saw, &sent.saw) else {
            return;
        };
        for unit in Unit::ALL {
            if !Value::of(unit, seen).is_in(&sent.typed) {
                Value::of(unit, lot).put_in(saw);
            }
        }
    }

    /// What is left of a stored draft once another tab has sent its own over the same lot. A new row is a lot from then on, as it was
    /// sent, and what was typed here besides is an edit of it.
    #[must_use]
    pub fn left_of(stored: Option<Self>, sent: &Self) -> Option<Self> {
        match stored {
            Some(mut stored) if stored.saw.is_none() && sent.saw.is_none() && stored.typed != sent.typed => {
                stored.saw = Some(sent.typed.clone());
                Some(stored)
            }
            stored => Self::joined(stored, Some(sent), None),
        }
    }

    /// What is to be stored where two tabs type over one lot: of each unit what was typed last, and of what this tab has not touched
    /// since it looked what the other has stored. `before` is what this tab stored or found there last.
    #[must_use]
    pub fn joined(stored: Option<Self>, before: Option<&Self>, now: Option<Self>) -> Option<Self> {
        if stored.as_ref() == before {
            return now;
        }
        let Some(mut all) = stored else {
            // Sent or dropped elsewhere: nothing but what was typed here since is left of it.
            return now.filter(|now| Some(now) != before);
        };
        let Some(now) = now else {
            // Dropped here, in sight of what was there before: what another tab has typed since stays.
            let Some(before) = before else { return Some(all) };
            let saw = all.saw.clone()?;
            for unit in Unit::ALL {
                let value = Value::of(unit, &all.typed);
                if value.is_in(&before.typed) {
                    Value::of(unit, &saw).put_in(&mut all.typed);
                }
            }
            all.is_ticked &= !before.is_ticked;
            return (!all.is_idle()).then_some(all);
        };
        let was = before.map(|before| &before.typed).or(now.saw.as_ref());
        for unit in Unit::ALL {
            let value = Value::of(unit, &now.typed);
            if was.is_some_and(|was| value.is_in(was)) {
                continue;
            }
            value.put_in(&mut all.typed);
            if let (Some(saw), Some(seen)) = (&mut all.saw, &now.saw) {
                Value::of(unit, seen).put_in(saw);
            }
        }
        if now.is_ticked != before.is_some_and(|before| before.is_ticked) {
            all.is_ticked = now.is_ticked;
        }
        all.stays_apart = now.stays_apart;
        all.is_back = now.is_back;
        Some(all)
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

    fn over(lot_seen: &LotForm, typed: LotForm) -> Draft {
        Draft {
            typed,
            ..Draft::over(Uuid::from_u128(1), lot_seen)
        }
    }

    #[test]
    fn a_new_row_that_another_tab_has_sent_is_a_lot_with_what_was_typed_here() {
        let fresh = |typed: LotForm| Draft {
            saw: None,
            ..over(&LotForm::default(), typed)
        };
        let sent = fresh(lot("A", "1", ""));
        let typed = fresh(lot("A", "1", "bin 4"));
        let left = Draft::left_of(Some(typed), &sent).expect("is kept");
        assert_eq!(left, over(&lot("A", "1", ""), lot("A", "1", "bin 4")));
        assert_eq!(Draft::left_of(Some(sent.clone()), &sent), None);
        assert_eq!(Draft::left_of(None, &sent), None);
    }

    #[test]
    fn what_is_typed_on_after_sending_is_typed_over_what_was_sent() {
        let saw = lot("A", "10", "x");
        let sent = over(&saw, lot("A", "11", "x"));
        let mut draft = over(&saw, lot("A", "12", "y"));
        draft.typed_on(&sent, &lot("A", "11", "x"));
        assert_eq!(draft, over(&lot("A", "11", "x"), lot("A", "12", "y")));
        // Somebody else's remark is not what the person saw.
        let mut draft = over(&saw, lot("A", "12", "y"));
        draft.typed_on(&sent, &lot("A", "11", "theirs"));
        assert_eq!(draft.saw, Some(lot("A", "11", "x")));
    }

    #[test]
    fn two_tabs_that_type_over_one_lot_lose_nothing() {
        let saw = lot("A", "1", "x");
        let (one, other) = (over(&saw, lot("A", "2", "x")), over(&saw, lot("A", "1", "y")));
        let both = over(&saw, lot("A", "2", "y"));
        assert_eq!(
            Draft::joined(Some(one.clone()), None, Some(other.clone())),
            Some(both.clone())
        );
        // Typed back here, after the other had typed on.
        assert_eq!(
            Draft::joined(Some(both.clone()), Some(&one), None),
            Some(other.clone())
        );
        // The same unit: the last one counts.
        let last = over(&saw, lot("A", "3", "x"));
        let joined = Draft::joined(Some(both.clone()), Some(&one), Some(last));
        assert_eq!(joined, Some(over(&saw, lot("A", "3", "y"))));
        // Sent elsewhere, and nothing but what was sent stood there.
        assert_eq!(Draft::joined(None, Some(&one), None), None);
        assert_eq!(Draft::joined(None, Some(&one), Some(one.clone())), None);
        assert_eq!(Draft::joined(None, Some(&one), Some(both.clone())), Some(both));
        assert_eq!(
            Draft::joined(Some(one.clone()), Some(&one), Some(other.clone())),
            Some(other)
        );
    }
}

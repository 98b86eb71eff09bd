//! An op: one change of one lot, as a device wrote it down.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::outcome::ConflictId;
use super::units::Set;
use crate::inventory::lot::LotForm;

/// One change of one lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Op {
    /// From 1, without gaps, per device. Ops are sent and decided in this order.
    pub n: i64,
    /// Made by the device (v7); stays the same whatever number the op is given.
    pub op_id: Uuid,
    /// The lot's public id.
    pub item_id: Uuid,
    /// The version that the device knew; decides nothing but what an op that went through is called.
    pub base_version: i32,
    /// The form of ops at the time of writing.
    pub schema: u16,
    /// By the device's clock, in milliseconds since 1970; for people only, nothing is decided by it.
    pub made_at: i64,
    /// Conflicts that a person settled with this op.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resolves: Vec<ConflictId>,
    pub act: Act,
}

/// What is to be done with the lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Act {
    Create {
        lot: LotForm,
    },
    /// Without any change it only settles conflicts: "keep theirs".
    Update {
        set: Set,
    },
    /// All that the writer saw of the lot: nobody deletes what they have not seen.
    Delete {
        seen: LotForm,
    },
    /// Brings a deleted lot back as it was.
    Restore,
}

impl Op {
    /// A number for everything that the op says, but not for its place in the queue. FNV-1a, because it is stored and has
    /// to stay the same with every compiler; whoever made two ops collide would have cheated nobody but themselves.
    #[must_use]
    pub fn payload_hash(&self) -> i64 {
        let mut sum = Sum::new();
        sum.bytes(self.op_id.as_bytes());
        sum.bytes(self.item_id.as_bytes());
        sum.bytes(&self.base_version.to_be_bytes());
        sum.bytes(&self.made_at.to_be_bytes());
        for id in &self.resolves {
            sum.bytes(id.op_id.as_bytes());
            sum.text(id.topic.word());
        }
        match &self.act {
            Act::Create { lot } => sum.lot("create", lot),
            Act::Delete { seen } => sum.lot("delete", seen),
            Act::Restore => sum.text("restore"),
            Act::Update { set } => {
                sum.text("update");
                for change in set.changes() {
                    sum.text(change.from.unit().word());
                    change.from.cells().into_iter().for_each(|cell| sum.text(cell));
                    change.to.cells().into_iter().for_each(|cell| sum.text(cell));
                }
            }
        }
        sum.total()
    }

    /// At most so many bytes of JSON: every character may be written as two, names and numbers are counted generously.
    #[must_use]
    pub fn weight(&self) -> usize {
        const FRAME: usize = 800;
        const RESOLVED: usize = 100;
        let texts: usize = self.cells().map(str::len).sum();
        FRAME + RESOLVED * self.resolves.len() + 2 * texts
    }

    /// Every text that the op carries.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        let (lot, set) = match &self.act {
            Act::Create { lot } | Act::Delete { seen: lot } => (Some(lot), None),
            Act::Update { set } => (None, Some(set)),
            Act::Restore => (None, None),
        };
        let of_lot = lot.into_iter().flat_map(|lot| {
            let date_code = std::iter::once(lot.date_code.as_str());
            lot.cells().into_iter().chain(date_code)
        });
        let changes = set.into_iter().flat_map(Set::changes);
        let of_set = changes.flat_map(|change| change.from.cells().into_iter().chain(change.to.cells()));
        of_lot.chain(of_set)
    }

    /// Whether it does nothing at all, not even settle a conflict.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.resolves.is_empty() && matches!(&self.act, Act::Update { set } if set.is_empty())
    }

    /// The same op in the same place, doing nothing: numbers must not have gaps.
    #[must_use]
    pub fn emptied(&self) -> Self {
        Self {
            resolves: Vec::new(),
            act: Act::Update { set: Set::default() },
            ..self.clone()
        }
    }
}

struct Sum(u64);

impl Sum {
    const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    /// With an end that no UTF-8 has, so that "ab", "c" is not "a", "bc".
    fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
        self.bytes(&[0xff]);
    }

    fn lot(&mut self, kind: &str, lot: &LotForm) {
        self.text(kind);
        lot.cells().into_iter().for_each(|cell| self.text(cell));
        self.text(&lot.date_code);
    }

    const fn total(&self) -> i64 {
        self.0.cast_signed()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn op(quantity: &str, remarks: &str) -> Op {
        let lot = LotForm {
            quantity: quantity.into(),
            remarks: remarks.into(),
            ..LotForm::default()
        };
        Op {
            n: 1,
            op_id: Uuid::from_u128(1),
            item_id: Uuid::from_u128(2),
            base_version: 0,
            schema: 1,
            made_at: 0,
            resolves: Vec::new(),
            act: Act::Create { lot },
        }
    }

    #[test]
    fn the_hash_is_the_same_for_ever() {
        assert_eq!(op("300", "A-1").payload_hash(), op("300", "A-1").payload_hash());
        assert_eq!(
            Op { n: 9, ..op("1", "") }.payload_hash(),
            op("1", "").payload_hash()
        );
        assert_ne!(op("1", "2").payload_hash(), op("12", "").payload_hash());
        assert_eq!(op("300", "A-1").payload_hash(), KNOWN);
    }

    const KNOWN: i64 = -2_058_575_439_463_347_531;

    proptest! {
        #[test]
        fn no_op_is_heavier_than_it_says(quantity in "\\PC{0,60}", remarks in "[\"\\\\a]{0,60}") {
            let made = op(&quantity, &remarks);
            let json = serde_json::to_string(&made).expect("plain types");
            prop_assert!(json.len() <= made.weight(), "{} > {}", json.len(), made.weight());
            let set = Set::between(&LotForm::default(), &LotForm { quantity, remarks, ..LotForm::default() });
            let made = Op { act: Act::Update { set }, ..made };
            let json = serde_json::to_string(&made).expect("plain types");
            prop_assert!(json.len() <= made.weight(), "{} > {}", json.len(), made.weight());
            prop_assert_eq!(serde_json::from_str::<Op>(&json).expect("as written"), made);
        }
    }
}

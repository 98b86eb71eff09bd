//! Conflicts that wait for somebody to choose, as a company's administrators see them: whoever wrote a value that did not get its
//! way may be away, or their device lost.

use super::outcome::{About, ConflictId};
use super::units::Value;
use super::{Conflict, Row};
use crate::inventory::lot::LotForm;

/// A conflict that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub id: ConflictId,
    pub about: About,
    /// The lot as it is now. Of one that was deleted so long ago that the market has forgotten it, what the conflict tells.
    pub row: Row,
    /// Whether the market still knows the lot, and the other value can be put in place.
    pub is_known: bool,
    /// Whose edit it was, while they are one of the company's.
    pub mine: Option<String>,
    /// By the device's clock, in milliseconds since 1970.
    pub mine_at: i64,
    /// Who had been there; nobody where it was an import, or somebody who has left.
    pub theirs: Option<String>,
    /// By the market's clock, in milliseconds since 1970.
    pub theirs_at: i64,
    /// Who has changed the lot last; nobody as above.
    pub changed_by: Option<String>,
    /// When, by the market's clock, in milliseconds since 1970.
    pub changed_at: i64,
    /// Since when, by the market's clock, in milliseconds since 1970.
    pub since: i64,
}

impl Waiting {
    /// The version that whoever chooses has seen; 0 where there is no lot.
    #[must_use]
    pub const fn seen(&self) -> i32 {
        self.row.version
    }
}

/// The oldest of them, and how many there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WaitingList {
    pub waiting: Vec<Waiting>,
    pub total: u64,
}

/// What a conflict tells of a lot that the market has forgotten: a tombstone of no version.
#[must_use]
pub fn forgotten(conflict: &Conflict) -> Row {
    Row {
        item_id: conflict.item_id,
        version: 0,
        seq: 0,
        deleted_at: Some(conflict.theirs_at),
        updated_by: None,
        updated_at: conflict.theirs_at,
        lot: told(&conflict.about),
    }
}

fn told(about: &About) -> LotForm {
    let of = |value: &Value| {
        let mut lot = LotForm::default();
        value.put_in(&mut lot);
        lot
    };
    match about {
        About::Unit { theirs, .. } => of(theirs),
        About::Deleting { theirs, .. } | About::Deleted { theirs, .. } => theirs.clone(),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::inventory::sync::{Topic, Unit};

    #[test]
    fn a_forgotten_lot_is_what_its_conflict_tells() {
        let lot = |model: &str| LotForm {
            model: model.into(),
            ..LotForm::default()
        };
        let value = |model| Value::of(Unit::Identity, &lot(model));
        let id = ConflictId {
            op_id: Uuid::from_u128(1),
            topic: Topic::Identity,
        };
        let conflict = Conflict {
            id,
            item_id: Uuid::from_u128(2),
            about: About::Unit {
                base: value("A"),
                mine: value("B"),
                theirs: value("C"),
            },
            mine_by: 7,
            mine_at: 1,
            theirs_by: None,
            theirs_at: 2,
        };
        let row = forgotten(&conflict);
        assert!(row.is_deleted() && row.version == 0);
        assert_eq!(row.lot, lot("C"));
        assert_eq!(ConflictId::of_word(&id.word()), Some(id));
        for word in ["", "x", "x.row", &format!("{}.rows", id.op_id.simple())] {
            assert_eq!(ConflictId::of_word(word), None, "{word}");
        }
    }
}

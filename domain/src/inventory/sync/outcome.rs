//! What became of an op. There are four ends and no fifth: applied, merged, a conflict that waits for a choice, refused.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Row;
use super::units::{Set, Unit, Value};
use crate::inventory::lot::LotForm;
use crate::violations::Violations;

/// The market's answer to an op. It is noted in the ledger and repeated word for word to whoever asks again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// Done, and nobody had been there meanwhile. The version is the lot's afterwards, 0 where there is none.
    Applied { version: i32 },
    /// Done, beside what others had changed meanwhile.
    Merged { version: i32 },
    /// Something the writer had not seen was in the way; what was not in the way is done.
    Conflict { version: i32, conflicts: Vec<Conflict> },
    /// Not done, and will not be.
    Refused { why: Refused },
    /// Decided so long ago that the ledger no longer says how; the rows do.
    Settled,
}

/// Why an op was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refused {
    /// The company has no such lot. Whether somebody else has is not said.
    UnknownId,
    /// The company has another lot of this id, or the op's id was used for another op.
    IdTaken,
    /// Cells that break a rule; paths are names of fields.
    Faults { faults: Violations },
    /// The op was written by a program so old that nobody understands it any more. `sent` tells that it was on its way before,
    /// and may have arrived while it was still understood.
    SchemaLost { sent: bool },
    /// Said by the device alone: the person is no longer one of the company. `sent` tells that the op was on its way, and
    /// may have arrived.
    CompanyGone { sent: bool },
}

/// Which conflict: of an op, at one of its units or at the lot as a whole. The same op in the same trouble has the same
/// id, however often it is sent and wherever the market was restored to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ConflictId {
    pub op_id: Uuid,
    pub topic: Topic,
}

impl ConflictId {
    /// In one word, as a form of a page names it.
    #[must_use]
    pub fn word(self) -> String {
        format!("{}.{}", self.op_id.simple(), self.topic.word())
    }

    /// The conflict of such a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        let (op_id, topic) = word.split_once('.')?;
        Some(Self {
            op_id: Uuid::try_parse(op_id).ok()?,
            topic: Topic::of_word(topic)?,
        })
    }
}

/// What a conflict is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Topic {
    Identity,
    Quantity,
    Remarks,
    /// Whether the lot is there at all.
    Row,
}

impl Topic {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Identity, Self::Quantity, Self::Remarks, Self::Row];

    /// The topic of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.word() == word)
    }

    /// As stored and sent.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Quantity => "quantity",
            Self::Remarks => "remarks",
            Self::Row => "row",
        }
    }
}

impl From<Unit> for Topic {
    fn from(unit: Unit) -> Self {
        match unit {
            Unit::Identity => Self::Identity,
            Unit::Quantity => Self::Quantity,
            Unit::Remarks => Self::Remarks,
        }
    }
}

/// Two people, one lot. The value that did not get its way is kept here, so that it survives the device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    pub id: ConflictId,
    pub item_id: Uuid,
    pub about: About,
    /// The user whose op it is.
    pub mine_by: i64,
    /// By the device's clock, in milliseconds since 1970.
    pub mine_at: i64,
    /// The user who wrote what mine is held against; `None` where it was an import.
    pub theirs_by: Option<i64>,
    /// When that was, by the market's clock, in milliseconds since 1970.
    pub theirs_at: i64,
}

impl Conflict {
    /// Whose it is what mine is held against as the lot is now, and since when: the user, or `None` for an import.
    #[must_use]
    pub fn whose(&self, row: &Row) -> (Option<i64>, i64) {
        match &self.about {
            About::Unit { theirs, .. } if !row.is_deleted() && theirs.is_in(&row.lot) => {
                (self.theirs_by, self.theirs_at)
            }
            // It has changed since.
            _ => (row.updated_by, row.updated_at),
        }
    }

    /// Names who wrote what stands in the unit now, not who changed the lot last: `past` are the states before `row`, the newest
    /// first.
    pub(super) fn blame(&mut self, row: &Row, past: &[Row]) {
        let About::Unit { theirs, .. } = &self.about else {
            return;
        };
        let has = |state: &&Row| !state.is_deleted() && theirs.is_in(&state.lot);
        let since = past.iter().take_while(has).last().unwrap_or(row);
        (self.theirs_by, self.theirs_at) = (since.updated_by, since.updated_at);
    }
}

/// The two sides of a conflict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum About {
    /// Both wrote into the same unit.
    Unit { base: Value, mine: Value, theirs: Value },
    /// I delete what they changed.
    Deleting { seen: LotForm, theirs: LotForm },
    /// I change, or create anew, what they deleted; `theirs` is the lot as it was then.
    Deleted { mine: Set, theirs: LotForm },
}

impl Outcome {
    /// As stored and sent.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Applied { .. } => "applied",
            Self::Merged { .. } => "merged",
            Self::Conflict { .. } => "conflict",
            Self::Refused { .. } => "refused",
            Self::Settled => "settled",
        }
    }

    /// The conflicts that it leaves.
    #[must_use]
    pub fn conflicts(&self) -> &[Conflict] {
        match self {
            Self::Conflict { conflicts, .. } => conflicts,
            _ => &[],
        }
    }
}

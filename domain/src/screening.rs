//! Screening applications: what they are, how they stand, by when they are due, and what may be said to an applicant.
//!
//! Applications are kept and decided in `services::screening`; the form of an applicant is `accounts::profile`'s.

pub mod due;
pub mod fields;
pub mod forms;
pub mod queue;
pub mod views;

pub use due::Urgency;
pub use forms::{Rejection, ReviewForm};
pub use queue::QueueFilter;
use serde::{Deserialize, Serialize};

use crate::text::{limits, text_type};

text_type! { /// Why a field is not accepted; may be empty.
FieldReason, limits::FIELD_REASON }
text_type! { /// What an applicant is asked.
Question, limits::QUESTION }
text_type! { /// What an applicant answers.
Reply, limits::ANSWER }
text_type! { /// What the owner's people note for each other.
Note, limits::NOTE }

/// What an application follows from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A registration as a supplier.
    Registration,
    /// A buyer who wants to sell.
    Change,
    /// A company's registration in two steps, which the coordinator decides whom it names (Z4).
    Company,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Registration, Self::Change, Self::Company];

    /// As stored and sent.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::Change => "change",
            Self::Company => "company",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

//! A refusal: a polite no, with its reason. Not a fault of ours, and nothing to be alarmed about.

use serde::{Deserialize, Serialize};

use crate::violations::Violations;

/// Why something was not done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The form has faults; each stands at its field.
    Faults(Violations),
    /// Address or number, type or password are wrong; which one is not said (T01).
    WrongCredentials,
    /// The page needs someone signed in.
    SignInFirst,
    /// Signed in, but not for this.
    NotAllowed,
    /// There is no such thing, or it is not shown to this visitor: the two are not told apart (T04).
    NotFound,
    /// Too many at once; worth trying again.
    Busy,
}

impl From<Violations> for Refusal {
    fn from(violations: Violations) -> Self {
        Self::Faults(violations)
    }
}

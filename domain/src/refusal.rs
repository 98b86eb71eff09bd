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
    /// Five failed sign-ins close the door for a while (R057); how many seconds are left.
    Locked { seconds: u32 },
    /// A hundred failed sign-ins close it until a new password is set by mail (T07).
    Closed,
    /// Asked too often; how many seconds to wait.
    TooMany { seconds: u32 },
    /// The password is right, but the address was never confirmed; whether a new mail is on its way (Z20).
    Unverified { mailed: bool },
    /// The password is right, but the owner has suspended the account.
    Suspended,
    /// The only administrator of a company with other users passes that role on before leaving (Z6).
    PassOnFirst,
    /// The owner's people keep an administrator: the only one stays.
    OnlyAdministrator,
    /// What the company tells is being examined, and stays as it was sent until that is decided.
    UnderReview,
    /// A mailed link that is too old (R026).
    LinkExpired,
    /// A mailed link that did its work before.
    LinkUsed,
    /// A mailed link that is no longer good for anything, or never was (R029).
    LinkDead,
    /// The form belongs to another mailed link than the one that this browser opened last.
    LinkOther,
    /// The second step of a sign-in took too long, or there was no first one in this browser.
    StepOver,
    /// Five wrong codes in one sign-in.
    TriesUsed,
    /// The login password was not shown in the last minutes.
    ProveFirst,
    /// What was sent is more than is read.
    TooLarge,
    /// What was sent was too slow in coming.
    TooSlow,
    /// A passkey that is not one of this account's, or whose answer cannot be believed.
    PasskeyFailed,
}

impl From<Violations> for Refusal {
    fn from(violations: Violations) -> Self {
        Self::Faults(violations)
    }
}

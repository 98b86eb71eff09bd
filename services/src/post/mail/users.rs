//! The mails about the users of a company, as data.

use serde::{Deserialize, Serialize};

use super::SealedLink;

/// M15: invites a user. Nobody has proved the address, so the company's name, which anybody may have typed, stands on the
/// page behind the link and not here (T20).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    pub link: SealedLink,
}

/// Beside M15: a company wanted to invite somebody who has an account already (T03).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitedMember {
    /// Nine digits; the reader's own.
    pub number: String,
}

/// M34: an administrator has removed the reader from the company; with that the account is gone, unless it is more than the company's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovedFromCompany {
    /// Nine digits.
    pub number: String,
    pub company: String,
    /// Whether the account goes on, as something else than the company's.
    #[serde(default)]
    pub account_stays: bool,
}

//! The mails about individuals and corporations, as data.

use serde::{Deserialize, Serialize};

use super::SealedLink;

/// M24: proves the address of a registration. The address is not proved yet, so nothing that was typed is in it (T20).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifyPerson {
    pub link: SealedLink,
    /// Whether a corporation registers.
    pub corporate: bool,
}

/// M26: an individual has linked with the reader's corporation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonLinked {
    /// The individual's.
    pub name: String,
}

/// M36: a link was ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonUnlinked {
    /// The side that ended it: an individual's name, or a company's.
    pub who: String,
    /// Whether the corporation did; then the reader is the individual.
    pub by_corporation: bool,
}

//! The mails about what the owner's people do, as data.

use serde::{Deserialize, Serialize};

use super::SealedLink;

/// M10: the code that a sign-in asks for. It names the code; the digits are made when it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInCode {
    pub code: SealedLink,
}

/// M33: the reader, or the reader's company, is suspended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspended {
    pub name: String,
    /// Empty when it is the reader alone.
    pub company: String,
    /// Why, in the words of whoever did it, line by line.
    pub reason: Vec<String>,
}

/// M33: the reader, or the reader's company, may go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restored {
    pub name: String,
    /// Empty when it is the reader alone.
    pub company: String,
    /// In the words of whoever did it, line by line.
    pub reason: Vec<String>,
    /// Whether the company sells, and is found again.
    pub sells: bool,
}

/// Beside M32: the second factors of the reader were removed, since they were lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorsForgotten {
    pub name: String,
    /// In the words of whoever did it, line by line.
    pub reason: Vec<String>,
}

/// Invites one of the owner's people. Nobody has proved the address yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffInvitation {
    pub link: SealedLink,
}

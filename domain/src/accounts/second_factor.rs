//! What the pages show about the second step of a sign-in. Rules are few here: a code is six digits, and who may be
//! asked for what is decided by the services.

use serde::{Deserialize, Serialize};

/// A secret to bring into an authenticator app: as a picture, and in letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// Base 32, in groups of four.
    pub secret: String,
    /// The dark squares, as the path of a picture that is `side` wide and high.
    pub picture: String,
    pub side: u32,
    /// The same for an app on the same device.
    pub address: String,
}

/// What the second step of a sign-in asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// One of what the account has.
    Ask { app: bool, passkey: bool, backup: bool },
    /// There is nothing yet, and there has to be: an app is set up first.
    Enrol(Enrolment),
    /// The code that was mailed (R061).
    Mailed {
        /// The address, mostly hidden.
        address: String,
        /// Seconds until it can be mailed again; 0 when it can be now.
        again_in: u32,
    },
    /// A new password, before anything else (R060).
    NewPassword {
        /// Its fewest characters.
        least: u32,
    },
}

/// The authenticator app of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum App {
    None,
    /// Being set up; the secret is shown only while the password was.
    Begun(Option<Enrolment>),
    /// Since when, in milliseconds since 1970.
    SetUp(i64),
}

/// A passkey as its person sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyLine {
    pub id: i64,
    pub name: String,
    pub created_at: i64,
    pub used_at: Option<i64>,
}

/// How the second step of an account stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Protection {
    pub app: App,
    pub passkeys: Vec<PasskeyLine>,
    /// Backup codes that are left.
    pub codes: u32,
    /// Whether anything may be changed now.
    pub proved: bool,
    /// Whether the last factor has to stay: the owner's people need one.
    pub must_keep_one: bool,
}

impl Protection {
    /// Whether a sign-in asks for a second step.
    #[must_use]
    pub fn is_on(&self) -> bool {
        matches!(self.app, App::SetUp(_)) || !self.passkeys.is_empty()
    }
}

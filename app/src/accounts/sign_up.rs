//! Signing up: what the pages of registration and of the mailed link are handed when a form comes back.

/// The waiting page came back: with the code as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wait {
    pub code: String,
}

/// The page behind the mailed link came back; the password is never repeated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Proof;

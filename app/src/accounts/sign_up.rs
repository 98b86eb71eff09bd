//! Signing up as pages: the form of registration, the page that waits for the confirmation mail, and the page behind its
//! link (R021–R031).
//!
//! All three are plain forms that the server crate takes; on a fault it renders the same page again and hands over what
//! came back ([`Wait`], [`Proof`], or the registration itself). Once the program is awake, the form is judged while it is
//! filled in ([`draft`]), and the waiting page goes on by itself ([`waiting`]).

pub mod api;
pub mod draft;
pub mod form;
pub mod log_in_fields;
pub mod registering;
pub mod verifying;
pub mod waiting;
pub mod watching;
pub mod wording;

/// The waiting page came back: with the code as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wait {
    pub code: String,
}

/// The page behind the mailed link came back; the password is never repeated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Proof;

//! Writing to the owner as pages: the form, and the page after sending (R112, Z37).
//!
//! The form works as a plain post to its own address. Once the program is awake, the same rules judge it while it is
//! typed ([`draft`]), and it is sent without leaving the page ([`form`]). The page after sending needs no program: the
//! server writes it alone (`shell::written`).

pub mod api;
pub mod draft;
pub mod form;
pub mod pages;
pub mod receipt;
pub mod topics;
pub mod wording;

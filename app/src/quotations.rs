//! Requests for quotation as pages: the form and the receipt (R103, R104).
//!
//! The form works as a plain post to its own address, which the server answers with the same page when there are
//! faults. Once the program is awake, the same rules judge it while it is typed ([`draft`]), and it is sent without
//! leaving the page ([`form`]). What a field must keep is said in `domain::quotations`, not here.

pub mod api;
pub mod draft;
pub mod form;
pub mod line;
pub mod pages;
pub mod receipt;
pub mod requester;
pub mod wording;

//! Requests for quotation: opening the form, receiving it, and showing what was received (R103, R104).
//!
//! Receiving writes the request, its lines and the two mails in one transaction. The owner's desk, which asks
//! suppliers and forwards their answers, is not here yet.

pub mod opening;
pub mod receipt;
pub mod receive;

pub use opening::{open, open_for_parts};
pub use receipt::receipt;
pub use receive::receive;

//! Messages to the owner: opening the form, receiving it, and showing that it was received (R112, Z37).
//!
//! Receiving writes the message and the two mails of M22 in one transaction. The owner answers by replying to the mail.

pub mod opening;
pub mod receipt;
pub mod receive;

pub use opening::open;
pub use receipt::receipt;
pub use receive::receive;

//! Messages to the owner: opening the form, receiving it, and showing that it was received (R112, Z37).
//!
//! Receiving writes the message and the two mails of M22 in one transaction. The owner's people read messages as [`threads`] and
//! do something about them in [`answering`]; replying to the owner's mail reaches the writer as well, and leaves no trace here.

pub mod answering;
pub mod opening;
pub mod receipt;
pub mod receive;
pub mod threads;

/// What stands in place of the personal words of a writer who has left.
const GONE: &str = "-";

pub use opening::open;
pub use receipt::receipt;
pub use receive::receive;

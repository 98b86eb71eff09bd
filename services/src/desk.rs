//! The machinery as the owner's people see it: [`mails`] on their way and [`works`] behind the scenes, and sending on their way
//! again what was given up. What the two have in common is `queue`.
//!
//! What a mail says is not read here, for it may hold a link that opens an account; its reader's address is hidden but for its
//! beginning and its domain.

pub mod mails;
mod queue;
pub mod works;

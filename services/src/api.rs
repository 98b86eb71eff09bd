//! The interface for a company's own systems: tokens instead of people ([`tokens`], [`bearer`]), the company's lots one by one
//! or many at once ([`stock`]), and files ([`files`]). What is done is done once, however often it is sent ([`once`]).
//!
//! Nothing here writes lots in a way of its own. A batch becomes ops, like edits of a device, and is decided and written by
//! [`crate::inventory::sync`] under the same locks, with the same change numbers and the same history; a file becomes an import
//! with its job. What becomes of a lot is a rule (`domain::api::putting`).

pub mod bearer;
pub mod files;
pub mod once;
mod shelf;
pub mod stock;
pub mod tokens;

use domain::api::putting::Fault;

/// What came of a call that writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome<T> {
    /// It is done.
    Done(T),
    /// It was done before, under the same key, and this was the answer.
    Before(T),
    /// The key stands for another call.
    KeyUsed,
    /// Nothing is done, and why: the place of each lot, and what is wrong with it.
    Faults(Vec<(usize, Fault)>),
    /// The token, or its person's right, was taken away a moment ago.
    Gone,
}

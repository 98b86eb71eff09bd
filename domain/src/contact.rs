//! Writing to the owner: what a contact message says, and the rules its fields keep (R112, Z37).
//!
//! A message has one of a few topics, so that the owner's desk can sort what comes in, and up to 2,000 characters whose
//! lines are kept. It is known by its number on both sides. What becomes of it is a [`thread`].

pub mod form;
pub mod number;
pub mod thread;
pub mod topic;
pub mod views;

pub use form::{ContactForm, ContactMessage, MessageText};
pub use number::ContactNumber;
pub use thread::{ThreadFilter, ThreadForm, ThreadState};
pub use topic::Topic;

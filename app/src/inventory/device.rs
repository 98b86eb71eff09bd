//! The device's store: one IndexedDB database for each user and company, or, where the browser keeps nothing, the page's memory.

pub mod base;
pub mod disk;
pub mod drafts;
mod lasting;
mod memory;
mod noting;
mod others;
pub mod request;
mod store;
mod tables;
#[cfg(test)]
mod tests;
pub mod trace;
mod tx;

pub use base::{Base, NoBase};
pub use drafts::{Looked, Remembered, Typed, Unsent};
pub use tx::Tx;

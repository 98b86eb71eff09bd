//! What the tests have in common.

#[macro_use]
pub mod house;
pub mod people;
pub(crate) mod smtp;
pub mod staff;

//! Stock, as suppliers bring it and take it home.
//!
//! A file arrives in [`import`], which keeps it and leaves a job; the job reads it by [`stock_file`], and either
//! publishes all its lots or says what is wrong with which cell. [`export`] writes a company's own list; [`whole`] hides, shows
//! and deletes all of it at once. The grid is
//! not here yet. What a lot may hold is `domain::inventory`'s business; finding lots is [`crate::search`]'s.

mod bulk;
pub mod export;
pub mod import;
mod publish;
pub mod stock_file;
pub(crate) mod whole;

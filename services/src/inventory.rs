//! Stock, as suppliers bring it and take it home.
//!
//! A file arrives in [`import`], which keeps it and leaves a job; the job reads it by [`stock_file`], and either
//! publishes all its lots or says what is wrong with which cell. On the page it is one of the [`drafts`] first: a [`preview`]
//! shows what it would do, until a person confirms it. [`undoing`] takes an import back. [`export`] writes a company's own list;
//! [`whole`] hides, shows and deletes all of it at once; [`sync`] takes what devices changed, with or without a connection. What a
//! lot may hold is `domain::inventory`'s business; finding lots is [`crate::search`]'s.

mod bulk;
mod changes;
pub mod drafts;
pub mod export;
pub mod import;
mod landing;
pub mod preview;
mod publish;
mod references;
mod shelf;
pub mod stock_file;
pub mod sync;
pub mod undoing;
pub(crate) mod whole;

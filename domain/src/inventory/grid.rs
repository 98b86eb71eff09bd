//! The stock grid without a browser: what is typed, chosen, pasted, taken back, sorted, found, and made ready to be sent.
//!
//! A [`Sheet`] holds one's own lots as they are shown, with what was typed over them ([`draft`]). Changes go through it and come
//! back as the list of lots that have to be stored and drawn anew; taking back ([`past`]) names lots and columns, never places on
//! the screen, so that it outlives sorting, filtering, syncing and loading the page again. Where the keyboard is ([`range`]) and
//! how the clipboard of a spreadsheet is read and written ([`tsv`], [`table`]) know nothing of lots. [`told`] tells what happened to a lot. [`send`] judges the drafts and turns them into
//! wishes for [`super::sync::queue`].
//!
//! Nothing in here draws, stores or waits; the app's `inventory` room does.

pub mod arrange;
pub mod cell;
mod changes;
pub mod columns;
pub mod compare;
pub mod draft;
pub mod line;
pub mod lost;
pub mod past;
pub mod paste;
pub mod range;
#[cfg(test)]
mod samples;
pub mod send;
pub mod sheet;
pub mod table;
pub mod told;
pub mod tsv;
pub mod unsent;

pub use arrange::{Arrangement, Direction, Only};
pub use cell::Cell;
pub use columns::Columns;
pub use draft::Draft;
pub use line::{Line, Loaded, Safety};
pub use past::{Past, Steps};
pub use range::{Place, Range};
pub use send::{Double, Plan, Wished};
pub use sheet::{Counts, Sheet};

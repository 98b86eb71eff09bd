//! One's own stock in the browser: a grid that works without a connection.
//!
//! The server writes a heading and an explanation ([`page`]); all else happens in the browser. [`opening`] asks who is there and
//! opens the store of that user and company ([`device`]); [`driver`] carries edits to the market and brings home what others have
//! changed; [`desk`] holds what is shown, and [`grid`], [`conflicts`], [`history`] and [`leaving`] show it. What is true of a sheet, of ops and of
//! conflicts is the domain's: `domain::inventory::grid` and `domain::inventory::sync`.
//!
//! Files that come in and go out have pages of their own, [`importing`] and [`exporting`], which the server writes as forms; so has what a
//! company's administrators settle for others, [`unsettled`].

pub mod alarms;
pub mod bar;
pub mod cards;
pub mod columns;
mod comparison;
pub mod conflicts;
pub mod desk;
pub mod device;
mod dialog;
pub mod driver;
pub mod exporting;
pub mod grid;
pub mod history;
pub mod importing;
pub mod leaving;
pub mod opening;
pub mod owner;
pub mod page;
pub mod refused;
pub mod room;
pub mod sending;
pub mod shell;
mod sight;
mod table;
pub mod taking;
pub mod tools;
pub mod unsettled;
mod wording;

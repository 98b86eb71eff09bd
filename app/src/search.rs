//! The page of results: what was found, why, in which order, and the next step beside every lot.
//!
//! The address is the state. Every link and every form here leads to another address of [`page::SearchPage`], so all of
//! it works before WASM wakes; afterwards [`typing`] follows the same links and forms without loading the document, and
//! searches while a person types. What a query means is not decided here: that is `domain::search`; how lots are found
//! is `services::search`.

pub mod api;
pub mod chips;
pub mod facets;
pub mod found;
pub mod head;
pub mod legend;
pub mod marked;
pub mod no_hit;
pub mod notices;
pub mod outcome;
pub mod page;
pub mod pager;
pub mod parts;
pub mod picked;
pub mod picks;
pub mod row;
pub mod skeleton;
pub mod table;
pub mod tiers;
pub mod tools;
pub mod typing;

mod columns;
mod forms;
mod keys;
pub(crate) mod links;

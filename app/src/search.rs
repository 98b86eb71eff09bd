//! The page of results: what was found, why, in which order, and the next step beside every lot.
//!
//! The address is the state. Every link and every form here leads to another address of [`page::SearchPage`], so all of
//! it works before WASM wakes; afterwards [`typing`] follows the same links and forms without loading the document, and
//! searches while a person types. What a query means is not decided here: that is `domain::search`; how lots are found
//! is `services::search`.

pub mod api;
pub mod page;
pub mod picks;
pub mod typing;

mod chips;
mod columns;
mod facets;
mod forms;
mod found;
mod head;
mod keys;
mod legend;
mod links;
mod marked;
mod no_hit;
mod notices;
mod outcome;
mod pager;
mod picked;
mod row;
mod skeleton;
mod table;
mod tiers;
mod tools;

//! Stock: what a lot is, and the rules that each of its cells keeps (table O).
//!
//! A supplier's row arrives as a [`LotForm`] (nine raw texts, from a file, the grid or the API) and leaves as a
//! [`Lot`], whose parts cannot hold a wrong value. Reading files is not done here (see `services::inventory`);
//! which headings a file has is, in [`columns`]. Editing without a connection is the room within, [`sync`]; what a browser's table of
//! stock does, [`grid`].

pub mod columns;
pub mod contact_details;
pub mod exporting;
pub mod formulas;
pub mod grid;
pub mod importing;
pub mod lot;
pub mod quantity;
pub mod same_item;
pub mod stock_file;
mod suggestions;
pub mod sync;
pub mod year;

pub use columns::Column;
pub use lot::{Lot, LotForm};
pub use quantity::Quantity;
pub use same_item::SameItem;
pub use suggestions::suggestions;
pub use year::{ThisYear, Year};

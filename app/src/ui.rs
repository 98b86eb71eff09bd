//! Furniture without opinions: an icon, a title, a field. What stands in a room is the room's business.

pub mod arrival;
pub mod field;
pub mod icon;
pub mod moment;
pub mod notice;
pub mod pager;
pub mod status;
pub mod title;

pub use arrival::Arrival;
pub use field::{
    Choice, Control, Entry, Fault, FaultLink, FaultSummary, Field, FieldText, SUMMARY, Select, Starred,
    calling_codes, country_names, focus, named, star,
};
pub use icon::Icon;
pub use moment::{Moment, written_day};
pub use notice::{Done, Wrong};
pub use pager::pager;
pub use status::{SetStatus, set_status};
pub use title::PageTitle;

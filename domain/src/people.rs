//! People and companies as the owner's people see them: which are looked for, how each stands, and what is done about them.
//!
//! What is done is done in `services::people`; the users of a company, who look after themselves, are `accounts::users`.

pub mod filter;
pub mod forms;
pub mod team;
pub mod views;

pub use filter::{PeopleFilter, State};
pub use forms::{Act, CareForm};

use crate::text::{limits, text_type};

text_type! { /// Why something is done about a person or a company.
CareReason, limits::CARE_REASON }

//! People, companies and the owner's people among themselves: found, looked at, and what is done about them. Plain forms that
//! post to their own page; `server::front_door::forms::people` takes them.

pub mod api;
pub mod care;
pub mod company;
pub mod history;
pub mod identity;
pub mod lists;
pub mod person;
pub mod team;
pub mod unverified;
pub mod wording;

pub use company::CompanyPage;
pub use lists::{CompaniesPage, PeoplePage};
pub use person::PersonPage;
pub use team::TeamPage;
pub use unverified::UnverifiedPage;

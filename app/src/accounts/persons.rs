//! Individuals and corporations as pages (R085–R093): registering, adding such a registration to an account, the settings,
//! the list of linked members, and the list of applications, where they land. Plain forms that post to their own page;
//! `server::front_door::forms::persons` takes them.

pub mod api;
pub mod draft;
pub mod fields;
pub mod frame;
pub mod history;
pub mod members;
pub mod registering;
pub mod settings;

pub use history::HistoryPage;
pub use members::MembersPage;
pub use registering::PersonRegistrationPage;
pub use settings::SettingsPage;

/// What the names of a person's fields begin with.
const PREFIX: &str = "form[person]";

/// The settings came back, as they were typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changing(pub domain::persons::PersonForm);

/// The list of linked members came back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Parting;

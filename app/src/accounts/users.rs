//! The users of a company (R050–R054): the list with what can be done about it, one user, and the form of whoever was
//! invited. Plain forms that post to their own page; `server::front_door::forms::users` takes them.

pub mod api;
pub mod join;
pub mod joined;
pub mod list;
pub mod one;
pub mod pieces;

pub use join::JoinPage;
pub use list::UsersPage;
pub use one::UserPage;

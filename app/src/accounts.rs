//! Signing in as a page (R055): a plain form, for the whole page changes with whoever is there. The server crate takes
//! the post and answers a wrong one with this page again, all of it as it was typed but the password.

pub mod agreement;
pub mod api;
pub mod companies;
pub mod factor;
pub mod form;
pub mod linked;
pub mod mate;
pub mod own;
pub mod pages;
pub mod password_field;
pub mod persons;
pub mod phone_field;
pub mod profile_fields;
pub mod rooms;
pub mod selfcare;
pub mod sign_up;
pub mod users;

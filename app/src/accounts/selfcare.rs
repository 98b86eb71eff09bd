//! What people do about their own credentials: a new password by mail, another password, their addresses, and where they
//! are signed in. Plain forms that post to their own page; `server::front_door::forms` takes them.

pub mod addresses;
pub mod api;
pub mod links;
pub mod password;
pub mod pieces;
pub mod recovery;
pub mod sessions;

pub use addresses::AddressesPage;
pub use links::{ConfirmAddressPage, RevertAddressPage};
pub use password::PasswordPage;
pub use recovery::{ForgotPage, NewPasswordPage};
pub use sessions::SessionsPage;

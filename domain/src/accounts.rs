//! Who people are: addresses, numbers to call, account numbers, and what a sign-in form asks.
//!
//! Passwords are judged and kept in `services::accounts`; here is only what browser and server both need.

pub mod email;
pub mod number;
pub mod phone;
pub mod sign_in;
pub mod visitor;

pub use email::Email;
pub use number::AccountNumber;
pub use phone::Phone;
pub use sign_in::{SignIn, SignInForm};
pub use visitor::{AccountType, Visitor};

use crate::text::{limits, text_type};

text_type! { /// A person's name.
PersonName, limits::NAME }
text_type! { /// How a name is read.
Furigana, limits::FURIGANA }
text_type! { /// A company's name.
CompanyName, limits::COMPANY }

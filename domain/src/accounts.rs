//! Who people are: addresses, numbers to call, account numbers, passwords, and what the forms of registration and sign-in ask.
//!
//! Here is what browser and server both need; accounts are kept, and passwords hashed, in `services::accounts`.

pub mod companies;
pub mod credentials;
pub mod email;
pub mod landing;
pub mod number;
pub mod own;
pub mod password;
pub mod phone;
pub mod profile;
pub mod registration;
pub mod role;
pub mod second_factor;
pub mod side;
pub mod sign_in;
pub mod staff;
pub mod users;
pub mod views;
pub mod visitor;

pub use companies::{Asks, CompanyType};
pub use credentials::{AddAddressForm, ChangePasswordForm, ForgotForm, NewPasswordForm, PickAddressForm};
pub use email::Email;
pub use number::AccountNumber;
pub use phone::Phone;
pub use profile::{Profile, ProfileForm};
pub use registration::{Registration, RegistrationForm};
pub use role::Role;
pub use side::SideForm;
pub use sign_in::{SignIn, SignInForm};
pub use staff::StaffRole;
pub use visitor::{AccountType, Visitor};

use crate::text::{limits, text_type};

text_type! { /// A person's name.
PersonName, limits::NAME }
text_type! { /// How a name is read.
Furigana, limits::FURIGANA }
text_type! { /// A company's name.
CompanyName, limits::COMPANY }
text_type! { /// What somebody calls a passkey.
PasskeyName, limits::PASSKEY }

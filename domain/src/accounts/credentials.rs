//! What the forms about passwords and addresses of one's own account ask (R062–R064, R076–R078).

use serde::{Deserialize, Serialize};

use super::{Email, password};
use crate::secret::never_printed;
use crate::violations::{Violation, Violations};

/// Most addresses of one account, proved or not.
pub const ADDRESSES: u32 = 5;

/// Asking for a link to a new password.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ForgotForm {
    pub email: String,
}

impl ForgotForm {
    /// Judges the shape of the address. Whether it has an account is said to nobody (T02).
    ///
    /// # Errors
    /// A violation at `email`.
    pub fn check(&self) -> Result<Email, Violations> {
        Email::parse(&self.email).map_err(|fault| Violations::of("email", fault))
    }
}

/// The new password behind the mailed link, twice (R064).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NewPasswordForm {
    pub password: String,
    pub password_again: String,
}

impl NewPasswordForm {
    /// Judges both fields. `own` are the person's own names and addresses.
    ///
    /// # Errors
    /// Violations at `password` and `password_again`.
    pub fn check(&self, least: u32, own: &[&str]) -> Result<(), Violations> {
        let mut faults = Violations::none();
        let judged = password::check(&self.password, least, own);
        password::keep(&mut faults, judged, &self.password, &self.password_again);
        ended(faults)
    }
}

/// Another password for one's account, on its own page (R078).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChangePasswordForm {
    pub current: String,
    pub password: String,
    pub password_again: String,
}

impl ChangePasswordForm {
    /// Judges all fields, as far as the form tells: whether `current` is right is judged where passwords are kept.
    ///
    /// # Errors
    /// Violations at `current`, `password` and `password_again`.
    pub fn check(&self, least: u32, own: &[&str]) -> Result<(), Violations> {
        let mut faults = Violations::none();
        if self.current.is_empty() {
            faults.add("current", Violation::Missing);
        } else if self.current == self.password {
            faults.add("password", Violation::PasswordSame);
        }
        let judged = password::check(&self.password, least, own);
        password::keep(&mut faults, judged, &self.password, &self.password_again);
        ended(faults)
    }
}

/// Another address for one's account (R076).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AddAddressForm {
    pub email: String,
    /// Asked for when it was not shown a moment ago (T21).
    pub password: String,
}

impl AddAddressForm {
    /// Judges the shape of the address.
    ///
    /// # Errors
    /// A violation at `email`.
    pub fn check(&self) -> Result<Email, Violations> {
        Email::parse(&self.email).map_err(|fault| Violations::of("email", fault))
    }
}

/// One of one's addresses, chosen in the list (R076).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PickAddressForm {
    /// The number of the address.
    pub address: String,
    /// Asked for when it was not shown a moment ago (T21).
    pub password: String,
}

impl PickAddressForm {
    /// The number of the chosen address.
    ///
    /// # Errors
    /// A violation at `address`.
    pub fn check(&self) -> Result<i64, Violations> {
        let fault = if self.address.is_empty() {
            Violation::Missing
        } else {
            Violation::NotAChoice
        };
        self.address.parse().map_err(|_| Violations::of("address", fault))
    }
}

never_printed!(
    NewPasswordForm,
    ChangePasswordForm,
    AddAddressForm,
    PickAddressForm
);

fn ended(faults: Violations) -> Result<(), Violations> {
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(current: &str, password: &str, again: &str) -> Vec<(String, Violation)> {
        let form = ChangePasswordForm {
            current: current.into(),
            password: password.into(),
            password_again: again.into(),
        };
        let faults = form.check(password::LEAST, &[]).err().unwrap_or_default();
        faults
            .iter()
            .map(|(field, fault)| (field.to_owned(), fault.clone()))
            .collect()
    }

    #[test]
    fn every_field_of_a_change_is_judged_before_the_answer() {
        assert_eq!(change("old", "Open-sesame-1", "Open-sesame-1"), []);
        assert_eq!(
            change("", "short", "other"),
            [
                ("current".to_owned(), Violation::Missing),
                ("password".to_owned(), Violation::PasswordShort { min: 8 }),
                ("password_again".to_owned(), Violation::PasswordMismatch),
            ]
        );
        assert_eq!(
            change("Open-sesame-1", "Open-sesame-1", "Open-sesame-1"),
            [("password".to_owned(), Violation::PasswordSame)]
        );
    }

    #[test]
    fn a_chosen_address_is_a_number() {
        let pick = |address: &str| {
            PickAddressForm {
                address: address.into(),
                ..PickAddressForm::default()
            }
            .check()
        };
        assert_eq!(pick("12"), Ok(12));
        assert_eq!(pick(""), Err(Violations::of("address", Violation::Missing)));
        assert_eq!(
            pick("x' OR 1"),
            Err(Violations::of("address", Violation::NotAChoice))
        );
    }

    #[test]
    fn forms_with_passwords_are_never_printed() {
        let form = NewPasswordForm {
            password: "secret".into(),
            password_again: "secret".into(),
        };
        assert!(!format!("{form:?}").contains("secret"));
    }
}

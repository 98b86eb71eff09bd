//! The registration form of buyers and suppliers (R021–R023, table C), and of companies in two steps (R041).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::profile::ProfileForm;
use super::{Asks, Email, password};
use crate::secret::never_printed;
use crate::violations::{Violation, Violations, chosen};

/// The form as it was typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RegistrationForm {
    /// Made with the form, so that sending it twice registers once (T37).
    pub submission: String,
    /// `buyer`, `supplier` or `company`.
    pub account_type: String,
    pub profile: ProfileForm,
    pub email: String,
    pub password: String,
    pub password_again: String,
    /// Present when terms and correctness are ticked.
    pub agreed: Option<String>,
    /// Present when the privacy policy is ticked, which a company in two steps does apart.
    pub privacy: Option<String>,
}

never_printed!(RegistrationForm);

/// A registration that keeps its rules. Whether its password is easily guessed is still to be judged.
pub struct Registration {
    pub submission: Uuid,
    pub asks: Asks,
    /// What it tells, tidied, as it would be accepted again.
    pub profile: ProfileForm,
    pub email: Email,
    pub password: String,
}

impl RegistrationForm {
    /// Judges every field. `today` is the date in Japan.
    ///
    /// # Errors
    /// Violations by path: `email`, `profile.postcode`.
    pub fn check(&self, today: time::Date) -> Result<Registration, Violations> {
        let mut faults = Violations::none();
        let submission = faults.keep(
            "submission",
            Uuid::try_parse(self.submission.trim()).map_err(|_| Violation::NotAChoice),
        );
        let asks = faults.keep("account_type", registers_as(&self.account_type));
        let profile = self
            .judge_profile(asks.unwrap_or(Asks::Buyer), today)
            .map_err(|inner| faults.nest("profile", inner))
            .ok();
        let email = faults.keep("email", Email::parse(&self.email));
        let judged = self.judge_password();
        let password = password::keep(&mut faults, judged, &self.password, &self.password_again);
        if self.agreed.is_none() {
            faults.add("agreed", Violation::NotTicked);
        }
        if asks == Some(Asks::Temporary) && self.privacy.is_none() {
            faults.add("privacy", Violation::NotTicked);
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let registration = (|| {
            password?;
            Some(Registration {
                submission: submission?,
                asks: asks?,
                profile: profile?,
                email: email?,
                password: self.password.clone(),
            })
        })();
        registration.ok_or(faults)
    }

    fn judge_profile(&self, asks: Asks, today: time::Date) -> Result<ProfileForm, Violations> {
        match asks {
            Asks::Temporary => self.profile.check_temporary(),
            asks => self.profile.check(asks, today).map(|profile| profile.form()),
        }
    }

    /// Judges the password beside the other fields: it may not be made of them.
    ///
    /// # Errors
    /// The rule that it breaks.
    pub fn judge_password(&self) -> Result<(), Violation> {
        password::check(&self.password, password::LEAST, &self.own_words())
    }

    /// What the password may not be made of.
    #[must_use]
    pub fn own_words(&self) -> Vec<&str> {
        let mut own = self.profile.own_words().to_vec();
        own.push(&self.email);
        own
    }
}

/// One of the registrations that are open to the public; individuals and corporations have forms of their own (`persons`).
///
/// # Errors
/// Empty, or another word.
pub fn registers_as(word: &str) -> Result<Asks, Violation> {
    chosen(word, Asks::of_registration)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> time::Date {
        time::Date::from_calendar_date(2026, time::Month::November, 22).expect("a date")
    }

    #[test]
    fn every_fault_is_found_at_once() {
        let faults = RegistrationForm::default()
            .check(today())
            .err()
            .expect("nothing is filled in");
        for field in [
            "submission",
            "account_type",
            "email",
            "password",
            "password_again",
            "agreed",
            "profile.name",
            "profile.purpose",
        ] {
            assert!(faults.at(field).is_some(), "{field}");
        }
        // A buyer need not tell capital, establishment and representative.
        assert!(faults.at("profile.capital").is_none());
    }

    #[test]
    fn a_company_ticks_both_documents() {
        let form = RegistrationForm {
            account_type: "company".into(),
            agreed: Some("1".into()),
            ..RegistrationForm::default()
        };
        let faults = form.check(today()).err().expect("much is missing");
        assert_eq!(faults.at("privacy"), Some(&Violation::NotTicked));
        assert_eq!(faults.at("agreed"), None);
        assert!(faults.at("profile.company_type").is_some() && faults.at("profile.address").is_none());
        let buyer = RegistrationForm {
            account_type: "buyer".into(),
            ..form
        };
        assert_eq!(
            buyer
                .check(today())
                .err()
                .and_then(|faults| faults.at("privacy").cloned()),
            None
        );
    }

    #[test]
    fn the_password_is_judged_beside_the_other_fields() {
        let form = RegistrationForm {
            email: "midori-denshi@example.com".into(),
            password: "Midori-12".into(),
            password_again: "Midori-13".into(),
            ..RegistrationForm::default()
        };
        let faults = form.check(today()).err().expect("much is missing");
        assert_eq!(faults.at("password"), Some(&Violation::PasswordOwnData));
        assert_eq!(faults.at("password_again"), Some(&Violation::PasswordMismatch));
    }

    #[test]
    fn staff_do_not_register_in_public() {
        assert_eq!(registers_as("staff"), Err(Violation::NotAChoice));
        assert_eq!(registers_as("individual"), Err(Violation::NotAChoice));
        assert_eq!(registers_as("buyer"), Ok(Asks::Buyer));
    }

    #[test]
    fn a_form_never_prints_its_passwords() {
        let form = RegistrationForm {
            password: "secret".into(),
            ..RegistrationForm::default()
        };
        assert!(!format!("{form:?}").contains("secret"));
    }
}

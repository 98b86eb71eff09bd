//! The form by which individuals and corporations register (R085), and by which somebody who has an account adds such a
//! registration to it (Z1).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Person, PersonForm, PersonKind};
use crate::accounts::{Email, password};
use crate::secret::never_printed;
use crate::violations::{Violation, Violations};

/// The form as it was typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PersonRegistrationForm {
    /// Made with the form, so that sending it twice registers once (T37).
    pub submission: String,
    pub person: PersonForm,
    pub email: String,
    /// Whoever adds a registration shows the login password here, where it was not shown a moment ago (T21).
    pub password: String,
    pub password_again: String,
    /// Present when terms and correctness are ticked.
    pub agreed: Option<String>,
}

never_printed!(PersonRegistrationForm);

/// A registration that keeps its rules. Whether its password is easily guessed is still to be judged.
pub struct PersonRegistration {
    pub submission: Uuid,
    pub person: Person,
    pub email: Email,
    pub password: String,
}

impl PersonRegistrationForm {
    /// Judges every field. `today` is the date in Japan.
    ///
    /// # Errors
    /// Violations by path: `email`, `person.born`.
    pub fn check(&self, kind: PersonKind, today: time::Date) -> Result<PersonRegistration, Violations> {
        let mut faults = Violations::none();
        let submission = faults.keep(
            "submission",
            Uuid::try_parse(self.submission.trim()).map_err(|_| Violation::NotAChoice),
        );
        let person = self.person(kind, today, &mut faults);
        let email = faults.keep("email", Email::parse(&self.email));
        let judged = self.judge_password();
        let password = password::keep(&mut faults, judged, &self.password, &self.password_again);
        let registration = (|| {
            password?;
            self.agreed.as_ref()?;
            Some(PersonRegistration {
                submission: submission?,
                person: person?,
                email: email?,
                password: self.password.clone(),
            })
        })();
        registration.ok_or(faults)
    }

    /// Judges what somebody tells who has an account already: no address and no new password.
    ///
    /// # Errors
    /// Violations by path: `person.born`, `agreed`.
    pub fn check_added(&self, kind: PersonKind, today: time::Date) -> Result<Person, Violations> {
        let mut faults = Violations::none();
        let person = self.person(kind, today, &mut faults);
        person.filter(|_| faults.is_empty()).ok_or(faults)
    }

    fn person(&self, kind: PersonKind, today: time::Date, faults: &mut Violations) -> Option<Person> {
        if self.agreed.is_none() {
            faults.add("agreed", Violation::NotTicked);
        }
        let person = self.person.check(kind, today);
        person.map_err(|inner| faults.nest("person", inner)).ok()
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
        let mut own = self.person.own_words().to_vec();
        own.push(&self.email);
        own
    }

    /// The form as it goes back to its page: passwords are never repeated.
    #[must_use]
    pub fn without_passwords(self) -> Self {
        Self {
            password: String::new(),
            password_again: String::new(),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::person::tests::{filled, today};
    use super::*;

    fn form() -> PersonRegistrationForm {
        PersonRegistrationForm {
            submission: Uuid::nil().to_string(),
            person: filled(),
            email: "taro@example.com".into(),
            password: "Open-sesame-1".into(),
            password_again: "Open-sesame-1".into(),
            agreed: Some("1".into()),
        }
    }

    #[test]
    fn every_fault_is_found_at_once() {
        let empty = PersonRegistrationForm::default();
        let faults = empty.check(PersonKind::Individual, today());
        let faults = faults.err().expect("nothing is filled in");
        for field in [
            "submission",
            "email",
            "password",
            "password_again",
            "agreed",
            "person.born",
        ] {
            assert!(faults.at(field).is_some(), "{field}");
        }
        assert!(faults.at("person.company").is_none());
    }

    #[test]
    fn whoever_has_an_account_is_asked_for_neither_address_nor_password() {
        let added = PersonRegistrationForm {
            email: String::new(),
            password: String::new(),
            password_again: String::new(),
            ..form()
        };
        assert!(added.check_added(PersonKind::Corporate, today()).is_ok());
        assert!(added.check(PersonKind::Corporate, today()).is_err());
        let unticked = PersonRegistrationForm {
            agreed: None,
            ..added
        };
        let faults = unticked.check_added(PersonKind::Corporate, today());
        assert_eq!(
            faults.expect_err("is not ticked").at("agreed"),
            Some(&Violation::NotTicked)
        );
    }

    #[test]
    fn the_password_is_not_made_of_ones_own_data() {
        let own = PersonRegistrationForm {
            person: PersonForm {
                company: "Midori Trainings".into(),
                ..filled()
            },
            password: "Midori-12".into(),
            ..form()
        };
        assert_eq!(own.judge_password(), Err(Violation::PasswordOwnData));
        assert!(form().check(PersonKind::Individual, today()).is_ok());
    }

    #[test]
    fn a_form_never_prints_its_passwords() {
        assert!(!format!("{:?}", form()).contains("sesame"));
        assert_eq!(form().without_passwords().password, "");
    }
}

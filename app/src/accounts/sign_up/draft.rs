//! A registration as it is being filled in, judged by the rules that the server will apply.

use domain::accounts::{Asks, RegistrationForm, password};
use domain::refusal::Refusal;
use domain::violations::{Violation, Violations};
use leptos::prelude::*;

use super::api::RegistrationOpened;
use super::log_in_fields::LogIn;
use crate::accounts::profile_fields::ProfileDraft;
use crate::problem::Problem;
use crate::ui::Entry;

/// The whole form.
#[derive(Clone, Copy)]
pub struct Draft {
    pub asks: Asks,
    submission: StoredValue<String>,
    pub profile: ProfileDraft,
    pub email: Entry,
    pub password: Entry,
    pub password_again: Entry,
    /// Empty until it is ticked.
    pub agreed: Entry,
    /// The same for the privacy policy, where it is ticked apart.
    pub privacy: Entry,
}

impl Draft {
    /// The draft of a form as it was opened.
    #[must_use]
    pub fn of(open: RegistrationOpened, asks: Asks) -> Self {
        let RegistrationOpened { form, today, .. } = open;
        let profile = ProfileDraft::of(form.profile, asks, today);
        let email = Entry::judged(form.email, |text| domain::accounts::Email::parse(text).err());
        let password = Entry::judged(form.password, move |text| {
            let alone = RegistrationForm {
                profile: profile.form(),
                email: email.text_now(),
                password: text.to_owned(),
                ..RegistrationForm::default()
            };
            alone.judge_password().err()
        });
        let password_again = Entry::judged(form.password_again, move |text| {
            password::repeated(&password.text_now(), text).err()
        });
        let tick = |ticked: Option<String>| {
            Entry::judged(ticked.unwrap_or_default(), |text| {
                text.is_empty().then_some(Violation::NotTicked)
            })
        };
        Self {
            asks,
            submission: StoredValue::new(form.submission),
            profile,
            email,
            password,
            password_again,
            agreed: tick(form.agreed),
            privacy: tick(form.privacy),
        }
    }

    /// What one logs in with.
    #[must_use]
    pub const fn log_in(self) -> LogIn {
        LogIn {
            kind: if self.asks.is_company() {
                None
            } else {
                Some(self.asks.account_type())
            },
            email: self.email,
            password: self.password,
            password_again: self.password_again,
        }
    }

    /// The number under which this form registers once, however often it is sent.
    #[must_use]
    pub fn submission(self) -> String {
        self.submission.get_value()
    }

    /// What is wrong with the form as it stands now, as far as the browser can tell.
    #[must_use]
    pub fn faults(self) -> Violations {
        let mut faults = Violations::none();
        faults.nest("profile", self.profile.faults());
        faults.keep("email", domain::accounts::Email::parse(&self.email.text_now()));
        let form = RegistrationForm {
            profile: self.profile.form(),
            email: self.email.text_now(),
            password: self.password.text_now(),
            ..RegistrationForm::default()
        };
        faults.keep("password", form.judge_password());
        let again = password::repeated(&form.password, &self.password_again.text_now());
        faults.keep("password_again", again);
        if self.agreed.text_now().is_empty() {
            faults.add("agreed", Violation::NotTicked);
        }
        if self.asks == Asks::Temporary && self.privacy.text_now().is_empty() {
            faults.add("privacy", Violation::NotTicked);
        }
        faults
    }

    /// How good the password seems, from 0 to 4; tracks the password alone.
    #[must_use]
    pub fn strength(self) -> u8 {
        let password = self.password.text();
        let form = RegistrationForm {
            profile: self.profile.form(),
            email: self.email.text_now(),
            ..RegistrationForm::default()
        };
        password::strength(&password, password::LEAST, &form.own_words())
    }

    /// The fields beside the profile.
    #[must_use]
    pub fn own(self) -> [(&'static str, Entry); 5] {
        [
            ("email", self.email),
            ("password", self.password),
            ("password_again", self.password_again),
            ("agreed", self.agreed),
            ("privacy", self.privacy),
        ]
    }

    /// Shows what a problem says at the fields.
    pub fn blame(self, problem: &Problem) {
        let Problem::Refused(Refusal::Faults(faults)) = problem else {
            return;
        };
        self.profile.blame(|field| faults.at(&format!("profile.{field}")));
        for (field, entry) in self.own() {
            entry.blame(faults.at(field).cloned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_draft(test: impl FnOnce(Draft)) {
        let open = RegistrationOpened {
            today: "2026-11-22".into(),
            ..RegistrationOpened::default()
        };
        Owner::new().with(|| test(Draft::of(open, Asks::Buyer)));
    }

    #[test]
    fn a_password_is_judged_beside_what_was_typed_before() {
        with_draft(|draft| {
            draft.profile.company.type_in("Isartal".into());
            draft.password.type_in("Isartal-1".into());
            draft.password.leave();
            assert_eq!(draft.password.fault(), Some(Violation::PasswordOwnData));
            assert_eq!(draft.strength(), 0);
            draft.password.type_in("Open-sesame-1".into());
            assert_eq!(draft.password.fault(), None);
            assert!(draft.strength() > 1);
            draft.password_again.type_in("Open-sesame-2".into());
            draft.password_again.leave();
            assert_eq!(draft.password_again.fault(), Some(Violation::PasswordMismatch));
        });
    }

    #[test]
    fn an_empty_form_has_a_fault_at_every_required_field() {
        with_draft(|draft| {
            let faults = draft.faults();
            for field in ["profile.name", "email", "password", "password_again", "agreed"] {
                assert!(faults.at(field).is_some(), "{field}");
            }
            assert!(faults.at("profile.capital").is_none());
            draft.blame(&Problem::Refused(faults.into()));
            assert_eq!(draft.agreed.fault(), Some(Violation::NotTicked));
            assert_eq!(draft.profile.purpose.fault(), Some(Violation::Missing));
        });
    }
}

//! What an individual or a corporation tells, as it is being filled in, judged by the rules that the server will apply.

use domain::accounts::{Email, password};
use domain::dates::iso_date;
use domain::persons::{PersonForm, PersonKind, PersonRegistrationForm};
use domain::violations::{Violation, Violations};
use leptos::prelude::*;

use crate::accounts::profile_fields;
use crate::accounts::sign_up::log_in_fields::LogIn;
use crate::labels::Locale;
use crate::problem::Problem;
use crate::say;
use crate::ui::Entry;

/// The fields of a kind, each a state of its own.
#[derive(Clone, Copy)]
pub struct PersonDraft {
    pub kind: PersonKind,
    /// `YYYY-MM-DD` in Japan.
    today: StoredValue<String>,
    pub name: Entry,
    pub furigana: Entry,
    pub born: Entry,
    pub country: Entry,
    pub company: Entry,
    pub department: Entry,
    pub postcode: Entry,
    pub address: Entry,
    /// ISO code of the country whose calling code the number has.
    pub phone_country: RwSignal<String>,
    pub phone: Entry,
    pub corporate: Entry,
}

/// What is wrong with a form. Without a readable date nothing is; the server judges again.
fn faults(form: &PersonForm, kind: PersonKind, today: &str) -> Violations {
    iso_date(today)
        .and_then(|today| form.check(kind, today).err())
        .unwrap_or_else(Violations::none)
}

impl PersonDraft {
    /// The draft of a form as it was opened. `today` is the date in Japan, `YYYY-MM-DD`.
    #[must_use]
    pub fn of(form: PersonForm, kind: PersonKind, today: String) -> Self {
        let today = StoredValue::new(today);
        let phone_country = RwSignal::new(form.phone_country);
        let judged = move |alone: &PersonForm, field: &str| {
            today.with_value(|today| faults(alone, kind, today).at(field).cloned())
        };
        let country = Entry::judged(form.country, move |text| {
            let alone = PersonForm {
                country: text.to_owned(),
                ..PersonForm::default()
            };
            judged(&alone, "country")
        });
        let entry = |text, field, fill: fn(&mut PersonForm) -> &mut String| {
            Entry::judged(text, move |text| {
                let mut alone = PersonForm {
                    country: country.text_now(),
                    phone_country: phone_country.get_untracked(),
                    ..PersonForm::default()
                };
                text.clone_into(fill(&mut alone));
                judged(&alone, field)
            })
        };
        Self {
            kind,
            today,
            name: entry(form.name, "name", |form| &mut form.name),
            furigana: entry(form.furigana, "furigana", |form| &mut form.furigana),
            born: entry(form.born, "born", |form| &mut form.born),
            country,
            company: entry(form.company, "company", |form| &mut form.company),
            department: entry(form.department, "department", |form| &mut form.department),
            postcode: entry(form.postcode, "postcode", |form| &mut form.postcode),
            address: entry(form.address, "address", |form| &mut form.address),
            phone_country,
            phone: entry(form.phone, "phone", |form| &mut form.phone),
            corporate: entry(form.corporate, "corporate", |form| &mut form.corporate),
        }
    }

    /// The date in Japan, `YYYY-MM-DD`.
    #[must_use]
    pub fn today(self) -> String {
        self.today.get_value()
    }

    /// The form as it stands now.
    #[must_use]
    pub fn form(self) -> PersonForm {
        PersonForm {
            name: self.name.text_now(),
            furigana: self.furigana.text_now(),
            born: self.born.text_now(),
            country: self.country.text_now(),
            company: self.company.text_now(),
            department: self.department.text_now(),
            postcode: self.postcode.text_now(),
            address: self.address.text_now(),
            phone_country: self.phone_country.get_untracked(),
            phone: self.phone.text_now(),
            corporate: self.corporate.text_now(),
        }
    }

    /// What is wrong with the form as it stands now, by field below `person`.
    #[must_use]
    pub fn faults(self) -> Violations {
        let mut below = Violations::none();
        let found = self
            .today
            .with_value(|today| faults(&self.form(), self.kind, today));
        below.nest("person", found);
        below
    }

    /// The fields of the kind, in the order of the page: path, id, entry.
    #[must_use]
    pub fn entries(self) -> Vec<(&'static str, &'static str, Entry)> {
        let name = ("person.name", "name", self.name);
        let furigana = ("person.furigana", "furigana", self.furigana);
        let country = ("person.country", "country", self.country);
        let phone = ("person.phone", "phone", self.phone);
        match self.kind {
            PersonKind::Individual => vec![
                name,
                furigana,
                ("person.born", "born", self.born),
                country,
                phone,
                ("person.corporate", "corporate", self.corporate),
            ],
            PersonKind::Corporate => vec![
                ("person.company", "company", self.company),
                ("person.department", "department", self.department),
                country,
                ("person.postcode", "postcode", self.postcode),
                ("person.address", "address", self.address),
                name,
                furigana,
                phone,
            ],
        }
    }

    /// Shows what a problem says at the fields.
    pub fn blame(self, problem: &Problem) {
        let faults = problem.violations();
        for (path, _, entry) in self.entries() {
            entry.blame(faults.at(path).cloned());
        }
    }

    /// Path, id and label of each field, for the summary above a form.
    #[must_use]
    pub fn labels(self, locale: Locale) -> Vec<(&'static str, &'static str, &'static str)> {
        let fields = self.entries().into_iter();
        fields
            .map(|(path, id, _)| (path, id, label(id, self.kind, locale)))
            .collect()
    }
}

/// The label of a field.
#[must_use]
pub fn label(field: &str, kind: PersonKind, locale: Locale) -> &'static str {
    match (field, kind) {
        ("name", PersonKind::Corporate) => say!(locale, persons.in_charge),
        ("furigana", PersonKind::Corporate) => say!(locale, persons.in_charge_furigana),
        ("born", _) => say!(locale, persons.born),
        ("department", _) => say!(locale, persons.department),
        ("corporate", _) => say!(locale, persons.corporate_email),
        _ => profile_fields::label(field, locale),
    }
}

/// A registration as it is being filled in.
#[derive(Clone, Copy)]
pub struct RegistrationDraft {
    pub person: PersonDraft,
    /// Whether it is added to an account: then there is no address and no new password to be judged.
    pub adds: bool,
    pub email: Entry,
    pub password: Entry,
    pub password_again: Entry,
    /// Empty until it is ticked.
    pub agreed: Entry,
}

impl RegistrationDraft {
    /// The draft of a form as it was opened.
    #[must_use]
    pub fn of(form: PersonRegistrationForm, kind: PersonKind, today: String, adds: bool) -> Self {
        let person = PersonDraft::of(form.person, kind, today);
        let email = Entry::judged(form.email, |text| Email::parse(text).err());
        let password = if adds {
            Entry::unjudged(String::new())
        } else {
            Entry::judged(String::new(), move |text| {
                let alone = PersonRegistrationForm {
                    person: person.form(),
                    email: email.text_now(),
                    password: text.to_owned(),
                    ..PersonRegistrationForm::default()
                };
                alone.judge_password().err()
            })
        };
        let password_again = Entry::judged(String::new(), move |text| {
            password::repeated(&password.text_now(), text).err()
        });
        let agreed = Entry::judged(form.agreed.unwrap_or_default(), |text| {
            text.is_empty().then_some(Violation::NotTicked)
        });
        Self {
            person,
            adds,
            email,
            password,
            password_again,
            agreed,
        }
    }

    /// What one logs in with.
    #[must_use]
    pub const fn log_in(self) -> LogIn {
        LogIn {
            kind: Some(self.person.kind.account_type()),
            email: self.email,
            password: self.password,
            password_again: self.password_again,
        }
    }

    /// What is wrong with the form as it stands now, as far as the browser can tell.
    #[must_use]
    pub fn faults(self) -> Violations {
        let mut faults = self.person.faults();
        if self.agreed.text_now().is_empty() {
            faults.add("agreed", Violation::NotTicked);
        }
        if self.adds {
            return faults;
        }
        faults.keep("email", Email::parse(&self.email.text_now()));
        let form = self.so_far(self.password.text_now());
        faults.keep("password", form.judge_password());
        let again = password::repeated(&form.password, &self.password_again.text_now());
        faults.keep("password_again", again);
        faults
    }

    fn so_far(self, password: String) -> PersonRegistrationForm {
        PersonRegistrationForm {
            person: self.person.form(),
            email: self.email.text_now(),
            password,
            ..PersonRegistrationForm::default()
        }
    }

    /// How good the password seems, from 0 to 4; tracks the password alone.
    #[must_use]
    pub fn strength(self) -> u8 {
        let password = self.password.text();
        password::strength(
            &password,
            password::LEAST,
            &self.so_far(String::new()).own_words(),
        )
    }

    /// Shows what a problem says at the fields.
    pub fn blame(self, problem: &Problem) {
        self.person.blame(problem);
        let faults = problem.violations();
        for (path, entry) in [
            ("email", self.email),
            ("password", self.password),
            ("password_again", self.password_again),
            ("agreed", self.agreed),
        ] {
            entry.blame(faults.at(path).cloned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_draft(kind: PersonKind, adds: bool, test: impl FnOnce(RegistrationDraft)) {
        let form = PersonRegistrationForm::default();
        Owner::new().with(|| test(RegistrationDraft::of(form, kind, "2026-11-22".into(), adds)));
    }

    #[test]
    fn an_empty_form_has_a_fault_at_every_required_field_of_its_kind() {
        with_draft(PersonKind::Individual, false, |draft| {
            let faults = draft.faults();
            for field in ["person.born", "person.phone", "email", "password", "agreed"] {
                assert!(faults.at(field).is_some(), "{field}");
            }
            assert!(faults.at("person.company").is_none() && faults.at("person.corporate").is_none());
            draft.blame(&Problem::Refused(faults.into()));
            assert_eq!(draft.person.born.fault(), Some(Violation::Missing));
        });
        with_draft(PersonKind::Corporate, true, |draft| {
            let faults = draft.faults();
            assert!(faults.at("person.company").is_some() && faults.at("agreed").is_some());
            assert!(faults.at("email").is_none() && faults.at("password").is_none());
        });
    }

    #[test]
    fn nobody_is_born_tomorrow() {
        with_draft(PersonKind::Individual, false, |draft| {
            draft.person.born.type_in("2026-11-23".into());
            draft.person.born.leave();
            assert_eq!(draft.person.born.fault(), Some(Violation::DateFuture));
        });
    }

    #[test]
    fn a_password_is_judged_beside_the_company() {
        with_draft(PersonKind::Corporate, false, |draft| {
            draft.person.company.type_in("Isartal".into());
            draft.password.type_in("Isartal-1".into());
            draft.password.leave();
            assert_eq!(draft.password.fault(), Some(Violation::PasswordOwnData));
            assert_eq!(draft.strength(), 0);
        });
    }
}

//! A message as it is being filled in: each field a state of its own, judged by the rules that the server will apply.

use domain::contact::ContactForm;
use domain::contact::views::OpenContact;
use domain::violations::Violations;
use leptos::prelude::*;

use crate::ui::Entry;

/// The whole form.
#[derive(Clone, Copy)]
pub struct Draft {
    submission: StoredValue<String>,
    pub name: Entry,
    pub company: Entry,
    pub email: Entry,
    /// ISO code of the country whose calling code the number has.
    pub phone_country: RwSignal<String>,
    pub phone: Entry,
    pub topic: Entry,
    pub message: Entry,
    /// Whether the visitor is signed in.
    pub known: bool,
}

impl Draft {
    /// The draft of a form as it was opened.
    #[must_use]
    pub fn of(open: OpenContact) -> Self {
        let OpenContact { form, known } = open;
        let phone_country = RwSignal::new(form.phone_country);
        let entry = |text, field, fill: fn(&mut ContactForm) -> &mut String| {
            Entry::judged(text, move |text| {
                let mut alone = ContactForm {
                    phone_country: phone_country.get_untracked(),
                    ..ContactForm::default()
                };
                text.clone_into(fill(&mut alone));
                alone.check().err()?.at(field).cloned()
            })
        };
        Self {
            submission: StoredValue::new(form.submission),
            name: entry(form.name, "name", |form| &mut form.name),
            company: entry(form.company, "company", |form| &mut form.company),
            email: entry(form.email, "email", |form| &mut form.email),
            phone_country,
            phone: entry(form.phone, "phone", |form| &mut form.phone),
            topic: entry(form.topic, "topic", |form| &mut form.topic),
            message: entry(form.message, "message", |form| &mut form.message),
            known,
        }
    }

    /// The form as it stands now, to be judged and sent.
    #[must_use]
    pub fn form(self) -> ContactForm {
        ContactForm {
            submission: self.submission.get_value(),
            name: self.name.text_now(),
            company: self.company.text_now(),
            email: self.email.text_now(),
            phone_country: self.phone_country.get_untracked(),
            phone: self.phone.text_now(),
            topic: self.topic.text_now(),
            message: self.message.text_now(),
        }
    }

    /// Judges the whole form.
    ///
    /// # Errors
    /// Violations by field.
    pub fn check(self) -> Result<ContactForm, Violations> {
        let form = self.form();
        form.check().map(|_| form)
    }

    /// Shows the violations of the form at its fields.
    pub fn blame(self, faults: &Violations) {
        for (field, entry) in self.fields() {
            entry.blame(faults.at(field).cloned());
        }
    }

    /// The fields, in the order of the page.
    #[must_use]
    pub fn fields(self) -> [(&'static str, Entry); 6] {
        [
            ("topic", self.topic),
            ("message", self.message),
            ("name", self.name),
            ("company", self.company),
            ("email", self.email),
            ("phone", self.phone),
        ]
    }
}

#[cfg(test)]
mod tests {
    use domain::violations::Violation;

    use super::*;

    fn open() -> OpenContact {
        OpenContact {
            form: ContactForm {
                submission: "0190a0b0-0000-7000-8000-000000000001".into(),
                name: "山田 太郎".into(),
                email: "taro@example.com".into(),
                phone_country: "JP".into(),
                topic: "csv".into(),
                message: "First.\nSecond.".into(),
                ..ContactForm::default()
            },
            known: false,
        }
    }

    #[test]
    fn a_draft_gives_back_what_it_was_made_of() {
        Owner::new().with(|| {
            let draft = Draft::of(open());
            assert_eq!(draft.check(), Ok(open().form));
        });
    }

    #[test]
    fn each_field_is_judged_by_its_own_rule() {
        Owner::new().with(|| {
            let draft = Draft::of(open());
            for (field, entry) in draft.fields() {
                entry.type_in("\u{202E}".into());
                entry.leave();
                assert!(entry.fault().is_some(), "{field}");
                entry.type_in(String::new());
                let needed = !["company", "phone"].contains(&field);
                assert_eq!(entry.fault(), needed.then_some(Violation::Missing), "{field}");
            }
        });
    }

    #[test]
    fn a_number_is_judged_with_its_country() {
        Owner::new().with(|| {
            let draft = Draft::of(open());
            draft.phone.type_in("03-1234-5678".into());
            draft.phone.leave();
            assert_eq!(draft.phone.fault(), None);
            draft.phone_country.set("XX".into());
            draft.phone.reconsider();
            assert_eq!(draft.phone.fault(), Some(Violation::NotAChoice));
        });
    }
}

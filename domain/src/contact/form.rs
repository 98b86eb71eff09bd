//! The form of a message and what is left of it when every field keeps its rule.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::topic::Topic;
use crate::accounts::{CompanyName, Email, PersonName, Phone};
use crate::text::{limits, text_type};
use crate::violations::{Violation, Violations};

text_type! { /// What is written to the owner; its lines are kept.
MessageText, limits::CONTACT_MESSAGE }

/// The form as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ContactForm {
    /// Made with the form, so that sending it twice makes one message (T37).
    pub submission: String,
    pub name: String,
    /// May be empty.
    pub company: String,
    pub email: String,
    /// ISO code; looked at only where there is a number.
    pub phone_country: String,
    /// May be empty.
    pub phone: String,
    /// [`Topic::word`]
    pub topic: String,
    pub message: String,
}

/// A message that can be received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactMessage {
    pub submission: Uuid,
    pub name: PersonName,
    pub company: Option<CompanyName>,
    pub email: Email,
    pub phone: Option<Phone>,
    pub topic: Topic,
    pub text: MessageText,
}

impl ContactForm {
    /// Judges every field.
    ///
    /// # Errors
    /// One violation per field, by its name.
    pub fn check(&self) -> Result<ContactMessage, Violations> {
        let mut faults = Violations::none();
        let submission = faults.keep(
            "submission",
            Uuid::try_parse(self.submission.trim()).map_err(|_| Violation::NotAChoice),
        );
        let name = faults.keep("name", PersonName::parse(&self.name));
        let company = faults.keep("company", given(&self.company, CompanyName::parse));
        let email = faults.keep("email", Email::parse(&self.email));
        let phone = faults.keep(
            "phone",
            given(&self.phone, |number| Phone::parse(&self.phone_country, number)),
        );
        let topic = faults.keep("topic", Topic::parse(&self.topic));
        let text = faults.keep("message", MessageText::parse(&self.message));
        let message = (|| {
            Some(ContactMessage {
                submission: submission?,
                name: name?,
                company: company?,
                email: email?,
                phone: phone?,
                topic: topic?,
                text: text?,
            })
        })();
        message.ok_or(faults)
    }
}

/// A field that may stay empty, and keeps its rule where it does not.
fn given<T>(raw: &str, parse: impl Fn(&str) -> Result<T, Violation>) -> Result<Option<T>, Violation> {
    match raw.trim() {
        "" => Ok(None),
        _ => parse(raw).map(Some),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::length;
    use crate::violations::CharacterFault;

    fn form() -> ContactForm {
        ContactForm {
            submission: "0190a0b0-0000-7000-8000-000000000001".into(),
            name: "山田 太郎".into(),
            email: "taro@example.com".into(),
            phone_country: "JP".into(),
            topic: "csv".into(),
            message: "Our list has eleven columns.\nCan you help?".into(),
            ..ContactForm::default()
        }
    }

    fn fault(change: impl FnOnce(&mut ContactForm), field: &str) -> Option<Violation> {
        let mut form = form();
        change(&mut form);
        form.check().err()?.at(field).cloned()
    }

    #[test]
    fn name_address_topic_and_message_are_enough() {
        let message = form().check().expect("nothing else is needed");
        assert_eq!((message.company, message.phone), (None, None));
        let faults = ContactForm::default().check().expect_err("nothing is filled in");
        let fields: Vec<_> = faults.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["email", "message", "name", "submission", "topic"]);
    }

    #[test]
    fn what_need_not_be_given_keeps_its_rule_where_it_is() {
        let short = fault(|form| form.phone = "12-3".into(), "phone");
        assert_eq!(short, Some(Violation::PhoneTooShort { min: 5 }));
        let nowhere = |form: &mut ContactForm| {
            form.phone = "03-1234-5678".into();
            form.phone_country = "XX".into();
        };
        assert_eq!(fault(nowhere, "phone"), Some(Violation::NotAChoice));
        let long = fault(|form| form.company = "a".repeat(51), "company");
        assert_eq!(long, Some(Violation::TooLong { max: 50, length: 51 }));
    }

    #[test]
    fn two_thousand_characters_fit_and_their_lines_stay() {
        let mut form = form();
        form.message = format!("\r\n1\r\n\r\n{}\r\n", "あ".repeat(1_997));
        let kept = form.check().expect("fits").text;
        assert_eq!(kept.as_str(), format!("1\n\n{}", "あ".repeat(1_997)));
        form.message.push_str("\nb");
        let faults = form.check().expect_err("too long");
        let too_long = Violation::TooLong {
            max: 2_000,
            length: 2_003,
        };
        assert_eq!(faults.at("message"), Some(&too_long));
        let hidden = fault(|form| form.message = "a\u{202E}b".into(), "message");
        let invisible = Violation::Character {
            at: 2,
            fault: CharacterFault::Control,
        };
        assert_eq!(hidden, Some(invisible));
    }

    fn typed() -> impl Strategy<Value = ContactForm> {
        let texts = (
            "[a-zA-Z山 ]{0,22}",
            "\\PC{0,52}",
            "[a-z@.,]{0,12}|taro@example\\.com",
        );
        let rest = (
            "[0-9-]{0,22}|\\PC{0,4}",
            "mail|csv|other|\\PC{0,5}",
            "(?s).{0,40}|[あ\\r\\n]{1990,2010}",
        );
        (texts, rest).prop_map(|((name, company, email), (phone, topic, message))| ContactForm {
            name,
            company,
            email,
            phone,
            topic,
            message,
            ..form()
        })
    }

    proptest! {
        #[test]
        fn a_field_is_judged_alike_alone_and_in_its_form(form in typed()) {
            let whole = form.check();
            let alone = [
                ("name", PersonName::parse(&form.name).err()),
                ("email", Email::parse(&form.email).err()),
                ("topic", Topic::parse(&form.topic).err()),
                ("message", MessageText::parse(&form.message).err()),
            ];
            for (field, expected) in alone {
                let found = whole.as_ref().err().and_then(|faults| faults.at(field).cloned());
                prop_assert_eq!(found, expected, "{}", field);
            }
        }

        #[test]
        fn what_was_accepted_is_accepted_again_and_stays_as_it_is(form in typed()) {
            let Ok(once) = form.check() else { return Ok(()) };
            prop_assert!(length(once.text.as_str()) <= 2_000);
            prop_assert!(!once.text.as_str().contains('\r'));
            let again = ContactForm {
                name: once.name.as_str().to_owned(),
                company: once.company.as_ref().map(|company| company.as_str().to_owned()).unwrap_or_default(),
                email: once.email.as_str().to_owned(),
                phone: once.phone.as_ref().map(|phone| phone.number().to_owned()).unwrap_or_default(),
                message: once.text.as_str().to_owned(),
                ..form
            };
            prop_assert_eq!(again.check(), Ok(once));
        }
    }
}

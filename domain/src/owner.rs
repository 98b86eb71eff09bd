//! What the owner tells of itself: its name and address, and where its mail goes to and comes from.
//!
//! The settings file says it until one of the owner's people says it in the console; from then on that holds. Every change
//! stays as a version, so that one can see who the owner was when something was signed.

use serde::{Deserialize, Serialize};

use crate::accounts::{CompanyName, Email, StaffRole};
use crate::language::Language;
use crate::secret::never_printed;
use crate::text::{limits, text_type};
use crate::violations::{Violation, Violations};

text_type! { /// The postal address in one language; may be empty.
Address, limits::OWNER_ADDRESS }
text_type! { /// The telephone number as it is printed; may be empty.
Phone, limits::OWNER_PHONE }

/// The company that runs the marketplace, as pages and mails name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    pub name_en: CompanyName,
    pub name_ja: CompanyName,
    pub address_en: Address,
    pub address_ja: Address,
    pub phone: Phone,
    /// Where requests and messages are sent, and answers to our mails.
    pub mail: Email,
    /// The language of the mails to the owner.
    pub language: Language,
    /// The address that mails come from.
    pub sender: Email,
}

impl Owner {
    /// As little as the settings file says: one name for both languages, and no address.
    ///
    /// # Errors
    /// One violation per field, by its name in [`OwnerForm`].
    pub fn plain(name: &str, mail: &str, language: Language, sender: &str) -> Result<Self, Violations> {
        let form = OwnerForm {
            name_en: name.to_owned(),
            name_ja: name.to_owned(),
            mail: mail.to_owned(),
            language: language.tag().to_owned(),
            sender: sender.to_owned(),
            ..OwnerForm::default()
        };
        form.check()
    }

    /// Its name for a reader.
    #[must_use]
    pub fn name(&self, language: Language) -> &str {
        match language {
            Language::En => self.name_en.as_str(),
            Language::Ja => self.name_ja.as_str(),
        }
    }

    /// Its address for a reader; may be empty.
    #[must_use]
    pub fn address(&self, language: Language) -> &str {
        match language {
            Language::En => self.address_en.as_str(),
            Language::Ja => self.address_ja.as_str(),
        }
    }
}

/// The form as it was typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OwnerForm {
    /// The number of the version that was looked at; 0 while the settings file holds.
    pub version: i32,
    pub name_en: String,
    pub name_ja: String,
    pub address_en: String,
    pub address_ja: String,
    pub phone: String,
    pub mail: String,
    /// `en` or `ja`.
    pub language: String,
    pub sender: String,
    /// Of whoever acts; asked for where it was not shown a moment ago.
    pub password: String,
}

never_printed!(OwnerForm);

impl OwnerForm {
    /// Judges every field.
    ///
    /// # Errors
    /// One violation per field, by its name.
    pub fn check(&self) -> Result<Owner, Violations> {
        let mut faults = Violations::none();
        let name_en = faults.keep("name_en", CompanyName::parse(&self.name_en));
        let name_ja = faults.keep("name_ja", CompanyName::parse(&self.name_ja));
        let address_en = faults.keep("address_en", Address::parse(&self.address_en));
        let address_ja = faults.keep("address_ja", Address::parse(&self.address_ja));
        let phone = faults.keep("phone", Phone::parse(&self.phone));
        let mail = faults.keep("mail", Email::parse(&self.mail));
        let language = Language::of_tag(&self.language).ok_or(Violation::NotAChoice);
        let language = faults.keep("language", language);
        let sender = faults.keep("sender", Email::parse(&self.sender));
        let owner = (|| {
            Some(Owner {
                name_en: name_en?,
                name_ja: name_ja?,
                address_en: address_en?,
                address_ja: address_ja?,
                phone: phone?,
                mail: mail?,
                language: language?,
                sender: sender?,
            })
        })();
        owner.filter(|_| faults.is_empty()).ok_or(faults)
    }

    /// The form that says what holds.
    #[must_use]
    pub fn of(owner: &Owner, version: i32) -> Self {
        let text = str::to_owned;
        Self {
            version,
            name_en: text(owner.name_en.as_str()),
            name_ja: text(owner.name_ja.as_str()),
            address_en: text(owner.address_en.as_str()),
            address_ja: text(owner.address_ja.as_str()),
            phone: text(owner.phone.as_str()),
            mail: text(owner.mail.as_str()),
            language: text(owner.language.tag()),
            sender: text(owner.sender.as_str()),
            password: String::new(),
        }
    }

    fn fields(&self) -> [(&'static str, &str); 8] {
        [
            ("name_ja", &self.name_ja),
            ("name_en", &self.name_en),
            ("address_ja", &self.address_ja),
            ("address_en", &self.address_en),
            ("phone", &self.phone),
            ("mail", &self.mail),
            ("language", &self.language),
            ("sender", &self.sender),
        ]
    }

    /// What is different in a later version.
    #[must_use]
    pub fn changes(&self, later: &Self) -> Vec<Change> {
        let pairs = self.fields().into_iter().zip(later.fields());
        let changed = pairs.filter(|((_, before), (_, after))| before != after);
        changed
            .map(|((field, before), (_, after))| Change {
                field: field.to_owned(),
                before: before.to_owned(),
                after: after.to_owned(),
            })
            .collect()
    }
}

/// One field that was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// As in [`OwnerForm`].
    pub field: String,
    pub before: String,
    pub after: String,
}

/// A version, as the history tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionRow {
    /// From 1, without gaps.
    pub number: i32,
    /// Milliseconds since 1970 in UTC.
    pub at: i64,
    /// Who changed it; empty when the account is gone.
    pub by: String,
    /// Against the version before; against the settings file for the first.
    pub changes: Vec<Change>,
}

/// The settings in the console.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsPage {
    pub role: StaffRole,
    /// Filled with what holds.
    pub form: OwnerForm,
    /// The newest first.
    pub history: Vec<VersionRow>,
    pub asks_password: bool,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn form() -> OwnerForm {
        OwnerForm {
            name_en: "Kaihin Parts".into(),
            name_ja: "海浜パーツ株式会社".into(),
            address_en: "1-1 Minato, Tokyo".into(),
            address_ja: "東京都港区1-1".into(),
            phone: "+81 3-1234-5678".into(),
            mail: "desk@parts.example".into(),
            language: "ja".into(),
            sender: "noreply@parts.example".into(),
            ..OwnerForm::default()
        }
    }

    #[test]
    fn each_language_has_its_name_and_address() {
        let owner = form().check().expect("is whole");
        assert_eq!(owner.name(Language::Ja), "海浜パーツ株式会社");
        assert_eq!(owner.address(Language::En), "1-1 Minato, Tokyo");
        let plain = Owner::plain("Kaihin", "desk@parts.example", Language::En, "no@parts.example");
        let plain = plain.expect("is enough");
        assert_eq!(
            (plain.name(Language::Ja), plain.address(Language::Ja)),
            ("Kaihin", "")
        );
    }

    #[test]
    fn every_fault_is_at_its_field() {
        let faults = OwnerForm::default().check().expect_err("is empty");
        let fields: Vec<_> = faults.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["language", "mail", "name_en", "name_ja", "sender"]);
        let comma = OwnerForm {
            sender: "noreply@parts,example".into(),
            ..form()
        };
        let faults = comma.check().expect_err("no address");
        assert_eq!(faults.at("sender"), Some(&Violation::EmailComma));
    }

    proptest! {
        #[test]
        fn a_history_names_what_was_changed_and_nothing_else(name in "[a-z]{1,9}", phone in "[0-9]{0,9}") {
            let before = OwnerForm::of(&form().check().expect("is whole"), 1);
            let typed = OwnerForm { name_en: name.clone(), phone: phone.clone(), ..form() };
            let after = OwnerForm::of(&typed.check().expect("is whole"), 2);
            prop_assert_eq!(after.changes(&after), Vec::new());
            let changes = before.changes(&after);
            prop_assert!(changes.iter().all(|change| change.before != change.after));
            let fields: Vec<_> = changes.iter().map(|change| change.field.as_str()).collect();
            prop_assert_eq!(fields, ["name_en", "phone"]);
        }
    }
}

//! The fields of person and company as they are being filled in: on registration, and wherever they are changed later.
//! Each is judged by the rule that the server will apply (`domain::accounts::profile`).

pub mod company;
pub mod coordinator;
pub mod person;

use std::collections::BTreeMap;

pub use company::CompanyFields;
pub use coordinator::CoordinatorField;
use domain::accounts::{Asks, Email, ProfileForm};
use domain::dates::iso_date;
use domain::violations::{Violation, Violations};
use leptos::prelude::*;
pub use person::PersonFields;

use crate::labels::Locale;
use crate::say;
use crate::ui::{Entry, FieldText};

/// The fields, each a state of its own.
#[derive(Clone, Copy)]
pub struct ProfileDraft {
    rules: Rules,
    /// What is to be said at fields though it is no fault.
    remarks: StoredValue<BTreeMap<String, String>>,
    pub name: Entry,
    pub furigana: Entry,
    pub company_type: Entry,
    pub company: Entry,
    pub country: Entry,
    pub postcode: Entry,
    pub address: Entry,
    /// ISO code of the country whose calling code the number has.
    pub phone_country: RwSignal<String>,
    pub phone: Entry,
    pub fax_country: RwSignal<String>,
    pub fax: Entry,
    pub url: Entry,
    pub business: Entry,
    pub established: Entry,
    pub capital: Entry,
    pub representative: Entry,
    pub purpose: Entry,
    pub coordinator: Entry,
}

/// What the fields are judged by.
#[derive(Clone, Copy)]
struct Rules {
    asks: Asks,
    /// `YYYY-MM-DD` in Japan.
    today: StoredValue<String>,
}

impl Rules {
    /// What is wrong with a form. Without a readable date nothing is; the server judges again.
    fn faults(self, form: &ProfileForm) -> Violations {
        self.today
            .with_value(|today| iso_date(today))
            .map_or_else(Violations::none, |today| form.faults(self.asks, today))
    }
}

impl ProfileDraft {
    /// The draft of a form as it was opened, by whose rules it is judged. `today` is the date in Japan, `YYYY-MM-DD`.
    #[must_use]
    pub fn of(form: ProfileForm, asks: impl Into<Asks>, today: String) -> Self {
        let rules = Rules {
            asks: asks.into(),
            today: StoredValue::new(today),
        };
        let phone_country = RwSignal::new(form.phone_country);
        let fax_country = RwSignal::new(form.fax_country);
        let country = Entry::judged(form.country, move |text| {
            let alone = ProfileForm {
                country: text.to_owned(),
                ..ProfileForm::default()
            };
            rules.faults(&alone).at("country").cloned()
        });
        let entry = |text, field, fill: fn(&mut ProfileForm) -> &mut String| {
            Entry::judged(text, move |text| {
                let mut alone = ProfileForm {
                    country: country.text_now(),
                    phone_country: phone_country.get_untracked(),
                    fax_country: fax_country.get_untracked(),
                    ..ProfileForm::default()
                };
                text.clone_into(fill(&mut alone));
                rules.faults(&alone).at(field).cloned()
            })
        };
        Self {
            rules,
            remarks: StoredValue::new(BTreeMap::new()),
            name: entry(form.name, "name", |form| &mut form.name),
            furigana: entry(form.furigana, "furigana", |form| &mut form.furigana),
            company_type: entry(form.company_type, "company_type", |form| &mut form.company_type),
            company: entry(form.company, "company", |form| &mut form.company),
            country,
            postcode: entry(form.postcode, "postcode", |form| &mut form.postcode),
            address: entry(form.address, "address", |form| &mut form.address),
            phone_country,
            phone: entry(form.phone, "phone", |form| &mut form.phone),
            fax_country,
            fax: entry(form.fax, "fax", |form| &mut form.fax),
            url: entry(form.url, "url", |form| &mut form.url),
            business: entry(form.business, "business", |form| &mut form.business),
            established: entry(form.established, "established", |form| &mut form.established),
            capital: entry(form.capital, "capital", |form| &mut form.capital),
            representative: entry(form.representative, "representative", |form| {
                &mut form.representative
            }),
            purpose: entry(form.purpose, "purpose", |form| &mut form.purpose),
            coordinator: Entry::judged(form.coordinator, move |text| {
                let asks = rules.asks.wants_coordinator();
                asks.then(|| Email::parse(text).err()).flatten()
            }),
        }
    }

    /// The draft with remarks at some fields, by their names.
    #[must_use]
    pub fn with_remarks(self, remarks: BTreeMap<String, String>) -> Self {
        self.remarks.set_value(remarks);
        self
    }

    fn remark(self, field: &str) -> Signal<Option<String>> {
        Signal::stored(self.remarks.with_value(|remarks| remarks.get(field).cloned()))
    }

    /// The form as it stands now.
    #[must_use]
    pub fn form(self) -> ProfileForm {
        ProfileForm {
            name: self.name.text_now(),
            furigana: self.furigana.text_now(),
            company_type: self.company_type.text_now(),
            company: self.company.text_now(),
            postcode: self.postcode.text_now(),
            address: self.address.text_now(),
            country: self.country.text_now(),
            phone_country: self.phone_country.get_untracked(),
            phone: self.phone.text_now(),
            fax_country: self.fax_country.get_untracked(),
            fax: self.fax.text_now(),
            url: self.url.text_now(),
            business: self.business.text_now(),
            established: self.established.text_now(),
            capital: self.capital.text_now(),
            representative: self.representative.text_now(),
            purpose: self.purpose.text_now(),
            coordinator: self.coordinator.text_now(),
        }
    }

    /// What is wrong with the form as it stands now, by field.
    #[must_use]
    pub fn faults(self) -> Violations {
        self.rules.faults(&self.form())
    }

    /// The fields with their names, in the order of the page.
    #[must_use]
    pub fn entries(self) -> [(&'static str, Entry); 16] {
        [
            ("name", self.name),
            ("furigana", self.furigana),
            ("company_type", self.company_type),
            ("company", self.company),
            ("country", self.country),
            ("postcode", self.postcode),
            ("address", self.address),
            ("phone", self.phone),
            ("fax", self.fax),
            ("url", self.url),
            ("business", self.business),
            ("established", self.established),
            ("capital", self.capital),
            ("representative", self.representative),
            ("purpose", self.purpose),
            ("coordinator", self.coordinator),
        ]
    }

    /// Shows at each field what `fault` finds for its name.
    pub fn blame<'a>(self, fault: impl Fn(&str) -> Option<&'a Violation>) {
        for (field, entry) in self.entries() {
            entry.blame(fault(field).cloned());
        }
    }

    /// Whose fields are asked for.
    #[must_use]
    pub const fn asks(self) -> Asks {
        self.rules.asks
    }
}

/// A field of the draft: its id, its posted name (`form[profile][name]` for the prefix `form[profile]`), its label.
fn text(prefix: &str, field: &str, help: Option<&'static str>, locale: Locale) -> FieldText {
    FieldText {
        id: field.to_owned(),
        name: format!("{prefix}[{field}]"),
        label: label(field, locale),
        help,
    }
}

/// The label of a field.
#[must_use]
pub fn label(field: &str, locale: Locale) -> &'static str {
    match field {
        "name" => say!(locale, sign_up.name),
        "furigana" => say!(locale, sign_up.furigana),
        "company_type" => say!(locale, sign_up.company_type),
        "company" => say!(locale, sign_up.company),
        "country" => say!(locale, sign_up.country),
        "postcode" => say!(locale, sign_up.postcode),
        "address" => say!(locale, sign_up.address),
        "phone" => say!(locale, sign_up.phone),
        "fax" => say!(locale, sign_up.fax),
        "url" => say!(locale, sign_up.url),
        "business" => say!(locale, sign_up.business),
        "established" => say!(locale, sign_up.established),
        "capital" => say!(locale, sign_up.capital),
        "representative" => say!(locale, sign_up.representative),
        "coordinator" => say!(locale, sign_up.coordinator),
        _ => say!(locale, sign_up.purpose),
    }
}

#[cfg(test)]
mod tests;

//! What an individual and a corporation tell about themselves, on registration and in their settings.

use serde::{Deserialize, Serialize};

use super::PersonKind;
use crate::accounts::profile::{Address, Postcode, country, optional};
use crate::accounts::{CompanyName, Email, Furigana, PersonName, Phone};
use crate::countries::Country;
use crate::dates::iso_date;
use crate::text::{fold_width, limits, text_type};
use crate::violations::{Violation, Violations};

text_type! { /// Where in its company somebody works; may be empty.
Department, limits::DEPARTMENT }

/// The first year in which anybody who registers may be born.
const OLDEST: i32 = 1900;

/// The fields as they were typed. Each kind has its own; those of the other are not looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PersonForm {
    /// Of a corporation, whoever is in charge.
    pub name: String,
    pub furigana: String,
    /// `YYYY-MM-DD`; of individuals, fixed after registration (R035).
    pub born: String,
    /// ISO code; fixed after registration (R035).
    pub country: String,
    pub company: String,
    pub department: String,
    pub postcode: String,
    pub address: String,
    pub phone_country: String,
    pub phone: String,
    /// The registered address of the corporation that an individual is linked with, or empty (R089).
    pub corporate: String,
}

/// An individual who keeps the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Individual {
    pub name: PersonName,
    pub furigana: Furigana,
    pub born: time::Date,
    pub country: &'static Country,
    pub phone: Phone,
    /// Whether a corporation is registered with it only the tables know.
    pub corporate: Option<Email>,
}

/// A corporation that keeps the rules, and who is in charge there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corporate {
    pub company: CompanyName,
    pub department: Department,
    pub name: PersonName,
    pub furigana: Furigana,
    pub country: &'static Country,
    pub postcode: Postcode,
    pub address: Address,
    pub phone: Phone,
}

/// One of the two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Person {
    Individual(Individual),
    Corporate(Corporate),
}

impl PersonForm {
    /// Judges every field of a kind. `today` is the date in Japan.
    ///
    /// # Errors
    /// One violation per field.
    pub fn check(&self, kind: PersonKind, today: time::Date) -> Result<Person, Violations> {
        match kind {
            PersonKind::Individual => self.individual(today).map(Person::Individual),
            PersonKind::Corporate => self.corporate().map(Person::Corporate),
        }
    }

    fn individual(&self, today: time::Date) -> Result<Individual, Violations> {
        let mut faults = Violations::none();
        let name = faults.keep("name", PersonName::parse(&self.name));
        let furigana = faults.keep("furigana", Furigana::parse(&self.furigana));
        let born = faults.keep("born", born(&self.born, today));
        let country = faults.keep("country", country(&self.country));
        let phone = faults.keep("phone", Phone::parse(&self.phone_country, &self.phone));
        let corporate = faults.keep("corporate", optional(&self.corporate, Email::parse));
        let individual = (|| {
            Some(Individual {
                name: name?,
                furigana: furigana?,
                born: born?,
                country: country?,
                phone: phone?,
                corporate: corporate?,
            })
        })();
        individual.ok_or(faults)
    }

    fn corporate(&self) -> Result<Corporate, Violations> {
        let mut faults = Violations::none();
        let company = faults.keep("company", CompanyName::parse(&self.company));
        let department = faults.keep("department", Department::parse(&self.department));
        let name = faults.keep("name", PersonName::parse(&self.name));
        let furigana = faults.keep("furigana", Furigana::parse(&self.furigana));
        let postcode = faults.keep("postcode", Postcode::parse(&self.country, &self.postcode));
        let country = faults.keep("country", country(&self.country));
        let address = faults.keep("address", Address::parse(&self.address));
        let phone = faults.keep("phone", Phone::parse(&self.phone_country, &self.phone));
        let corporate = (|| {
            Some(Corporate {
                company: company?,
                department: department?,
                name: name?,
                furigana: furigana?,
                country: country?,
                postcode: postcode?,
                address: address?,
                phone: phone?,
            })
        })();
        corporate.ok_or(faults)
    }

    /// The fields that may not be part of a password (T10).
    #[must_use]
    pub fn own_words(&self) -> [&str; 4] {
        [&self.name, &self.furigana, &self.company, &self.department]
    }

    /// The form with what is fixed since registration, whatever it says (R035).
    #[must_use]
    pub fn with_fixed(&self, fixed: &Self) -> Self {
        Self {
            born: fixed.born.clone(),
            country: fixed.country.clone(),
            ..self.clone()
        }
    }
}

/// A date of birth: a day that is over, of somebody who may be alive.
fn born(raw: &str, today: time::Date) -> Result<time::Date, Violation> {
    let folded = fold_width(raw);
    let text = folded.trim();
    if text.is_empty() {
        return Err(Violation::Missing);
    }
    let date = iso_date(text).ok_or(Violation::DateFormat)?;
    if date > today {
        Err(Violation::DateFuture)
    } else if date.year() < OLDEST {
        Err(Violation::BirthImpossible)
    } else {
        Ok(date)
    }
}

impl Person {
    /// Which of the two it is.
    #[must_use]
    pub const fn kind(&self) -> PersonKind {
        match self {
            Self::Individual(_) => PersonKind::Individual,
            Self::Corporate(_) => PersonKind::Corporate,
        }
    }

    /// The individual, or whoever is in charge: name, how it is read, and phone.
    #[must_use]
    pub const fn contact(&self) -> (&PersonName, &Furigana, &Phone) {
        match self {
            Self::Individual(one) => (&one.name, &one.furigana, &one.phone),
            Self::Corporate(one) => (&one.name, &one.furigana, &one.phone),
        }
    }

    /// The form that would be judged to this person.
    #[must_use]
    pub fn form(&self) -> PersonForm {
        let (name, furigana, phone) = self.contact();
        let contact = PersonForm {
            name: name.as_str().to_owned(),
            furigana: furigana.as_str().to_owned(),
            phone_country: phone.country().to_owned(),
            phone: phone.number().to_owned(),
            ..PersonForm::default()
        };
        match self {
            Self::Individual(one) => PersonForm {
                born: one.born.to_string(),
                country: one.country.code.to_owned(),
                corporate: one
                    .corporate
                    .as_ref()
                    .map_or_else(String::new, |email| email.as_str().to_owned()),
                ..contact
            },
            Self::Corporate(one) => PersonForm {
                country: one.country.code.to_owned(),
                company: one.company.as_str().to_owned(),
                department: one.department.as_str().to_owned(),
                postcode: one.postcode.as_str().to_owned(),
                address: one.address.as_str().to_owned(),
                ..contact
            },
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    pub(in crate::persons) fn today() -> time::Date {
        time::Date::from_calendar_date(2026, time::Month::November, 22).expect("a date")
    }

    /// Everything that either kind tells.
    pub(in crate::persons) fn filled() -> PersonForm {
        let text = str::to_owned;
        PersonForm {
            name: text("山田 太郎"),
            furigana: text("ヤマダ タロウ"),
            born: text("1990-02-28"),
            country: text("JP"),
            company: text("株式会社みどり研修"),
            department: text("人事部"),
            postcode: text("100-0001"),
            address: text("東京都千代田区千代田1-1"),
            phone_country: text("JP"),
            phone: text("03-1234-5678"),
            corporate: text("training@midori.example"),
        }
    }

    fn faults(form: &PersonForm, kind: PersonKind) -> Vec<String> {
        let faults = form.check(kind, today()).expect_err("has faults");
        faults.iter().map(|(field, _)| field.to_owned()).collect()
    }

    #[test]
    fn each_kind_is_asked_for_its_own_fields() {
        let empty = PersonForm::default();
        assert_eq!(
            faults(&empty, PersonKind::Individual),
            ["born", "country", "furigana", "name", "phone"]
        );
        assert_eq!(
            faults(&empty, PersonKind::Corporate),
            [
                "address", "company", "country", "furigana", "name", "phone", "postcode"
            ]
        );
    }

    #[test]
    fn a_filled_form_is_accepted_and_reads_as_itself() {
        for kind in PersonKind::ALL {
            let person = filled().check(kind, today()).expect("fits");
            assert_eq!(person.kind(), kind);
            let again = person.form();
            assert_eq!(again.check(kind, today()), Ok(person));
        }
    }

    #[test]
    fn a_date_of_birth_is_over_and_within_a_lifetime() {
        let born = |text: &str| super::born(text, today());
        assert_eq!(born(""), Err(Violation::Missing));
        assert_eq!(born("1990-02-30"), Err(Violation::DateFormat));
        assert_eq!(born("28/2/1990"), Err(Violation::DateFormat));
        assert_eq!(born("2026-11-23"), Err(Violation::DateFuture));
        assert_eq!(born("1899-12-31"), Err(Violation::BirthImpossible));
        assert!(born("1900-01-01").is_ok() && born("2026-11-22").is_ok());
        assert!(born("１９９０-０２-２８").is_ok(), "full-width digits are folded");
    }

    #[test]
    fn r035_country_and_date_of_birth_stay_as_they_were() {
        let typed = PersonForm {
            name: "山田 次郎".into(),
            born: "2000-01-01".into(),
            country: "DE".into(),
            ..filled()
        };
        let kept = typed.with_fixed(&filled());
        assert_eq!((kept.born.as_str(), kept.country.as_str()), ("1990-02-28", "JP"));
        assert_eq!(kept.name, "山田 次郎");
    }

    proptest! {
        #[test]
        fn whatever_is_accepted_is_accepted_again(name in any::<String>(), department in any::<String>(), born in "[0-9０-９ -]{0,12}", corporate in "[a-z@. ]{0,30}") {
            let form = PersonForm { name, department, born, corporate, ..filled() };
            for kind in PersonKind::ALL {
                if let Ok(person) = form.check(kind, today()) {
                    prop_assert_eq!(person.form().check(kind, today()), Ok(person.clone()));
                }
            }
        }
    }
}

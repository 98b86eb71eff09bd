//! What a trading company and its person tell about themselves: the fields of table C that registration, the account's
//! page and a change of sides share.

use serde::{Deserialize, Serialize};

use super::{AccountType, CompanyName, Furigana, PersonName, Phone};
use crate::countries::Country;
use crate::dates::iso_date;
use crate::text::{fold_width, limits, text_type};
use crate::violations::{Violation, Violations};

text_type! { /// An address, in one line.
Address, limits::ADDRESS }
text_type! { /// What a company does.
Business, limits::BUSINESS }
text_type! { /// A company's capital, as it writes it.
Capital, limits::CAPITAL }
text_type! { /// The name of a company's representative.
Representative, limits::REPRESENTATIVE }
text_type! { /// What someone registers for.
Purpose, limits::PURPOSE }
text_type! { /// Why an application is rejected; may be empty.
Reason, limits::REASON }

/// The fields as they were typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProfileForm {
    pub name: String,
    pub furigana: String,
    pub company: String,
    pub postcode: String,
    pub address: String,
    /// ISO code; fixed after registration (R035).
    pub country: String,
    pub phone_country: String,
    pub phone: String,
    pub fax_country: String,
    pub fax: String,
    pub url: String,
    pub business: String,
    /// `YYYY-MM-DD`, or empty.
    pub established: String,
    pub capital: String,
    pub representative: String,
    pub purpose: String,
}

/// A person and a company that keep their rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    pub name: PersonName,
    pub furigana: Furigana,
    pub company: CompanyName,
    pub postcode: Postcode,
    pub address: Address,
    pub country: &'static Country,
    pub phone: Phone,
    pub fax: Option<Phone>,
    pub url: Site,
    pub business: Business,
    pub established: Option<time::Date>,
    pub capital: Option<Capital>,
    pub representative: Option<Representative>,
    pub purpose: Purpose,
}

impl ProfileForm {
    /// Judges every field. Establishment, capital and representative are required of suppliers only. `today` is the date
    /// in Japan.
    ///
    /// # Errors
    /// One violation per field.
    pub fn check(&self, kind: AccountType, today: time::Date) -> Result<Profile, Violations> {
        let mut faults = Violations::none();
        let sells = kind == AccountType::Supplier;
        let name = faults.keep("name", PersonName::parse(&self.name));
        let furigana = faults.keep("furigana", Furigana::parse(&self.furigana));
        let company = faults.keep("company", CompanyName::parse(&self.company));
        let postcode = faults.keep("postcode", Postcode::parse(&self.country, &self.postcode));
        let address = faults.keep("address", Address::parse(&self.address));
        let country = faults.keep("country", country(&self.country));
        let phone = faults.keep("phone", Phone::parse(&self.phone_country, &self.phone));
        let fax = faults.keep(
            "fax",
            optional(&self.fax, |fax| Phone::parse(&self.fax_country, fax)),
        );
        let url = faults.keep("url", Site::parse(&self.url));
        let business = faults.keep("business", Business::parse(&self.business));
        let established = faults.keep("established", established(&self.established, sells, today));
        let capital = faults.keep("capital", wanted(&self.capital, sells, Capital::parse));
        let representative = faults.keep(
            "representative",
            wanted(&self.representative, sells, Representative::parse),
        );
        let purpose = faults.keep("purpose", Purpose::parse(&self.purpose));
        let profile = (|| {
            Some(Profile {
                name: name?,
                furigana: furigana?,
                company: company?,
                postcode: postcode?,
                address: address?,
                country: country?,
                phone: phone?,
                fax: fax?,
                url: url?,
                business: business?,
                established: established?,
                capital: capital?,
                representative: representative?,
                purpose: purpose?,
            })
        })();
        profile.ok_or(faults)
    }

    /// The fields that may not be part of a password (T10).
    #[must_use]
    pub fn own_words(&self) -> [&str; 4] {
        [&self.name, &self.furigana, &self.company, &self.representative]
    }
}

/// The country of an ISO code, as it was chosen from the list.
pub(crate) fn country(code: &str) -> Result<&'static Country, Violation> {
    if code.trim().is_empty() {
        return Err(Violation::Missing);
    }
    Country::of_code(code.trim()).ok_or(Violation::NotAChoice)
}

/// What may be left empty.
pub(crate) fn optional<T>(
    raw: &str,
    parse: impl FnOnce(&str) -> Result<T, Violation>,
) -> Result<Option<T>, Violation> {
    if raw.trim().is_empty() {
        Ok(None)
    } else {
        parse(raw).map(Some)
    }
}

fn wanted<T>(
    raw: &str,
    required: bool,
    parse: impl FnOnce(&str) -> Result<T, Violation>,
) -> Result<Option<T>, Violation> {
    if required {
        parse(raw).map(Some)
    } else {
        optional(raw, parse)
    }
}

/// The day a company was founded; not in the future (Z26).
fn established(raw: &str, required: bool, today: time::Date) -> Result<Option<time::Date>, Violation> {
    wanted(fold_width(raw).trim(), required, |text| {
        if text.is_empty() {
            return Err(Violation::Missing);
        }
        let date = iso_date(text).ok_or(Violation::DateFormat)?;
        if date > today {
            Err(Violation::DateFuture)
        } else {
            Ok(date)
        }
    })
}

/// A postcode: exact in Japan, loose elsewhere (Z25).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Postcode(String);

impl Postcode {
    /// Reads the postcode of a country given by its ISO code.
    ///
    /// # Errors
    /// In Japan anything but `xxx-xxxx` or `xxxxxxx`; elsewhere anything but 1 to 12 letters, digits, spaces and hyphens.
    pub fn parse(country: &str, raw: &str) -> Result<Self, Violation> {
        let text = limits::POSTCODE.tidy(raw);
        if text.is_empty() {
            return Err(Violation::Missing);
        }
        let (rule, fits) = if country == "JP" {
            (Violation::PostcodeJapan, is_japanese(&text))
        } else {
            (Violation::PostcodeFormat, is_foreign(&text))
        };
        if fits { Ok(Self(text)) } else { Err(rule) }
    }

    /// As typed, half width.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_japanese(text: &str) -> bool {
    let digits = match text.split_once('-') {
        Some((head, tail)) if head.len() == 3 => format!("{head}{tail}"),
        Some(_) => return false,
        None => text.to_owned(),
    };
    digits.len() == 7 && digits.bytes().all(|b| b.is_ascii_digit())
}

fn is_foreign(text: &str) -> bool {
    (1..=12).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'-'))
}

/// The address of a company's site, or that it has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site(String);

impl Site {
    /// What stands for no site.
    pub const NONE: &str = "None";

    /// Reads an address with or without its scheme, or the word "None" (also なし, in any case; Z7).
    ///
    /// # Errors
    /// Anything that could not be opened in a browser.
    pub fn parse(raw: &str) -> Result<Self, Violation> {
        let folded = fold_width(raw);
        let text = folded.trim();
        if text.eq_ignore_ascii_case(Self::NONE) || text == "なし" {
            return Ok(Self(Self::NONE.to_owned()));
        }
        let text = limits::URL.check(text)?;
        let rest = text
            .split_once("://")
            .map_or(Some(text.as_str()), |(scheme, rest)| {
                (scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")).then_some(rest)
            });
        let host = rest
            .and_then(|rest| rest.split(['/', '?', '#']).next())
            .unwrap_or_default();
        let host = host.split_once(':').map_or(host, |(host, _)| host);
        let labels = host.split('.').collect::<Vec<_>>();
        let fits = labels.len() >= 2
            && labels.iter().all(|label| {
                !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            });
        if fits && !text.contains(' ') {
            Ok(Self(text))
        } else {
            Err(Violation::UrlFormat)
        }
    }

    /// As typed, or "None".
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Profile {
    /// The form that would be judged to this profile.
    #[must_use]
    pub fn form(&self) -> ProfileForm {
        let text = |part: &Option<String>| part.clone().unwrap_or_default();
        ProfileForm {
            name: self.name.as_str().to_owned(),
            furigana: self.furigana.as_str().to_owned(),
            company: self.company.as_str().to_owned(),
            postcode: self.postcode.as_str().to_owned(),
            address: self.address.as_str().to_owned(),
            country: self.country.code.to_owned(),
            phone_country: self.phone.country().to_owned(),
            phone: self.phone.number().to_owned(),
            fax_country: self
                .fax
                .as_ref()
                .map_or_else(String::new, |fax| fax.country().to_owned()),
            fax: self
                .fax
                .as_ref()
                .map_or_else(String::new, |fax| fax.number().to_owned()),
            url: self.url.as_str().to_owned(),
            business: self.business.as_str().to_owned(),
            established: text(&self.established.map(|date| date.to_string())),
            capital: text(&self.capital.as_ref().map(|capital| capital.as_str().to_owned())),
            representative: text(&self.representative.as_ref().map(|name| name.as_str().to_owned())),
            purpose: self.purpose.as_str().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn today() -> time::Date {
        time::Date::from_calendar_date(2026, time::Month::November, 22).expect("a date")
    }

    pub(crate) fn filled() -> ProfileForm {
        let text = str::to_owned;
        ProfileForm {
            name: text("山田 太郎"),
            furigana: text("ヤマダ タロウ"),
            company: text("Example Trading"),
            postcode: text("100-0001"),
            address: text("東京都千代田区千代田1-1"),
            country: text("JP"),
            phone_country: text("JP"),
            phone: text("03-1234-5678"),
            url: text("なし"),
            business: text("Electronic parts"),
            established: text("2020-02-03"),
            capital: text("6,000,000"),
            representative: text("山田 花子"),
            purpose: text("Buying parts"),
            ..ProfileForm::default()
        }
    }

    #[test]
    fn a_filled_form_is_accepted_and_reads_as_itself() {
        let profile = filled().check(AccountType::Supplier, today()).expect("fits");
        assert_eq!(profile.url.as_str(), "None");
        let again = profile.form();
        assert_eq!(again.check(AccountType::Supplier, today()), Ok(profile));
    }

    #[test]
    fn a_supplier_tells_more_than_a_buyer() {
        let form = ProfileForm {
            established: String::new(),
            capital: String::new(),
            representative: String::new(),
            ..filled()
        };
        assert!(form.check(AccountType::Buyer, today()).is_ok());
        let faults = form.check(AccountType::Supplier, today()).expect_err("missing");
        let fields: Vec<_> = faults.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["capital", "established", "representative"]);
    }

    #[test]
    fn every_empty_field_is_named_but_the_fax() {
        let faults = ProfileForm::default()
            .check(AccountType::Supplier, today())
            .expect_err("nothing is filled in");
        assert_eq!(faults.len(), 13);
        assert!(
            faults
                .iter()
                .all(|(field, fault)| field != "fax" && *fault == Violation::Missing)
        );
    }

    #[test]
    fn postcodes_are_exact_in_japan_and_loose_elsewhere() {
        for good in ["100-0001", "1000001", "１００−0001".replace('−', "-").as_str()] {
            assert!(Postcode::parse("JP", good).is_ok(), "{good}");
        }
        for bad in ["10-00001", "100-001", "100 0001", "ABC-DEFG", "100-0001-"] {
            assert_eq!(Postcode::parse("JP", bad), Err(Violation::PostcodeJapan), "{bad}");
        }
        assert!(Postcode::parse("GB", "SW1A 1AA").is_ok());
        assert_eq!(Postcode::parse("GB", "SW1A_1AA"), Err(Violation::PostcodeFormat));
        assert_eq!(
            Postcode::parse("GB", "1234567890123"),
            Err(Violation::PostcodeFormat)
        );
    }

    #[test]
    fn a_site_is_an_address_or_none() {
        for good in [
            "https://example.com/a?b#c",
            "example.co.jp",
            "NONE",
            "なし",
            "ｎｏｎｅ",
            "http://a-b.example:8080/",
        ] {
            assert!(Site::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "ftp://example.com",
            "example",
            "http://",
            "a b.example",
            "https://.example",
        ] {
            assert_eq!(Site::parse(bad), Err(Violation::UrlFormat), "{bad}");
        }
        assert_eq!(Site::parse(" "), Err(Violation::Missing));
    }

    #[test]
    fn nobody_was_founded_tomorrow() {
        let form = ProfileForm {
            established: "2026-11-23".into(),
            ..filled()
        };
        let faults = form.check(AccountType::Buyer, today()).expect_err("tomorrow");
        assert_eq!(faults.at("established"), Some(&Violation::DateFuture));
    }

    proptest! {
        #[test]
        fn whatever_is_accepted_is_accepted_again(url in any::<String>(), postcode in "[0-9A-Za-z ０-９-]{0,13}", capital in any::<String>()) {
            if let Ok(site) = Site::parse(&url) {
                prop_assert_eq!(Site::parse(site.as_str()), Ok(site.clone()));
            }
            for country in ["JP", "US"] {
                if let Ok(code) = Postcode::parse(country, &postcode) {
                    prop_assert_eq!(Postcode::parse(country, code.as_str()), Ok(code.clone()));
                }
            }
            let form = ProfileForm { capital, ..filled() };
            if let Ok(profile) = form.check(AccountType::Supplier, today()) {
                prop_assert_eq!(profile.form().check(AccountType::Supplier, today()), Ok(profile.clone()));
            }
        }
    }
}

//! What a trading company and its person tell about themselves: the fields of table C that registration, the account's
//! page and a change of sides share.

use serde::{Deserialize, Serialize};

use super::{Asks, CompanyName, CompanyType, Email, Furigana, PersonName, Phone};
use crate::countries::Country;
use crate::dates::iso_date;
use crate::text::{fold_width, limits, text_type};
use crate::violations::{Violation, Violations, chosen};

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
    /// Of a company that registers in two steps; empty for others.
    pub company_type: String,
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
    /// The address of who lets such a company in.
    pub coordinator: String,
}

/// A person and a company that keep their rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    pub name: PersonName,
    pub furigana: Option<Furigana>,
    pub company_type: Option<CompanyType>,
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
    pub purpose: Option<Purpose>,
    pub coordinator: Option<Email>,
}

impl ProfileForm {
    /// Judges every field. What is required follows from whose form it is. `today` is the date in Japan.
    ///
    /// # Errors
    /// One violation per field.
    pub fn check(&self, asks: impl Into<Asks>, today: time::Date) -> Result<Profile, Violations> {
        let asks = asks.into();
        let mut faults = Violations::none();
        let trades = !asks.is_company();
        let capital = asks.wants_capital();
        let name = faults.keep("name", PersonName::parse(&self.name));
        let furigana = faults.keep("furigana", wanted(&self.furigana, trades, Furigana::parse));
        let company_type = faults.keep("company_type", company_type(&self.company_type, asks));
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
        let established = faults.keep("established", established(&self.established, capital, today));
        let capital = faults.keep("capital", wanted(&self.capital, capital, Capital::parse));
        let representative = faults.keep(
            "representative",
            wanted(
                &self.representative,
                asks.wants_representative(),
                Representative::parse,
            ),
        );
        let purpose = faults.keep("purpose", wanted(&self.purpose, trades, Purpose::parse));
        let coordinator = faults.keep("coordinator", coordinator(&self.coordinator, asks));
        let profile = (|| {
            Some(Profile {
                name: name?,
                furigana: furigana?,
                company_type: company_type?,
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
                coordinator: coordinator?,
            })
        })();
        profile.ok_or(faults)
    }

    /// Judges what the first of two steps tells, and answers it as it is kept: without what was not asked.
    ///
    /// # Errors
    /// One violation per field.
    pub fn check_temporary(&self) -> Result<Self, Violations> {
        let mut faults = Violations::none();
        let name = faults.keep("name", PersonName::parse(&self.name));
        let kind = faults.keep("company_type", company_type(&self.company_type, Asks::Temporary));
        let company = faults.keep("company", CompanyName::parse(&self.company));
        let country = faults.keep("country", country(&self.country));
        let form = (|| {
            let code = country?.code.to_owned();
            Some(Self {
                name: name?.as_str().to_owned(),
                company_type: kind??.word().to_owned(),
                company: company?.as_str().to_owned(),
                phone_country: code.clone(),
                fax_country: code.clone(),
                country: code,
                ..Self::default()
            })
        })();
        form.ok_or(faults)
    }

    /// What is wrong with the form, whichever of the two steps it is.
    #[must_use]
    pub fn faults(&self, asks: Asks, today: time::Date) -> Violations {
        let judged = match asks {
            Asks::Temporary => self.check_temporary().err(),
            asks => self.check(asks, today).err(),
        };
        judged.unwrap_or_else(Violations::none)
    }

    /// The fields that may not be part of a password (T10).
    #[must_use]
    pub fn own_words(&self) -> [&str; 4] {
        [&self.name, &self.furigana, &self.company, &self.representative]
    }
}

/// The country of an ISO code, as it was chosen from the list.
pub(crate) fn country(code: &str) -> Result<&'static Country, Violation> {
    chosen(code.trim(), Country::of_code)
}

/// Only a company in two steps has a type.
fn company_type(word: &str, asks: Asks) -> Result<Option<CompanyType>, Violation> {
    if asks.is_company() {
        chosen(word, CompanyType::of_word).map(Some)
    } else {
        Ok(None)
    }
}

/// Whether somebody has the address, only the server knows.
fn coordinator(address: &str, asks: Asks) -> Result<Option<Email>, Violation> {
    if asks.wants_coordinator() {
        Email::parse(address).map(Some)
    } else {
        Ok(None)
    }
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
            furigana: text(&self.furigana.as_ref().map(|name| name.as_str().to_owned())),
            company_type: text(&self.company_type.map(|kind| kind.word().to_owned())),
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
            purpose: text(&self.purpose.as_ref().map(|purpose| purpose.as_str().to_owned())),
            coordinator: text(&self.coordinator.as_ref().map(|email| email.as_str().to_owned())),
        }
    }
}

#[cfg(test)]
mod tests;

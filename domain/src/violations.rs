//! Broken rules, and where they were broken.
//!
//! A [`Violation`] names the rule and its limit, never the value that broke it: it may be logged, mailed and sent
//! back without repeating what a person typed.

mod wire;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// One broken rule of one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "wire::Wire", into = "wire::Wire")]
pub enum Violation {
    /// A required field is empty.
    Missing,
    /// Longer than its limit; both in characters after NFC.
    TooLong { max: u32, length: u32 },
    /// A character that the field does not accept, at its place counted from 1.
    Character { at: u32, fault: CharacterFault },
    /// A thousands separator in a quantity.
    QuantitySeparator,
    /// A quantity with a fraction.
    QuantityFraction,
    /// Not a whole number from 1 in plain digits.
    QuantityNotANumber,
    /// Zero: the row should be deleted instead (table O).
    QuantityZero,
    /// Outside the limits of a quantity.
    QuantityTooLarge { max: u32 },
    /// Not a four-digit year.
    YearFormat,
    /// A year outside its limits.
    YearOutside { oldest: u16, newest: u16 },
    /// Looks like year and week (`2318`); the year it would be (Z11).
    YearAndWeek { year: u16 },
    /// An e-mail address in a field that buyers see (Z17).
    NamesMailAddress,
    /// A web address in a field that buyers see (Z17).
    NamesWebAddress,
    /// A telephone number in a field that buyers see (Z17).
    NamesPhone,
    /// The company's own name in a field that buyers see (Z17).
    NamesCompany,
    /// An e-mail address without exactly one `@`.
    EmailAt,
    /// An e-mail address with a comma where a full stop belongs (R032).
    EmailComma,
    /// A full stop at the end, doubled, or beside the `@` (R032).
    EmailPeriod,
    /// An e-mail address whose domain is incomplete or impossible.
    EmailDomain,
    /// An e-mail address with a space or a sign that no address has.
    EmailCharacter,
    /// A telephone number with too few digits.
    PhoneTooShort { min: u32 },
    /// Not one of the choices.
    NotAChoice,
    /// Not an amount of money with at most this many decimals.
    AmountFormat { decimals: u8 },
    /// Not a calendar date.
    DateFormat,
    /// A date that is already over.
    DatePast,
    /// The lot is no longer in stock.
    LotGone,
    /// One's own lot cannot be requested (R099).
    OwnLot,
    /// More lines than a request may have.
    TooManyLines { max: u32 },
    /// No line at all.
    NoLines,
    /// The form was sent before with other contents.
    SentBefore,
    /// Another account has this address (Z41).
    AddressTaken,
    /// No coordinator has exactly this address (E11).
    CoordinatorUnknown,
    /// One's own account has this address already.
    AddressOwn,
    /// More addresses than an account may have.
    TooManyAddresses { max: u32 },
    /// An address that was never proved cannot be the login ID (R077).
    AddressUnproved,
    /// The main address cannot be deleted (R077).
    AddressMain,
    /// A password with fewer characters than the least.
    PasswordShort { min: u32 },
    /// A password without letters, digits or signs; all three are needed (Z24).
    PasswordClasses,
    /// A password made of the person's own data (T10).
    PasswordOwnData,
    /// A password that is among the common ones or quickly guessed (T10).
    PasswordGuessable,
    /// The repeated password is another one.
    PasswordMismatch,
    /// The password that proves who is asking is not right.
    PasswordWrong,
    /// The new password is the old one.
    PasswordSame,
    /// A box that has to be ticked.
    NotTicked,
    /// Neither a web address nor the word "None".
    UrlFormat,
    /// Not a postcode of Japan.
    PostcodeJapan,
    /// Not a postcode of any other country (Z25).
    PostcodeFormat,
    /// A date that is still to come.
    DateFuture,
    /// An end that does not lie behind its beginning.
    EndBeforeStart,
    /// A day that is not so many days ahead.
    DateTooSoon { days: u32 },
    /// A document without a lead, or without a section.
    HeadingsMissing,
    /// A heading without a title, on this line.
    HeadingEmpty { line: u32 },
    /// A heading with nothing below it, on this line.
    SectionEmpty { line: u32 },
    /// Another number of sections here than in the other language.
    SectionsDiffer { here: u32, there: u32 },
    /// No corporation is registered with this address (E14).
    CorporateUnknown,
    /// A date on which nobody who registers was born.
    BirthImpossible,
    /// A code that is not the one that was mailed or shown.
    CodeWrong,
    /// A code that was right, once.
    CodeUsed,
}

/// The English sentence: for logs and for errors that no person reads; pages say it through `words`.
/// What was chosen from a list, by its word.
///
/// # Errors
/// Nothing was chosen, or what no form offers.
pub(crate) fn chosen<T>(word: &str, of_word: impl FnOnce(&str) -> Option<T>) -> Result<T, Violation> {
    if word.is_empty() {
        return Err(Violation::Missing);
    }
    of_word(word).ok_or(Violation::NotAChoice)
}

impl std::fmt::Display for Violation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&crate::words::en::violation(self))
    }
}

/// What is wrong with a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CharacterFault {
    /// Full width in a half-width field.
    FullWidth,
    /// Not the same on every system (Z27).
    EnvironmentDependent,
    /// A control or an invisible mark.
    Control,
    /// Something else among digits.
    NotADigit,
    /// Something else among digits and hyphens.
    NotADigitOrHyphen,
}

/// All violations of a form, by field path (`email`, `lines.2.model`); one per field.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Violations(BTreeMap<String, Violation>);

impl Violations {
    /// None yet.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// A single violation.
    #[must_use]
    pub fn of(path: impl Into<String>, violation: Violation) -> Self {
        Self(BTreeMap::from([(path.into(), violation)]))
    }

    /// Notes a violation; the first one of a field stays.
    pub fn add(&mut self, path: impl Into<String>, violation: Violation) {
        self.0.entry(path.into()).or_insert(violation);
    }

    /// Takes the value out of an answer, or notes its violation.
    pub fn keep<T>(&mut self, path: impl Into<String>, answer: Result<T, Violation>) -> Option<T> {
        answer.map_err(|violation| self.add(path, violation)).ok()
    }

    /// Takes over the violations of a part, below a path.
    pub fn nest(&mut self, path: &str, inner: Self) {
        for (field, violation) in inner.0 {
            self.add(format!("{path}.{field}"), violation);
        }
    }

    /// The violation of a field.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<&Violation> {
        self.0.get(path)
    }

    /// Whether every rule was kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many fields are at fault.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Fields and violations, in the order of the paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Violation)> {
        self.0.iter().map(|(path, violation)| (path.as_str(), violation))
    }
}

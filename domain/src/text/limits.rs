//! The table of limits: every length and character class a person can meet, in one place (Z7).
//!
//! It feeds the rules, the counter under a field, the help and the tests. Sources: tables C and O, Z14 and Z37.

use super::{Class, TextRule};

// Table O: a lot.
/// The maker of the part.
pub const MANUFACTURER: TextRule = TextRule::required(30, Class::AnyWidth);
/// What the part is.
pub const PRODUCT_NAME: TextRule = TextRule::required(30, Class::AnyWidth);
/// The maker's part number.
pub const MODEL: TextRule = TextRule::required(50, Class::Model);
/// How the parts are packed.
pub const PACKING: TextRule = TextRule::required(10, Class::AnyWidth);
/// RoHS state, "Unknown" where it is not known.
pub const ROHS: TextRule = TextRule::required(8, Class::AnyWidth);
/// Country or place where the stock lies.
pub const LOCATION: TextRule = TextRule::required(60, Class::AnyWidth);
/// Anything else a buyer should know.
pub const REMARKS: TextRule = TextRule::optional(50, Class::AnyWidth);
/// The date code as the maker prints it, beside the year (Z11).
pub const DATE_CODE: TextRule = TextRule::optional(10, Class::HalfWidth);
/// The company's own reference of a lot (Z14).
pub const REFERENCE: TextRule = TextRule::optional(64, Class::AnyWidth);

/// What somebody calls a token of the interface.
pub const TOKEN: TextRule = TextRule::required(40, Class::AnyWidth);
/// What somebody calls a passkey.
pub const PASSKEY: TextRule = TextRule::required(40, Class::AnyWidth);

// Table C: a person and a company.
/// A person's name.
pub const NAME: TextRule = TextRule::required(20, Class::AnyWidth);
/// How the name is read.
pub const FURIGANA: TextRule = TextRule::required(20, Class::AnyWidth);
/// An e-mail address.
pub const EMAIL: TextRule = TextRule::required(50, Class::HalfWidth);
/// A company's name.
pub const COMPANY: TextRule = TextRule::required(50, Class::AnyWidth);
/// Where in its company somebody works.
pub const DEPARTMENT: TextRule = TextRule::optional(50, Class::AnyWidth);
/// A telephone number without its country code.
pub const PHONE: TextRule = TextRule::required(20, Class::DigitsAndHyphens);
/// An address.
pub const ADDRESS: TextRule = TextRule::required(128, Class::AnyWidth);
/// A postcode outside Japan; Japan's is exact (Z25).
pub const POSTCODE: TextRule = TextRule::required(12, Class::HalfWidth);
/// The address of a company's site, or "None".
pub const URL: TextRule = TextRule::required(256, Class::HalfWidth);
/// What a company does.
pub const BUSINESS: TextRule = TextRule::required(512, Class::Lines);
/// A company's capital, as it writes it.
pub const CAPITAL: TextRule = TextRule::required(12, Class::AnyWidth);
/// The name of a company's representative.
pub const REPRESENTATIVE: TextRule = TextRule::required(20, Class::AnyWidth);
/// What someone registers for.
pub const PURPOSE: TextRule = TextRule::required(512, Class::Lines);
/// Why an application is rejected.
pub const REASON: TextRule = TextRule::optional(512, Class::Lines);
/// What is wrong with one field of an application.
pub const FIELD_REASON: TextRule = TextRule::optional(200, Class::AnyWidth);
/// What an applicant is asked.
pub const QUESTION: TextRule = TextRule::required(1_000, Class::Lines);
/// What an applicant answers.
pub const ANSWER: TextRule = TextRule::required(1_000, Class::Lines);
/// Why something is done about a person or a company.
pub const CARE_REASON: TextRule = TextRule::required(512, Class::Lines);
/// What the owner's people note about an application, for each other.
pub const NOTE: TextRule = TextRule::required(1_000, Class::Lines);

// Z37: a request for quotation.
/// The maker asked for.
pub const WANTED_MANUFACTURER: TextRule = TextRule::optional(30, Class::AnyWidth);
/// The date code asked for: a year, or "2020 or newer".
pub const WANTED_DC: TextRule = TextRule::optional(10, Class::AnyWidth);
/// The packing asked for.
pub const WANTED_PACKING: TextRule = TextRule::optional(10, Class::AnyWidth);
/// Remarks to one line of a request.
pub const LINE_REMARKS: TextRule = TextRule::optional(512, Class::Lines);

/// A message to the owner.
pub const CONTACT_MESSAGE: TextRule = TextRule::required(2_000, Class::Lines);
/// What its writer is answered.
pub const CONTACT_ANSWER: TextRule = TextRule::required(4_000, Class::Lines);

// The desk.
/// Why a failed mail or job is tried again.
pub const RETRY_REASON: TextRule = TextRule::required(200, Class::AnyWidth);
/// The title of a notice to visitors.
pub const NOTICE_TITLE: TextRule = TextRule::required(100, Class::AnyWidth);
/// Its text.
pub const NOTICE_TEXT: TextRule = TextRule::required(2_000, Class::Lines);

// What the owner tells of itself.
/// The owner's postal address; left away where it is empty.
pub const OWNER_ADDRESS: TextRule = TextRule::optional(128, Class::AnyWidth);
/// The owner's telephone number as it is printed, with its country code.
pub const OWNER_PHONE: TextRule = TextRule::optional(30, Class::HalfWidth);
/// A document that one agrees to, in one language.
pub const LEGAL_TEXT: TextRule = TextRule::required(30_000, Class::Lines);

/// One row of the table, by the name under which help and documents list it.
#[derive(Debug, Clone, Copy)]
pub struct NamedRule {
    /// Stable name.
    pub name: &'static str,
    /// The rule itself.
    pub rule: TextRule,
}

const fn row(name: &'static str, rule: TextRule) -> NamedRule {
    NamedRule { name, rule }
}

/// The whole table.
pub const ALL: &[NamedRule] = &[
    row("lot.manufacturer", MANUFACTURER),
    row("lot.product_name", PRODUCT_NAME),
    row("lot.model", MODEL),
    row("lot.packing", PACKING),
    row("lot.rohs", ROHS),
    row("lot.location", LOCATION),
    row("lot.remarks", REMARKS),
    row("lot.date_code", DATE_CODE),
    row("lot.reference", REFERENCE),
    row("person.name", NAME),
    row("person.furigana", FURIGANA),
    row("person.email", EMAIL),
    row("person.company", COMPANY),
    row("person.department", DEPARTMENT),
    row("person.phone", PHONE),
    row("company.address", ADDRESS),
    row("company.postcode", POSTCODE),
    row("company.url", URL),
    row("company.business", BUSINESS),
    row("company.capital", CAPITAL),
    row("company.representative", REPRESENTATIVE),
    row("registration.purpose", PURPOSE),
    row("application.reason", REASON),
    row("application.field_reason", FIELD_REASON),
    row("application.question", QUESTION),
    row("application.answer", ANSWER),
    row("application.note", NOTE),
    row("people.reason", CARE_REASON),
    row("request.manufacturer", WANTED_MANUFACTURER),
    row("request.dc", WANTED_DC),
    row("request.packing", WANTED_PACKING),
    row("request.remarks", LINE_REMARKS),
    row("contact.message", CONTACT_MESSAGE),
    row("contact.answer", CONTACT_ANSWER),
    row("desk.retry_reason", RETRY_REASON),
    row("notice.title", NOTICE_TITLE),
    row("notice.text", NOTICE_TEXT),
    row("owner.address", OWNER_ADDRESS),
    row("owner.phone", OWNER_PHONE),
    row("legal.text", LEGAL_TEXT),
];

/// Smallest and largest quantity of a lot or of a request's line, in pieces.
pub const QUANTITY: std::ops::RangeInclusive<u32> = 1..=999_999_999;
/// Oldest year that a DC may name (Z11).
pub const OLDEST_YEAR: u16 = 1950;
/// Lines of one request by form (Z37).
pub const REQUEST_LINES: usize = 200;
/// Most lines of a request that was made from a pasted list.
pub const LISTED_LINES: usize = 1_000;
/// Largest stock file, in bytes (Z34).
pub const FILE_BYTES: u64 = 20_000_000;
/// Most data rows of a stock file (Z34).
pub const FILE_ROWS: u32 = 100_000;
/// Largest field of a stock file, in bytes: four times what the longest legal field can need.
pub const FILE_FIELD_BYTES: usize = 65_535;

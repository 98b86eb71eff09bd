//! How a violation crosses the wire: the name of its rule and its numbers.
//!
//! Written by hand, because what a derive makes of so many shapes weighs more in the browser than all the rules themselves.

use serde::{Deserialize, Serialize};

use super::{CharacterFault, Violation};

/// `{"rule": "too_long", "numbers": [50, 51]}`
#[derive(Serialize, Deserialize)]
pub(super) struct Wire {
    rule: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    numbers: Vec<u32>,
}

impl From<Violation> for Wire {
    fn from(violation: Violation) -> Self {
        let (rule, numbers) = violation.parts();
        Self {
            rule: rule.to_owned(),
            numbers,
        }
    }
}

impl TryFrom<Wire> for Violation {
    type Error = &'static str;

    fn try_from(wire: Wire) -> Result<Self, Self::Error> {
        Self::of_parts(&wire.rule, &wire.numbers).ok_or("no such rule")
    }
}

impl Violation {
    /// The name of the rule, and its numbers in the order of the fields.
    fn parts(&self) -> (&'static str, Vec<u32>) {
        match self {
            Self::Missing => ("missing", vec![]),
            Self::TooLong { max, length } => ("too_long", vec![*max, *length]),
            Self::QuantitySeparator => ("quantity_separator", vec![]),
            Self::QuantityFraction => ("quantity_fraction", vec![]),
            Self::QuantityNotANumber => ("quantity_not_a_number", vec![]),
            Self::QuantityZero => ("quantity_zero", vec![]),
            Self::QuantityTooLarge { max } => ("quantity_too_large", vec![*max]),
            Self::YearFormat => ("year_format", vec![]),
            Self::YearOutside { oldest, newest } => {
                ("year_outside", vec![u32::from(*oldest), u32::from(*newest)])
            }
            Self::YearAndWeek { year } => ("year_and_week", vec![u32::from(*year)]),
            Self::NamesMailAddress => ("names_mail_address", vec![]),
            Self::NamesWebAddress => ("names_web_address", vec![]),
            Self::NamesPhone => ("names_phone", vec![]),
            Self::NamesCompany => ("names_company", vec![]),
            Self::EmailAt => ("email_at", vec![]),
            Self::EmailComma => ("email_comma", vec![]),
            Self::EmailPeriod => ("email_period", vec![]),
            Self::EmailDomain => ("email_domain", vec![]),
            Self::EmailCharacter => ("email_character", vec![]),
            Self::PhoneTooShort { min } => ("phone_too_short", vec![*min]),
            Self::NotAChoice => ("not_a_choice", vec![]),
            Self::AmountFormat { decimals } => ("amount_format", vec![u32::from(*decimals)]),
            Self::DateFormat => ("date_format", vec![]),
            Self::DatePast => ("date_past", vec![]),
            Self::LotGone => ("lot_gone", vec![]),
            Self::OwnLot => ("own_lot", vec![]),
            Self::TooManyLines { max } => ("too_many_lines", vec![*max]),
            Self::NoLines => ("no_lines", vec![]),
            Self::SentBefore => ("sent_before", vec![]),
            Self::AddressTaken => ("address_taken", vec![]),
            Self::CoordinatorUnknown => ("coordinator_unknown", vec![]),
            Self::AddressOwn => ("address_own", vec![]),
            Self::TooManyAddresses { max } => ("too_many_addresses", vec![*max]),
            Self::AddressUnproved => ("address_unproved", vec![]),
            Self::AddressMain => ("address_main", vec![]),
            Self::PasswordShort { min } => ("password_short", vec![*min]),
            Self::PasswordClasses => ("password_classes", vec![]),
            Self::PasswordOwnData => ("password_own_data", vec![]),
            Self::PasswordGuessable => ("password_guessable", vec![]),
            Self::PasswordMismatch => ("password_mismatch", vec![]),
            Self::PasswordWrong => ("password_wrong", vec![]),
            Self::PasswordSame => ("password_same", vec![]),
            Self::NotTicked => ("not_ticked", vec![]),
            Self::UrlFormat => ("url_format", vec![]),
            Self::PostcodeJapan => ("postcode_japan", vec![]),
            Self::PostcodeFormat => ("postcode_format", vec![]),
            Self::DateFuture => ("date_future", vec![]),
            Self::EndBeforeStart => ("end_before_start", vec![]),
            Self::DateTooSoon { days } => ("date_too_soon", vec![*days]),
            Self::HeadingsMissing => ("headings_missing", vec![]),
            Self::HeadingEmpty { line } => ("heading_empty", vec![*line]),
            Self::SectionEmpty { line } => ("section_empty", vec![*line]),
            Self::SectionsDiffer { here, there } => ("sections_differ", vec![*here, *there]),
            Self::CorporateUnknown => ("corporate_unknown", vec![]),
            Self::BirthImpossible => ("birth_impossible", vec![]),
            Self::CodeWrong => ("code_wrong", vec![]),
            Self::CodeUsed => ("code_used", vec![]),
            Self::Character {
                at,
                fault: CharacterFault::FullWidth,
            } => ("character_full_width", vec![*at]),
            Self::Character {
                at,
                fault: CharacterFault::EnvironmentDependent,
            } => ("character_environment_dependent", vec![*at]),
            Self::Character {
                at,
                fault: CharacterFault::Control,
            } => ("character_control", vec![*at]),
            Self::Character {
                at,
                fault: CharacterFault::NotADigit,
            } => ("character_not_a_digit", vec![*at]),
            Self::Character {
                at,
                fault: CharacterFault::NotADigitOrHyphen,
            } => ("character_not_a_digit_or_hyphen", vec![*at]),
        }
    }

    fn of_parts(rule: &str, numbers: &[u32]) -> Option<Self> {
        Some(match (rule, numbers) {
            ("missing", []) => Self::Missing,
            ("too_long", [max, length]) => Self::TooLong {
                max: *max,
                length: *length,
            },
            ("quantity_separator", []) => Self::QuantitySeparator,
            ("quantity_fraction", []) => Self::QuantityFraction,
            ("quantity_not_a_number", []) => Self::QuantityNotANumber,
            ("quantity_zero", []) => Self::QuantityZero,
            ("quantity_too_large", [max]) => Self::QuantityTooLarge { max: *max },
            ("year_format", []) => Self::YearFormat,
            ("year_outside", [oldest, newest]) => Self::YearOutside {
                oldest: u16::try_from(*oldest).ok()?,
                newest: u16::try_from(*newest).ok()?,
            },
            ("year_and_week", [year]) => Self::YearAndWeek {
                year: u16::try_from(*year).ok()?,
            },
            ("names_mail_address", []) => Self::NamesMailAddress,
            ("names_web_address", []) => Self::NamesWebAddress,
            ("names_phone", []) => Self::NamesPhone,
            ("names_company", []) => Self::NamesCompany,
            ("email_at", []) => Self::EmailAt,
            ("email_comma", []) => Self::EmailComma,
            ("email_period", []) => Self::EmailPeriod,
            ("email_domain", []) => Self::EmailDomain,
            ("email_character", []) => Self::EmailCharacter,
            ("phone_too_short", [min]) => Self::PhoneTooShort { min: *min },
            ("not_a_choice", []) => Self::NotAChoice,
            ("amount_format", [decimals]) => Self::AmountFormat {
                decimals: u8::try_from(*decimals).ok()?,
            },
            ("date_format", []) => Self::DateFormat,
            ("date_past", []) => Self::DatePast,
            ("lot_gone", []) => Self::LotGone,
            ("own_lot", []) => Self::OwnLot,
            ("too_many_lines", [max]) => Self::TooManyLines { max: *max },
            ("no_lines", []) => Self::NoLines,
            ("sent_before", []) => Self::SentBefore,
            ("address_taken", []) => Self::AddressTaken,
            ("coordinator_unknown", []) => Self::CoordinatorUnknown,
            ("address_own", []) => Self::AddressOwn,
            ("too_many_addresses", [max]) => Self::TooManyAddresses { max: *max },
            ("address_unproved", []) => Self::AddressUnproved,
            ("address_main", []) => Self::AddressMain,
            ("password_short", [min]) => Self::PasswordShort { min: *min },
            ("password_classes", []) => Self::PasswordClasses,
            ("password_own_data", []) => Self::PasswordOwnData,
            ("password_guessable", []) => Self::PasswordGuessable,
            ("password_mismatch", []) => Self::PasswordMismatch,
            ("password_wrong", []) => Self::PasswordWrong,
            ("password_same", []) => Self::PasswordSame,
            ("not_ticked", []) => Self::NotTicked,
            ("url_format", []) => Self::UrlFormat,
            ("postcode_japan", []) => Self::PostcodeJapan,
            ("postcode_format", []) => Self::PostcodeFormat,
            ("date_future", []) => Self::DateFuture,
            ("end_before_start", []) => Self::EndBeforeStart,
            ("date_too_soon", [days]) => Self::DateTooSoon { days: *days },
            ("headings_missing", []) => Self::HeadingsMissing,
            ("heading_empty", [line]) => Self::HeadingEmpty { line: *line },
            ("section_empty", [line]) => Self::SectionEmpty { line: *line },
            ("sections_differ", [here, there]) => Self::SectionsDiffer {
                here: *here,
                there: *there,
            },
            ("corporate_unknown", []) => Self::CorporateUnknown,
            ("birth_impossible", []) => Self::BirthImpossible,
            ("code_wrong", []) => Self::CodeWrong,
            ("code_used", []) => Self::CodeUsed,
            ("character_full_width", [at]) => Self::Character {
                at: *at,
                fault: CharacterFault::FullWidth,
            },
            ("character_environment_dependent", [at]) => Self::Character {
                at: *at,
                fault: CharacterFault::EnvironmentDependent,
            },
            ("character_control", [at]) => Self::Character {
                at: *at,
                fault: CharacterFault::Control,
            },
            ("character_not_a_digit", [at]) => Self::Character {
                at: *at,
                fault: CharacterFault::NotADigit,
            },
            ("character_not_a_digit_or_hyphen", [at]) => Self::Character {
                at: *at,
                fault: CharacterFault::NotADigitOrHyphen,
            },
            _ => return None,
        })
    }
}

//! How rules and refusals are said to a person, in both languages.
//!
//! The matches are exhaustive: a violation without its sentence does not compile. The words of pages live in
//! `app/locales`, those of mails in their templates.

pub mod en;
pub mod ja;

use crate::accounts::CompanyType;
use crate::contact::Topic;
use crate::inventory::Column;
use crate::inventory::stock_file::{FileFault, RowFault};
use crate::language::Language;
use crate::refusal::Refusal;
use crate::violations::Violation;

/// The sentence for a violation, as it stands under its field.
#[must_use]
pub fn violation(violation: &Violation, language: Language) -> String {
    match language {
        Language::En => en::violation(violation),
        Language::Ja => ja::violation(violation),
    }
}

/// The sentence for a refusal, as it stands above a form or on a page.
#[must_use]
pub fn refusal(refusal: &Refusal, language: Language) -> String {
    match language {
        Language::En => en::refusal(refusal),
        Language::Ja => ja::refusal(refusal),
    }
}

/// The sentence for a fault of a stock file.
#[must_use]
pub fn file_fault(fault: &FileFault, language: Language) -> String {
    match language {
        Language::En => en::file_fault(fault),
        Language::Ja => ja::file_fault(fault),
    }
}

/// The sentence for a fault of a stock file, with its row and column before it, as a list of corrections shows it.
#[must_use]
pub fn row_fault(fault: &RowFault, language: Language) -> String {
    match language {
        Language::En => en::row_fault(fault),
        Language::Ja => ja::row_fault(fault),
    }
}

/// The heading of the column that says why a row is not imported.
#[must_use]
pub const fn reason_heading(language: Language) -> &'static str {
    match language {
        Language::En => "Reason",
        Language::Ja => "理由",
    }
}

/// The name of a topic, as the contact form and its mails call it.
#[must_use]
pub const fn topic(topic: Topic, language: Language) -> &'static str {
    match language {
        Language::En => en::topic(topic),
        Language::Ja => ja::topic(topic),
    }
}

/// The name of a field of person and company, as the console and mails about applications call it.
#[must_use]
pub fn profile_field(field: &str, language: Language) -> &'static str {
    match language {
        Language::En => en::profile_field(field),
        Language::Ja => ja::profile_field(field),
    }
}

/// The name of a kind of company.
#[must_use]
pub const fn company_type(kind: CompanyType, language: Language) -> &'static str {
    match language {
        Language::En => en::company_type(kind),
        Language::Ja => ja::company_type(kind),
    }
}

/// The name of a stock list's column.
#[must_use]
pub fn column(column: Column, language: Language) -> &'static str {
    column.heading(language)
}

/// A whole number with separators between the thousands.
#[must_use]
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// How long ago something happened, in the largest whole unit.
#[must_use]
pub fn ago(seconds: u32, language: Language) -> String {
    const UNITS: [(u32, &str, &str); 4] = [
        (86_400, "d", "日"),
        (3_600, "h", "時間"),
        (60, "min", "分"),
        (1, "s", "秒"),
    ];
    let unit = UNITS.into_iter().find(|(length, ..)| seconds >= *length);
    let (length, en, ja) = unit.unwrap_or(UNITS[3]);
    let count = seconds / length;
    match language {
        Language::En => format!("{count} {en} ago"),
        Language::Ja => format!("{count}{ja}前"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::violations::{CharacterFault, Violations};

    fn one_of_each() -> Vec<Violation> {
        use Violation as V;
        let mut all = vec![
            V::Missing,
            V::TooLong { max: 50, length: 51 },
            V::QuantitySeparator,
            V::QuantityFraction,
            V::QuantityNotANumber,
            V::QuantityZero,
            V::QuantityTooLarge { max: 999_999_999 },
            V::YearFormat,
            V::YearOutside {
                oldest: 1950,
                newest: 2027,
            },
            V::YearAndWeek { year: 2023 },
            V::NamesMailAddress,
            V::NamesWebAddress,
            V::NamesPhone,
            V::NamesCompany,
            V::EmailAt,
            V::EmailComma,
            V::EmailPeriod,
            V::EmailDomain,
            V::EmailCharacter,
            V::PhoneTooShort { min: 5 },
            V::NotAChoice,
            V::AmountFormat { decimals: 4 },
            V::DateFormat,
            V::DatePast,
            V::LotGone,
            V::OwnLot,
            V::TooManyLines { max: 200 },
            V::NoLines,
            V::SentBefore,
            V::AddressTaken,
            V::CoordinatorUnknown,
            V::AddressOwn,
            V::TooManyAddresses { max: 5 },
            V::AddressUnproved,
            V::AddressMain,
            V::PasswordShort { min: 8 },
            V::PasswordClasses,
            V::PasswordOwnData,
            V::PasswordGuessable,
            V::PasswordMismatch,
            V::PasswordWrong,
            V::PasswordSame,
            V::NotTicked,
            V::UrlFormat,
            V::PostcodeJapan,
            V::PostcodeFormat,
            V::DateFuture,
            V::EndBeforeStart,
            V::DateTooSoon { days: 14 },
            V::HeadingsMissing,
            V::HeadingEmpty { line: 3 },
            V::SectionEmpty { line: 3 },
            V::SectionsDiffer { here: 12, there: 13 },
            V::CorporateUnknown,
            V::BirthImpossible,
            V::CodeWrong,
            V::CodeUsed,
        ];
        for fault in [
            CharacterFault::FullWidth,
            CharacterFault::EnvironmentDependent,
            CharacterFault::Control,
            CharacterFault::NotADigit,
            CharacterFault::NotADigitOrHyphen,
        ] {
            all.push(V::Character { at: 3, fault });
        }
        all
    }

    #[test]
    fn every_violation_has_its_own_sentence_in_both_languages() {
        for language in Language::ALL {
            let sentences: std::collections::BTreeSet<_> =
                one_of_each().iter().map(|v| violation(v, language)).collect();
            assert_eq!(sentences.len(), one_of_each().len());
            assert!(
                sentences
                    .iter()
                    .all(|sentence| sentence.ends_with(['.', '?', '。']))
            );
        }
    }

    #[test]
    fn every_violation_survives_the_wire() {
        for violation in one_of_each() {
            let wire = serde_json::to_string(&violation).expect("serialises");
            assert_eq!(
                serde_json::from_str::<Violation>(&wire).expect("parses"),
                violation,
                "{wire}"
            );
        }
        assert!(serde_json::from_str::<Violation>(r#"{"rule":"nothing"}"#).is_err());
    }

    #[test]
    fn limits_are_told_with_the_sentence() {
        let too_long = Violation::TooLong { max: 50, length: 51 };
        assert!(violation(&too_long, Language::En).contains("50"));
        assert!(violation(&too_long, Language::Ja).contains("50"));
    }

    #[test]
    fn refusals_are_said_in_both_languages() {
        for said in [
            Refusal::WrongCredentials,
            Refusal::SignInFirst,
            Refusal::NotAllowed,
            Refusal::NotFound,
            Refusal::Busy,
            Refusal::Locked { seconds: 600 },
            Refusal::Closed,
            Refusal::TooMany { seconds: 3_600 },
            Refusal::Unverified { mailed: true },
            Refusal::Unverified { mailed: false },
            Refusal::Suspended,
            Refusal::LinkExpired,
            Refusal::LinkUsed,
            Refusal::PassOnFirst,
            Refusal::OnlyAdministrator,
            Refusal::UnderReview,
            Refusal::LinkDead,
            Refusal::LinkOther,
            Refusal::StepOver,
            Refusal::TriesUsed,
            Refusal::ProveFirst,
            Refusal::PasskeyFailed,
            Refusal::TooLarge,
            Refusal::TooSlow,
            Refusal::Faults(Violations::none()),
        ] {
            assert_ne!(refusal(&said, Language::En), refusal(&said, Language::Ja));
        }
    }

    fn one_of_each_file_fault() -> Vec<FileFault> {
        use crate::inventory::stock_file::{Encoding, LooksLike, OtherSeparator};
        use FileFault as F;
        let mut all = vec![
            F::WrongExtension,
            F::TooManyBytes { max: 20_000_000 },
            F::TooManyRows { max: 100_000 },
            F::Empty,
            F::BrokeOff,
            F::NoHeadings,
            F::HeadingMissing {
                column: Column::Model,
            },
            F::HeadingOrder {
                expected: Column::Model,
                found: Column::Quantity,
                at: 3,
            },
            F::HeadingUnknown { at: 3 },
            F::HeadingTwice {
                column: Column::Reference,
                at: 3,
            },
            F::TooManyColumns { max: 256 },
            F::TooManyFiles { max: 10 },
            F::TooManyWaiting { max: 20 },
            F::MissingCells {
                expected: 9,
                found: 8,
            },
            F::ExtraCells {
                expected: 9,
                found: 10,
            },
            F::BlankRow,
            F::UnclosedQuote,
            F::StrayQuote,
            F::Nul,
            F::FieldTooLong { max: 65_535 },
            F::Cell(Violation::Missing),
            F::ReferenceTwice { row: 2 },
            F::ReferenceOfAnother {
                model: "TC74HC".into(),
            },
            F::ReferenceKnown {
                model: "TC74HC".into(),
            },
        ];
        all.extend([Encoding::Utf16, Encoding::ShiftJis, Encoding::Other].map(|guess| F::NotUtf8 { guess }));
        all.extend(
            [LooksLike::Spreadsheet, LooksLike::Pdf, LooksLike::Image]
                .map(|looks_like| F::NotCsv { looks_like }),
        );
        all.extend(
            [
                OtherSeparator::Semicolon,
                OtherSeparator::Tab,
                OtherSeparator::WideComma,
            ]
            .map(|found| F::Separator { found }),
        );
        all
    }

    #[test]
    fn every_fault_of_a_file_has_its_own_sentence_in_both_languages() {
        for language in Language::ALL {
            let all = one_of_each_file_fault();
            let sentences: std::collections::BTreeSet<_> =
                all.iter().map(|fault| file_fault(fault, language)).collect();
            assert_eq!(sentences.len(), all.len());
            assert!(
                sentences
                    .iter()
                    .all(|sentence| sentence.ends_with(['.', '?', '。']))
            );
        }
    }

    #[test]
    fn a_fault_is_told_with_its_row_and_column() {
        let cell = RowFault {
            row: 3,
            column: Some(Column::Model),
            fault: FileFault::Cell(Violation::Missing),
        };
        assert_eq!(
            row_fault(&cell, Language::En),
            "row 3, Model: Please fill this in."
        );
        assert_eq!(row_fault(&cell, Language::Ja), "3行目、型番: 入力してください。");
        let row = RowFault {
            row: 3,
            column: None,
            fault: FileFault::BlankRow,
        };
        assert_eq!(
            row_fault(&row, Language::En),
            "row 3: The row is blank. Please delete it."
        );
        assert_eq!(
            row_fault(&row, Language::Ja),
            "3行目: 空白行です。削除してください。"
        );
        let file = RowFault::of_file(FileFault::Empty);
        assert_eq!(row_fault(&file, Language::En), "The file has no data row.");
    }

    #[test]
    fn thousands_are_grouped_from_the_right() {
        assert_eq!(thousands(0), "0");
        assert_eq!(thousands(1_024_310), "1,024,310");
        assert_eq!(thousands(100), "100");
    }

    #[test]
    fn an_age_is_told_in_its_largest_unit() {
        for (seconds, en, ja) in [
            (0, "0 s ago", "0秒前"),
            (59, "59 s ago", "59秒前"),
            (60, "1 min ago", "1分前"),
            (7_199, "1 h ago", "1時間前"),
            (u32::MAX, "49710 d ago", "49710日前"),
        ] {
            assert_eq!(ago(seconds, Language::En), en);
            assert_eq!(ago(seconds, Language::Ja), ja);
        }
    }
}

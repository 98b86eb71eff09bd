//! What spreadsheets do to cells, and how it may be undone. A repair is offered, never made by itself: whoever knows the
//! parts says whether it is right.

use serde::{Deserialize, Serialize};

use crate::inventory::Column;
use crate::inventory::quantity::Quantity;
use crate::inventory::year::{ThisYear, Year};
use crate::text::fold_width;
use crate::violations::Violation;

/// What a cell looks like, and what it may have been.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Repair {
    /// A number with separators, spaces or empty decimals: without them it is a quantity.
    PlainNumber { is: String },
    /// `1.2E+05`: written out it is a quantity, if no digit was lost.
    WrittenOut { is: String },
    /// Year and week: the year.
    YearOnly { is: String },
    /// Year and week whose leading zero was lost: the year.
    LostZero { is: String },
    /// A model that a spreadsheet has turned into a number in powers of ten. What it was nobody can say.
    Powers,
    /// A model that a spreadsheet has turned into a date. What it was nobody can say.
    Date,
}

impl Repair {
    /// The text that is offered; none where a person has to look it up.
    #[must_use]
    pub fn offered(&self) -> Option<&str> {
        match self {
            Self::PlainNumber { is }
            | Self::WrittenOut { is }
            | Self::YearOnly { is }
            | Self::LostZero { is } => Some(is),
            Self::Powers | Self::Date => None,
        }
    }
}

/// What a cell looks like that a spreadsheet has damaged.
#[must_use]
pub fn repair_of(column: Column, cell: &str, this_year: ThisYear) -> Option<Repair> {
    let folded = fold_width(cell);
    let text = folded.trim();
    match column {
        Column::Quantity => quantity(text),
        Column::Dc => year(text, this_year),
        Column::Model | Column::Reference | Column::DateCode
            if in_powers(text).is_some() || is_in_powers(text) =>
        {
            Some(Repair::Powers)
        }
        Column::Model | Column::Reference | Column::DateCode | Column::Remarks if is_date(text) => {
            Some(Repair::Date)
        }
        Column::Model | Column::Reference if is_whole_date(text) => Some(Repair::Date),
        _ => None,
    }
}

fn quantity(text: &str) -> Option<Repair> {
    if text.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    if let Some(is) = in_powers(text) {
        let is = is.to_string();
        return Quantity::parse(&is).is_ok().then_some(Repair::WrittenOut { is });
    }
    let is = without_separators(text)?;
    Quantity::parse(&is).is_ok().then_some(Repair::PlainNumber { is })
}

/// `1,234,567`, `1 234`, `1'234`, `100.0`: whole numbers. `1,23` is none, for it may be a fraction; nor is `1.000`, for it may be
/// a thousand.
fn without_separators(text: &str) -> Option<String> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let separators = [',', ' ', '\'', '_', '\u{a0}', '\u{202f}'];
    let may_separate_thousands = fraction.len() == 3 && !whole.contains(separators);
    if may_separate_thousands || !fraction.chars().all(|c| c == '0') {
        return None;
    }
    let mut groups = whole.split(separators);
    let first = groups.next()?;
    let digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    let rest: Vec<&str> = groups.collect();
    let good = digits(first)
        && (1..=3).contains(&first.len())
        && rest.iter().all(|group| group.len() == 3 && digits(group));
    let plain = rest.is_empty() && digits(first) && !first.is_empty();
    (good || plain).then(|| format!("{first}{}", rest.concat()))
}

/// The whole number that a text such as `1.2E+05` stands for.
fn in_powers(text: &str) -> Option<u64> {
    let (mantissa, exponent) = text.split_once(['e', 'E'])?;
    let exponent: usize = exponent.strip_prefix('+').unwrap_or(exponent).parse().ok()?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.len() != 1 || !digits(whole) || !digits(fraction) || !(fraction.len()..=12).contains(&exponent) {
        return None;
    }
    let zeros = "0".repeat(exponent - fraction.len());
    format!("{whole}{fraction}{zeros}").parse().ok()
}

/// What a spreadsheet writes of any number in powers of ten: `1.2345E+02`, `5.00E-12`.
fn is_in_powers(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else {
        return false;
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let exponent = exponent.strip_prefix(['+', '-']);
    whole.len() == 1
        && digits(whole)
        && digits(fraction)
        && exponent.is_some_and(|exponent| (2..=3).contains(&exponent.len()) && digits(exponent))
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// A number of so many digits at most, from 1.
fn is_number(part: &str, digits: usize, max: u16) -> bool {
    part.len() <= digits
        && part.bytes().all(|b| b.is_ascii_digit())
        && part.parse().is_ok_and(|n: u16| (1..=max).contains(&n))
}

/// `6-Oct`, `Oct-06`, `2026/10/6`, `10月6日`.
fn is_date(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let number = |part: &str, max: u16| is_number(part, 4, max);
    if let Some((month, day)) = text.split_once('月') {
        return number(month, 12) && day.strip_suffix('日').is_some_and(|day| number(day, 31));
    }
    let parts: Vec<&str> = lower.split(['-', '/']).collect();
    let is_month = |part: &str| MONTHS.contains(&part);
    match parts[..] {
        [day, month] => {
            (number(day, 31) && is_month(month)) || (is_month(day) && month.len() == 2 && number(month, 99))
        }
        [year, month, day] if lower.contains('/') => {
            (year.len() == 4 && number(month, 12) && number(day, 31))
                || (day.len() == 4 && number(year, 31) && number(month, 31))
        }
        _ => false,
    }
}

/// As other spreadsheets and countries have them: `10/06/26`, `2026-10-06`, `06.10.26`, `06.10.2026`. No part is called so; a remark may be.
fn is_whole_date(text: &str) -> bool {
    let two = |part: &str, max: u16| part.len() == 2 && is_number(part, 2, max);
    let four = |part: &str| part.len() == 4 && is_number(part, 4, 2099) && part >= "1900";
    let parts = |by: char| -> Option<[&str; 3]> { text.split(by).collect::<Vec<_>>().try_into().ok() };
    let slashed = parts('/').is_some_and(|[a, b, year]| two(a, 31) && two(b, 31) && two(year, 99));
    let dashed = parts('-').is_some_and(|[year, month, day]| four(year) && two(month, 12) && two(day, 31));
    let dotted = parts('.')
        .is_some_and(|[day, month, year]| two(day, 31) && two(month, 12) && (two(year, 99) || four(year)));
    slashed || dashed || dotted
}

fn year(text: &str, this_year: ThisYear) -> Option<Repair> {
    let offered = |digits: &str| match Year::parse(digits, this_year) {
        Err(Violation::YearAndWeek { year }) => Some(year.to_string()),
        _ => None,
    };
    if let Some(is) = offered(text) {
        return Some(Repair::YearOnly { is });
    }
    if text.len() == 3 && text.bytes().all(|b| b.is_ascii_digit()) {
        return offered(&format!("0{text}")).map(|is| Repair::LostZero { is });
    }
    let is = without_separators(text).filter(|is| is != text)?;
    matches!(Year::parse(&is, this_year), Ok(Some(_))).then_some(Repair::PlainNumber { is })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered(column: Column, cell: &str) -> Option<String> {
        repair_of(column, cell, ThisYear(2026)).map(|repair| repair.offered().unwrap_or("?").to_owned())
    }

    #[test]
    fn a_bin_a_date_code_or_a_reference_can_be_damaged_too() {
        for column in [Column::Remarks, Column::DateCode, Column::Reference] {
            assert_eq!(offered(column, "4-Mar").as_deref(), Some("?"), "{column:?}");
            assert_eq!(offered(column, "A-1"), None, "{column:?}");
        }
        assert_eq!(offered(Column::Reference, "4.90123E+12").as_deref(), Some("?"));
        assert_eq!(offered(Column::Remarks, "4.90123E+12"), None);
        assert_eq!(offered(Column::Reference, "2026-10-06").as_deref(), Some("?"));
        assert_eq!(offered(Column::Remarks, "2026-10-06"), None, "when it came in");
    }

    #[test]
    fn what_was_written_for_people_is_offered_as_a_number() {
        for (cell, is) in [
            ("1,000", "1000"),
            ("1 234 567", "1234567"),
            ("１，０００", "1000"),
            ("100.00", "100"),
            ("1.2E+05", "120000"),
            ("1e3", "1000"),
        ] {
            assert_eq!(offered(Column::Quantity, cell).as_deref(), Some(is), "{cell}");
        }
        for cell in ["1000", "-5", "2.5", "1,23", "百", "", "0", "1e12", "1.25e1"] {
            assert_eq!(offered(Column::Quantity, cell), None, "{cell}");
        }
    }

    #[test]
    fn a_dot_before_three_zeros_may_separate_thousands_and_nothing_is_offered() {
        for cell in ["1.000", "10.000", "100.000", "１．０００"] {
            assert_eq!(offered(Column::Quantity, cell), None, "{cell}");
        }
        assert_eq!(offered(Column::Quantity, "1,000.000").as_deref(), Some("1000"));
        assert_eq!(offered(Column::Quantity, "1000.0000").as_deref(), Some("1000"));
    }

    #[test]
    fn a_model_that_became_a_date_or_a_power_is_noticed_and_nothing_is_offered() {
        for cell in [
            "6-Oct",
            "Oct-06",
            "2026/10/6",
            "10月6日",
            "10/06/26",
            "2026-10-06",
            "06.10.26",
            "06.10.2026",
            "1.2E+05",
            "1E05",
            "1.2345E+02",
            "5.00E-12",
            "1E-05",
            "2E+100",
        ] {
            assert_eq!(offered(Column::Model, cell).as_deref(), Some("?"), "{cell}");
        }
        for cell in [
            "TC74HC4050AFTEL",
            "1N4148",
            "2SC1815-Y",
            "0603",
            "MAX-232",
            "32-Octal",
            "E6C2-CWZ6C",
            "12-10",
            "10-06-26",
            "1234-10-06",
            "43045-0600",
            "53.06.40",
            "1.10.26",
        ] {
            assert_eq!(offered(Column::Model, cell), None, "{cell}");
        }
    }

    #[test]
    fn year_and_week_is_offered_as_the_year_also_without_its_zero() {
        assert_eq!(offered(Column::Dc, "2318").as_deref(), Some("2023"));
        assert_eq!(offered(Column::Dc, "318").as_deref(), Some("2003"));
        assert_eq!(offered(Column::Dc, "2,015").as_deref(), Some("2015"));
        assert_eq!(offered(Column::Dc, "2015"), None);
        assert_eq!(offered(Column::Dc, "15-03"), None);
    }
}

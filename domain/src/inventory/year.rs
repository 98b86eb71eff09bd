//! DC: the year of manufacture, four digits, 1950 to next year (Z11).
//!
//! The trade often writes a date code as year and week, `2318` for week 18 of 2023. That is never converted silently:
//! the violation offers the year. `1950`–`1953` and `2001`–next year could be either and are taken as years.

use serde::{Deserialize, Serialize};

use crate::text::{fold_width, limits::OLDEST_YEAR};
use crate::violations::Violation;

/// The current year in Japan, handed in by whoever has a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThisYear(pub u16);

impl ThisYear {
    /// The newest year a DC may name: parts made for next year are announced in this one.
    #[must_use]
    pub const fn newest(self) -> u16 {
        self.0.saturating_add(1)
    }
}

/// A year of manufacture that kept its rule when it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Year(u16);

impl Year {
    /// Reads an optional year; the empty text is no year.
    ///
    /// # Errors
    /// Not four digits, outside 1950 to next year, or year and week.
    pub fn parse(raw: &str, this_year: ThisYear) -> Result<Option<Self>, Violation> {
        let folded = fold_width(raw);
        let text = folded.trim();
        if text.is_empty() {
            return Ok(None);
        }
        if text.len() != 4 || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Violation::YearFormat);
        }
        let year: u16 = text.parse().map_err(|_| Violation::YearFormat)?;
        if (OLDEST_YEAR..=this_year.newest()).contains(&year) {
            return Ok(Some(Self(year)));
        }
        Err(year_and_week(year, this_year).unwrap_or(Violation::YearOutside {
            oldest: OLDEST_YEAR,
            newest: this_year.newest(),
        }))
    }

    /// The year as a number.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.0
    }
}

/// The reading of `YYWW`, if there is one: a week from 01 to 53 of a year within the limits.
fn year_and_week(digits: u16, this_year: ThisYear) -> Option<Violation> {
    let (short_year, week) = (digits / 100, digits % 100);
    let in_this_century = 2000 + short_year;
    let year = if in_this_century <= this_year.newest() {
        in_this_century
    } else {
        1900 + short_year
    };
    ((1..=53).contains(&week) && year >= OLDEST_YEAR).then_some(Violation::YearAndWeek { year })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: ThisYear = ThisYear(2026);

    #[test]
    fn years_within_the_limits_are_taken_as_years() {
        for raw in ["1950", "1953", "2001", "2026", "2027", "２０２０"] {
            assert!(matches!(Year::parse(raw, NOW), Ok(Some(_))), "{raw}");
        }
        assert_eq!(Year::parse(" ", NOW), Ok(None));
    }

    #[test]
    fn year_and_week_is_offered_as_a_year_never_taken() {
        assert_eq!(
            Year::parse("2318", NOW),
            Err(Violation::YearAndWeek { year: 2023 })
        );
        assert_eq!(
            Year::parse("9952", NOW),
            Err(Violation::YearAndWeek { year: 1999 })
        );
        assert_eq!(
            Year::parse("2028", NOW),
            Err(Violation::YearAndWeek { year: 2020 })
        );
    }

    #[test]
    fn other_numbers_are_outside() {
        let outside = Err(Violation::YearOutside {
            oldest: 1950,
            newest: 2027,
        });
        assert_eq!(
            Year::parse("1949", NOW),
            Err(Violation::YearAndWeek { year: 2019 })
        );
        assert_eq!(Year::parse("2399", NOW), outside);
        assert_eq!(Year::parse("3000", NOW), outside);
    }

    #[test]
    fn anything_but_four_digits_is_a_format_fault() {
        for raw in ["15-03", "2,015", "15", "20155", "'15", "2015年"] {
            assert_eq!(Year::parse(raw, NOW), Err(Violation::YearFormat), "{raw}");
        }
    }
}

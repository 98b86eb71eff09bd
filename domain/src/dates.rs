//! Dates as they cross between people and rules: ISO 8601 inside, the reader's own way outside (Z26); and days in Japan,
//! where the market keeps its calendar (Z49), by their number since 1970.

const DAY: i64 = 86_400_000;
const HOUR: i64 = 3_600_000;
const JAPAN: i64 = 9 * HOUR;

/// The day in Japan of an instant, counted from 1970; instants are milliseconds since 1970 in UTC.
#[must_use]
pub const fn day_in_japan(at: i64) -> i64 {
    (at + JAPAN).div_euclid(DAY)
}

/// The instant at which a day in Japan begins.
#[must_use]
pub const fn begin_in_japan(day: i64) -> i64 {
    day * DAY - JAPAN
}

/// The next time after an instant at which a clock in Japan shows this full hour.
#[must_use]
pub const fn next_hour_in_japan(at: i64, hour: u8) -> i64 {
    let today = begin_in_japan(day_in_japan(at)) + hour as i64 * HOUR;
    if today > at { today } else { today + DAY }
}

/// Reads `YYYY-MM-DD`, as `<input type="date">` sends it.
#[must_use]
pub fn iso_date(text: &str) -> Option<time::Date> {
    let mut parts = text.split('-');
    let mut part = |length: usize| {
        parts
            .next()
            .filter(|p| p.len() == length && p.bytes().all(|b| b.is_ascii_digit()))
    };
    let (year, month, day) = (part(4)?, part(2)?, part(2)?);
    let month = time::Month::try_from(month.parse::<u8>().ok()?).ok()?;
    let date = time::Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()?;
    parts.next().is_none().then_some(date)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_instant_lies_in_its_day(at in -4_000_000_000_000_i64..4_000_000_000_000) {
            let day = day_in_japan(at);
            prop_assert!(begin_in_japan(day) <= at && at < begin_in_japan(day + 1));
        }

        #[test]
        fn the_next_hour_comes_within_a_day(at in 0_i64..4_000_000_000_000, hour in 0_u8..24) {
            let next = next_hour_in_japan(at, hour);
            prop_assert!(at < next && next <= at + DAY);
            prop_assert_eq!((next + JAPAN).rem_euclid(DAY), i64::from(hour) * HOUR);
        }
    }
}

//! A moment as a person reads it: the date and the time of day in Japan, where the market keeps its calendar (Z49).

use leptos::prelude::*;

const DAY: i64 = 86_400;
const JAPAN: i64 = 9 * 3_600;

/// Date and time in Japan, to the minute.
#[component]
pub fn Moment(
    /// Milliseconds since 1970 in UTC.
    at: i64,
) -> impl IntoView {
    let seconds = at.div_euclid(1000);
    let exact = format!("{}+09:00", written(seconds + JAPAN, "T", true));
    let shown = format!("{} JST", written(seconds + JAPAN, " ", false));
    view! { <time datetime=exact>{shown}</time> }
}

/// A day in Japan, counted from 1970, as a date: `2026-11-21`.
#[must_use]
pub fn written_day(day: i64) -> String {
    let (year, month, day) = civil(day);
    format!("{year:04}-{month:02}-{day:02}")
}

fn written(seconds: i64, between: &str, exact: bool) -> String {
    let day = written_day(seconds.div_euclid(DAY));
    let second = seconds.rem_euclid(DAY);
    let (hours, minutes, seconds) = (second / 3_600, second / 60 % 60, second % 60);
    let rest = if exact {
        format!(":{seconds:02}")
    } else {
        String::new()
    };
    format!("{day}{between}{hours:02}:{minutes:02}{rest}")
}

/// Year, month and day of a number of days since 1970, in the Gregorian calendar (Howard Hinnant, "chrono-compatible
/// low-level date algorithms", 2021). A calendar of its own saves the browser a whole library.
const fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970_over_leap_years() {
        for (days, date) in [
            (0, (1970, 1, 1)),
            (-1, (1969, 12, 31)),
            (11_016, (2000, 2, 29)),
            (20_778, (2026, 11, 21)),
        ] {
            assert_eq!(civil(days), date, "{days}");
        }
    }

    #[test]
    fn a_moment_is_written_to_the_minute_or_the_second() {
        assert_eq!(written(0, " ", false), "1970-01-01 00:00");
        assert_eq!(written(86_399, "T", true), "1970-01-01T23:59:59");
    }
}

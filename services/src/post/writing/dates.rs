//! Dates as the reader writes them (Z26); the market's calendar is Japan's (Z49).

use domain::language::Language;
use time::{Date, Month, OffsetDateTime, UtcOffset};

/// `2027-01-31` as `31 January 2027` or `2027年1月31日`; what is not a date stays as it is.
pub(super) fn day(iso: &str, language: Language) -> String {
    parsed(iso).map_or_else(|| iso.to_owned(), |date| written(date, language))
}

/// An instant in milliseconds since 1970, in Japan's time to the minute.
pub(super) fn moment(millis: i64, language: Language) -> String {
    let instant =
        OffsetDateTime::from_unix_timestamp(millis.div_euclid(1_000)).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let japan = UtcOffset::from_hms(9, 0, 0).map_or(instant, |offset| instant.to_offset(offset));
    let (day, hour, minute) = (written(japan.date(), language), japan.hour(), japan.minute());
    match language {
        Language::En => format!("{day}, {hour:02}:{minute:02} (Japan time)"),
        Language::Ja => format!("{day} {hour}:{minute:02}（日本時間）"),
    }
}

fn written(date: Date, language: Language) -> String {
    let (year, month, day) = date.to_calendar_date();
    match language {
        Language::En => format!("{day} {month} {year}"),
        Language::Ja => format!("{year}年{}月{day}日", u8::from(month)),
    }
}

fn parsed(iso: &str) -> Option<Date> {
    let mut parts = iso.splitn(3, '-');
    let mut part = || parts.next()?.parse::<u16>().ok();
    let (year, month, day) = (part()?, part()?, part()?);
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    Date::from_calendar_date(i32::from(year), month, u8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_reads_in_either_language() {
        assert_eq!(day("2027-01-31", Language::En), "31 January 2027");
        assert_eq!(day("2027-01-31", Language::Ja), "2027年1月31日");
        for odd in ["", "soon", "2027-02-30", "2027-1", "-1-1-1"] {
            assert_eq!(day(odd, Language::En), odd);
        }
    }

    #[test]
    fn a_moment_is_told_in_japans_time() {
        assert_eq!(
            moment(1_795_271_580_000, Language::En),
            "21 November 2026, 23:33 (Japan time)"
        );
        assert_eq!(
            moment(1_795_271_580_000, Language::Ja),
            "2026年11月21日 23:33（日本時間）"
        );
    }
}

//! Dates as they cross between people and rules: ISO 8601 inside, the reader's own way outside (Z26).

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

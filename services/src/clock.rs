//! What time it is: the one door through which time comes in, so that tests can move it.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use domain::inventory::ThisYear;

/// A second press of the same button comes within this time, in milliseconds.
pub(crate) const DOUBLE_CLICK: i64 = 10_000;

/// A source of time.
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970 in UTC.
    fn now(&self) -> i64;
}

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }
}

/// A clock that stands still until it is moved.
pub struct HandClock(AtomicI64);

impl HandClock {
    /// A clock that shows the given milliseconds since 1970.
    #[must_use]
    pub const fn at(now: i64) -> Self {
        Self(AtomicI64::new(now))
    }

    /// Moves the hands on.
    pub fn advance(&self, by: Duration) {
        self.0.fetch_add(
            i64::try_from(by.as_millis()).unwrap_or(i64::MAX),
            Ordering::SeqCst,
        );
    }
}

impl Clock for HandClock {
    fn now(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// The date in Japan, where the market keeps its calendar (Z49).
#[must_use]
pub fn date_in_japan(now: i64) -> time::Date {
    let instant = time::OffsetDateTime::from_unix_timestamp_nanos(i128::from(now) * 1_000_000)
        .unwrap_or(time::OffsetDateTime::UNIX_EPOCH);
    match time::UtcOffset::from_hms(9, 0, 0) {
        Ok(japan) => instant.to_offset(japan).date(),
        Err(_) => instant.date(),
    }
}

/// An instant as programs read it, to the second and in UTC: `2026-11-21T03:00:00Z`.
#[must_use]
pub fn written(now: i64) -> String {
    let instant = time::OffsetDateTime::from_unix_timestamp_nanos(i128::from(now) * 1_000_000)
        .unwrap_or(time::OffsetDateTime::UNIX_EPOCH);
    let (hour, minute, second) = instant.to_hms();
    format!("{}T{hour:02}:{minute:02}:{second:02}Z", instant.date())
}

/// The date in Japan by a clock.
#[must_use]
pub fn today(clock: &dyn Clock) -> time::Date {
    date_in_japan(clock.now())
}

/// The year in Japan.
#[must_use]
pub fn year_in_japan(now: i64) -> ThisYear {
    ThisYear(u16::try_from(date_in_japan(now).year()).unwrap_or(u16::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_written_in_utc() {
        assert_eq!(written(1_795_230_000_000), "2026-11-21T03:00:00Z");
    }

    #[test]
    fn the_new_year_begins_in_japan() {
        // 2026-12-31 15:00 UTC is midnight in Japan.
        let midnight = 1_798_729_200_000;
        assert_eq!(year_in_japan(midnight - 1), ThisYear(2026));
        assert_eq!(year_in_japan(midnight), ThisYear(2027));
    }
}

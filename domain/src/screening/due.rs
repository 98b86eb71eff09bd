//! By when an application is due: at the end of the third business day after it came in. Business days are Monday to
//! Friday in Japan, where the market keeps its calendar (Z49); holidays count as they fall.

use serde::{Deserialize, Serialize};

use crate::dates::{begin_in_japan as begins, day_in_japan as day};

/// How many business days an application may wait for us.
pub const BUSINESS_DAYS: u32 = 3;

/// How pressing an application is; never told by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Urgency {
    /// There is more than today.
    Calm,
    /// Due today.
    Today,
    /// It should have been decided.
    Late,
}

/// Whether a day is Monday to Friday; the first day of 1970 was a Thursday.
const fn is_business(day: i64) -> bool {
    (day + 3).rem_euclid(7) < 5
}

/// When something that came in at `at` is due, both in milliseconds since 1970.
#[must_use]
pub fn due(at: i64) -> i64 {
    let mut last = day(at);
    for _ in 0..BUSINESS_DAYS {
        last += 1;
        while !is_business(last) {
            last += 1;
        }
    }
    begins(last + 1)
}

/// How pressing something is.
#[must_use]
pub const fn urgency(now: i64, due: i64) -> Urgency {
    if now >= due {
        Urgency::Late
    } else if day(now) >= day(due - 1) {
        Urgency::Today
    } else {
        Urgency::Calm
    }
}

/// Business days that are left after today; none when it is due today or late.
#[must_use]
pub fn days_left(now: i64, due: i64) -> u32 {
    let days = (day(now) + 1..=day(due - 1)).filter(|day| is_business(*day));
    u32::try_from(days.count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DAY: i64 = 86_400_000;
    /// 2026-11-20, a Friday, noon in Japan.
    const FRIDAY: i64 = 1_795_143_600_000;

    #[test]
    fn friday_is_due_on_wednesday_and_the_weekend_too() {
        let wednesday_is_over = begins(day(FRIDAY) + 6);
        assert_eq!(due(FRIDAY), wednesday_is_over);
        assert_eq!(due(FRIDAY + DAY), wednesday_is_over, "Saturday");
        assert_eq!(due(FRIDAY + 2 * DAY), wednesday_is_over, "Sunday");
        assert_eq!(due(FRIDAY + 3 * DAY), wednesday_is_over + DAY, "Monday");
        assert_eq!(days_left(FRIDAY, due(FRIDAY)), 3);
        assert_eq!(days_left(FRIDAY + 3 * DAY, due(FRIDAY)), 2);
    }

    #[test]
    fn the_last_day_is_told_and_then_it_is_late() {
        let due = due(FRIDAY);
        assert_eq!(urgency(FRIDAY, due), Urgency::Calm);
        assert_eq!(urgency(due - DAY - 1, due), Urgency::Calm);
        assert_eq!(urgency(due - DAY, due), Urgency::Today);
        assert_eq!(urgency(due - 1, due), Urgency::Today);
        assert_eq!(urgency(due, due), Urgency::Late);
    }

    proptest! {
        #[test]
        fn three_business_days_whenever_it_comes_in(at in 0_i64..4_000_000_000_000) {
            let due = due(at);
            // It ends with a business day, and three of them lie between.
            prop_assert!(is_business(day(due - 1)));
            prop_assert_eq!(due, begins(day(due)));
            prop_assert_eq!(days_left(at, due), BUSINESS_DAYS);
            prop_assert!(due - at > 3 * DAY && due - at <= 6 * DAY);
            prop_assert_eq!(urgency(at, due), Urgency::Calm);
        }

        #[test]
        fn who_comes_later_is_not_due_sooner(at in 0_i64..4_000_000_000_000, later in 0_i64..30 * DAY) {
            prop_assert!(due(at) <= due(at + later));
        }

        #[test]
        fn it_never_grows_calmer(at in 0_i64..4_000_000_000_000, now in 0_i64..12 * DAY, later in 0_i64..12 * DAY) {
            let due = due(at);
            prop_assert!(days_left(at + now + later, due) <= days_left(at + now, due));
            let rank = |at| urgency(at, due) as u8;
            prop_assert!(rank(at + now) <= rank(at + now + later));
        }
    }
}

//! Days and weeks of a figure, without gaps. Days are Japan's, weeks begin on Monday; both are counted from 1970.

use serde::{Deserialize, Serialize};

use crate::dates::day_in_japan;

/// Days that are shown, today included.
pub const DAYS: usize = 30;
/// Weeks that are shown, this one included.
pub const WEEKS: usize = 8;
const MINUTE: i64 = 60_000;

/// A count for each of the last days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Days {
    /// The first day.
    pub first: i64,
    /// Of [`DAYS`] days, the last of which is today.
    pub counts: Vec<u32>,
}

impl Days {
    /// The first of the days that are shown.
    #[must_use]
    pub const fn first(today: i64) -> i64 {
        today + 1 - DAYS as i64
    }

    /// From what was found, day by day; other days are passed over, and days may come twice.
    #[must_use]
    pub fn of(today: i64, found: impl IntoIterator<Item = (i64, u32)>) -> Self {
        let first = Self::first(today);
        let mut counts = vec![0_u32; DAYS];
        for (day, count) in found {
            let place = usize::try_from(day - first).ok();
            if let Some(known) = place.and_then(|place| counts.get_mut(place)) {
                *known = known.saturating_add(count);
            }
        }
        Self { first, counts }
    }

    /// All of them together.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.iter().copied().map(u64::from).sum()
    }

    /// Today's.
    #[must_use]
    pub fn today(&self) -> u32 {
        self.counts.last().copied().unwrap_or_default()
    }

    /// The highest count, and the newest day that has it; none where there is nothing.
    #[must_use]
    pub fn most(&self) -> Option<(i64, u32)> {
        let all = (self.first..).zip(self.counts.iter().copied());
        all.max_by_key(|(_, count)| *count)
            .filter(|(_, count)| *count > 0)
    }

    /// The days themselves.
    pub fn days(&self) -> impl Iterator<Item = i64> {
        (self.first..).take(self.counts.len())
    }
}

/// How long the decisions of a week took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Week {
    /// Its Monday.
    pub monday: i64,
    pub decided: u32,
    /// Half of them took no longer, in minutes; nothing where none was decided.
    pub median: u32,
    /// Nine of ten took no longer.
    pub slow: u32,
}

/// The Monday of the week of a day; the first day of 1970 was a Thursday.
#[must_use]
pub const fn monday(day: i64) -> i64 {
    day - (day + 3).rem_euclid(7)
}

/// The Monday of the first week that is shown.
#[must_use]
pub const fn first_monday(today: i64) -> i64 {
    monday(today) - 7 * (WEEKS as i64 - 1)
}

/// Of decisions, as the instants of sending and of deciding, the weeks that are shown.
#[must_use]
pub fn weeks(today: i64, decisions: impl IntoIterator<Item = (i64, i64)>) -> Vec<Week> {
    let first = first_monday(today);
    let mut took = vec![Vec::new(); WEEKS];
    for (sent, decided) in decisions {
        let week = (day_in_japan(decided) - first).div_euclid(7);
        let place = usize::try_from(week).ok();
        if let Some(week) = place.and_then(|place| took.get_mut(place)) {
            week.push(u32::try_from((decided - sent).max(0) / MINUTE).unwrap_or(u32::MAX));
        }
    }
    let mondays = (0..).map(|week| first + 7 * week);
    mondays
        .zip(took)
        .map(|(monday, took)| week(monday, took))
        .collect()
}

fn week(monday: i64, mut took: Vec<u32>) -> Week {
    took.sort_unstable();
    Week {
        monday,
        decided: u32::try_from(took.len()).unwrap_or(u32::MAX),
        median: at_most(&took, 50),
        slow: at_most(&took, 90),
    }
}

/// The least value that so many of a hundred do not exceed; of nothing, nothing.
fn at_most(sorted: &[u32], percent: usize) -> u32 {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::dates::begin_in_japan;

    /// 2026-11-21, a Saturday.
    const SATURDAY: i64 = 20_778;

    #[test]
    fn days_end_today_and_have_no_gaps() {
        let days = Days::of(
            SATURDAY,
            [
                (SATURDAY, 2),
                (SATURDAY - 29, 1),
                (SATURDAY - 30, 9),
                (SATURDAY + 1, 9),
            ],
        );
        assert_eq!(days.counts.len(), DAYS);
        assert_eq!((days.total(), days.today()), (3, 2));
        assert_eq!(days.most(), Some((SATURDAY, 2)));
        assert_eq!(days.days().last(), Some(SATURDAY));
        assert_eq!(Days::of(SATURDAY, []).most(), None);
    }

    #[test]
    fn weeks_begin_on_monday() {
        assert_eq!(monday(SATURDAY), SATURDAY - 5);
        assert_eq!(monday(SATURDAY + 1), SATURDAY - 5, "Sunday");
        assert_eq!(monday(SATURDAY + 2), SATURDAY + 2, "Monday");
    }

    #[test]
    fn the_slowest_of_ten_is_not_counted_and_the_ninth_is() {
        let at = begin_in_japan(SATURDAY);
        let took = (1..=10).map(|minutes| (at - minutes * MINUTE, at));
        let week = weeks(SATURDAY, took)[WEEKS - 1];
        assert_eq!((week.decided, week.median, week.slow), (10, 5, 9));
        let one = weeks(SATURDAY, [(at - MINUTE, at)])[WEEKS - 1];
        assert_eq!((one.decided, one.median, one.slow), (1, 1, 1));
        let none = weeks(SATURDAY, [])[0];
        assert_eq!((none.decided, none.median, none.slow), (0, 0, 0));
    }

    proptest! {
        #[test]
        fn what_lies_within_the_days_is_counted_once(found in prop::collection::vec((-40_i64..10, 0_u32..1_000), 0..60)) {
            let days = Days::of(SATURDAY, found.iter().map(|(ago, count)| (SATURDAY + ago, *count)));
            let within: u64 = found.iter().filter(|(ago, _)| (-29..=0).contains(ago)).map(|(_, count)| u64::from(*count)).sum();
            prop_assert_eq!(days.total(), within);
            prop_assert_eq!(days.counts.len(), DAYS);
            if let Some((day, most)) = days.most() {
                prop_assert!(days.counts.iter().all(|count| *count <= most));
                prop_assert!((SATURDAY - 29..=SATURDAY).contains(&day));
            }
        }

        #[test]
        fn half_take_no_longer_than_the_median_and_nine_of_ten_than_the_slow(took in prop::collection::vec(0_u32..100_000, 1..200)) {
            let week = week(0, took.clone());
            let within = |limit: u32| took.iter().filter(|one| **one <= limit).count();
            prop_assert!(within(week.median) * 2 >= took.len());
            prop_assert!(within(week.slow) * 10 >= took.len() * 9);
            prop_assert!(week.median <= week.slow);
            // Neither is longer than it has to be.
            prop_assert!(took.contains(&week.median) && took.contains(&week.slow));
            prop_assert!(week.median == 0 || within(week.median - 1) * 2 < took.len());
            prop_assert!(week.slow == 0 || within(week.slow - 1) * 10 < took.len() * 9);
        }

        #[test]
        fn a_decision_counts_in_the_week_in_which_it_fell(ago in 0_i64..80, took in 0_i64..90) {
            let day = SATURDAY - ago;
            let decided = begin_in_japan(day) + 1;
            let weeks = weeks(SATURDAY, [(decided - took * 86_400_000, decided)]);
            prop_assert_eq!(weeks.len(), WEEKS);
            for week in weeks {
                let is_its = week.monday == monday(day);
                prop_assert_eq!(week.decided, u32::from(is_its));
            }
        }
    }
}

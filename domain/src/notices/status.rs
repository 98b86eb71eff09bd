//! How the house is doing, as the public status page tells it: from what was really looked at, in words of three grades.

use super::NoticeView;

const MINUTE: i64 = 60_000;

/// How a part of the house does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Health {
    Good,
    /// It works, and takes longer than it should.
    Slow,
    Down,
}

/// A part that is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Pages and accounts: the database answers.
    Site,
    Search,
    Mail,
    Imports,
}

/// How long a mail may wait before the post is slow, and before it counts as standing still.
const MAIL: (i64, i64) = (5 * MINUTE, 60 * MINUTE);
/// The same for a stock file.
const IMPORT: (i64, i64) = (10 * MINUTE, 120 * MINUTE);

fn graded(waits: Option<i64>, (slow, down): (i64, i64)) -> Health {
    match waits.unwrap_or(0) {
        long if long >= down => Health::Down,
        some if some >= slow => Health::Slow,
        _ => Health::Good,
    }
}

/// The post, by how long the mail has waited that should have left first; milliseconds.
#[must_use]
pub fn mail(waits: Option<i64>) -> Health {
    graded(waits, MAIL)
}

/// Imports, by how long the file has waited that should have been read first; milliseconds.
#[must_use]
pub fn imports(waits: Option<i64>) -> Health {
    graded(waits, IMPORT)
}

/// The status page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Milliseconds since 1970 in UTC, as all instants here.
    pub looked_at: i64,
    pub parts: Vec<(Part, Health)>,
    /// When a stock file was taken over last.
    pub last_import: Option<i64>,
    /// What holds now, the newest first.
    pub now: Vec<NoticeView>,
    /// Planned, the next first.
    pub coming: Vec<NoticeView>,
    /// Of the last ninety days, the newest first.
    pub past: Vec<NoticeView>,
}

impl Status {
    /// The house as a whole is as well as the part that does worst.
    #[must_use]
    pub fn worst(&self) -> Health {
        let grades = self.parts.iter().map(|(_, health)| *health);
        grades.max().unwrap_or(Health::Good)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_long_is_slow_and_what_waits_longer_stands_still() {
        assert_eq!(mail(None), Health::Good);
        assert_eq!(mail(Some(5 * MINUTE - 1)), Health::Good);
        assert_eq!(mail(Some(5 * MINUTE)), Health::Slow);
        assert_eq!(mail(Some(60 * MINUTE)), Health::Down);
        assert_eq!(imports(Some(9 * MINUTE)), Health::Good);
        assert_eq!(imports(Some(10 * MINUTE)), Health::Slow);
        assert_eq!(imports(Some(121 * MINUTE)), Health::Down);
    }

    #[test]
    fn the_house_is_as_well_as_its_worst_part() {
        let with = |parts: Vec<(Part, Health)>| Status {
            looked_at: 0,
            parts,
            last_import: None,
            now: Vec::new(),
            coming: Vec::new(),
            past: Vec::new(),
        };
        assert_eq!(with(Vec::new()).worst(), Health::Good);
        let parts = vec![
            (Part::Site, Health::Good),
            (Part::Mail, Health::Down),
            (Part::Search, Health::Slow),
        ];
        assert_eq!(with(parts).worst(), Health::Down);
    }
}

//! The documents a visitor agrees to: their editions, and the plain text they are written in.
//!
//! The first edition of each stands in the language files of the pages (`app/locales/<language>/legal.json`) and applies
//! from the day that is named here. Those that follow are written by the owner's people in the console; each applies from
//! a day of its own, which is its name: it is shown on the page, and an agreement is kept together with it.

pub mod form;
pub mod text;

pub use form::{Draft, EditionForm};
use serde::{Deserialize, Serialize};
pub use text::Text;

use crate::accounts::StaffRole;
use crate::dates::day_in_japan;

/// The first edition of the terms of use: `YYYY-MM-DD`.
pub const TERMS: &str = "2026-11-22";
/// That of the privacy policy.
pub const PRIVACY: &str = "2026-11-22";
/// A change is shown so many days before it applies, as the documents promise.
pub const AHEAD_DAYS: i64 = 14;

/// One of the two documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Document {
    Terms,
    Privacy,
}

impl Document {
    /// Both, in the order in which they are agreed to.
    pub const ALL: [Self; 2] = [Self::Terms, Self::Privacy];

    /// As stored and sent.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Terms => "terms",
            Self::Privacy => "privacy",
        }
    }

    /// The document of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|document| document.word() == word)
    }

    /// The day of the edition that the program brings along.
    #[must_use]
    pub const fn first_edition(self) -> &'static str {
        match self {
            Self::Terms => TERMS,
            Self::Privacy => PRIVACY,
        }
    }
}

/// Where an edition stands in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    Coming,
    Now,
    Over,
    /// Taken back before it applied.
    Withdrawn,
}

/// A day in Japan as `YYYY-MM-DD`.
#[must_use]
pub fn day(at: i64) -> String {
    iso(day_in_japan(at))
}

/// The first day from which a change may apply that is published at this instant.
#[must_use]
pub fn earliest(now: i64) -> String {
    iso(day_in_japan(now) + AHEAD_DAYS)
}

fn iso(day: i64) -> String {
    let date = time::OffsetDateTime::from_unix_timestamp(day * 86_400)
        .unwrap_or(time::OffsetDateTime::UNIX_EPOCH)
        .date();
    date.to_string()
}

/// Which of some editions applies on a day: of those that had begun and were not taken back, the last. `None`: the first
/// edition, which is not among them.
#[must_use]
pub fn applying<'a, E>(editions: &'a [E], today: &str, of: impl Fn(&E) -> (&str, bool)) -> Option<&'a E> {
    editions
        .iter()
        .filter(|edition| {
            let (applies_on, withdrawn) = of(edition);
            !withdrawn && applies_on <= today
        })
        .max_by(|one, other| of(one).0.cmp(of(other).0))
}

/// An edition as a visitor finds it below the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditionLine {
    /// `YYYY-MM-DD`, in Japan; its name.
    pub applies_on: String,
    pub standing: Standing,
}

/// A document as a visitor reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    pub document: Document,
    pub line: EditionLine,
    /// In the reader's language, the owner named in it; `None` for the first edition, whose text the pages have.
    pub text: Option<Text>,
    /// All that are not taken back, the newest first.
    pub editions: Vec<EditionLine>,
}

/// An edition as the owner's people see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditionRow {
    pub line: EditionLine,
    /// When it was published, in milliseconds since 1970; nothing for the first.
    pub published_at: Option<i64>,
    /// Who wrote it; empty for the first, and when the account is gone.
    pub by: String,
    /// Whether everybody with an account is told by mail.
    pub tells: bool,
}

/// A document in the console.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentSheet {
    pub role: StaffRole,
    pub document: Document,
    /// The newest first; the first edition is the last of them.
    pub rows: Vec<EditionRow>,
    /// Filled with the newest text that is not taken back; its texts are empty when that is the first edition.
    pub form: EditionForm,
    /// Whether an edition is still to come, and can be taken back or replaced.
    pub is_coming: bool,
    /// The first day from which a change may apply.
    pub earliest: String,
    pub asks_password: bool,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// 2026-11-21 noon in Japan.
    const NOON: i64 = 1_795_230_000_000;

    #[test]
    fn days_are_japans() {
        assert_eq!(day(NOON), "2026-11-21");
        assert_eq!(day(NOON + 12 * 3_600_000 - 1), "2026-11-21");
        assert_eq!(day(NOON + 12 * 3_600_000), "2026-11-22");
        assert_eq!(earliest(NOON), "2026-12-05");
    }

    #[test]
    fn a_document_is_known_by_its_word() {
        for document in Document::ALL {
            assert_eq!(Document::of_word(document.word()), Some(document));
            assert!(crate::dates::iso_date(document.first_edition()).is_some());
        }
        assert_eq!(Document::of_word("imprint"), None);
    }

    proptest! {
        #[test]
        fn the_last_that_has_begun_applies(days in proptest::collection::vec((1..28_u8, any::<bool>()), 0..8), today in 1..28_u8) {
            let editions: Vec<_> = days.iter().map(|(day, withdrawn)| (format!("2026-12-{day:02}"), *withdrawn)).collect();
            let now = applying(&editions, &format!("2026-12-{today:02}"), |(day, withdrawn)| (day, *withdrawn));
            let expected = days.iter().filter(|(day, withdrawn)| !withdrawn && *day <= today).map(|(day, _)| *day).max();
            prop_assert_eq!(now.map(|(day, _)| day.clone()), expected.map(|day| format!("2026-12-{day:02}")));
        }
    }
}

//! What visitors are told of the house: news, planned work, troubles. In both languages, from one moment to another.
//!
//! A notice stands on the status page; one that is worth it stands as a banner on every page while it matters. Texts are
//! plain: lines become paragraphs, and nothing in them is markup.

pub mod form;
pub mod status;

pub use form::{Notice, NoticeForm};
use serde::{Deserialize, Serialize};

use crate::accounts::StaffRole;
use crate::language::Language;
use crate::text::{limits, text_type};

const HOUR: i64 = 3_600_000;
/// Planned work is announced on every page for three days before it begins.
const ANNOUNCED: i64 = 72 * HOUR;
/// What is over stands on the status page for ninety days.
pub const REMEMBERED: i64 = 90 * 24 * HOUR;
/// Banners on a page; more would be a page of their own.
pub const BANNERS: usize = 5;

text_type! { /// The title of a notice.
Title, limits::NOTICE_TITLE }
text_type! { /// Its text; lines are kept.
Text, limits::NOTICE_TEXT }

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NoticeKind {
    Announcement,
    /// Planned: it has an end.
    Maintenance,
    Trouble,
}

impl NoticeKind {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Announcement, Self::Maintenance, Self::Trouble];

    /// As stored and sent.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Announcement => "announcement",
            Self::Maintenance => "maintenance",
            Self::Trouble => "trouble",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// When a notice holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// Milliseconds since 1970 in UTC, as all instants here.
    pub from: i64,
    /// Until it is ended, without one.
    pub until: Option<i64>,
    /// Ended before its time.
    pub ended: Option<i64>,
}

/// Where a notice stands in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    Coming,
    Now,
    Over,
    /// Ended before it began: nobody need hear of it.
    Withdrawn,
}

impl Period {
    /// The moment at which it is over, if that is known.
    #[must_use]
    pub fn over_at(&self) -> Option<i64> {
        match (self.ended, self.until) {
            (Some(ended), Some(until)) => Some(ended.min(until)),
            (ended, until) => ended.or(until),
        }
    }

    /// Where it stands at a moment.
    #[must_use]
    pub fn phase(&self, now: i64) -> Phase {
        if self.ended.is_some_and(|ended| ended <= self.from) {
            Phase::Withdrawn
        } else if self.over_at().is_some_and(|over| over <= now) {
            Phase::Over
        } else if now < self.from {
            Phase::Coming
        } else {
            Phase::Now
        }
    }

    /// Whether it matters enough at a moment to stand on every page: while it holds, and planned work three days before.
    #[must_use]
    pub fn is_for_banners(&self, kind: NoticeKind, now: i64) -> bool {
        match self.phase(now) {
            Phase::Now => true,
            Phase::Coming => kind == NoticeKind::Maintenance && self.from - now <= ANNOUNCED,
            Phase::Over | Phase::Withdrawn => false,
        }
    }
}

/// A notice as a visitor reads it, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeView {
    pub id: i64,
    /// Which wording it is: one that was changed is worth reading again.
    pub version: i32,
    pub kind: NoticeKind,
    pub title: String,
    pub text: String,
    pub period: Period,
}

impl NoticeView {
    /// How a browser remembers that it was put away: this wording of it.
    #[must_use]
    pub fn mark(&self) -> String {
        format!("{}-{}", self.id, self.version)
    }
}

/// Whether a text is the mark of a notice.
#[must_use]
pub fn is_mark(text: &str) -> bool {
    let number =
        |part: &str| !part.is_empty() && part.len() <= 19 && part.bytes().all(|b| b.is_ascii_digit());
    text.split_once('-')
        .is_some_and(|(id, version)| number(id) && number(version))
}

/// A notice as the owner's people see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeRow {
    pub id: i64,
    pub kind: NoticeKind,
    /// In the reader's language.
    pub title: String,
    pub period: Period,
    pub phase: Phase,
    pub banner: bool,
    /// Who wrote it; empty when the account is gone.
    pub by: String,
}

/// All notices, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticesPage {
    pub role: StaffRole,
    pub rows: Vec<NoticeRow>,
    /// Whether the password has to be shown before one is published.
    pub asks_password: bool,
}

/// One notice to be changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeSheet {
    pub role: StaffRole,
    pub id: i64,
    pub phase: Phase,
    /// Filled with what holds now.
    pub form: NoticeForm,
    pub asks_password: bool,
}

/// One of two texts.
#[must_use]
pub fn in_language<'a>(language: Language, en: &'a str, ja: &'a str) -> &'a str {
    match language {
        Language::En => en,
        Language::Ja => ja,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOON: i64 = 1_795_230_000_000;

    fn period(from: i64, until: Option<i64>, ended: Option<i64>) -> Period {
        Period { from, until, ended }
    }

    #[test]
    fn a_notice_comes_holds_and_is_over() {
        let day = period(NOON, Some(NOON + HOUR), None);
        assert_eq!(day.phase(NOON - 1), Phase::Coming);
        assert_eq!(day.phase(NOON), Phase::Now);
        assert_eq!(day.phase(NOON + HOUR), Phase::Over);
        let open = period(NOON, None, None);
        assert_eq!(open.phase(NOON + REMEMBERED), Phase::Now);
        assert_eq!(period(NOON, None, Some(NOON + 1)).phase(NOON + 1), Phase::Over);
        assert_eq!(
            period(NOON, None, Some(NOON - 1)).phase(NOON + 1),
            Phase::Withdrawn
        );
    }

    #[test]
    fn planned_work_is_announced_three_days_before_and_nothing_else_is() {
        let planned = period(NOON, Some(NOON + HOUR), None);
        for kind in NoticeKind::ALL {
            assert_eq!(NoticeKind::of_word(kind.word()), Some(kind));
            let before = kind == NoticeKind::Maintenance;
            assert_eq!(planned.is_for_banners(kind, NOON - ANNOUNCED), before);
            assert!(!planned.is_for_banners(kind, NOON - ANNOUNCED - 1));
            assert!(planned.is_for_banners(kind, NOON));
            assert!(!planned.is_for_banners(kind, NOON + HOUR));
        }
    }

    #[test]
    fn marks_are_told_from_other_texts() {
        assert!(is_mark("12-3"));
        for other in [
            "",
            "12",
            "12-",
            "-3",
            "a-3",
            "12-3-4",
            "12-3;",
            "12345678901234567890-1",
        ] {
            assert!(!is_mark(other), "{other}");
        }
    }

    proptest! {
        #[test]
        fn what_is_over_never_begins_again(from in -9..9_i64, until in proptest::option::of(1..9_i64), ended in proptest::option::of(-9..18_i64), now in -20..40_i64) {
            let period = period(from, until.map(|length| from + length), ended);
            let (before, after) = (period.phase(now), period.phase(now + 1));
            let settled = matches!(before, Phase::Over | Phase::Withdrawn);
            prop_assert!(!settled || before == after);
            prop_assert!(before != Phase::Now || after != Phase::Coming);
            for kind in NoticeKind::ALL {
                prop_assert!(!settled || !period.is_for_banners(kind, now));
            }
        }
    }
}

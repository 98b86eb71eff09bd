//! The form of a notice, and what is left of it when every field keeps its rule. Times are typed in Japan's.

use serde::{Deserialize, Serialize};

use super::{NoticeKind, Text, Title};
use crate::dates::iso_date;
use crate::secret::never_printed;
use crate::violations::{Violation, Violations, chosen};

/// The form as it was typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NoticeForm {
    /// `publish`, `change`, `end`.
    pub act: String,
    /// Of the notice that was looked at; nothing for a new one.
    pub version: i32,
    /// [`NoticeKind::word`]
    pub kind: String,
    pub title_en: String,
    pub title_ja: String,
    pub text_en: String,
    pub text_ja: String,
    /// `2026-11-22T10:00`, in Japan; at once when empty.
    pub from: String,
    /// Until further notice when empty.
    pub until: String,
    /// Ticked: on every page.
    pub banner: Option<String>,
    /// Of whoever acts; asked for where it was not shown a moment ago.
    pub password: String,
}

never_printed!(NoticeForm);

/// A notice that can be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub kind: NoticeKind,
    pub title_en: Title,
    pub title_ja: Title,
    pub text_en: Text,
    pub text_ja: Text,
    /// Milliseconds since 1970 in UTC.
    pub from: i64,
    pub until: Option<i64>,
    pub banner: bool,
}

impl NoticeForm {
    /// Judges every field. Both languages have to be there, and planned work has to have an end.
    ///
    /// # Errors
    /// One violation per field, by its name.
    pub fn check(&self, now: i64) -> Result<Notice, Violations> {
        let mut faults = Violations::none();
        let kind = faults.keep("kind", chosen(self.kind.trim(), NoticeKind::of_word));
        let title_en = faults.keep("title_en", Title::parse(&self.title_en));
        let title_ja = faults.keep("title_ja", Title::parse(&self.title_ja));
        let text_en = faults.keep("text_en", Text::parse(&self.text_en));
        let text_ja = faults.keep("text_ja", Text::parse(&self.text_ja));
        let from = faults.keep("from", moment(&self.from).map(|from| from.unwrap_or(now)));
        let until = moment(&self.until).and_then(|until| match (until, from, kind) {
            (None, _, Some(NoticeKind::Maintenance)) => Err(Violation::Missing),
            (Some(until), Some(from), _) if until <= from => Err(Violation::EndBeforeStart),
            (until, ..) => Ok(until),
        });
        let until = faults.keep("until", until);
        let notice = (|| {
            Some(Notice {
                kind: kind?,
                title_en: title_en?,
                title_ja: title_ja?,
                text_en: text_en?,
                text_ja: text_ja?,
                from: from?,
                until: until?,
                banner: self.banner.is_some(),
            })
        })();
        notice.filter(|_| faults.is_empty()).ok_or(faults)
    }
}

const MINUTE: i64 = 60_000;
const JAPAN: i64 = 9 * 60 * MINUTE;

/// Reads `YYYY-MM-DDTHH:MM` in Japan's time, as `<input type="datetime-local">` sends it; a space does as well as the T.
fn moment(raw: &str) -> Result<Option<i64>, Violation> {
    let raw = raw.trim();
    if raw.is_empty() {
        return Ok(None);
    }
    let read = || {
        let (day, clock) = raw.split_once(['T', ' '])?;
        let (hour, minute) = clock.trim().split_once(':')?;
        let two = |text: &str, most: i64| {
            let plain = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
            text.parse::<i64>().ok().filter(|number| plain && *number <= most)
        };
        let midnight = iso_date(day)?.midnight().assume_utc().unix_timestamp() * 1_000;
        Some(midnight + (two(hour, 23)? * 60 + two(minute, 59)?) * MINUTE - JAPAN)
    };
    read().map(Some).ok_or(Violation::DateFormat)
}

/// A moment as the form wants it: to the minute, in Japan's time.
#[must_use]
pub fn typed(at: i64) -> String {
    let local = time::OffsetDateTime::from_unix_timestamp((at + JAPAN).div_euclid(1_000))
        .unwrap_or(time::OffsetDateTime::UNIX_EPOCH);
    format!("{}T{:02}:{:02}", local.date(), local.hour(), local.minute())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// 2026-11-21 noon in Japan.
    const NOON: i64 = 1_795_230_000_000;

    fn form() -> NoticeForm {
        NoticeForm {
            act: "publish".into(),
            kind: "maintenance".into(),
            title_en: "Maintenance".into(),
            title_ja: "メンテナンス".into(),
            text_en: "We change a disk.".into(),
            text_ja: "ディスクを交換いたします。".into(),
            from: "2026-11-23T01:00".into(),
            until: "2026-11-23T03:30".into(),
            banner: Some("1".into()),
            ..NoticeForm::default()
        }
    }

    #[test]
    fn times_are_japans() {
        let notice = form().check(NOON).expect("is whole");
        assert_eq!(notice.from, NOON + (13 + 24) * 60 * MINUTE);
        assert_eq!(notice.until, Some(notice.from + 150 * MINUTE));
        assert!(notice.banner);
        assert_eq!(typed(NOON), "2026-11-21T12:00");
        let at_once = NoticeForm {
            from: String::new(),
            ..form()
        };
        assert_eq!(at_once.check(NOON).expect("is whole").from, NOON);
    }

    #[test]
    fn both_languages_and_a_time_that_goes_forward() {
        let faults = NoticeForm::default().check(NOON).expect_err("is empty");
        let fields: Vec<_> = faults.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["kind", "text_en", "text_ja", "title_en", "title_ja"]);
        let fault = |change: fn(&mut NoticeForm), field: &str| {
            let mut form = form();
            change(&mut form);
            form.check(NOON)
                .err()
                .and_then(|faults| faults.at(field).cloned())
        };
        let same = fault(|form| form.until.clone_from(&form.from), "until");
        assert_eq!(same, Some(Violation::EndBeforeStart));
        assert_eq!(
            fault(|form| form.until.clear(), "until"),
            Some(Violation::Missing)
        );
        for odd in [
            "2026-11-31T01:00",
            "2026-11-23T24:00",
            "2026-11-23",
            "now",
            "2026-11-23T1:00",
        ] {
            let form = NoticeForm {
                from: odd.into(),
                ..form()
            };
            let faults = form.check(NOON).expect_err("is no moment");
            assert_eq!(faults.at("from"), Some(&Violation::DateFormat), "{odd}");
        }
        let open = NoticeForm {
            kind: "trouble".into(),
            until: String::new(),
            banner: None,
            ..form()
        };
        let open = open.check(NOON).expect("a trouble may last");
        assert_eq!((open.until, open.banner), (None, false));
    }

    proptest! {
        #[test]
        fn a_moment_that_is_written_is_read_again(minutes in 0..60_000_000_i64) {
            let at = minutes * MINUTE;
            prop_assert_eq!(moment(&typed(at)), Ok(Some(at)));
        }

        #[test]
        fn whatever_is_typed_is_judged(from in "\\PC{0,18}|2026-1[0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]", until in "\\PC{0,18}|2026-1[0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]") {
            if let Ok(notice) = (NoticeForm { from, until, ..form() }).check(NOON) {
                prop_assert!(notice.until.is_some_and(|until| until > notice.from));
            }
        }
    }
}

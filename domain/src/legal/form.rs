//! The form of a new edition, and what is left of it when every field keeps its rule.

use serde::{Deserialize, Serialize};

use super::{AHEAD_DAYS, Text, earliest};
use crate::dates::iso_date;
use crate::secret::never_printed;
use crate::violations::{Violation, Violations};

/// The form as it was typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EditionForm {
    /// `publish`, `withdraw`.
    pub act: String,
    /// How many editions there were when it was looked at.
    pub version: i32,
    /// `YYYY-MM-DD`, in Japan.
    pub applies_on: String,
    pub text_en: String,
    pub text_ja: String,
    /// Ticked: everybody with an account gets a mail.
    pub tell: Option<String>,
    /// Of whoever acts; asked for where it was not shown a moment ago.
    pub password: String,
}

never_printed!(EditionForm);

/// An edition that can be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// `YYYY-MM-DD`, in Japan.
    pub applies_on: String,
    pub text_en: Text,
    pub text_ja: Text,
    pub tells: bool,
}

impl EditionForm {
    /// Judges every field. Both languages have to say as much, and the day has to be far enough ahead.
    ///
    /// # Errors
    /// One violation per field, by its name.
    pub fn check(&self, now: i64) -> Result<Draft, Violations> {
        let mut faults = Violations::none();
        let applies_on = faults.keep("applies_on", self.day(now));
        let text_en = faults.keep("text_en", Text::parse(&self.text_en));
        let text_ja = faults.keep("text_ja", Text::parse(&self.text_ja));
        if let (Some(en), Some(ja)) = (&text_en, &text_ja)
            && en.sections.len() != ja.sections.len()
        {
            let count = |text: &Text| u32::try_from(text.sections.len()).unwrap_or(u32::MAX);
            let fault = Violation::SectionsDiffer {
                here: count(ja),
                there: count(en),
            };
            faults.add("text_ja", fault);
        }
        let draft = (|| {
            Some(Draft {
                applies_on: applies_on?,
                text_en: text_en?,
                text_ja: text_ja?,
                tells: self.tell.is_some(),
            })
        })();
        draft.filter(|_| faults.is_empty()).ok_or(faults)
    }

    fn day(&self, now: i64) -> Result<String, Violation> {
        let typed = self.applies_on.trim();
        if typed.is_empty() {
            return Err(Violation::Missing);
        }
        iso_date(typed).ok_or(Violation::DateFormat)?;
        // As `YYYY-MM-DD` days stand in the order of their letters.
        if typed < earliest(now).as_str() {
            let days = u32::try_from(AHEAD_DAYS).unwrap_or_default();
            return Err(Violation::DateTooSoon { days });
        }
        Ok(typed.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-21 noon in Japan.
    const NOON: i64 = 1_795_230_000_000;

    fn form() -> EditionForm {
        EditionForm {
            applies_on: "2026-12-05".into(),
            text_en: "Lead.\n# Service\nText.".into(),
            text_ja: "前文。\n# サービス\n本文。".into(),
            tell: Some("1".into()),
            ..EditionForm::default()
        }
    }

    fn fault(change: fn(&mut EditionForm), field: &str) -> Option<Violation> {
        let mut form = form();
        change(&mut form);
        form.check(NOON)
            .err()
            .and_then(|faults| faults.at(field).cloned())
    }

    #[test]
    fn a_change_is_shown_fourteen_days_before_it_applies() {
        let draft = form().check(NOON).expect("is whole");
        assert_eq!((draft.applies_on.as_str(), draft.tells), ("2026-12-05", true));
        let soon = Some(Violation::DateTooSoon { days: 14 });
        assert_eq!(
            fault(|form| form.applies_on = "2026-12-04".into(), "applies_on"),
            soon
        );
        assert_eq!(
            fault(|form| form.applies_on = "2026-12-32".into(), "applies_on"),
            Some(Violation::DateFormat)
        );
        assert_eq!(
            fault(|form| form.applies_on.clear(), "applies_on"),
            Some(Violation::Missing)
        );
    }

    #[test]
    fn both_languages_say_as_much() {
        let differ = Violation::SectionsDiffer { here: 1, there: 2 };
        assert_eq!(
            fault(|form| form.text_en.push_str("\n# Law\nText."), "text_ja"),
            Some(differ)
        );
        assert_eq!(
            fault(|form| form.text_ja.clear(), "text_ja"),
            Some(Violation::Missing)
        );
    }
}

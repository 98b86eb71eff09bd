//! What the owner's people type beside an application.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::fields::known;
use super::{FieldReason, Note, Question};
use crate::accounts::profile::Reason;
use crate::secret::never_printed;
use crate::violations::{Violation, Violations};

/// All forms of the page: the button says which of them was sent.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReviewForm {
    /// `approve`, `reject`, `ask`, `note`, `take`, `give_back`.
    pub act: String,
    /// Of the application that was looked at.
    pub version: i32,
    pub reason: String,
    /// By the names of the fields.
    pub fields: BTreeMap<String, String>,
    pub question: String,
    pub note: String,
    /// Of whoever decides; asked for where it was not shown a moment ago.
    pub password: String,
}

never_printed!(ReviewForm);

/// Why an application is rejected: in general, and field by field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    pub reason: Reason,
    pub fields: BTreeMap<&'static str, FieldReason>,
}

/// From the command line: in general only.
impl From<Reason> for Rejection {
    fn from(reason: Reason) -> Self {
        Self {
            reason,
            fields: BTreeMap::new(),
        }
    }
}

impl ReviewForm {
    /// Judges the reasons of a rejection. There has to be one, in general or at a field.
    ///
    /// # Errors
    /// Violations by path: `reason`, `fields.company`.
    pub fn rejection(&self) -> Result<Rejection, Violations> {
        let mut faults = Violations::none();
        let reason = faults.keep("reason", Reason::parse(&self.reason));
        let mut fields = BTreeMap::new();
        for (name, text) in &self.fields {
            let path = format!("fields.{name}");
            let Some(field) = known(name) else {
                faults.add(path, Violation::NotAChoice);
                continue;
            };
            let text = faults.keep(path, FieldReason::parse(text));
            if let Some(text) = text.filter(|text| !text.as_str().is_empty()) {
                fields.insert(field, text);
            }
        }
        let says_nothing = |reason: &Reason| reason.as_str().is_empty() && fields.is_empty();
        if faults.is_empty() && reason.as_ref().is_some_and(says_nothing) {
            faults.add("reason", Violation::Missing);
        }
        match reason {
            Some(reason) if faults.is_empty() => Ok(Rejection { reason, fields }),
            _ => Err(faults),
        }
    }

    /// Judges the question.
    ///
    /// # Errors
    /// A violation at `question`.
    pub fn asked(&self) -> Result<Question, Violations> {
        Question::parse(&self.question).map_err(|violation| Violations::of("question", violation))
    }

    /// Judges the note.
    ///
    /// # Errors
    /// A violation at `note`.
    pub fn noted(&self) -> Result<Note, Violations> {
        Note::parse(&self.note).map_err(|violation| Violations::of("note", violation))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn with(reason: &str, fields: &[(&str, &str)]) -> ReviewForm {
        let fields = fields
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        ReviewForm {
            reason: reason.to_owned(),
            fields: fields.collect(),
            ..ReviewForm::default()
        }
    }

    #[test]
    fn nobody_is_rejected_without_a_reason() {
        let faults = with(" ", &[("company", " ")])
            .rejection()
            .expect_err("says nothing");
        assert_eq!(faults.at("reason"), Some(&Violation::Missing));
        assert!(with("Unknown.", &[]).rejection().is_ok());
        let one = with("", &[("company", "Not registered."), ("address", "")])
            .rejection()
            .expect("one is enough");
        assert_eq!(one.fields.len(), 1);
    }

    #[test]
    fn every_fault_is_named_at_its_field() {
        let faults = with(&"x".repeat(513), &[("company", &"x".repeat(201)), ("owner", "x")])
            .rejection()
            .expect_err("three faults");
        let paths: Vec<_> = faults.iter().map(|(path, _)| path).collect();
        assert_eq!(paths, ["fields.company", "fields.owner", "reason"]);
    }

    proptest! {
        #[test]
        fn what_is_accepted_says_something_and_is_accepted_again(reason in "\\PC{0,20}", text in "\\PC{0,20}") {
            if let Ok(rejection) = with(&reason, &[("url", &text)]).rejection() {
                prop_assert!(!rejection.reason.as_str().is_empty() || !rejection.fields.is_empty());
                let kept: Vec<_> = rejection.fields.iter().map(|(name, text)| (*name, text.as_str())).collect();
                prop_assert_eq!(with(rejection.reason.as_str(), &kept).rejection(), Ok(rejection.clone()));
            }
        }
    }
}

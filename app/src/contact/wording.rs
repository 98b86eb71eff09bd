//! How fields and faults of a message are called.

use domain::language::Language;
use domain::refusal::Refusal;
use domain::violations::Violations;
use domain::words;

use super::draft::Draft;
use super::topics;
use crate::labels::{Locale, locale_of};
use crate::problem::{Problem, sentence};
use crate::say;
use crate::ui::FaultLink;

/// Why a message was not accepted, as the summary above the form says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    pub title: String,
    pub text: Option<String>,
    pub links: Vec<FaultLink>,
    /// Whether only a fresh form helps.
    pub fresh: bool,
}

impl Trouble {
    /// Puts a problem into words; faults stand in the order of the page.
    #[must_use]
    pub fn of(problem: &Problem, draft: Draft, language: Language) -> Self {
        let locale = locale_of(language);
        let Problem::Refused(Refusal::Faults(faults)) = problem else {
            return Self {
                title: say!(locale, contact.not_sent).to_owned(),
                text: Some(sentence(problem, language)),
                links: Vec::new(),
                fresh: false,
            };
        };
        let title = match faults.len() {
            1 => say!(locale, contact.fault_one).to_owned(),
            count => say!(locale, contact.fault_many, count = count).to_string(),
        };
        Self {
            title,
            text: None,
            links: links(faults, draft, language),
            fresh: faults.at("submission").is_some(),
        }
    }
}

/// The label of a field.
#[must_use]
pub fn label(field: &str, locale: Locale) -> &'static str {
    match field {
        "name" => say!(locale, contact.name),
        "company" => say!(locale, contact.company),
        "email" => say!(locale, contact.email),
        "phone" => say!(locale, contact.phone),
        "topic" => say!(locale, contact.topic),
        _ => say!(locale, contact.message),
    }
}

fn links(faults: &Violations, draft: Draft, language: Language) -> Vec<FaultLink> {
    let locale = locale_of(language);
    let whole = faults.at("submission").map(|fault| FaultLink {
        field: None,
        text: words::violation(fault, language),
    });
    let fields = draft.fields().into_iter().filter_map(|(field, _)| {
        let fault = words::violation(faults.at(field)?, language);
        let text = say!(
            locale,
            contact.fault_of_field,
            field = label(field, locale),
            fault = fault
        );
        Some(FaultLink {
            // The keyboard goes to the first of the choices.
            field: Some(if field == "topic" {
                topics::FIRST.to_owned()
            } else {
                field.to_owned()
            }),
            text: text.to_string(),
        })
    });
    whole.into_iter().chain(fields).collect()
}

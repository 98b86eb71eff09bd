//! How fields and faults of a message are called.

use domain::language::Language;
use domain::violations::Violations;

use super::draft::Draft;
use super::topics;
use crate::labels::{Locale, locale_of};
use crate::problem::Problem;
use crate::problem::form::{Complaint, fault_link, fault_of_form};
use crate::say;
use crate::ui::FaultLink;

/// Why a message was not accepted.
#[must_use]
pub fn complaint(problem: &Problem, draft: Draft, language: Language) -> Complaint {
    let title = say!(locale_of(language), contact.not_sent);
    Complaint::of(problem, title, language, |faults| links(faults, draft, language))
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
    let fields = draft.fields().into_iter().filter_map(|(field, _)| {
        // The keyboard goes to the first of the choices.
        let id = if field == "topic" { topics::FIRST } else { field };
        Some(fault_link(id, label(field, locale), faults.at(field)?, language))
    });
    fault_of_form(faults, language)
        .into_iter()
        .chain(fields)
        .collect()
}

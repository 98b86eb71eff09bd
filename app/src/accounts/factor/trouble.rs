//! What was wrong, above the form that it was wrong in.

use domain::refusal::Refusal;
use domain::violations::Violation;
use domain::words;
use leptos::prelude::*;

use crate::labels::{language, locale_of};
use crate::problem::{Problem, sentence};
use crate::say;
use crate::ui::{Entry, FaultLink, FaultSummary};

/// The problem as a summary; a fault of a field leads to it.
#[component]
pub fn Trouble(
    problem: Problem,
    title: &'static str,
    /// The name of each field, as it is posted, its id on the page, and its label.
    fields: Vec<(&'static str, String, &'static str)>,
    #[prop(optional_no_strip)] way_on: Option<AnyView>,
) -> AnyView {
    let language = language();
    let locale = locale_of(language);
    let title = title.to_owned();
    let Problem::Refused(Refusal::Faults(faults)) = &problem else {
        let text = Some(sentence(&problem, language));
        return view! { <FaultSummary title text way_on /> }.into_any();
    };
    let links: Vec<_> = fields
        .into_iter()
        .filter_map(|(name, id, label)| {
            let fault = words::violation(faults.at(name)?, language);
            let text = say!(locale, accounts.fault_of_field, field = label, fault = fault).to_string();
            Some(FaultLink {
                field: Some(id),
                text,
            })
        })
        .collect();
    view! { <FaultSummary title links /> }.into_any()
}

/// An entry that shows the fault of its field, if it has one.
pub fn entry_with(text: String, fault: Option<Violation>) -> Entry {
    let entry = Entry::unjudged(text);
    if fault.is_some() {
        entry.blame(fault);
    }
    entry
}

/// The fault of a field.
pub fn fault_at(problem: Option<&Problem>, field: &str) -> Option<Violation> {
    problem.and_then(|problem| problem.violations().at(field).cloned())
}

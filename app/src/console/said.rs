//! What became of the form that was posted last: done, or to be corrected.

use domain::language::Language;
use domain::refusal::Refusal;
use domain::words;
use leptos::prelude::*;

use crate::labels::{language, locale_of};
use crate::problem::{Problem, sentence};
use crate::say;
use crate::ui::{FaultLink, FaultSummary};

/// What is to be corrected, with the way to it.
#[component]
pub(super) fn Trouble(
    problem: Problem,
    /// How a field of the page is called.
    called: fn(&str, Language) -> &'static str,
) -> AnyView {
    let language = language();
    let locale = locale_of(language);
    let Problem::Refused(Refusal::Faults(faults)) = &problem else {
        let text = Some(sentence(&problem, language));
        return view! { <FaultSummary title=say!(locale, console.not_done) text /> }.into_any();
    };
    let links: Vec<_> = faults
        .iter()
        .map(|(path, fault)| {
            let field = called(path, language);
            let fault = words::violation(fault, language);
            FaultLink {
                field: Some(path.replace('.', "-")),
                text: say!(locale, console.fault_of_field, field = field, fault = fault).to_string(),
            }
        })
        .collect();
    let title = match links.len() {
        1 => say!(locale, console.fault_one).to_owned(),
        count => say!(locale, console.fault_many, count = count).to_string(),
    };
    view! { <FaultSummary title links /> }.into_any()
}

//! A problem that a form came back with: at its fields, and summed up above them.

use domain::language::Language;
use domain::places::Place;
use domain::refusal::Refusal;
use domain::violations::{Violation, Violations};
use domain::words;
use leptos::prelude::*;

use super::{Problem, ProblemNotice, sentence};
use crate::labels::{Locale, language, locale, locale_of};
use crate::say;
use crate::ui::{Entry, FaultLink, FaultSummary};

/// The fault of a field.
#[must_use]
pub fn fault_at(problem: Option<&Problem>, path: &str) -> Option<Violation> {
    problem.and_then(|problem| problem.violations().at(path).cloned())
}

/// An entry that only the server judges, with what it found.
#[must_use]
pub fn entry(text: String, problem: Option<&Problem>, path: &str) -> Entry {
    Entry::unjudged(text).blamed(fault_at(problem, path))
}

/// How many things there are to correct.
#[must_use]
pub fn to_correct(count: usize, locale: Locale) -> String {
    match count {
        1 => say!(locale, problem.fault_one).to_owned(),
        count => say!(locale, problem.fault_many, count = count).to_string(),
    }
}

/// What the summary above a form says of a field.
#[must_use]
pub fn fault_link(
    id: impl Into<String>,
    label: &'static str,
    fault: &Violation,
    language: Language,
) -> FaultLink {
    let fault = words::violation(fault, language);
    let text = say!(
        locale_of(language),
        problem.fault_of_field,
        field = label,
        fault = fault
    );
    FaultLink {
        field: Some(id.into()),
        text: text.to_string(),
    }
}

/// What it says of the whole form.
#[must_use]
pub fn fault_of_form(faults: &Violations, language: Language) -> Option<FaultLink> {
    faults.at("submission").map(|fault| FaultLink {
        field: None,
        text: words::violation(fault, language),
    })
}

/// Why a form was not accepted, as the summary above it says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    pub title: String,
    pub text: Option<String>,
    pub links: Vec<FaultLink>,
    /// Whether only a fresh form helps.
    pub fresh: bool,
}

impl Complaint {
    /// Puts a problem into words. `title` stands above what is no fault; `links` are those of faults, in the order of the page.
    #[must_use]
    pub fn of(
        problem: &Problem,
        title: &'static str,
        language: Language,
        links: impl FnOnce(&Violations) -> Vec<FaultLink>,
    ) -> Self {
        match problem {
            Problem::Refused(Refusal::Faults(faults)) => Self {
                title: to_correct(faults.len(), locale_of(language)),
                text: None,
                links: links(faults),
                fresh: faults.at("submission").is_some(),
            },
            _ => Self {
                title: title.to_owned(),
                text: Some(sentence(problem, language)),
                links: Vec::new(),
                fresh: false,
            },
        }
    }
}

/// Why a form was not taken.
#[component]
pub fn Trouble(
    problem: Problem,
    title: &'static str,
    /// What can be faulty: its path, its id on the page, its label.
    fields: Vec<(&'static str, String, &'static str)>,
    /// Whether the number of faults stands in place of the title.
    #[prop(optional)]
    counted: bool,
    /// Said in place of the refusal's own sentence.
    #[prop(optional_no_strip)]
    text: Option<String>,
    /// A way on where nothing can be corrected.
    #[prop(optional_no_strip)]
    way_on: Option<AnyView>,
) -> AnyView {
    let language = language();
    let Problem::Refused(Refusal::Faults(faults)) = &problem else {
        let text = Some(text.unwrap_or_else(|| sentence(&problem, language)));
        return view! { <FaultSummary title text way_on /> }.into_any();
    };
    let links: Vec<_> = fields
        .into_iter()
        .filter_map(|(path, id, label)| Some(fault_link(id, label, faults.at(path)?, language)))
        .collect();
    let title = if counted {
        to_correct(links.len(), locale_of(language))
    } else {
        title.to_owned()
    };
    view! { <FaultSummary title links /> }.into_any()
}

/// Why a form was not accepted, while there is something to say.
#[component]
pub fn Complained(
    of: RwSignal<Option<Complaint>>,
    /// Where a fresh form is.
    #[prop(optional)]
    fresh: Option<Place>,
) -> impl IntoView {
    let text = say!(locale(), problem.fresh_form);
    let fresh = fresh.map(|place| place.path());
    move || {
        let complaint = of.get()?;
        let way_on = fresh.clone().filter(|_| complaint.fresh);
        let way_on = way_on.map(|path| elsewhere(path, text));
        Some(
            view! { <FaultSummary title=complaint.title text=complaint.text links=complaint.links way_on /> },
        )
    }
}

/// A link that leads on from a form.
#[must_use]
pub fn elsewhere(path: String, text: &'static str) -> AnyView {
    view! {
        <p>
            <a href=path rel="external">
                {text}
            </a>
        </p>
    }
    .into_any()
}

/// Why there is no form, and the way to try again.
#[component]
pub fn FormMissing(
    problem: Problem,
    /// Where to try again.
    form: Place,
) -> impl IntoView {
    view! {
        <ProblemNotice problem />
        <p class="actions">
            <a class="button" href=form.path() rel="external">
                {say!(locale(), problem.try_again)}
            </a>
        </p>
    }
}

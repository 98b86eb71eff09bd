//! Words that several pages of the account share, and why a form was not taken.

use domain::accounts::views::{ApplicationState, Document};
use domain::language::Language;
use domain::violations::Violations;

use super::sheet::Draft;
use crate::accounts::profile_fields::label;
use crate::labels::{Locale, locale_of};
use crate::problem::Problem;
use crate::problem::form::{Complaint, fault_link};
use crate::say;
use crate::ui::FaultLink;

/// Why the profile was not taken.
#[must_use]
pub fn complaint(problem: &Problem, draft: Draft, language: Language) -> Complaint {
    let title = say!(locale_of(language), account.not_done);
    Complaint::of(problem, title, language, |faults| links(faults, draft, language))
}

fn links(faults: &Violations, draft: Draft, language: Language) -> Vec<FaultLink> {
    let locale = locale_of(language);
    let profile = draft.profile.entries().into_iter().filter_map(|(field, _)| {
        let fault = faults.at(&format!("profile.{field}"))?;
        Some(fault_link(field, label(field, locale), fault, language))
    });
    let mut links: Vec<_> = profile.collect();
    let others = [
        ("answer", say!(locale, account.answer)),
        ("password", say!(locale, sign_up.password)),
        ("agreed", say!(locale, account.agreement)),
    ];
    let others = others.into_iter().filter_map(|(field, label)| {
        let fault = faults.at(field)?;
        Some(fault_link(field, label, fault, language))
    });
    links.extend(others);
    links
}

/// The name of a document.
#[must_use]
pub fn document(document: Document, locale: Locale) -> &'static str {
    match document {
        Document::Terms => say!(locale, account.terms),
        Document::Privacy => say!(locale, account.privacy),
    }
}

/// How an application stands, in two words.
#[must_use]
pub fn state(state: ApplicationState, locale: Locale) -> &'static str {
    match state {
        ApplicationState::Pending => say!(locale, account.state_pending),
        ApplicationState::Asked => say!(locale, account.state_asked),
        ApplicationState::Approved => say!(locale, account.state_approved),
        ApplicationState::Rejected => say!(locale, account.state_rejected),
    }
}

/// An account number in groups of three digits.
#[must_use]
pub fn grouped(number: &str) -> String {
    let groups: Vec<_> = number.as_bytes().chunks(3).map(String::from_utf8_lossy).collect();
    groups.join(" ")
}

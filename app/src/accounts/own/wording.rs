//! Words that several pages of the account share, and why a form was not taken.

use domain::accounts::views::{ApplicationState, Document};
use domain::language::Language;
use domain::refusal::Refusal;
use domain::violations::Violations;

use super::sheet::Draft;
use crate::accounts::profile_fields::{fault_link, label};
use crate::labels::{Locale, locale_of};
use crate::problem::{Problem, sentence};
use crate::say;
use crate::ui::FaultLink;

/// The summary above a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    pub title: String,
    pub text: Option<String>,
    pub links: Vec<FaultLink>,
}

impl Trouble {
    /// Puts a problem into words; faults stand in the order of the page.
    #[must_use]
    pub fn of(problem: &Problem, draft: Draft, language: Language) -> Self {
        let locale = locale_of(language);
        match problem {
            Problem::Refused(Refusal::Faults(faults)) => Self {
                title: to_correct(faults.len(), locale),
                text: None,
                links: links(faults, draft, language),
            },
            _ => Self {
                title: say!(locale, account.not_done).to_owned(),
                text: Some(sentence(problem, language)),
                links: Vec::new(),
            },
        }
    }
}

/// How many things there are to correct.
#[must_use]
pub fn to_correct(count: usize, locale: Locale) -> String {
    match count {
        1 => say!(locale, account.fault_one).to_owned(),
        count => say!(locale, account.fault_many, count = count).to_string(),
    }
}

fn links(faults: &Violations, draft: Draft, language: Language) -> Vec<FaultLink> {
    let locale = locale_of(language);
    let profile = draft.profile.entries().into_iter().filter_map(|(field, _)| {
        let fault = faults.at(&format!("profile.{field}"))?;
        Some(fault_link(field, label(field, locale), fault, language))
    });
    let mut links: Vec<_> = profile.collect();
    links.extend(
        faults
            .at("answer")
            .map(|fault| fault_link("answer", say!(locale, account.answer), fault, language)),
    );
    links.extend(
        faults
            .at("password")
            .map(|fault| fault_link("password", say!(locale, sign_up.password), fault, language)),
    );
    links.extend(
        faults
            .at("agreed")
            .map(|fault| fault_link("agreed", say!(locale, account.agreement), fault, language)),
    );
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

//! Why a registration was not accepted, as the summary above the form says it.

use domain::language::Language;
use domain::refusal::Refusal;
use domain::violations::{Violation, Violations};
use domain::words;

use super::draft::Draft;
use crate::accounts::profile_fields::{self, fault_link};
use crate::labels::{Locale, locale_of};
use crate::problem::{Problem, sentence};
use crate::say;
use crate::ui::FaultLink;

/// The summary.
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
                title: say!(locale, sign_up.not_registered).to_owned(),
                text: Some(sentence(problem, language)),
                links: Vec::new(),
                fresh: false,
            };
        };
        let title = match faults.len() {
            1 => say!(locale, sign_up.fault_one).to_owned(),
            count => say!(locale, sign_up.fault_many, count = count).to_string(),
        };
        // What comes back from the server comes back without its passwords.
        let retype = draft.password.text_now().is_empty()
            && faults
                .at("password")
                .is_none_or(|fault| *fault != Violation::Missing);
        Self {
            title,
            text: retype.then(|| say!(locale, sign_up.password_retype).to_owned()),
            links: links(faults, draft, language),
            fresh: faults.at("submission").is_some(),
        }
    }
}

/// The label of a field beside the profile.
#[must_use]
pub fn label(field: &str, locale: Locale) -> &'static str {
    match field {
        "email" => say!(locale, sign_up.email),
        "password" => say!(locale, sign_up.password),
        "password_again" => say!(locale, sign_up.password_again),
        "privacy" => say!(locale, company.agreed_privacy_label),
        _ => say!(locale, sign_up.agreement),
    }
}

fn links(faults: &Violations, draft: Draft, language: Language) -> Vec<FaultLink> {
    let locale = locale_of(language);
    let mut links = Vec::new();
    if let Some(fault) = faults.at("submission") {
        links.push(FaultLink {
            field: None,
            text: words::violation(fault, language),
        });
    }
    let profile = |fields: &[(&'static str, crate::ui::Entry)]| {
        fields
            .iter()
            .filter_map(|(field, _)| {
                let fault = faults.at(&format!("profile.{field}"))?;
                Some(fault_link(
                    field,
                    profile_fields::label(field, locale),
                    fault,
                    language,
                ))
            })
            .collect::<Vec<_>>()
    };
    let own = |field: &'static str| {
        let fault = faults.at(field)?;
        Some(fault_link(field, label(field, locale), fault, language))
    };
    let entries = draft.profile.entries();
    // The person stands before the log-in, the company after it.
    let (person, company) = entries.split_at(2);
    links.extend(profile(person));
    links.extend(
        ["email", "password", "password_again"]
            .into_iter()
            .filter_map(own),
    );
    links.extend(profile(company));
    links.extend(own("agreed"));
    links.extend(own("privacy"));
    links
}

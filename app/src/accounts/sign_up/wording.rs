//! Why a registration was not accepted, as the summary above the form says it.

use domain::language::Language;
use domain::violations::{Violation, Violations};

use super::draft::Draft;
use crate::accounts::profile_fields;
use crate::labels::{Locale, locale_of};
use crate::problem::Problem;
use crate::problem::form::{Complaint, fault_link, fault_of_form};
use crate::say;
use crate::ui::FaultLink;

/// Why a registration was not accepted.
#[must_use]
pub fn complaint(problem: &Problem, draft: Draft, language: Language) -> Complaint {
    let locale = locale_of(language);
    let title = say!(locale, sign_up.not_registered);
    let mut complaint = Complaint::of(problem, title, language, |faults| links(faults, draft, language));
    // What comes back from the server comes back without its passwords.
    let missing = problem.violations().at("password") == Some(&Violation::Missing);
    if complaint.text.is_none() && draft.password.text_now().is_empty() && !missing {
        complaint.text = Some(say!(locale, sign_up.password_retype).to_owned());
    }
    complaint
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
    let mut links: Vec<_> = fault_of_form(faults, language).into_iter().collect();
    let profile = |fields: &[(&'static str, crate::ui::Entry)]| {
        fields
            .iter()
            .filter_map(|(field, _)| {
                let fault = faults.at(&format!("profile.{field}"))?;
                let label = profile_fields::label(field, locale);
                Some(fault_link(*field, label, fault, language))
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

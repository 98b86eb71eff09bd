//! How fields and faults of a request are called.

use domain::language::Language;
use domain::violations::{Violation, Violations};
use domain::words;
use leptos::prelude::*;

use super::draft::Draft;
use crate::labels::{Locale, locale_of};
use crate::problem::Problem;
use crate::problem::form::{Complaint, fault_link, fault_of_form};
use crate::say;
use crate::ui::FaultLink;

/// Most faults that the summary lists; the others are found at their fields.
const LISTED: usize = 20;

/// Why a request was not accepted.
#[must_use]
pub fn complaint(problem: &Problem, draft: Draft, language: Language) -> Complaint {
    let title = say!(locale_of(language), quotations.not_sent);
    Complaint::of(problem, title, language, |faults| links(faults, draft, language))
}

/// The label of a field.
#[must_use]
pub fn label(field: &str, locale: Locale) -> &'static str {
    match field {
        "model" => say!(locale, quotations.model),
        "manufacturer" => say!(locale, quotations.manufacturer),
        "quantity" => say!(locale, quotations.quantity),
        "dc" => say!(locale, quotations.dc),
        "packing" => say!(locale, quotations.packing),
        "target_price" => say!(locale, quotations.target_price),
        "due" => say!(locale, quotations.due),
        "remarks" => say!(locale, quotations.remarks),
        "name" => say!(locale, quotations.name),
        "furigana" => say!(locale, quotations.furigana),
        "company" => say!(locale, quotations.company),
        "email" => say!(locale, quotations.email),
        "phone" => say!(locale, quotations.phone),
        _ => say!(locale, quotations.parts),
    }
}

fn links(faults: &Violations, draft: Draft, language: Language) -> Vec<FaultLink> {
    let locale = locale_of(language);
    let lines = draft.lines.get_untracked();
    let mut links: Vec<_> = fault_of_form(faults, language).into_iter().collect();
    let said = |fault: &Violation| words::violation(fault, language);
    if let Some(fault) = faults.at("lines") {
        links.push(FaultLink {
            field: lines.first().map(|line| format!("lines-{}-model", line.id)),
            text: said(fault),
        });
    }
    for (place, line) in lines.into_iter().enumerate() {
        let at = |field: &str| faults.at(&format!("lines.{place}.{field}"));
        if let Some(fault) = at("lot") {
            let text = say!(
                locale,
                quotations.fault_in_line,
                line = place + 1,
                fault = said(fault)
            )
            .to_string();
            links.push(FaultLink {
                field: Some(format!("lines-{}-lot", line.id)),
                text,
            });
        }
        for (field, _) in line.fields() {
            let Some(fault) = at(field) else { continue };
            let label = label(field, locale);
            let text = say!(
                locale,
                quotations.fault_in_field,
                line = place + 1,
                field = label,
                fault = said(fault)
            )
            .to_string();
            links.push(FaultLink {
                field: Some(format!("lines-{}-{field}", line.id)),
                text,
            });
        }
    }
    for (field, _) in draft.requester() {
        let Some(fault) = faults.at(field) else { continue };
        links.push(fault_link(field, label(field, locale), fault, language));
    }
    if links.len() > LISTED {
        let text = say!(locale, quotations.fault_more, count = links.len() - LISTED).to_string();
        links.truncate(LISTED);
        links.push(FaultLink { field: None, text });
    }
    links
}

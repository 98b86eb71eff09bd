//! The terms of use.

use leptos::prelude::*;

use super::pages::{Document, DocumentPage, owner, sections};
use crate::labels::{Locale, locale};
use crate::say;

/// The page.
#[component]
pub fn TermsPage() -> AnyView {
    let locale = locale();
    view! { <DocumentPage document=document(locale, &owner(locale)) /> }.into_any()
}

/// The text.
pub(super) fn document(locale: Locale, owner: &str) -> Document {
    Document {
        title: say!(locale, legal.terms.title),
        version: domain::legal::TERMS,
        lead: say!(locale, legal.terms.lead, owner = owner).to_string(),
        sections: sections!(
            locale,
            terms: service, accounts, screening, stock, quotations, anonymity, inspection, payment, conduct, suspension,
            liability, changes, law,
        ),
    }
}

//! The privacy policy.

use leptos::prelude::*;

use super::pages::{Document, DocumentPage, owner, sections};
use crate::labels::{Locale, locale};
use crate::say;

/// The page.
#[component]
pub fn PrivacyPage() -> AnyView {
    let locale = locale();
    view! { <DocumentPage document=document(locale, &owner(locale)) /> }.into_any()
}

/// The text.
pub(super) fn document(locale: Locale, owner: &str) -> Document {
    Document {
        title: say!(locale, legal.privacy.title),
        version: domain::legal::PRIVACY,
        lead: say!(locale, legal.privacy.lead, owner = owner).to_string(),
        sections: sections!(
            locale,
            privacy: stored, why, anonymity, screening, cards, cookies, shared, kept, deletion, rights, safety, changes,
        ),
    }
}

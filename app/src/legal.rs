//! The terms of use and the privacy policy.
//!
//! They are written by the server alone (`shell::written`), so that no visitor's program carries their text. The text of
//! the first edition of each stands in `locales/<language>/legal.json`; later ones are written in the console. In a
//! section, each line is a paragraph, and lines that begin with `- ` are a list (`domain::legal::text`).

pub mod pages;
pub mod privacy;
pub mod terms;

use domain::language::Language;
use domain::legal::Document;
use domain::legal::text::{OWNER, Text};

use crate::labels::{Locale, locale_of};
use crate::say;

/// What a document is called.
#[must_use]
pub fn title(document: Document, locale: Locale) -> &'static str {
    match document {
        Document::Terms => say!(locale, legal.terms.title),
        Document::Privacy => say!(locale, legal.privacy.title),
    }
}

/// The first edition, with a place for the owner's name.
#[must_use]
pub fn first_edition(document: Document, language: Language) -> Text {
    let locale = locale_of(language);
    match document {
        Document::Terms => terms::text(locale, OWNER),
        Document::Privacy => privacy::text(locale, OWNER),
    }
}

//! The owner's settings: what it tells of itself, and the documents that one agrees to. Administrators only; everything
//! that was ever said stays readable.

pub mod api;
pub mod document;
pub mod owner;

use domain::language::Language;

use crate::labels::locale_of;
use crate::say;

/// How a field of these pages is called.
fn called(path: &str, language: Language) -> &'static str {
    let locale = locale_of(language);
    match path {
        "name_ja" => say!(locale, settings.name_ja),
        "name_en" => say!(locale, settings.name_en),
        "address_ja" => say!(locale, settings.address_ja),
        "address_en" => say!(locale, settings.address_en),
        "phone" => say!(locale, settings.phone),
        "mail" => say!(locale, settings.mail),
        "language" => say!(locale, settings.language),
        "sender" => say!(locale, settings.sender),
        "applies_on" => say!(locale, settings.applies_on),
        "text_ja" => say!(locale, settings.text_ja),
        "text_en" => say!(locale, settings.text_en),
        _ => say!(locale, console.password),
    }
}

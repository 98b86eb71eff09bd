//! The words of the pages. Keys are checked at compile time, also that both languages have them; the language of a
//! page is decided once, by the server, and does not change until the next page is loaded.

use domain::language::Language;
use leptos::prelude::use_context;

use crate::session::Session;

mod generated {
    #![expect(unreachable_pub, reason = "generated; this module is private")]
    include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));
}

pub use generated::i18n::*;

/// The language of this page. Read it while a component is built, not inside an event.
#[must_use]
pub fn language() -> Language {
    use_context::<Session>().map_or(Language::En, |session| session.language)
}

/// The language files' name of a language.
#[must_use]
pub const fn locale_of(language: Language) -> Locale {
    match language {
        Language::En => Locale::en,
        Language::Ja => Locale::ja,
    }
}

/// The language files of this page's language. Read it while a component is built, not inside an event.
#[must_use]
pub fn locale() -> Locale {
    locale_of(language())
}

/// Says a phrase: `say!(locale, search.title)`, or with values `say!(locale, search.lots, count = 3)`.
#[macro_export]
macro_rules! say {
    ($locale:expr, $($phrase:tt)*) => {
        leptos_i18n::td_string!($locale, $($phrase)*)
    };
}

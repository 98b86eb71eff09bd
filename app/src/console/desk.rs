//! The desk in the console: messages to the owner, what visitors are told, mails on their way and jobs behind the scenes.

pub mod api;
pub mod jobs;
pub mod mails;
pub mod notice;
pub mod notices;
pub mod thread;
pub mod threads;
pub mod work;

use domain::language::Language;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use serde::{Deserialize, Serialize};

use super::deciding::Password;
use super::said::Trouble;
use crate::labels::{Locale, locale, locale_of};
use crate::problem::Problem;
use crate::say;
use crate::ui::{Done, FaultSummary};

/// A form of a page that came back, without its password.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Back<F> {
    pub form: F,
    /// What it was about is not what was looked at any more.
    pub missed: bool,
}

/// A page as it opens: with the form that came back to it, if one did.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Opened<P, F> {
    pub page: P,
    pub form: F,
    pub problem: Option<Problem>,
    /// Whether nothing was done, because it is not what was looked at.
    pub missed: bool,
}

/// How a field of these pages is called.
fn called(path: &str, language: Language) -> &'static str {
    let locale = locale_of(language);
    match path {
        "answer" => say!(locale, desk.answer),
        "note" => say!(locale, console.note),
        "reason" => say!(locale, desk.reason),
        "kind" => say!(locale, desk.kind),
        "title_en" => say!(locale, desk.title_en),
        "title_ja" => say!(locale, desk.title_ja),
        "text_en" => say!(locale, desk.text_en),
        "text_ja" => say!(locale, desk.text_ja),
        "from" => say!(locale, desk.from),
        "until" => say!(locale, desk.until),
        _ => say!(locale, console.password),
    }
}

/// What became of the last form of a page.
#[component]
pub(super) fn Said<P, F>(
    opened: Opened<P, F>,
    /// Why nothing was done, where something else was looked at.
    missed: &'static str,
    /// What was done, by the word in the address.
    done: fn(&str, Locale) -> Option<&'static str>,
    /// How a field of the page is called.
    #[prop(default = called)]
    called: fn(&str, Language) -> &'static str,
) -> AnyView
where
    P: 'static,
    F: 'static,
{
    let locale = locale();
    if opened.missed {
        let text = Some(missed.to_owned());
        return view! { <FaultSummary title=say!(locale, desk.missed_title) text /> }.into_any();
    }
    if let Some(problem) = opened.problem {
        return view! { <Trouble problem called /> }.into_any();
    }
    let word = use_query_map().with_untracked(|query| query.get("done"));
    match word.and_then(|word| done(&word, locale)) {
        Some(words) => view! { <Done text=words /> }.into_any(),
        None => ().into_any(),
    }
}

//! What these pages have in common: their frame, a field, what was wrong, what was done, and a link that is no longer good.

use domain::accounts::password;
use domain::places::Place;
use domain::refusal::Refusal;
use domain::words;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::accounts::password_field::PasswordField;
use crate::labels::{language, locale, locale_of};
use crate::problem::{Problem, sentence};
use crate::say;
use crate::ui::{Arrival, Entry, FaultLink, FaultSummary, FieldText, PageTitle, Wrong};

/// A page with one matter: its title is its heading.
#[component]
pub(super) fn Matter(title: &'static str, children: Children) -> impl IntoView {
    Arrival::here().greet();
    view! {
        <PageTitle text=title />
        <main id="content" tabindex="-1" class="page narrow stack selfcare">
            <h1>{title}</h1>
            {children()}
        </main>
    }
}

/// The way back to the account.
#[component]
pub(super) fn ToAccount() -> impl IntoView {
    view! {
        <p>
            <a href=Place::Account.path()>{say!(locale(), selfcare.account)}</a>
        </p>
    }
}

/// What the address of the page says was done; only the page after a form has it.
pub(super) fn done() -> Option<String> {
    use_query_map().read_untracked().get("done")
}

/// What a field is called.
pub(super) fn named(
    id: &'static str,
    name: &'static str,
    label: &'static str,
    help: Option<&'static str>,
) -> FieldText {
    FieldText {
        id: id.to_owned(),
        name: name.to_owned(),
        label,
        help,
    }
}

/// An entry that only the server judges, with what it found.
pub(super) fn entry(text: String, problem: Option<&Problem>, path: &str) -> Entry {
    blamed(Entry::unjudged(text), problem, path)
}

fn blamed(entry: Entry, problem: Option<&Problem>, path: &str) -> Entry {
    let faults = problem.map(Problem::violations).unwrap_or_default();
    if let Some(fault) = faults.at(path) {
        entry.blame(Some(fault.clone()));
    }
    entry
}

/// A new password and its repetition: judged while they are typed, and finally on the server.
#[component]
pub(crate) fn NewPassword(least: u32, problem: Option<Problem>, label: &'static str) -> impl IntoView {
    let locale = locale();
    let fresh = Entry::judged("", move |text| password::check(text, least, &[]).err());
    let fresh = blamed(fresh, problem.as_ref(), "password");
    let again = Entry::judged("", move |text| password::repeated(&fresh.text_now(), text).err());
    let again = blamed(again, problem.as_ref(), "password_again");
    view! {
        <PasswordField text=named("password", "password", label, None) entry=fresh autocomplete="new-password" />
        <p class="help">{say!(locale, selfcare.rules, least = least).to_string()}</p>
        <PasswordField
            text=named("password_again", "password_again", say!(locale, selfcare.password_again), None)
            entry=again
            autocomplete="new-password"
        />
    }
}

/// Why a form was not taken. `fields` are path, id and label.
#[component]
pub(super) fn Trouble(
    problem: Problem,
    title: &'static str,
    fields: Vec<(&'static str, String, &'static str)>,
) -> impl IntoView {
    let language = language();
    let locale = locale_of(language);
    let Problem::Refused(Refusal::Faults(faults)) = &problem else {
        return view! { <FaultSummary title text=Some(sentence(&problem, language)) /> }.into_any();
    };
    let links: Vec<_> = fields
        .into_iter()
        .filter_map(|(path, id, label)| {
            let fault = words::violation(faults.at(path)?, language);
            let text = say!(locale, accounts.fault_of_field, field = label, fault = fault).to_string();
            Some(FaultLink {
                field: Some(id),
                text,
            })
        })
        .collect();
    let title = match links.len() {
        1 => say!(locale, accounts.fault_one).to_owned(),
        count => say!(locale, accounts.fault_many, count = count).to_string(),
    };
    view! { <FaultSummary title links /> }.into_any()
}

/// A mailed link that does nothing any more, and where to begin again.
#[component]
pub(super) fn DeadLink(problem: Problem, again: Place) -> impl IntoView {
    let language = language();
    let locale = locale_of(language);
    let (title, text) = match &problem {
        Problem::Refused(Refusal::LinkExpired) => (
            say!(locale, selfcare.link_expired),
            say!(locale, selfcare.link_expired_text).to_owned(),
        ),
        Problem::Refused(Refusal::LinkUsed) => (
            say!(locale, selfcare.link_used),
            say!(locale, selfcare.link_used_text).to_owned(),
        ),
        Problem::Refused(Refusal::LinkDead) => (
            say!(locale, selfcare.link_dead),
            say!(locale, selfcare.link_dead_text).to_owned(),
        ),
        other => (say!(locale, selfcare.not_now), sentence(other, language)),
    };
    view! {
        <Wrong title text />
        <p class="actions">
            <a class="button primary" href=again.path() rel="external">
                {say!(locale, selfcare.begin_again)}
            </a>
            <a class="button" href=Place::SignIn.path()>
                {say!(locale, selfcare.to_sign_in)}
            </a>
        </p>
    }
}

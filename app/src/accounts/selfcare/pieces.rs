//! What these pages have in common: their frame, the way back, a new password, and a link that is no longer good.

use domain::accounts::password;
use domain::places::Place;
use domain::refusal::Refusal;
use leptos::prelude::*;

use crate::accounts::password_field::PasswordField;
use crate::labels::{language, locale, locale_of};
use crate::problem::form::fault_at;
use crate::problem::{Problem, sentence};
use crate::say;
use crate::ui::{Arrival, Entry, PageTitle, Wrong, named};

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

/// A new password and its repetition: judged while they are typed, and finally on the server.
#[component]
pub(crate) fn NewPassword(least: u32, problem: Option<Problem>, label: &'static str) -> impl IntoView {
    let locale = locale();
    let fresh = Entry::judged("", move |text| password::check(text, least, &[]).err());
    let fresh = fresh.blamed(fault_at(problem.as_ref(), "password"));
    let again = Entry::judged("", move |text| password::repeated(&fresh.text_now(), text).err());
    let again = again.blamed(fault_at(problem.as_ref(), "password_again"));
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

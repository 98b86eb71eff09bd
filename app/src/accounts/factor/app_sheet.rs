//! The authenticator app on the security page.

use domain::accounts::second_factor::{App, Protection};
use domain::places::Place;
use leptos::prelude::*;

use super::enrolment::{CodeField, SecretSheet};
use super::security::Act;
use crate::labels::locale;
use crate::problem::Problem;
use crate::problem::form::entry;
use crate::say;
use crate::ui::Moment;

/// How the app stands, and what can be done about it.
#[component]
pub fn AppSheet(stands: Protection, problem: Option<Problem>) -> AnyView {
    let locale = locale();
    let may_change = stands.proved;
    let state = match stands.app {
        App::None => view! {
            <p>{say!(locale, factor.app_none)}</p>
            {may_change.then(|| view! { <One act="begin-app" label=say!(locale, factor.set_up) /> })}
        }
        .into_any(),
        App::Begun(enrolment) => view! {
            <p>{say!(locale, factor.app_begun)}</p>
            {enrolment.map(|enrolment| view! { <SecretSheet enrolment /> })}
            {may_change.then(|| view! { <Confirm problem /> })}
        }
        .into_any(),
        App::SetUp(at) => view! {
            <p>{say!(locale, factor.app_since)} " " <Moment at /></p>
            {(may_change && !stands.must_keep_one)
                .then(|| view! { <One act="remove-app" label=say!(locale, factor.app_remove) /> })}
        }
        .into_any(),
    };
    view! {
        <section class="card security-part" aria-labelledby="app-title">
            <h2 id="app-title">{say!(locale, factor.app_title)}</h2>
            <p>{say!(locale, factor.app_text)}</p>
            {state}
        </section>
    }
    .into_any()
}

/// A form of one button.
#[component]
pub fn One(act: &'static str, label: &'static str) -> impl IntoView {
    view! {
        <form class="actions" action=Place::AccountSecurity.path() method="post">
            <Act act label class="button" />
        </form>
    }
}

#[component]
fn Confirm(problem: Option<Problem>) -> impl IntoView {
    let locale = locale();
    let entry = entry(String::new(), problem.as_ref(), "code");
    view! {
        <form class="security-form" action=Place::AccountSecurity.path() method="post" novalidate=true>
            <p>{say!(locale, factor.enrol_code)}</p>
            <CodeField entry />
            // The first button is the one that Enter presses.
            <p class="actions">
                <Act act="confirm-app" label=say!(locale, factor.confirm) class="button primary" />
                <Act act="cancel-app" label=say!(locale, factor.cancel) class="button" />
            </p>
        </form>
    }
}

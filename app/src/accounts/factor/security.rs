//! The security page: how the second step stands, and every change to it. Changes are offered once the login password was
//! shown within five minutes.

use domain::places::Place;
use domain::refusal::Refusal;
use leptos::prelude::*;

use super::api::{OpenSecurity, security};
use super::app_sheet::AppSheet;
use super::codes::{CodesSheet, NewCodes};
use super::passkey_list::PasskeysSheet;
use crate::labels::locale;
use crate::problem::form::{Trouble, entry};
use crate::problem::{Problem, ProblemNotice};
use crate::say;
use crate::ui::{Arrival, Control, Field, Icon, PageTitle, named};

/// What protects the own account besides the password.
#[component]
pub fn SecurityPage() -> impl IntoView {
    let locale = locale();
    Arrival::here().greet();
    let opened = Resource::new_blocking(|| (), |()| security());
    view! {
        <PageTitle text=say!(locale, factor.security_title) />
        <main id="content" tabindex="-1" class="page narrow security">
            <h1>{say!(locale, factor.security_title)}</h1>
            <Suspense>
                {move || Suspend::new(async move {
                    match opened.await {
                        Ok(page) => view! { <Sheet page /> }.into_any(),
                        Err(problem) => view! { <ProblemNotice problem /> }.into_any(),
                    }
                })}
            </Suspense>
        </main>
    }
}

#[component]
fn Sheet(page: OpenSecurity) -> AnyView {
    let locale = locale();
    let OpenSecurity {
        stands,
        codes,
        problem,
        act,
        id,
        name,
        site,
    } = page;
    let proved = stands.proved;
    // Where the password is asked now, that is the whole of the trouble.
    let told = problem
        .clone()
        .filter(|problem| proved || *problem != Problem::Refused(Refusal::ProveFirst));
    let trouble = told.map(|problem| {
        let name_field = if act == "rename-passkey" {
            format!("name-{id}")
        } else {
            "name".to_owned()
        };
        let fields = vec![
            ("password", "password".to_owned(), say!(locale, accounts.password)),
            ("code", "code".to_owned(), say!(locale, factor.code)),
            ("name", name_field, say!(locale, factor.passkey_name)),
        ];
        view! { <Trouble problem title=say!(locale, factor.nothing_changed) fields /> }
    });
    let wrong = problem.clone();
    view! {
        {trouble}
        {(!codes.is_empty()).then(|| view! { <NewCodes codes /> })}
        <p>{say!(locale, factor.security_text)}</p>
        {stands
            .is_on()
            .then(|| {
                view! {
                    <p class="notice safe">
                        <Icon name="check" />
                        <span>{say!(locale, factor.is_on)}</span>
                    </p>
                }
            })}
        {stands.must_keep_one.then(|| view! { <p>{say!(locale, factor.must_keep)}</p> })}
        {(!proved).then(|| view! { <Prove wrong /> })}
        <AppSheet stands=stands.clone() problem=problem.clone() />
        <PasskeysSheet stands=stands.clone() problem act id name site />
        <CodesSheet stands />
    }
    .into_any()
}

/// Asks the login password.
#[component]
fn Prove(wrong: Option<Problem>) -> impl IntoView {
    let locale = locale();
    let entry = entry(String::new(), wrong.as_ref(), "password");
    let text = named("password", "password", say!(locale, accounts.password), None);
    let control = Control::password();
    view! {
        <section class="card security-part">
            <h2>{say!(locale, factor.prove_title)}</h2>
            <p>{say!(locale, factor.prove_text)}</p>
            <form class="security-form" action=Place::AccountSecurity.path() method="post" novalidate=true>
                <Field text entry required=true control />
                <Act act="prove" label=say!(locale, factor.prove) class="button primary" />
            </form>
        </section>
    }
}

/// A button that says what it does, to its reader and to the server.
#[component]
pub fn Act(act: &'static str, label: &'static str, class: &'static str) -> impl IntoView {
    view! {
        <button class=class type="submit" name="act" value=act>
            {label}
        </button>
    }
}

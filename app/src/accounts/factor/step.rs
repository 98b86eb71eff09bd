//! The page between password and session: what the account has set up is asked; where it has to and has not, an app is set
//! up here, before there is any session.

use domain::accounts::second_factor::{Enrolment, Step};
use domain::places::Place;
use leptos::prelude::*;

use super::api::{OpenStep, second_step};
use super::enrolment::{CodeField, SecretSheet};
use super::more::{AskMailed, AskPassword};
use super::passkey::Wish;
use super::passkey_sheet::PasskeyButton;
use crate::labels::locale;
use crate::problem::form::{Trouble, entry, fault_at};
use crate::problem::{Problem, ProblemNotice};
use crate::say;
use crate::ui::{Arrival, Control, Entry, Field, PageTitle, named};

/// The second step of a sign-in.
#[component]
pub fn SecondStepPage() -> impl IntoView {
    let locale = locale();
    Arrival::here().greet();
    let opened = Resource::new_blocking(|| (), |()| second_step());
    view! {
        <PageTitle text=say!(locale, factor.step_title) />
        <main id="content" tabindex="-1" class="sign-in">
            <h1>{say!(locale, factor.step_title)}</h1>
            <Suspense>
                {move || Suspend::new(async move {
                    match opened.await {
                        Ok(page) => view! { <StepSheet page /> }.into_any(),
                        Err(problem) => view! { <ProblemNotice problem /> }.into_any(),
                    }
                })}
            </Suspense>
        </main>
    }
}

#[component]
fn StepSheet(page: OpenStep) -> AnyView {
    let locale = locale();
    let OpenStep { step, problem, site } = page;
    let faults = problem.clone();
    let trouble = problem.map(|problem| {
        let way_on = step.is_none().then(|| view! { <Again /> }.into_any());
        let fields = vec![
            ("code", "code".to_owned(), say!(locale, factor.code)),
            ("backup", "backup".to_owned(), say!(locale, factor.backup)),
            ("mailed", "mailed".to_owned(), say!(locale, factor.mailed)),
            ("password", "password".to_owned(), say!(locale, factor.renew)),
            (
                "password_again",
                "password_again".to_owned(),
                say!(locale, factor.renew_again),
            ),
        ];
        view! { <Trouble problem title=say!(locale, factor.not_entered) fields way_on /> }
    });
    let sheet = match step {
        None => ().into_any(),
        Some(Step::Enrol(enrolment)) => view! { <Enrol enrolment faults /> }.into_any(),
        Some(Step::Ask { app, passkey, backup }) => view! {
            {app.then(|| view! { <AskCode faults=faults.clone() /> })}
            {passkey.then(|| view! { <AskPasskey site first=!app /> })}
            {backup.then(|| view! { <AskBackup faults=faults.clone() /> })}
        }
        .into_any(),
        Some(Step::Mailed { address, again_in }) => {
            view! { <AskMailed address again_in faults /> }.into_any()
        }
        Some(Step::NewPassword { least }) => view! { <AskPassword least faults /> }.into_any(),
    };
    view! {
        {trouble}
        {sheet}
    }
    .into_any()
}

#[component]
fn Again() -> impl IntoView {
    view! {
        <p>
            <a href=Place::SignIn.path()>{say!(locale(), factor.again)}</a>
        </p>
    }
}

#[component]
fn Enrol(enrolment: Enrolment, faults: Option<Problem>) -> impl IntoView {
    let locale = locale();
    let entry = entry(String::new(), faults.as_ref(), "code");
    view! {
        <h2>{say!(locale, factor.enrol_title)}</h2>
        <p>{say!(locale, factor.enrol_why)}</p>
        <SecretSheet enrolment />
        <form class="sign-in-form" action=Place::SecondStep.path() method="post" novalidate=true>
            <p>{say!(locale, factor.enrol_code)}</p>
            <CodeField entry />
            <button class="button primary large" type="submit">
                {say!(locale, factor.enter)}
            </button>
        </form>
    }
}

#[component]
fn AskCode(faults: Option<Problem>) -> impl IntoView {
    let locale = locale();
    let entry = entry(String::new(), faults.as_ref(), "code");
    view! {
        <form class="sign-in-form" action=Place::SecondStep.path() method="post" novalidate=true>
            <p>{say!(locale, factor.step_text)}</p>
            <CodeField entry />
            <button class="button primary large" type="submit">
                {say!(locale, factor.enter)}
            </button>
        </form>
    }
}

#[component]
fn AskPasskey(site: String, first: bool) -> impl IntoView {
    let locale = locale();
    let class = if first {
        "button primary large"
    } else {
        "button large"
    };
    view! {
        <form class="sign-in-form" action=Place::SecondStep.path() method="post">
            <noscript>
                <p>{say!(locale, factor.passkey_script)}</p>
            </noscript>
            <PasskeyButton wish=Wish::Use site label=say!(locale, factor.passkey_enter) class />
        </form>
    }
}

#[component]
fn AskBackup(faults: Option<Problem>) -> impl IntoView {
    let locale = locale();
    let fault = fault_at(faults.as_ref(), "backup");
    let open = fault.is_some();
    let entry = Entry::unjudged("").blamed(fault);
    let text = named(
        "backup",
        "backup",
        say!(locale, factor.backup),
        Some(say!(locale, factor.backup_help)),
    );
    let control = Control {
        autocapitalize: Some("off"),
        ..Control::default().known_as("off")
    };
    view! {
        <details open=open>
            <summary>{say!(locale, factor.backup_title)}</summary>
            <form class="sign-in-form" action=Place::SecondStep.path() method="post" novalidate=true>
                <Field text entry required=true control />
                <button class="button" type="submit">
                    {say!(locale, factor.enter_backup)}
                </button>
            </form>
        </details>
    }
}

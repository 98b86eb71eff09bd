//! A new password by mail: asking for the link, and the form behind it (R062–R064).

use domain::places::Place;
use leptos::prelude::*;

use super::api::{self, OpenForgot, OpenPassword};
use super::pieces::{DeadLink, Matter, NewPassword};
use crate::accounts::linked::{LinkMark, Linked, done};
use crate::labels::locale;
use crate::problem::Problem;
use crate::problem::form::{Trouble, entry};
use crate::say;
use crate::ui::{Control, Done, Field, Icon, named};

/// Asks for the address. What follows is the same page for every address (T02).
#[component]
pub fn ForgotPage() -> impl IntoView {
    let sent = done().is_some();
    let opened = Resource::new_blocking(|| (), |()| api::forgot());
    view! {
        <Matter title=say!(locale(), selfcare.forgot_title)>
            <Suspense>
                {move || Suspend::new(async move {
                    // Without an answer there is still an empty form.
                    let page = opened.await.unwrap_or_default();
                    if sent && page.problem.is_none() {
                        view! { <Sent /> }.into_any()
                    } else {
                        view! { <ForgotSheet page /> }.into_any()
                    }
                })}
            </Suspense>
        </Matter>
    }
}

#[component]
fn ForgotSheet(page: OpenForgot) -> impl IntoView {
    let locale = locale();
    let OpenForgot { form, problem } = page;
    let email = entry(form.email, problem.as_ref(), "email");
    view! {
        {problem
            .map(|problem| {
                let fields = vec![("email", "email".to_owned(), say!(locale, selfcare.email))];
                view! { <Trouble problem title=say!(locale, selfcare.not_now) fields counted=true /> }
            })}
        <p>{say!(locale, selfcare.forgot_text)}</p>
        <form class="stack" action=Place::ForgotPassword.path() method="post" novalidate=true>
            <Field
                text=named("email", "email", say!(locale, selfcare.email), None)
                entry=email
                required=true
                control=Control::address("username")
            />
            <p class="actions">
                <button class="button primary" type="submit">
                    {say!(locale, selfcare.send)}
                </button>
            </p>
        </form>
    }
}

/// The answer, for who has an account and for who has none.
#[component]
fn Sent() -> impl IntoView {
    let locale = locale();
    view! {
        <div class="notice info" role="status">
            <Icon name="mail" />
            <h2 class="notice-title">{say!(locale, selfcare.sent_title)}</h2>
            <p>{say!(locale, selfcare.sent_text)}</p>
            <p>{say!(locale, selfcare.sent_share)}</p>
        </div>
        <p>{say!(locale, selfcare.sent_spam)}</p>
        <p class="actions">
            <a class="button" href=Place::ForgotPassword.path() rel="external">
                {say!(locale, selfcare.ask_again)}
            </a>
        </p>
    }
}

/// Behind the mailed link. Opening the page uses nothing up (Z39).
#[component]
pub fn NewPasswordPage() -> impl IntoView {
    let locale = locale();
    view! {
        <Matter title=say!(locale, selfcare.new_title)>
            <Linked ask=api::new_password told=was_set sheet=new_password dead />
        </Matter>
    }
}

fn was_set(_done: String) -> AnyView {
    let locale = locale();
    view! {
        <Done title=say!(locale, selfcare.set_title) text=say!(locale, selfcare.set_text) />
        <p class="actions">
            <a class="button primary" href=Place::SignIn.path()>
                {say!(locale, selfcare.to_sign_in)}
            </a>
        </p>
    }
    .into_any()
}

fn dead(problem: Problem) -> AnyView {
    view! { <DeadLink problem again=Place::ForgotPassword /> }.into_any()
}

fn new_password(page: OpenPassword) -> AnyView {
    let locale = locale();
    let OpenPassword { least, problem } = page;
    let label = say!(locale, selfcare.password);
    view! {
        {problem
            .clone()
            .map(|problem| {
                let fields = vec![
                    ("password", "password".to_owned(), label),
                    ("password_again", "password_again".to_owned(), say!(locale, selfcare.password_again)),
                ];
                view! { <Trouble problem title=say!(locale, selfcare.not_set) fields counted=true /> }
            })}
        <p>{say!(locale, selfcare.new_text)}</p>
        <form class="stack" action=Place::ResetPassword.path() method="post" novalidate=true>
            <LinkMark />
            <NewPassword least problem label />
            <p class="actions">
                <button class="button primary" type="submit">
                    {say!(locale, selfcare.set)}
                </button>
            </p>
        </form>
    }
    .into_any()
}

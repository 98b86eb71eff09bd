//! The two doors: one for buyers and suppliers, one for the owner's people, which no menu shows.

use domain::accounts::sign_in::Entrance;
use domain::places::{Console, Place};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{OpenSignIn, returned_sign_in};
use super::form::SignInSheet;
use crate::labels::locale;
use crate::say;
use crate::session::Session;
use crate::ui::{Arrival, Icon, PageTitle};

/// Where buyers and suppliers sign in.
#[component]
pub fn SignInPage() -> impl IntoView {
    view! { <Door staff=false title=say!(locale(), accounts.title) /> }
}

/// Where staff sign in.
#[component]
pub fn StaffSignInPage() -> impl IntoView {
    view! { <Door staff=true title=say!(locale(), accounts.staff_title) /> }
}

#[component]
fn Door(staff: bool, title: &'static str) -> impl IntoView {
    Arrival::here().greet();
    let query = use_query_map();
    let asked = |key: &str| query.read_untracked().get(key).unwrap_or_default();
    let (mut next, kind) = (asked("next"), asked("type"));
    if staff && next.is_empty() {
        // Z47. Whoever has no queue is led on from there.
        next = Console::Applications.path();
    }
    if kind == Entrance::MEMBER && next.is_empty() {
        next = Place::Account.path();
    }
    let opened = Resource::new_blocking(|| (), {
        let (next, kind) = (next.clone(), kind.clone());
        move |()| returned_sign_in(next.clone(), kind.clone())
    });
    let visitor = use_context::<Session>().and_then(|session| session.visitor);
    view! {
        <PageTitle text=title />
        <main id="content" tabindex="-1" class="sign-in">
            <h1>{title}</h1>
            <Suspense>
                {move || {
                    let (next, kind, visitor) = (next.clone(), kind.clone(), visitor.clone());
                    Suspend::new(async move {
                        // Without an answer there is still an empty form.
                        let page = opened.await.unwrap_or_else(|_| OpenSignIn::leading_to(next, kind));
                        match visitor.filter(|_| page.problem.is_none()) {
                            Some(visitor) => view! { <Already name=visitor.name /> }.into_any(),
                            None => view! { <SignInSheet page staff /> }.into_any(),
                        }
                    })
                }}
            </Suspense>
        </main>
    }
}

/// Someone is signed in already.
#[component]
fn Already(name: String) -> impl IntoView {
    let locale = locale();
    view! {
        <div class="notice info">
            <Icon name="user" />
            <h2 class="notice-title">{say!(locale, accounts.already)}</h2>
            <p>{say!(locale, accounts.already_text, name = name).to_string()}</p>
        </div>
        <p class="actions">
            <a class="button primary" href=Place::Home.path() rel="external">
                {say!(locale, accounts.to_home)}
            </a>
        </p>
    }
}

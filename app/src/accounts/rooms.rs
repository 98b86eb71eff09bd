//! The rooms of accounts that are fetched as one: signing in, signing up, and one's own account. Each has several pages, and
//! shows the one that the address names.

use domain::places::{self, Place};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::factor::security::SecurityPage;
use super::factor::step::SecondStepPage;
use super::pages::SignInPage;
use crate::problem::NotFound;

/// The page of a room that the address names. The address changes before the room goes: what it changes to then is no
/// business of this room, and the page stays as it is.
fn page_among(all: &'static [Place]) -> Memo<Option<Place>> {
    let path = use_location().pathname;
    Memo::new(move |before: Option<&Option<Place>>| {
        places::among(all, &path.get()).or_else(|| before.cloned().flatten())
    })
}

#[component]
fn Nowhere() -> impl IntoView {
    view! {
        <main id="content" tabindex="-1" class="page">
            <NotFound />
        </main>
    }
}

/// Signing in, and what to do when that does not work.
#[component]
pub fn SignInRoom() -> impl IntoView {
    let page = page_among(&places::SIGN_IN);
    move || match page.get() {
        Some(Place::SignIn) => view! { <SignInPage /> }.into_any(),
        Some(Place::SecondStep) => view! { <SecondStepPage /> }.into_any(),
        _ => view! { <Nowhere /> }.into_any(),
    }
}

/// Registering, and proving the address.
#[component]
pub fn SignUpRoom() -> impl IntoView {
    let page = page_among(&places::SIGN_UP);
    move || match page.get() {
        _ => view! { <Nowhere /> }.into_any(),
    }
}

/// Everything about one's account.
#[component]
pub fn AccountRoom() -> impl IntoView {
    let page = page_among(&places::ACCOUNT);
    move || match page.get() {
        Some(Place::AccountSecurity) => view! { <SecurityPage /> }.into_any(),
        _ => view! { <Nowhere /> }.into_any(),
    }
}

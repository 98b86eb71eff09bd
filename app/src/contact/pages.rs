//! The page with the form.

use domain::places::Place;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::api;
use super::form::ContactSheet;
use crate::labels::locale;
use crate::problem::form::FormMissing;
use crate::say;
use crate::ui::{Arrival, PageTitle, Starred};

/// "Contact": for a topic that the address names, or for any.
#[component]
pub fn ContactPage() -> impl IntoView {
    let locale = locale();
    let location = use_location();
    // The address changes before the page goes: what it changes to is no business of this page.
    let query = Memo::new(move |before: Option<&String>| {
        if location.pathname.get().trim_end_matches('/') == Place::Contact.path() {
            location.search.get()
        } else {
            before.cloned().unwrap_or_default()
        }
    });
    Arrival::here().greet();
    let opened = Resource::new_blocking(move || query.get(), api::open);
    view! {
        <PageTitle text=say!(locale, contact.title).to_string() />
        <main id="content" tabindex="-1" class="page narrow contact">
            <div class="stack tight">
                <h1>{say!(locale, contact.title)}</h1>
                <p class="lead">
                    {say!(locale, contact.lead)} " "
                    <a href=Place::Request.path()>{say!(locale, contact.lead_request)}</a>
                </p>
                <Starred />
            </div>
            <Suspense fallback=FormBones>
                {move || Suspend::new(async move {
                    match opened.await {
                        Ok(page) => view! { <ContactSheet page /> }.into_any(),
                        Err(problem) => view! { <FormMissing problem form=Place::Contact /> }.into_any(),
                    }
                })}
            </Suspense>
        </main>
    }
}

/// The shape of the form before it is there.
#[component]
fn FormBones() -> impl IntoView {
    view! {
        <div class="contact-form" aria-hidden="true">
            <span class="bone full"></span>
            <span class="bone full"></span>
            <span class="bone full"></span>
        </div>
    }
}

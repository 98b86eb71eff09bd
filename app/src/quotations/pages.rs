//! The two pages: the form, and the receipt behind its unguessable key.

use domain::places::Place;
use domain::refusal::Refusal;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};

use super::api;
use super::form::RequestSheet;
use super::receipt::Receipt;
use crate::labels::locale;
use crate::problem::form::FormMissing;
use crate::problem::{NotFound, Problem, ProblemNotice};
use crate::say;
use crate::ui::{Arrival, PageTitle, Starred};

/// "Request quotation for parts": for chosen lots, for a model that was not found, or empty (R103).
#[component]
pub fn RequestPage() -> impl IntoView {
    let locale = locale();
    let location = use_location();
    // The address changes before the page goes: what it changes to is no business of this page.
    let query = Memo::new(move |before: Option<&String>| {
        let here = location.pathname.get().trim_end_matches('/') == Place::Request.path();
        if here {
            location.search.get()
        } else {
            before.cloned().unwrap_or_default()
        }
    });
    Arrival::here().greet();
    let opened = Resource::new_blocking(move || query.get(), api::open);
    view! {
        <PageTitle text=say!(locale, quotations.title).to_string() />
        <main id="content" tabindex="-1" class="page request">
            <div class="stack tight">
                <h1>{say!(locale, quotations.title)}</h1>
                <Starred />
            </div>
            <Suspense fallback=FormBones>
                {move || Suspend::new(async move {
                    match opened.await {
                        Ok(page) => view! { <RequestSheet page /> }.into_any(),
                        Err(problem) => view! { <FormMissing problem form=Place::Request /> }.into_any(),
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
        <div class="request-form" aria-hidden="true">
            <div class="request-lines">
                <div class="line">
                    <span class="bone full"></span>
                    <span class="bone full"></span>
                    <span class="bone full"></span>
                    <span class="bone full"></span>
                </div>
            </div>
        </div>
    }
}

/// What was received. Whoever has the address may read it; nobody can guess it.
#[component]
pub fn ReceiptPage() -> impl IntoView {
    let params = use_params_map();
    let key = Memo::new(move |_| params.with(|params| params.get("key")).unwrap_or_default());
    let received = Resource::new_blocking(move || key.get(), api::receipt);
    let arrival = Arrival::here();
    view! {
        <Suspense fallback=ReceiptBones>
            {move || Suspend::new(async move {
                match received.await {
                    Ok(receipt) => {
                        arrival.greet();
                        view! {
                            <main id="content" tabindex="-1" class="page receipt">
                                <Receipt receipt />
                            </main>
                        }
                            .into_any()
                    }
                    Err(Problem::Refused(Refusal::NotFound)) => {
                        view! {
                            <main id="content" tabindex="-1" class="page">
                                <NotFound />
                            </main>
                        }
                            .into_any()
                    }
                    Err(problem) => view! { <ReceiptMissing problem /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// The shape of the receipt before it is there.
#[component]
fn ReceiptBones() -> impl IntoView {
    view! {
        <main id="content" tabindex="-1" class="page receipt" aria-busy="true">
            <span class="bone long"></span>
            <span class="bone full"></span>
            <span class="bone full"></span>
        </main>
    }
}

#[component]
fn ReceiptMissing(problem: Problem) -> impl IntoView {
    let locale = locale();
    view! {
        <PageTitle text=say!(locale, quotations.receipt).to_string() />
        <main id="content" tabindex="-1" class="page receipt">
            <h1>{say!(locale, quotations.receipt)}</h1>
            <ProblemNotice problem />
        </main>
    }
}

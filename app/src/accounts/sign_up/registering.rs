//! The two pages of registration: the same form for both types, of which suppliers answer more (R012, R021).

use domain::accounts::AccountType;
use domain::places::Place;
use leptos::prelude::*;

use super::api::open_registration;
use super::form::{RegistrationSheet, place};
use crate::labels::locale;
use crate::problem::{Problem, ProblemNotice};
use crate::say;
use crate::ui::{Arrival, Icon, PageTitle};

/// Registering as a buyer or as a supplier.
#[component]
pub fn RegistrationPage(kind: AccountType) -> impl IntoView {
    let locale = locale();
    Arrival::here().greet();
    let opened = Resource::new_blocking(|| (), |()| open_registration());
    let title = match kind {
        AccountType::Supplier => say!(locale, sign_up.supplier_title),
        _ => say!(locale, sign_up.buyer_title),
    };
    view! {
        <PageTitle text=title.to_owned() />
        <main id="content" tabindex="-1" class="page narrow sign-up">
            <div class="stack tight">
                <h1>{title}</h1>
                <Lead kind />
                <Starred />
            </div>
            <Suspense fallback=Bones>
                {move || Suspend::new(async move {
                    match opened.await {
                        Ok(page) => view! { <RegistrationSheet page kind /> }.into_any(),
                        Err(problem) => view! { <Missing problem kind /> }.into_any(),
                    }
                })}
            </Suspense>
        </main>
    }
}

/// What the type is for, the way to the other one, and how long it takes (R038).
#[component]
fn Lead(kind: AccountType) -> AnyView {
    let locale = locale();
    let sells = kind == AccountType::Supplier;
    let (lead, other, to_other) = if sells {
        (
            say!(locale, sign_up.supplier_lead),
            Place::SignUpBuyer,
            say!(locale, sign_up.to_buyer),
        )
    } else {
        (
            say!(locale, sign_up.buyer_lead),
            Place::SignUpSupplier,
            say!(locale, sign_up.to_supplier),
        )
    };
    let screening = sells.then(|| {
        view! {
            <div class="notice wait">
                <Icon name="clock" />
                <p>{say!(locale, sign_up.screening_note)}</p>
            </div>
        }
    });
    view! {
        <p class="lead">{lead}</p>
        <p>
            <a href=other.path()>{to_other}</a>
        </p>
        {screening}
    }
    .into_any()
}

/// What the star says.
#[component]
pub(in crate::accounts) fn Starred() -> impl IntoView {
    let locale = locale();
    view! {
        <p class="quiet small">
            {say!(locale, quotations.star_before)}
            <span class="star" aria-hidden="true">
                "*"
            </span>
            <span class="visually-hidden">{say!(locale, quotations.star)}</span>
            {say!(locale, quotations.star_after)}
        </p>
    }
}

/// The shape of the form before it is there.
#[component]
pub(in crate::accounts) fn Bones() -> impl IntoView {
    view! {
        <div class="form" aria-hidden="true">
            <div class="form-part">
                <span class="bone long"></span>
                <span class="bone full"></span>
                <span class="bone full"></span>
                <span class="bone full"></span>
            </div>
        </div>
    }
}

/// Why there is no form, and the way to try again.
#[component]
pub(in crate::accounts) fn Missing(problem: Problem, kind: AccountType) -> impl IntoView {
    let locale = locale();
    view! {
        <ProblemNotice problem />
        <p class="actions">
            <a class="button" href=place(kind).path() rel="external">
                {say!(locale, sign_up.try_again)}
            </a>
        </p>
    }
}

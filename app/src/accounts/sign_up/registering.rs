//! The pages of registration: the same form for all, of which suppliers answer more (R012, R021), and companies in two
//! steps less at first (R041).

use domain::accounts::Asks;
use domain::places::Place;
use leptos::prelude::*;

use super::api::open_registration;
use super::form::{RegistrationSheet, place};
use crate::accounts::companies::definitive::Steps;
use crate::labels::locale;
use crate::problem::form::FormMissing;
use crate::say;
use crate::ui::{Arrival, Icon, PageTitle, Starred};

/// Registering as a buyer, as a supplier, or the first of a company's two steps.
#[component]
pub fn RegistrationPage(asks: Asks) -> impl IntoView {
    let locale = locale();
    Arrival::here().greet();
    let opened = Resource::new_blocking(|| (), |()| open_registration());
    let title = match asks {
        Asks::Supplier => say!(locale, sign_up.supplier_title),
        Asks::Buyer => say!(locale, sign_up.buyer_title),
        Asks::Temporary | Asks::Definitive | Asks::Company => say!(locale, company.title),
    };
    view! {
        <PageTitle text=title.to_owned() />
        <main id="content" tabindex="-1" class="page narrow sign-up">
            <div class="stack tight">
                <h1>{title}</h1>
                <Lead asks />
                <Starred />
            </div>
            <Suspense fallback=Bones>
                {move || Suspend::new(async move {
                    match opened.await {
                        Ok(page) => view! { <RegistrationSheet page asks /> }.into_any(),
                        Err(problem) => view! { <FormMissing problem form=place(asks) /> }.into_any(),
                    }
                })}
            </Suspense>
        </main>
    }
}

/// What the type is for, the way to the other one, and how long it takes (R038).
#[component]
fn Lead(asks: Asks) -> AnyView {
    let locale = locale();
    if asks.is_company() {
        return view! {
            <Steps second=false />
            <p class="lead">{say!(locale, company.lead)}</p>
        }
        .into_any();
    }
    let sells = asks == Asks::Supplier;
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

//! "Register": what to register as (R018, R041).

use domain::places::Place;
use leptos::prelude::*;

use crate::labels::locale;
use crate::say;
use crate::ui::{Arrival, PageTitle};

/// The page.
#[component]
pub fn RegisterPage() -> impl IntoView {
    let locale = locale();
    Arrival::here().greet();
    let ways = [
        (
            Place::SignUpCompany,
            say!(locale, company.title),
            say!(locale, company.for_company),
        ),
        (
            Place::SignUpBuyer,
            say!(locale, sign_up.buyer_title),
            say!(locale, company.for_buyer),
        ),
        (
            Place::SignUpSupplier,
            say!(locale, sign_up.supplier_title),
            say!(locale, company.for_supplier),
        ),
        (
            Place::SignUpIndividual,
            say!(locale, frame.sign_up_individual),
            say!(locale, persons.individual_lead),
        ),
        (
            Place::SignUpCorporate,
            say!(locale, frame.sign_up_corporate),
            say!(locale, persons.corporate_lead),
        ),
    ];
    let ways = ways.map(|(place, name, text)| {
        view! {
            <li class="card stack tight">
                <h2>{name}</h2>
                <p>{text}</p>
                <p class="actions">
                    <a class="button" href=place.path()>
                        {name}
                    </a>
                </p>
            </li>
        }
    });
    view! {
        <PageTitle text=say!(locale, company.register_title).to_owned() />
        <main id="content" tabindex="-1" class="page narrow sign-up">
            <h1>{say!(locale, company.register_title)}</h1>
            <p class="lead">{say!(locale, company.register_lead)}</p>
            <ul class="stack">{ways.collect_view()}</ul>
            <p>
                {say!(locale, company.have_account)} " "
                <a href=Place::SignIn.path()>{say!(locale, sign_up.to_log_in)}</a>
            </p>
        </main>
    }
}

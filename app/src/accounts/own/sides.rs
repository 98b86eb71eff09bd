//! Updating what the account tells (R075), and changing sides (R079, R080).

use domain::accounts::AccountType;
use domain::accounts::views::Change;
use domain::persons::PersonKind;
use domain::places::Place;
use domain::words::thousands;
use leptos::prelude::*;

use super::Page;
use super::api::{SideOpened, open_side};
use super::person::PersonSheet;
use super::sheet::SideSheet;
use crate::labels::locale;
use crate::problem::{Problem, ProblemNotice};
use crate::say;
use crate::ui::{Icon, PageTitle};

/// Update account information.
#[component]
pub fn UpdatePage() -> impl IntoView {
    let opened = Resource::new_blocking(|| (), |()| open_side());
    let title = say!(locale(), account.update);
    view! { <Page title opened content=update with_way_back=true /> }
}

fn update(page: SideOpened) -> AnyView {
    if PersonKind::of(page.account.account_type).is_some() {
        // What an individual or a corporation has registered is changed there.
        return view! {
            <p class="actions">
                <a class="button" href=Place::AccountSettings.path()>
                    {say!(locale(), frame.settings)}
                </a>
            </p>
        }
        .into_any();
    }
    if !page.account.may_update || page.account.is_held() {
        let lead = if page.account.may_update {
            say!(locale(), account.update_held)
        } else {
            say!(locale(), account.update_person_lead)
        };
        return view! {
            <p class="lead">{lead}</p>
            <PersonSheet page />
        }
        .into_any();
    }
    let asks = page.account.asks;
    let submit = if asks.is_company() {
        say!(locale(), account.update_company)
    } else {
        say!(locale(), account.send)
    };
    view! {
        <p class="lead">{say!(locale(), account.update_lead)}</p>
        <SideSheet page asks place=Place::AccountUpdate submit />
    }
    .into_any()
}

fn not_for_you() -> AnyView {
    let problem = Problem::Refused(domain::refusal::Refusal::NotAllowed);
    view! { <ProblemNotice problem /> }.into_any()
}

/// Change to buyer user.
#[component]
pub fn ToBuyerPage() -> impl IntoView {
    let opened = Resource::new_blocking(|| (), |()| open_side());
    let title = say!(locale(), account.to_buyer);
    view! { <Page title opened content=to_buyer with_way_back=true /> }
}

fn to_buyer(page: SideOpened) -> AnyView {
    let locale = locale();
    let sells = page.side() == AccountType::Supplier;
    if !sells || !matches!(page.account.change, Change::ToBuyer | Change::Waiting) {
        return not_for_you();
    }
    let submit = say!(locale, account.to_buyer_send);
    view! {
        <div class="notice wait">
            <Icon name="warn" />
            <h2 class="notice-title">{say!(locale, account.to_buyer_what)}</h2>
            <ul>
                <li>{say!(locale, account.to_buyer_hidden, lots = thousands(u64::from(page.lots))).to_string()}</li>
                <li>{say!(locale, account.to_buyer_kept)}</li>
                <li>{say!(locale, account.to_buyer_sessions)}</li>
                <li>{say!(locale, account.to_buyer_back)}</li>
            </ul>
        </div>
        {(page.lots > 0).then(|| view! { <TakeHome /> })}
        <SideSheet page asks=AccountType::Buyer place=Place::AccountToBuyer agrees=true submit />
    }
    .into_any()
}

/// The list of one's stock, offered before it is hidden.
#[component]
fn TakeHome() -> impl IntoView {
    let locale = locale();
    view! {
        <p class="row">
            <a class="button" href=Place::InventoryExport.path() rel="external" download="">
                <Icon name="download" />
                {say!(locale, account.take_stock)}
            </a>
            <span class="quiet small">{say!(locale, account.take_stock_note)}</span>
        </p>
    }
}

/// Change to supplier user.
#[component]
pub fn ToSupplierPage() -> impl IntoView {
    let opened = Resource::new_blocking(|| (), |()| open_side());
    let title = say!(locale(), account.to_supplier);
    view! { <Page title opened content=to_supplier with_way_back=true /> }
}

fn to_supplier(page: SideOpened) -> AnyView {
    let locale = locale();
    match page.account.change {
        Change::ToSupplier => {}
        Change::Waiting => {
            return view! {
                <p>
                    <a href=Place::AccountApplication.path()>{say!(locale, account.application_waits)}</a>
                </p>
            }
            .into_any();
        }
        Change::ToBuyer | Change::None => return not_for_you(),
    }
    let submit = say!(locale, account.apply_send);
    view! {
        <p class="lead">{say!(locale, account.to_supplier_lead)}</p>
        <p>{say!(locale, account.screening)}</p>
        <SideSheet page asks=AccountType::Supplier place=Place::AccountToSupplier agrees=true submit />
    }
    .into_any()
}

/// After a supplier has become a buyer.
#[component]
pub fn IsBuyerPage() -> impl IntoView {
    let locale = locale();
    crate::ui::Arrival::here().greet();
    view! {
        <PageTitle text=say!(locale, account.is_buyer_title) />
        <main id="content" tabindex="-1" class="page narrow account">
            <h1>{say!(locale, account.is_buyer_title)}</h1>
            <p class="lead">{say!(locale, account.is_buyer_text)}</p>
            <p class="actions">
                <a class="button primary" href=Place::SignIn.path() rel="external">
                    {say!(locale, account.is_buyer_sign_in)}
                </a>
            </p>
        </main>
    }
}

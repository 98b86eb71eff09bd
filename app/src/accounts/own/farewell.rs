//! Deleting one's account (R081): what will be gone, the password, and the page that says goodbye.

use domain::accounts::views::{Farewell, Obstacle};
use domain::persons::PersonKind;
use domain::places::Place;
use domain::words::{self, thousands};
use leptos::prelude::*;

use super::Page;
use super::api::{FarewellOpened, open_farewell};
use super::wording::grouped;
use crate::labels::{language, locale};
use crate::problem::Problem;
use crate::problem::form::{Trouble, entry};
use crate::say;
use crate::ui::{Control, Field, Icon, PageTitle, named};

/// Delete account.
#[component]
pub fn DeletePage() -> impl IntoView {
    let opened = Resource::new_blocking(|| (), |()| open_farewell());
    let title = say!(locale(), account.delete);
    view! { <Page title opened content=leaving with_way_back=true /> }
}

fn leaving(page: FarewellOpened) -> AnyView {
    let locale = locale();
    let pass_on = match page.farewell.obstacle {
        Some(Obstacle::Owners) => {
            let text = say!(locale, account.obstacle_owners);
            return view! {
                <div class="notice wait">
                    <Icon name="warn" />
                    <p>{text}</p>
                </div>
            }
            .into_any();
        }
        Some(Obstacle::PassOnFirst) => Some(view! { <PassOn /> }),
        None => None,
    };
    let everybody = pass_on.is_some();
    let trouble = page.problem.clone().map(|problem| {
        let fields = vec![(
            "password",
            "password".to_owned(),
            say!(locale, account.login_password),
        )];
        view! { <Trouble problem title=say!(locale, account.not_deleted) fields counted=true /> }
    });
    view! {
        {trouble}
        {pass_on}
        <WhatGoes farewell=page.farewell />
        <Confirm problem=page.problem everybody />
    }
    .into_any()
}

/// What the only administrator may do instead, and the heading of what follows otherwise.
#[component]
fn PassOn() -> AnyView {
    let locale = locale();
    view! {
        <div class="notice wait">
            <Icon name="warn" />
            <p>{words::refusal(&domain::refusal::Refusal::PassOnFirst, language())}</p>
            <p>
                <a href=Place::AccountUsers.path()>{say!(locale, account.pass_on)}</a>
            </p>
        </div>
        <h2>{say!(locale, account.everybody_title)}</h2>
        <p>{say!(locale, account.everybody_text)}</p>
    }
    .into_any()
}

#[component]
fn WhatGoes(farewell: Farewell) -> AnyView {
    let locale = locale();
    let number = |count: u32| thousands(u64::from(count));
    let company = (!farewell.company.is_empty()).then(|| {
        view! {
            <li>{say!(locale, account.goes_company, company = farewell.company.as_str()).to_string()}</li>
            <li>{say!(locale, account.goes_lots, lots = number(farewell.lots)).to_string()}</li>
            {(farewell.users > 0)
                .then(|| view! { <li>{say!(locale, account.goes_users, count = number(farewell.users)).to_string()}</li> })}
        }
    });
    let persons = farewell.persons.iter().map(|kind| {
        let text = match kind {
            PersonKind::Individual => say!(locale, persons.goes_individual),
            PersonKind::Corporate => say!(locale, persons.goes_corporate),
        };
        view! { <li>{text}</li> }
    });
    let persons = persons.collect_view();
    let kept = (farewell.kept > 0).then(|| {
        view! { <p>{say!(locale, account.stays_requests, count = number(farewell.kept)).to_string()}</p> }
    });
    view! {
        <div class="notice wrong">
            <Icon name="warn" />
            <h2 class="notice-title">{say!(locale, account.goes_title)}</h2>
            <ul>
                <li>{say!(locale, account.goes_account, number = grouped(&farewell.number)).to_string()}</li>
                <li>{say!(locale, account.goes_addresses, count = number(farewell.addresses)).to_string()}</li>
                <li>{say!(locale, account.goes_sessions, count = number(farewell.sessions)).to_string()}</li>
                {company}
                {persons}
            </ul>
            <p>{say!(locale, account.goes_requests, count = number(farewell.requests)).to_string()}</p>
            {kept}
        </div>
        <p>
            <a href=Place::AccountExport.path() rel="external" download="">
                {say!(locale, account.export_first)}
            </a>
        </p>
    }
    .into_any()
}

/// The login password, and Send.
#[component]
fn Confirm(
    problem: Option<Problem>,
    /// Whether the company goes with all of its users.
    everybody: bool,
) -> AnyView {
    let locale = locale();
    let entry = entry(String::new(), problem.as_ref(), "password");
    let text = named("password", "password", say!(locale, account.login_password), None);
    let control = Control::password();
    view! {
        <form class="form" action=Place::AccountDelete.path() method="post" novalidate=true>
            {everybody.then(|| view! { <input type="hidden" name="everybody" value="1" /> })}
            <Field text entry required=true control />
            <p class="actions">
                <button class="button danger large" type="submit">
                    {if everybody { say!(locale, account.everybody_send) } else { say!(locale, account.delete_send) }}
                </button>
                <a class="button large" href=Place::Account.path()>
                    {say!(locale, account.cancel)}
                </a>
            </p>
        </form>
    }
    .into_any()
}

/// Farewell.
#[component]
pub fn DeletedPage() -> impl IntoView {
    let locale = locale();
    crate::ui::Arrival::here().greet();
    view! {
        <PageTitle text=say!(locale, account.deleted_title) />
        <main id="content" tabindex="-1" class="page narrow account">
            <h1>{say!(locale, account.deleted_title)}</h1>
            <p class="lead">{say!(locale, account.deleted_text)}</p>
            <p class="actions">
                <a class="button primary" href=Place::Home.path() rel="external">
                    {say!(locale, accounts.to_home)}
                </a>
            </p>
        </main>
    }
}

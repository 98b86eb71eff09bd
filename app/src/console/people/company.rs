//! The page of one company: what it is, who works there, what it has, and what can be done about it.

use domain::countries::Country;
use domain::language::Language;
use domain::people::Act;
use domain::people::views::{CompanySheet, ImportLine, UserLine};
use domain::places::Console;
use domain::words::thousands;
use leptos::prelude::*;

use super::api::{self, OpenCompany};
use super::care::{Acts, Said, Target};
use super::history::{Applications, Deeds};
use super::identity::{Who, registered, stands};
use crate::accounts::users::pieces::role_name;
use crate::console::frame::Page;
use crate::console::part::Part;
use crate::frame::kinds::type_name;
use crate::labels::{language, locale};
use crate::say;
use crate::ui::Moment;

/// The page.
#[component]
pub fn CompanyPage(id: i64) -> impl IntoView {
    let title = say!(locale(), people.company_title, id = id).to_string();
    let opened = Resource::new_blocking(|| (), move |()| api::company(id.to_string()));
    view! { <Page title here=Console::Company(id) opened role=|page: &OpenCompany| page.sheet.powers.role content=everything /> }
}

fn everything(page: OpenCompany) -> AnyView {
    let OpenCompany { sheet, back } = page;
    let act = if sheet.suspended_at.is_some() {
        Act::Restore
    } else {
        Act::Suspend
    };
    let target = Target {
        to: Console::Company(sheet.id).path(),
        version: back.looked_at(sheet.version),
        asks: sheet.powers.asks_password,
        company: true,
        role: None,
    };
    let screens = sheet.powers.role.may_screen();
    let may_care = sheet.powers.may_care;
    view! {
        <Said back=back.clone() />
        <div class="console-sheet">
            <div class="stack loose">
                <Identity sheet=sheet.clone() />
                <Users list=sheet.users />
                <Imports list=sheet.imports />
            </div>
            <div class="stack loose">
                {may_care.then(|| view! { <Acts acts=vec![act] target back /> })}
                <Applications list=sheet.applications screens />
                <Deeds list=sheet.deeds />
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Identity(sheet: CompanySheet) -> AnyView {
    let locale = locale();
    let country = Country::of_code(&sheet.country).map(|country| match language() {
        Language::En => country.en,
        Language::Ja => country.ja,
    });
    let fact = |name: &'static str, text: String| {
        (!text.is_empty()).then(|| {
            view! {
                <dt>{name}</dt>
                <dd>{text}</dd>
            }
        })
    };
    let hidden = sheet.hidden_at.map(|at| {
        view! {
            <dt>{say!(locale, people.stock_hidden)}</dt>
            <dd>
                <Moment at />
            </dd>
        }
    });
    let owner = sheet.is_owner.then(|| {
        view! {
            " "
            <span class="badge">{say!(locale, people.owners)}</span>
        }
    });
    view! {
        <Who>
            <dt>{say!(locale, console.company)}</dt>
            <dd>
                <b>{sheet.name}</b>
                {owner}
            </dd>
            <dt>{say!(locale, people.side)}</dt>
            <dd>{type_name(sheet.side, locale)}</dd>
            {stands(sheet.state, sheet.suspended_at)}
            {fact(say!(locale, people.country), country.unwrap_or_default().to_owned())}
            {fact(say!(locale, people.address), sheet.address)}
            {fact(say!(locale, people.site), sheet.url)}
            <dt>{say!(locale, people.lots)}</dt>
            <dd>{thousands(u64::from(sheet.lots))}</dd>
            {hidden}
            <dt>{say!(locale, people.requests)}</dt>
            <dd>{thousands(u64::from(sheet.requests))}</dd>
            {registered(sheet.created_at)}
        </Who>
    }
    .into_any()
}

#[component]
fn Users(list: Vec<UserLine>) -> AnyView {
    let locale = locale();
    let line = move |one: UserLine| {
        let suspended = one.suspended.then(|| {
            view! {
                " "
                <span class="badge wrong">{say!(locale, people.state_suspended)}</span>
            }
        });
        let seen = one.seen.map(|at| {
            view! {
                " · "
                {say!(locale, people.seen)}
                " "
                <Moment at />
            }
        });
        view! {
            <li>
                <a href=Console::Person(one.number).path()>{one.name}</a>
                {suspended}
                " "
                <span class="quiet small">{one.email} " · " {role_name(one.role, locale)} {seen}</span>
            </li>
        }
    };
    view! {
        <Part id="users-title" title=say!(locale, people.users)>
            <ul class="console-talk">{list.into_iter().map(line).collect_view()}</ul>
        </Part>
    }
    .into_any()
}

#[component]
fn Imports(list: Vec<ImportLine>) -> AnyView {
    let locale = locale();
    if list.is_empty() {
        return ().into_any();
    }
    let line = move |one: ImportLine| {
        let became = match (one.refused, one.rows) {
            (true, _) => say!(locale, people.file_refused).to_owned(),
            (false, Some(rows)) => {
                say!(locale, people.file_rows, count = thousands(u64::from(rows))).to_string()
            }
            (false, None) => say!(locale, people.file_waits).to_owned(),
        };
        view! {
            <li>
                <span class="said">{one.file_name}</span>
                " "
                <span class="quiet small">{became} " · " <Moment at=one.at /></span>
            </li>
        }
    };
    view! {
        <Part id="imports-title" title=say!(locale, people.imports)>
            <ul class="console-talk">{list.into_iter().map(line).collect_view()}</ul>
        </Part>
    }
    .into_any()
}

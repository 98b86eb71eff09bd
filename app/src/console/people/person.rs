//! The page of one person: who it is, how they use the market, and what can be done about them.

use domain::people::views::{Employer, PersonSheet, SessionLine};
use domain::people::{Act, State};
use domain::persons::PersonKind;
use domain::places::Console;
use domain::words::thousands;
use leptos::prelude::*;

use super::api::{self, OpenPerson};
use super::care::{Acts, Said, Target};
use super::history::{Applications, Deeds};
use super::identity::{Who, registered, stands};
use super::wording::{Badge, staff_role};
use crate::accounts::own::wording::grouped;
use crate::accounts::users::pieces::role_name;
use crate::console::frame::Page;
use crate::console::part::{Part, listed};
use crate::frame::kinds::type_name;
use crate::labels::locale;
use crate::say;
use crate::ui::Moment;

/// The page.
#[component]
pub fn PersonPage(number: String) -> impl IntoView {
    let title = say!(locale(), people.person_title, number = grouped(&number)).to_string();
    let here = Console::Person(number.clone());
    let opened = Resource::new_blocking(|| (), move |()| api::person(number.clone()));
    view! { <Page title here opened role=|page: &OpenPerson| page.sheet.powers.role content=everything /> }
}

fn everything(page: OpenPerson) -> AnyView {
    let OpenPerson { sheet, back } = page;
    let acts = acts(&sheet);
    let target = Target {
        to: Console::Person(sheet.number.clone()).path(),
        version: back.looked_at(sheet.version),
        asks: sheet.powers.asks_password,
        company: false,
        role: sheet.staff_role,
    };
    let screens = sheet.powers.role.may_screen();
    view! {
        <Said back=back.clone() />
        <div class="console-sheet">
            <div class="stack loose">
                <Identity sheet=sheet.clone() />
                <Use sheet=sheet.clone() />
                <Sessions list=sheet.sessions />
            </div>
            <div class="stack loose">
                <Acts acts target back />
                <Applications list=sheet.applications screens />
                <Deeds list=sheet.deeds />
            </div>
        </div>
    }
    .into_any()
}

/// What can be done, as things stand.
fn acts(sheet: &PersonSheet) -> Vec<Act> {
    if !sheet.powers.may_care {
        return Vec::new();
    }
    let either = |now: bool, undo: Act, act: Act| if now { undo } else { act };
    let mut acts = vec![
        either(sheet.suspended_at.is_some(), Act::Restore, Act::Suspend),
        either(sheet.force_password, Act::SparePassword, Act::ForcePassword),
        either(sheet.force_code, Act::SpareCode, Act::ForceCode),
    ];
    if sheet.app || sheet.passkeys > 0 {
        acts.push(Act::ForgetFactors);
    }
    if !sheet.sessions.is_empty() {
        acts.push(Act::EndSessions);
    }
    if sheet.staff_role.is_some() {
        acts.extend([Act::GiveRole, Act::Remove]);
    }
    acts
}

#[component]
fn Identity(sheet: PersonSheet) -> AnyView {
    let locale = locale();
    let addresses = sheet.addresses.into_iter().map(move |line| {
        let main = line.main.then(|| say!(locale, people.main));
        let proved = if line.proved {
            say!(locale, people.proved)
        } else {
            say!(locale, people.unproved)
        };
        let notes: Vec<_> = main.into_iter().chain([proved]).collect();
        view! {
            <p>
                {line.address} " " <span class="quiet small">{notes.join(", ")}</span>
            </p>
        }
    });
    let furigana = (!sheet.furigana.is_empty()).then(|| {
        view! {
            <dt>{say!(locale, people.furigana)}</dt>
            <dd>{sheet.furigana}</dd>
        }
    });
    let role = sheet.staff_role.map(|role| {
        view! {
            <dt>{say!(locale, people.role)}</dt>
            <dd>{staff_role(role, locale)}</dd>
        }
    });
    view! {
        <Who>
            <dt>{say!(locale, people.name)}</dt>
            <dd>
                <b>{sheet.name}</b>
            </dd>
            {furigana}
            <dt>{say!(locale, console.number)}</dt>
            <dd>{grouped(&sheet.number)}</dd>
            <dt>{say!(locale, people.email)}</dt>
            <dd>{addresses.collect_view()}</dd>
            <dt>{say!(locale, people.phone)}</dt>
            <dd>{sheet.phone}</dd>
            {stands(sheet.state, sheet.suspended_at)}
            {role}
            {sheet.company.map(|company| view! { <Works company /> })}
            {(!sheet.registered.is_empty()).then(|| view! { <Registered list=sheet.registered /> })}
            {registered(sheet.created_at)}
        </Who>
    }
    .into_any()
}

/// What is registered beside the trade.
#[component]
fn Registered(list: Vec<(PersonKind, String)>) -> impl IntoView {
    let locale = locale();
    let lines = list.into_iter().map(|(kind, company)| {
        view! {
            <p>
                {type_name(kind.account_type(), locale)} " " <span class="quiet small">{company}</span>
            </p>
        }
    });
    view! {
        <dt>{say!(locale, people.also)}</dt>
        <dd>{lines.collect_view()}</dd>
    }
}

#[component]
fn Works(company: Employer) -> impl IntoView {
    let locale = locale();
    let state = (company.state != State::Active).then(|| {
        view! {
            " "
            <Badge of=company.state />
        }
    });
    view! {
        <dt>{say!(locale, console.company)}</dt>
        <dd>
            <a href=Console::Company(company.id).path()>{company.name}</a>
            " "
            <span class="quiet small">{role_name(company.role, locale)}</span>
            {state}
        </dd>
    }
}

#[component]
fn Use(sheet: PersonSheet) -> AnyView {
    let locale = locale();
    let app = sheet.app.then(|| say!(locale, people.factor_app).to_owned());
    let keys = (sheet.passkeys > 0)
        .then(|| say!(locale, people.factor_passkeys, count = sheet.passkeys).to_string());
    let factors: Vec<_> = app.into_iter().chain(keys).collect();
    let factors = if factors.is_empty() {
        say!(locale, people.factor_none).to_owned()
    } else {
        factors.join(", ")
    };
    let next = match (sheet.force_password, sheet.force_code) {
        (false, false) => say!(locale, people.next_nothing).to_owned(),
        (true, false) => say!(locale, people.next_password).to_owned(),
        (false, true) => say!(locale, people.next_code).to_owned(),
        (true, true) => [say!(locale, people.next_code), say!(locale, people.next_password)].join(", "),
    };
    let seen = match sheet.seen_at {
        Some(at) => view! { <Moment at /> }.into_any(),
        None => say!(locale, people.never).into_any(),
    };
    let count = |number: u32| thousands(u64::from(number));
    view! {
        <Part id="use-title" title=say!(locale, people.use_title)>
            <dl class="facts console-identity">
                <dt>{say!(locale, people.seen)}</dt>
                <dd>{seen}</dd>
                <dt>{say!(locale, people.next_sign_in)}</dt>
                <dd>{next}</dd>
                <dt>{say!(locale, people.factors)}</dt>
                <dd>{factors}</dd>
                <dt>{say!(locale, people.devices)}</dt>
                <dd>{count(sheet.devices)}</dd>
                <dt>{say!(locale, people.requests)}</dt>
                <dd>{count(sheet.requests)}</dd>
                <dt>{say!(locale, people.imports)}</dt>
                <dd>{count(sheet.imports)}</dd>
            </dl>
        </Part>
    }
    .into_any()
}

#[component]
fn Sessions(list: Vec<SessionLine>) -> AnyView {
    let locale = locale();
    let line = |one: SessionLine| {
        let device = if one.device.is_empty() {
            say!(locale, people.unknown_device).to_owned()
        } else {
            one.device
        };
        view! {
            <li>
                {device} " "
                <span class="quiet small">
                    {say!(locale, people.began)} " " <Moment at=one.began /> " · " {say!(locale, people.seen)} " "
                    <Moment at=one.seen />
                </span>
            </li>
        }
    };
    let list = listed(list.into_iter().map(line), say!(locale, people.no_sessions));
    view! {
        <Part id="sessions-title" title=say!(locale, people.sessions)>
            {list}
        </Part>
    }
    .into_any()
}

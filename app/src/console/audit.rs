//! The audit log as a page: filters, entries, and taking them out as a file.

use domain::audit::{Action, Actor, AuditFilter, AuditRow, OPERATOR};
use domain::places::Console;
use domain::words::thousands;
use leptos::prelude::*;

use super::api::{OpenAudit, audit_log};
use super::deciding::Password;
use super::frame::{Page, query};
use super::wording::action;
use crate::labels::{Locale, language, locale, locale_of};
use crate::problem::sentence;
use crate::say;
use crate::ui::{FaultSummary, Icon, Moment};

/// The page.
#[component]
pub fn AuditPage() -> impl IntoView {
    let query = query();
    let opened = Resource::new_blocking(move || query.get(), audit_log);
    let title = say!(locale(), console.audit_title).to_owned();
    view! { <Page title here=Console::Audit opened role=|page: &OpenAudit| page.page.role content=everything /> }
}

fn everything(opened: OpenAudit) -> AnyView {
    let language = language();
    let locale = locale_of(language);
    let OpenAudit { page, problem } = opened;
    let trouble = problem.clone().map(|problem| {
        let text = Some(sentence(&problem, language));
        view! { <FaultSummary title=say!(locale, console.not_done) text /> }
    });
    let newest = AuditFilter {
        before: None,
        ..page.filter.clone()
    };
    let is_further = page.filter.before.is_some();
    let older = page.older.map(|before| AuditFilter {
        before: Some(before),
        ..page.filter.clone()
    });
    let step = |filter: AuditFilter, words: &'static str| {
        view! {
            <a class="button" href=Console::Audit.with(&filter.query())>
                {words}
            </a>
        }
    };
    let total = say!(locale, console.entries, count = thousands(u64::from(page.total))).to_string();
    let rows = if page.rows.is_empty() {
        view! { <p>{say!(locale, console.audit_empty)}</p> }.into_any()
    } else {
        view! { <Entries rows=page.rows /> }.into_any()
    };
    view! {
        {trouble}
        <p class="lead">{say!(locale, console.audit_lead)}</p>
        <Filter filter=page.filter.clone() staff=page.staff />
        <p>
            <b>{total}</b>
        </p>
        {rows}
        {(is_further || older.is_some())
            .then(|| {
                view! {
                    <nav class="row" aria-label=say!(locale, console.pages)>
                        {is_further.then(|| step(newest, say!(locale, console.newest)))}
                        {older.map(|older| step(older, say!(locale, console.older)))}
                    </nav>
                }
            })}
        <form class="card stack" action=Console::Audit.with(&page.filter.query()) method="post" novalidate=true>
            <p class="help">{say!(locale, console.take_out_text)}</p>
            <Password id="password".to_owned() asks=page.asks_password problem />
            <p class="actions">
                <button class="button" type="submit">
                    <Icon name="download" />
                    {say!(locale, console.take_out)}
                </button>
            </p>
        </form>
    }
    .into_any()
}

#[component]
fn Filter(filter: AuditFilter, staff: Vec<(String, String)>) -> AnyView {
    let locale = locale();
    let option = |value: String, text: String, now: &str| {
        let selected = value == now;
        view! {
            <option value=value selected=selected>
                {text}
            </option>
        }
    };
    let any = || say!(locale, console.any).to_owned();
    let people = [
        (String::new(), any()),
        (OPERATOR.to_owned(), say!(locale, console.operator).to_owned()),
    ];
    let people = people.into_iter().chain(staff);
    let people: Vec<_> = people
        .map(|(value, text)| option(value, text, &filter.who))
        .collect();
    let now = filter.what.map_or("", Action::word);
    let acts = Action::ALL.map(|one| (one.word().to_owned(), action(one, locale).to_owned()));
    let acts = [(String::new(), any())].into_iter().chain(acts);
    let acts: Vec<_> = acts.map(|(value, text)| option(value, text, now)).collect();
    let field = |id: &'static str, label: &'static str, control: AnyView| {
        view! {
            <div class="field">
                <label class="label" for=id>
                    {label}
                </label>
                {control}
            </div>
        }
    };
    let line = |id: &'static str, kind: &'static str, value: String| {
        view! { <input class="input" id=id name=id type=kind value=value /> }.into_any()
    };
    let list = |id: &'static str, options: Vec<_>| {
        view! {
            <select class="select" id=id name=id>
                {options}
            </select>
        }
        .into_any()
    };
    view! {
        <form class="console-filter" action=Console::Audit.path() method="get" role="search" aria-label=say!(locale, console.filter)>
            {field("who", say!(locale, console.who), list("who", people))}
            {field("what", say!(locale, console.what), list("what", acts))}
            {field("whom", say!(locale, console.whom_help), line("whom", "search", filter.whom))}
            {field("from", say!(locale, console.from), line("from", "date", filter.from))}
            {field("to", say!(locale, console.to), line("to", "date", filter.to))}
            <button class="button" type="submit">
                <Icon name="filter" />
                {say!(locale, console.show)}
            </button>
        </form>
    }
    .into_any()
}

#[component]
fn Entries(rows: Vec<AuditRow>) -> AnyView {
    let locale = locale();
    let head = |name: &'static str| {
        view! {
            <th role="columnheader" scope="col">
                {name}
            </th>
        }
    };
    view! {
        <div class="scroll console-cards" tabindex="0" role="region" aria-labelledby="audit-caption">
            <table class="table" role="table">
                <caption class="visually-hidden" id="audit-caption">
                    {say!(locale, console.audit_title)}
                </caption>
                <thead role="rowgroup">
                    <tr role="row">
                        {head(say!(locale, console.entry))}
                        {head(say!(locale, console.when))}
                        {head(say!(locale, console.who))}
                        {head(say!(locale, console.what))}
                        {head(say!(locale, console.whom))}
                        {head(say!(locale, console.details))}
                        {head(say!(locale, console.network))}
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows.into_iter().map(|row| line(row, locale)).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn line(row: AuditRow, locale: Locale) -> impl IntoView {
    let who = match row.who {
        Actor::Operator => say!(locale, console.operator).to_owned(),
        Actor::Staff(name) if name.is_empty() => say!(locale, console.gone).to_owned(),
        Actor::Staff(name) => name,
    };
    let what = match row.application {
        Some(id) if !row.erased => view! {
            <a href=Console::Application(id).path()>{action(row.what, locale)}</a>
        }
        .into_any(),
        _ => action(row.what, locale).into_any(),
    };
    let details = if row.erased {
        view! { <span class="quiet">{say!(locale, console.erased)}</span> }.into_any()
    } else {
        view! { <span class="said">{row.details}</span> }.into_any()
    };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row" class="num">{row.number}</th>
            <td role="cell" data-label=say!(locale, console.when)>
                <Moment at=row.at />
            </td>
            <td role="cell" data-label=say!(locale, console.who)>{who}</td>
            <td role="cell" data-label=say!(locale, console.what)>{what}</td>
            <td role="cell" data-label=say!(locale, console.whom)>{row.whom}</td>
            <td role="cell" data-label=say!(locale, console.details)>{details}</td>
            <td role="cell" data-label=say!(locale, console.network)>{row.network}</td>
        </tr>
    }
}

//! The audit log as a page: filters, entries, and taking them out as a file.

use domain::audit::{Action, AuditFilter, AuditRow, OPERATOR};
use domain::places::Console;
use domain::words::thousands;
use leptos::prelude::*;

use super::api::{OpenAudit, audit_log};
use super::deciding::Password;
use super::filter::{Filter, any_or, further};
use super::frame::{Cards, Page, query, select};
use super::wording::{action, actor};
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
    let way = |before: Option<i64>, words: &'static str| {
        let filter = AuditFilter {
            before,
            ..page.filter.clone()
        };
        (Console::Audit.with(&filter.query()), words)
    };
    let newest = page
        .filter
        .before
        .map(|_| way(None, say!(locale, console.newest)));
    let older = page
        .older
        .map(|before| way(Some(before), say!(locale, console.older)));
    let total = say!(locale, console.entries, count = thousands(u64::from(page.total))).to_string();
    let rows = if page.rows.is_empty() {
        view! { <p>{say!(locale, console.audit_empty)}</p> }.into_any()
    } else {
        view! { <Entries rows=page.rows /> }.into_any()
    };
    view! {
        {trouble}
        <p class="lead">{say!(locale, console.audit_lead)}</p>
        {filter(page.filter.clone(), page.staff)}
        <p>
            <b>{total}</b>
        </p>
        {rows}
        {further(newest, older)}
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

fn filter(filter: AuditFilter, staff: Vec<(String, String)>) -> AnyView {
    let locale = locale();
    let any = say!(locale, console.any);
    let mut people = any_or(any, [(OPERATOR, say!(locale, console.operator))]);
    people.extend(staff);
    let acts = any_or(any, Action::ALL.map(|one| (one.word(), action(one, locale))));
    let line = |id: &'static str, label: &'static str, kind: &'static str, value: String| {
        view! {
            <div class="field">
                <label class="label" for=id>
                    {label}
                </label>
                <input class="input" id=id name=id type=kind value=value />
            </div>
        }
    };
    view! {
        <Filter place=Console::Audit>
            {select("who", say!(locale, console.who), &filter.who, people)}
            {select("what", say!(locale, console.what), filter.what.map_or("", Action::word), acts)}
            {line("whom", say!(locale, console.whom_help), "search", filter.whom)}
            {line("from", say!(locale, console.from), "date", filter.from)}
            {line("to", say!(locale, console.to), "date", filter.to)}
        </Filter>
    }
    .into_any()
}

#[component]
fn Entries(rows: Vec<AuditRow>) -> AnyView {
    let locale = locale();
    let heads = vec![
        say!(locale, console.entry),
        say!(locale, console.when),
        say!(locale, console.who),
        say!(locale, console.what),
        say!(locale, console.whom),
        say!(locale, console.details),
        say!(locale, console.network),
    ];
    let rows = rows.into_iter().map(|row| line(row, locale));
    let rows = rows.collect_view().into_any();
    view! { <Cards id="audit-caption" caption=say!(locale, console.audit_title) heads rows /> }.into_any()
}

fn line(row: AuditRow, locale: Locale) -> impl IntoView {
    let who = actor(row.who, locale);
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

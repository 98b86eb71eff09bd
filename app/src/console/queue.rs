//! The queue of applications: filters, lines, pages.

use domain::places::Console;
use domain::screening::queue::{Standing, Whose};
use domain::screening::views::{QueuePage as Lines, QueueRow};
use domain::screening::{Kind, QueueFilter};
use domain::words::thousands;
use leptos::prelude::*;

use super::api::applications;
use super::frame::{Page, query};
use super::keys::{self, KeysNote};
use super::wording::{Due, kind, standing, whose};
use crate::labels::{Locale, locale};
use crate::say;
use crate::ui::{Icon, Moment};

/// The page.
#[component]
pub fn QueuePage() -> impl IntoView {
    let query = query();
    let opened = Resource::new_blocking(move || query.get(), applications);
    let title = say!(locale(), console.queue_title).to_owned();
    keys::listen_in_queue();
    view! { <Page title here=Console::Applications opened role=|page: &Lines| page.role content=everything /> }
}

fn everything(page: Lines) -> AnyView {
    let locale = locale();
    let found = say!(locale, console.found, count = thousands(u64::from(page.total))).to_string();
    let lines = if page.rows.is_empty() {
        view! { <p>{say!(locale, console.empty)}</p> }.into_any()
    } else {
        view! { <Table rows=page.rows filter=page.filter.clone() /> }.into_any()
    };
    view! {
        <Filter filter=page.filter.clone() />
        <p class="row">
            <b>{found}</b>
            <KeysNote text=say!(locale, console.keys_list) />
        </p>
        {lines}
        <Pager filter=page.filter pages=page.pages />
    }
    .into_any()
}

/// One of a few, in a form that is sent by its button.
pub(super) fn select(
    name: &'static str,
    label: &'static str,
    now: &str,
    options: Vec<(&'static str, &'static str)>,
) -> impl IntoView + use<> {
    let options = options.into_iter().map(|(value, text)| {
        view! {
            <option value=value selected=value == now>
                {text}
            </option>
        }
    });
    view! {
        <div class="field">
            <label class="label" for=name>
                {label}
            </label>
            <select class="select" id=name name=name>
                {options.collect_view()}
            </select>
        </div>
    }
}

#[component]
fn Filter(filter: QueueFilter) -> AnyView {
    let locale = locale();
    let any = say!(locale, console.any);
    let kinds = Kind::ALL.map(|one| (one.word(), kind(one, locale)));
    let states = Standing::ALL.map(|one| (one.word(), standing(one, locale)));
    let people = Whose::ALL.map(|one| (one.word(), whose(one, locale)));
    let kinds = [("", any)].into_iter().chain(kinds).collect();
    let states = states.into_iter().chain([("all", any)]).collect();
    view! {
        <form class="console-filter" action=Console::Applications.path() method="get" role="search" aria-label=say!(locale, console.filter)>
            {select("state", say!(locale, console.state), filter.standing.map_or("all", Standing::word), states)}
            {select("kind", say!(locale, console.kind), filter.kind.map_or("", Kind::word), kinds)}
            {select("whose", say!(locale, console.whose), filter.whose.word(), people.into())}
            <div class="field console-text">
                <label class="label" for="text">
                    {say!(locale, console.text)}
                </label>
                <input class="input" id="text" type="search" name="text" value=filter.text />
            </div>
            <button class="button" type="submit">
                <Icon name="filter" />
                {say!(locale, console.show)}
            </button>
        </form>
    }
    .into_any()
}

#[component]
fn Table(rows: Vec<QueueRow>, filter: QueueFilter) -> AnyView {
    let locale = locale();
    let head = |name: &'static str| {
        view! {
            <th role="columnheader" scope="col">
                {name}
            </th>
        }
    };
    let query = filter.query();
    let rows = rows
        .into_iter()
        .map(|row| line(row, &query, locale))
        .collect_view();
    view! {
        <div class="scroll console-cards" tabindex="0" role="region" aria-labelledby="queue-caption">
            <table class="table" role="table">
                <caption class="visually-hidden" id="queue-caption">
                    {say!(locale, console.queue_title)}
                </caption>
                <thead role="rowgroup">
                    <tr role="row">
                        {head(say!(locale, console.company))}
                        {head(say!(locale, console.person))}
                        {head(say!(locale, console.kind))}
                        {head(say!(locale, console.due))}
                        {head(say!(locale, console.sent))}
                        {head(say!(locale, console.assigned))}
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn line(row: QueueRow, query: &str, locale: Locale) -> impl IntoView + use<> {
    let place = Console::Application(row.id).with(query);
    let again = row.again.then(|| {
        view! {
            " "
            <span class="badge">{say!(locale, console.again)}</span>
        }
    });
    let assigned = if row.assigned.is_empty() {
        view! { <span class="quiet">{say!(locale, console.nobody)}</span> }.into_any()
    } else {
        row.assigned.into_any()
    };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">
                <a class="queue-open" href=place>
                    {row.company}
                </a>
                {again}
            </th>
            <td role="cell" data-label=say!(locale, console.person)>{row.name}</td>
            <td role="cell" data-label=say!(locale, console.kind)>{kind(row.kind, locale)}</td>
            <td role="cell" data-label=say!(locale, console.due)>
                <Due clock=row.clock stands=row.standing />
            </td>
            <td role="cell" data-label=say!(locale, console.sent)>
                <Moment at=row.sent_at />
            </td>
            <td role="cell" data-label=say!(locale, console.assigned)>{assigned}</td>
        </tr>
    }
}

#[component]
fn Pager(filter: QueueFilter, pages: u32) -> impl IntoView {
    let locale = locale();
    (pages > 1).then(|| {
        let page = filter.page;
        let to = |page| Console::Applications.with(&filter.at_page(page).query());
        let step = |there: bool, page: u32, rel: &'static str, words: &'static str| {
            there.then(|| {
                view! {
                    <a class="button" rel=rel href=to(page)>
                        {words}
                    </a>
                }
            })
        };
        view! {
            <nav class="row" aria-label=say!(locale, console.pages)>
                {step(page > 1, page.saturating_sub(1), "prev", say!(locale, console.previous_page))}
                <span>{say!(locale, console.page_of, page = page, pages = pages).to_string()}</span>
                {step(page < pages, page + 1, "next", say!(locale, console.next_page))}
            </nav>
        }
    })
}

//! The queue of applications: filters, lines, pages.

use domain::places::Console;
use domain::screening::queue::{Standing, Whose};
use domain::screening::views::{QueuePage as Lines, QueueRow};
use domain::screening::{Kind, QueueFilter};
use domain::words::thousands;
use leptos::prelude::*;

use super::api::applications;
use super::filter::{Filter, any_or, choices, or_all, sought};
use super::frame::{Cards, Page, query, select};
use super::keys::{self, KeysNote};
use super::wording::{Due, assigned, kind, standing, whose};
use crate::labels::{Locale, locale};
use crate::say;
use crate::ui::Moment;

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
        {filter(page.filter.clone())}
        <p class="row">
            <b>{found}</b>
            <KeysNote text=say!(locale, console.keys_list) />
        </p>
        {lines}
        {crate::ui::pager(page.filter.page, page.pages, |to| Console::Applications.with(&page.filter.at_page(to).query()))}
    }
    .into_any()
}

fn filter(filter: QueueFilter) -> AnyView {
    let locale = locale();
    let any = say!(locale, console.any);
    let kinds = any_or(any, Kind::ALL.map(|one| (one.word(), kind(one, locale))));
    let states = or_all(Standing::ALL.map(|one| (one.word(), standing(one, locale))), any);
    let people = choices(Whose::ALL.map(|one| (one.word(), whose(one, locale))));
    view! {
        <Filter place=Console::Applications>
            {select("state", say!(locale, console.state), filter.standing.map_or("all", Standing::word), states)}
            {select("kind", say!(locale, console.kind), filter.kind.map_or("", Kind::word), kinds)}
            {select("whose", say!(locale, console.whose), filter.whose.word(), people)}
            {sought(say!(locale, console.text), filter.text)}
        </Filter>
    }
    .into_any()
}

#[component]
fn Table(rows: Vec<QueueRow>, filter: QueueFilter) -> AnyView {
    let locale = locale();
    let query = filter.query();
    let rows = rows
        .into_iter()
        .map(|row| line(row, &query, locale))
        .collect_view()
        .into_any();
    let heads = vec![
        say!(locale, console.company),
        say!(locale, console.person),
        say!(locale, console.kind),
        say!(locale, console.due),
        say!(locale, console.sent),
        say!(locale, console.assigned),
    ];
    view! { <Cards id="queue-caption" caption=say!(locale, console.queue_title) heads rows /> }.into_any()
}

fn line(row: QueueRow, query: &str, locale: Locale) -> impl IntoView + use<> {
    let place = Console::Application(row.id).with(query);
    let again = row.again.then(|| {
        view! {
            " "
            <span class="badge">{say!(locale, console.again)}</span>
        }
    });
    let assigned = assigned(row.assigned, locale);
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

//! The list of messages: filters, lines, pages.

use domain::contact::thread::{ThreadRow, ThreadsPage as Lines};
use domain::contact::{ThreadFilter, ThreadState, Topic};
use domain::places::Console;
use domain::screening::queue::Whose;
use domain::words::{ago, thousands, topic};
use leptos::prelude::*;

use super::api::threads;
use crate::console::filter::{Filter, any_or, choices, or_all, sought};
use crate::console::frame::{Cards, Page, query, select};
use crate::console::wording::{assigned, whose};
use crate::labels::{Locale, language, locale};
use crate::say;
use crate::ui::{Icon, Moment};

/// The page.
#[component]
pub fn ThreadsPage() -> impl IntoView {
    let query = query();
    let opened = Resource::new_blocking(move || query.get(), threads);
    let title = say!(locale(), desk.messages).to_owned();
    view! { <Page title here=Console::Threads opened role=|page: &Lines| page.role content=everything /> }
}

/// How a thread stands.
pub(super) fn standing(state: ThreadState, locale: Locale) -> &'static str {
    match state {
        ThreadState::New => say!(locale, desk.state_new),
        ThreadState::Answered => say!(locale, desk.state_answered),
        ThreadState::Waiting => say!(locale, desk.state_waiting),
        ThreadState::Closed => say!(locale, desk.state_closed),
    }
}

/// The same with colour and icon.
pub(super) fn badge(state: ThreadState, locale: Locale) -> impl IntoView + use<> {
    let (class, icon) = match state {
        ThreadState::New => ("badge wait", "mail"),
        ThreadState::Answered => ("badge safe", "check"),
        ThreadState::Waiting => ("badge", "clock"),
        ThreadState::Closed => ("badge", "done"),
    };
    view! {
        <span class=class>
            <Icon name=icon />
            {standing(state, locale)}
        </span>
    }
}

fn everything(page: Lines) -> AnyView {
    let locale = locale();
    let found = say!(
        locale,
        desk.found_messages,
        count = thousands(u64::from(page.total))
    )
    .to_string();
    let lines = if page.rows.is_empty() {
        view! { <p>{say!(locale, desk.no_messages)}</p> }.into_any()
    } else {
        view! { <Table rows=page.rows /> }.into_any()
    };
    let to = |to| Console::Threads.with(&page.filter.at_page(to).query());
    let pages = crate::ui::pager(page.filter.page, page.pages, to);
    view! {
        {filter(page.filter.clone())}
        <p>
            <b>{found}</b>
        </p>
        {lines}
        {pages}
    }
    .into_any()
}

fn filter(filter: ThreadFilter) -> AnyView {
    let (locale, language) = (locale(), language());
    let any = say!(locale, console.any);
    let states = or_all(
        ThreadState::ALL.map(|one| (one.word(), standing(one, locale))),
        any,
    );
    let topics = any_or(any, Topic::ALL.map(|one| (one.word(), topic(one, language))));
    let people = choices(Whose::ALL.map(|one| (one.word(), whose(one, locale))));
    view! {
        <Filter place=Console::Threads>
            {select("state", say!(locale, console.state), filter.state.map_or("all", ThreadState::word), states)}
            {select("topic", say!(locale, contact.topic), filter.topic.map_or("", Topic::word), topics)}
            {select("whose", say!(locale, console.whose), filter.whose.word(), people)}
            {sought(say!(locale, desk.text), filter.text)}
        </Filter>
    }
    .into_any()
}

#[component]
fn Table(rows: Vec<ThreadRow>) -> AnyView {
    let locale = locale();
    let heads = vec![
        say!(locale, desk.number),
        say!(locale, console.person),
        say!(locale, contact.topic),
        say!(locale, console.state),
        say!(locale, console.sent),
        say!(locale, console.assigned),
    ];
    let rows = rows.into_iter().map(line).collect_view().into_any();
    view! { <Cards id="messages-caption" caption=say!(locale, desk.messages) heads rows /> }.into_any()
}

fn line(row: ThreadRow) -> impl IntoView {
    let (locale, language) = (locale(), language());
    let assigned = assigned(row.assigned, locale);
    let who = if row.company.is_empty() {
        row.name
    } else {
        format!("{}, {}", row.name, row.company)
    };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">
                <a href=Console::Thread(row.id).path()>{row.number}</a>
            </th>
            <td role="cell" data-label=say!(locale, console.person)>{who}</td>
            <td role="cell" data-label=say!(locale, contact.topic)>{topic(row.topic, language)}</td>
            <td role="cell" data-label=say!(locale, console.state)>{badge(row.state, locale)}</td>
            <td role="cell" data-label=say!(locale, console.sent)>
                <span>
                    <Moment at=row.sent_at />
                    " "
                    <span class="quiet small">{ago(row.age, language)}</span>
                </span>
            </td>
            <td role="cell" data-label=say!(locale, console.assigned)>{assigned}</td>
        </tr>
    }
}

//! The lists of people and of companies: filters, lines, and the way further.

use domain::accounts::AccountType;
use domain::people::views::{CompaniesPage as Companies, CompanyRow, PeoplePage as People, PersonRow, Whose};
use domain::people::{PeopleFilter, State};
use domain::places::Console;
use domain::words::thousands;
use leptos::prelude::*;

use super::api;
use super::wording::{Badge, kinds, state};
use crate::console::filter::{Filter, any_or, further, sought};
use crate::console::frame::{Cards, Page, query, select};
use crate::frame::kinds::type_name;
use crate::labels::locale;
use crate::say;
use crate::ui::Moment;

/// The list of people.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let query = query();
    let opened = Resource::new_blocking(move || query.get(), api::people);
    let title = say!(locale(), people.people).to_owned();
    view! { <Page title here=Console::People opened role=|page: &People| page.role content=people /> }
}

fn people(page: People) -> AnyView {
    let locale = locale();
    let rows = page.rows.into_iter().map(person).collect_view();
    let heads = vec![
        say!(locale, people.name),
        say!(locale, people.email),
        say!(locale, console.company),
        say!(locale, people.side),
        say!(locale, people.state),
        say!(locale, people.registered),
    ];
    view! {
        <p class="lead">{say!(locale, people.lead)}</p>
        {filter(Console::People, page.filter.clone())}
        <Lines
            total=page.total
            heads
            title=say!(locale, people.people)
            empty=say!(locale, people.empty)
            rows=rows.into_any()
        />
        {on(&Console::People, &page.filter, page.older)}
    }
    .into_any()
}

fn person(row: PersonRow) -> AnyView {
    let locale = locale();
    let place = match row.who {
        Whose::Account(number) => Console::Person(number),
        Whose::Registration(id) => Console::Unverified(id),
    };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">
                <a href=place.path()>{row.name}</a>
            </th>
            <td role="cell" data-label=say!(locale, people.email)>{row.email}</td>
            <td role="cell" data-label=say!(locale, console.company)>{row.company}</td>
            <td role="cell" data-label=say!(locale, people.side)>{kinds(&row.kinds, locale)}</td>
            <td role="cell" data-label=say!(locale, people.state)>
                <Badge of=row.state />
            </td>
            <td role="cell" data-label=say!(locale, people.registered)>
                <Moment at=row.created_at />
            </td>
        </tr>
    }
    .into_any()
}

/// The list of companies.
#[component]
pub fn CompaniesPage() -> impl IntoView {
    let query = query();
    let opened = Resource::new_blocking(move || query.get(), api::companies);
    let title = say!(locale(), people.companies).to_owned();
    view! { <Page title here=Console::Companies opened role=|page: &Companies| page.role content=companies /> }
}

fn companies(page: Companies) -> AnyView {
    let locale = locale();
    let rows = page.rows.into_iter().map(company).collect_view();
    let heads = vec![
        say!(locale, console.company),
        say!(locale, people.side),
        say!(locale, people.state),
        say!(locale, people.users),
        say!(locale, people.lots),
        say!(locale, people.registered),
    ];
    view! {
        <p class="lead">{say!(locale, people.companies_lead)}</p>
        {filter(Console::Companies, page.filter.clone())}
        <Lines
            total=page.total
            heads
            title=say!(locale, people.companies)
            empty=say!(locale, people.empty_companies)
            rows=rows.into_any()
        />
        {on(&Console::Companies, &page.filter, page.older)}
    }
    .into_any()
}

fn company(row: CompanyRow) -> AnyView {
    let locale = locale();
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">
                <a href=Console::Company(row.id).path()>{row.name}</a>
            </th>
            <td role="cell" data-label=say!(locale, people.side)>{type_name(row.side, locale)}</td>
            <td role="cell" data-label=say!(locale, people.state)>
                <Badge of=row.state />
            </td>
            <td role="cell" data-label=say!(locale, people.users)>{thousands(u64::from(row.users))}</td>
            <td role="cell" data-label=say!(locale, people.lots)>{thousands(u64::from(row.lots))}</td>
            <td role="cell" data-label=say!(locale, people.registered)>
                <Moment at=row.created_at />
            </td>
        </tr>
    }
    .into_any()
}

fn filter(place: Console, filter: PeopleFilter) -> AnyView {
    let locale = locale();
    let companies = place == Console::Companies;
    let states = State::ALL
        .into_iter()
        .filter(|one| !companies || *one != State::Unverified)
        .map(|one| (one.word(), state(one, locale)));
    let any = if companies {
        say!(locale, console.any)
    } else {
        say!(locale, people.any_state)
    };
    let states = any_or(any, states);
    let sides = AccountType::PUBLIC
        .into_iter()
        .chain([AccountType::Staff])
        .filter(|side| !companies || side.trades())
        .map(|side| (side.word(), type_name(side, locale)));
    let sides = any_or(say!(locale, console.any), sides);
    let label = if companies {
        say!(locale, people.company_text)
    } else {
        say!(locale, people.text)
    };
    view! {
        <Filter place>
            {sought(label, filter.text)}
            {select("state", say!(locale, people.state), filter.state.map_or("", State::word), states)}
            {select("side", say!(locale, people.side), filter.side.map_or("", AccountType::word), sides)}
        </Filter>
    }
    .into_any()
}

/// How many there are, and those of this page.
#[component]
fn Lines(
    total: u32,
    heads: Vec<&'static str>,
    title: &'static str,
    empty: &'static str,
    rows: AnyView,
) -> AnyView {
    let locale = locale();
    let found = say!(locale, people.found, count = thousands(u64::from(total))).to_string();
    if total == 0 {
        return view! { <p>{empty}</p> }.into_any();
    }
    view! {
        <p>
            <b>{found}</b>
        </p>
        <Cards id="lines-caption" caption=title heads rows />
    }
    .into_any()
}

/// The ways to the newest of them, and to those before these.
fn on(place: &Console, filter: &PeopleFilter, older: Option<i64>) -> Option<AnyView> {
    let locale = locale();
    let way = |before: Option<i64>, words: &'static str| (place.with(&filter.from(before).query()), words);
    let newest = filter.before.map(|_| way(None, say!(locale, people.newest)));
    let older = older.map(|before| way(Some(before), say!(locale, people.older)));
    further(newest, older)
}

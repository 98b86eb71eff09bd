//! The lists of people and of companies: filters, lines, and the way further.

use domain::accounts::AccountType;
use domain::people::views::{CompaniesPage as Companies, CompanyRow, PeoplePage as People, PersonRow, Whose};
use domain::people::{PeopleFilter, State};
use domain::places::Console;
use domain::words::thousands;
use leptos::prelude::*;

use super::api;
use super::wording::{Badge, kinds, state};
use crate::console::frame::select;
use crate::console::frame::{Page, query};
use crate::frame::kinds::type_name;
use crate::labels::locale;
use crate::say;
use crate::ui::{Icon, Moment};

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
        <Filter place=Console::People filter=page.filter.clone() />
        <Lines
            total=page.total
            heads
            title=say!(locale, people.people)
            empty=say!(locale, people.empty)
            rows=rows.into_any()
        />
        <Further place=Console::People filter=page.filter older=page.older />
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
        <Filter place=Console::Companies filter=page.filter.clone() />
        <Lines
            total=page.total
            heads
            title=say!(locale, people.companies)
            empty=say!(locale, people.empty_companies)
            rows=rows.into_any()
        />
        <Further place=Console::Companies filter=page.filter older=page.older />
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

#[component]
fn Filter(place: Console, filter: PeopleFilter) -> AnyView {
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
    let owned = |(word, name): (&str, &str)| (word.to_owned(), name.to_owned());
    let states = [("", any)].into_iter().chain(states).map(owned).collect();
    let sides = AccountType::PUBLIC
        .into_iter()
        .chain([AccountType::Staff])
        .filter(|side| !companies || side.trades())
        .map(|side| (side.word(), type_name(side, locale)));
    let sides = [("", say!(locale, console.any))]
        .into_iter()
        .chain(sides)
        .map(owned)
        .collect();
    let label = if companies {
        say!(locale, people.company_text)
    } else {
        say!(locale, people.text)
    };
    view! {
        <form class="console-filter" action=place.path() method="get" role="search" aria-label=say!(locale, console.filter)>
            <div class="field console-text">
                <label class="label" for="text">
                    {label}
                </label>
                <input class="input" id="text" type="search" name="text" value=filter.text />
            </div>
            {select("state", say!(locale, people.state), filter.state.map_or("", State::word), states)}
            {select("side", say!(locale, people.side), filter.side.map_or("", AccountType::word), sides)}
            <button class="button" type="submit">
                <Icon name="filter" />
                {say!(locale, console.show)}
            </button>
        </form>
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
    let heads = heads.into_iter().map(|name| {
        view! {
            <th role="columnheader" scope="col">
                {name}
            </th>
        }
    });
    view! {
        <p>
            <b>{found}</b>
        </p>
        <div class="scroll console-cards" tabindex="0" role="region" aria-labelledby="lines-caption">
            <table class="table" role="table">
                <caption class="visually-hidden" id="lines-caption">
                    {title}
                </caption>
                <thead role="rowgroup">
                    <tr role="row">{heads.collect_view()}</tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Further(place: Console, filter: PeopleFilter, #[prop(optional_no_strip)] older: Option<i64>) -> AnyView {
    let locale = locale();
    let newest = filter.before.is_some().then(|| filter.from(None));
    let older = older.map(|before| filter.from(Some(before)));
    if newest.is_none() && older.is_none() {
        return ().into_any();
    }
    let step = |to: PeopleFilter, words: &'static str| {
        view! {
            <a class="button" href=place.with(&to.query())>
                {words}
            </a>
        }
    };
    view! {
        <nav class="row" aria-label=say!(locale, console.pages)>
            {newest.map(|to| step(to, say!(locale, people.newest)))}
            {older.map(|to| step(to, say!(locale, people.older)))}
        </nav>
    }
    .into_any()
}

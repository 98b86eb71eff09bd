//! What orders the rows where there are no headings to press, and how many rows a page has.

use domain::places::Place;
use domain::search::{Direction, PerPage, SearchRequest, SortBy};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::{columns, links};
use crate::labels::locale;
use crate::say;
use crate::ui::Icon;

/// Stands above the table.
#[component]
pub fn Tools(request: SearchRequest) -> impl IntoView {
    view! {
        <div class="search-tools">
            <div class="row">
                <SortForm request=request.clone() />
                <Turn request=request.clone() />
            </div>
            <RowsPerPage request />
        </div>
    }
    .into_any()
}

#[component]
fn SortForm(request: SearchRequest) -> impl IntoView {
    let locale = locale();
    let sort = request.sort;
    let navigate = use_navigate();
    let hidden = links::hidden_fields(&links::sorted(&request, sort, request.dir));
    let hidden = hidden.into_iter().filter(|(name, _)| name != "sort");
    let hidden = hidden.map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
    let options = SortBy::ALL.map(|option| {
        view! {
            <option value=option.word() selected=option == sort>
                {columns::name(option, locale)}
            </option>
        }
    });
    let changed = move |event| {
        if let Some(sort) = SortBy::parse(&event_target_value(&event)) {
            let next = links::sorted(&request, sort, links::first_direction(sort));
            navigate(&links::address(&next), Default::default());
        }
    };
    view! {
        <form class="search-sort" action=Place::Search.path() method="get" data-noscroll="">
            {hidden.collect_view()}
            <label for="sort">{say!(locale, search.sort_by)}</label>
            <select class="select" id="sort" name="sort" prop:value=sort.word() on:change=changed>
                {options.into_iter().collect_view()}
            </select>
            <button class="button" type="submit">
                {say!(locale, search.sort_show)}
            </button>
        </form>
    }
}

/// Turns the order round; relevance has no other side.
#[component]
fn Turn(request: SearchRequest) -> impl IntoView {
    let locale = locale();
    let (icon, words) = match request.dir {
        Direction::Ascending => ("sort-up", say!(locale, search.sort_up)),
        Direction::Descending => ("sort-down", say!(locale, search.sort_down)),
    };
    (request.sort != SortBy::Relevance).then(|| {
        let turned = links::sorted(&request, request.sort, request.dir.turned());
        view! {
            <a class="button only-icon" href=links::address(&turned) title=words data-noscroll="">
                <Icon name=icon />
                <span class="visually-hidden">{words}</span>
            </a>
        }
    })
}

#[component]
fn RowsPerPage(request: SearchRequest) -> impl IntoView {
    let choices = PerPage::ALL.map(|choice| {
        let current = (choice == request.per_page).then_some("true");
        let href = links::address(&links::with_rows(&request, choice));
        view! {
            <li>
                <a href=href aria-current=current data-noscroll="">
                    {choice.lots()}
                </a>
            </li>
        }
    });
    view! {
        <div class="row">
            <span id="rows-label">{say!(locale(), search.per_page)}</span>
            <ul class="pick-one" aria-labelledby="rows-label">
                {choices.into_iter().collect_view()}
            </ul>
        </div>
    }
}

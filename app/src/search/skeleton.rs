//! The page before its first results: its real shape without its words. Seen only where the browser has come here
//! without loading the document; the server answers with results.

use domain::search::{Query, SearchRequest};
use leptos::prelude::*;

use super::columns::{COLUMNS, class, name};
use super::head::Head;
use crate::labels::locale;
use crate::say;

/// Rows drawn: as many as fit a window.
const ROWS: usize = 12;

/// Stands in place of the results.
#[component]
pub fn Skeleton(
    /// The part of the address behind the question mark.
    asked: String,
) -> impl IntoView {
    let locale = locale();
    let (request, _) = SearchRequest::from_query_string(&asked);
    let shown = Query::parse(&request.q)
        .ok()
        .map(|query| query.shown().to_owned());
    view! {
        <Head shown figures=None meanwhile=say!(locale, search.searching) />
        <div class="search-body">
            <div class="facets" aria-hidden="true">
                <div class="facet-form">{(0..4).map(|_| view! { <FacetBones /> }).collect_view()}</div>
            </div>
            <div class="search-main">
                <Rows />
            </div>
        </div>
    }
}

#[component]
fn FacetBones() -> impl IntoView {
    let items = (0..4).map(|_| {
        view! {
            <div class="facet-item">
                <span class="bone short"></span>
                <span class="bone full"></span>
                <span class="bone short"></span>
            </div>
        }
    });
    view! {
        <div class="facet">
            <span class="bone long"></span>
            {items.collect_view()}
        </div>
    }
}

#[component]
fn Rows() -> impl IntoView {
    let locale = locale();
    let heads = COLUMNS.map(|column| view! { <th class=class(column)>{name(column, locale)}</th> });
    let rows = (0..ROWS).map(move |_| {
        let cells = COLUMNS.map(|column| {
            view! {
                <td class=class(column) data-label=name(column, locale)>
                    <span class="bone long"></span>
                </td>
            }
        });
        view! {
            <tr>
                {cells.into_iter().collect_view()} <td class="lot-mail">
                    <span class="bone short"></span>
                </td> <td class="lot-pick"></td>
            </tr>
        }
    });
    view! {
        <div class="scroll search-lots" aria-hidden="true">
            <table class="table lots">
                <thead>
                    <tr>
                        {heads.into_iter().collect_view()} <th class="lot-mail"></th> <th class="lot-pick"></th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
}

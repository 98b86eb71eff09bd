//! Results: filters beside the lots, and around the lots what orders them, turns their pages and asks for them.

use domain::search::results::Results;
use domain::search::{Query, SearchRequest};
use leptos::prelude::*;

use super::chips::Chips;
use super::facets::FacetForm;
use super::legend::Legend;
use super::links;
use super::pager::Pager;
use super::picked::Picked;
use super::table::Lots;
use super::tiers::groups;
use super::tools::Tools;
use crate::labels::locale;
use crate::say;
use crate::ui::Icon;

/// The page below its heading.
#[component]
pub fn Found(request: SearchRequest, found: Results) -> impl IntoView {
    let Results {
        shown,
        rows,
        facets,
        pages,
        tiers,
        total_lots,
        ..
    } = found;
    let lots = if total_lots == 0 {
        view! { <NoneLeft request=request.clone() /> }.into_any()
    } else {
        let query = Query::parse(&shown).ok();
        let here: Vec<_> = rows.iter().filter(|row| !row.own).map(|row| row.lot).collect();
        let legend = view! { <Legend rows=rows.clone() shown /> };
        view! {
            <Tools request=request.clone() />
            <Lots groups=groups(rows, request.sort) query counts=tiers request=request.clone() />
            <Picked here />
            {legend}
            <Pager request=request.clone() pages />
        }
        .into_any()
    };
    view! {
        <div class="search-body">
            <FacetForm request=request.clone() counts=facets />
            <div class="search-main">
                <Chips request />
                {lots}
            </div>
        </div>
    }
    .into_any()
}

/// Filters took every hit away.
#[component]
fn NoneLeft(request: SearchRequest) -> impl IntoView {
    let locale = locale();
    let without = links::address(&links::narrowed(&request, domain::search::Facets::default()));
    view! {
        <div class="notice info">
            <Icon name="info" />
            <h2 class="notice-title">{say!(locale, search.none_filtered_title)}</h2>
            <p>{say!(locale, search.none_filtered_text)}</p>
            <p>
                <a href=without>{say!(locale, search.filter_clear)}</a>
            </p>
        </div>
    }
}

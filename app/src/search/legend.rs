//! What the marks in the table mean; only those that stand on this page.

use domain::search::Tier;
use domain::search::results::ResultRow;
use leptos::prelude::*;

use crate::labels::locale;
use crate::say;
use crate::ui::Icon;

/// Stands under the table.
#[component]
pub fn Legend(
    rows: Vec<ResultRow>,
    /// What was searched for.
    shown: String,
) -> impl IntoView {
    let locale = locale();
    let owner = rows.iter().any(|row| row.owner_stock).then(|| {
        view! {
            <li>
                <span class="owner-dot">
                    <Icon name="dot" />
                </span>
                {say!(locale, search.owner_legend)}
            </li>
        }
    });
    let own = rows.iter().any(|row| row.own).then(|| {
        view! {
            <li>
                <span class="badge own">{say!(locale, search.yours)}</span>
                {say!(locale, search.yours_legend)}
            </li>
        }
    });
    let mark = rows.iter().any(|row| row.tier != Tier::DiffersByPoint).then(|| {
        view! {
            <li>
                <mark class="pn">{shown}</mark>
                {say!(locale, search.mark_legend)}
            </li>
        }
    });
    view! { <ul class="search-legend">{owner} {own} {mark}</ul> }
}

//! The lots as a table whose headings sort it; on a narrow window the stylesheet makes cards of its rows. The roles are
//! written out because such cards would lose them.

use domain::search::{Direction, Query, SearchRequest, SortBy, Tier, TierCounts};
use domain::words::thousands;
use leptos::prelude::*;

use super::row::LotRow;
use super::tiers::Group;
use super::{columns, links, tiers};
use crate::labels::locale;
use crate::say;
use crate::ui::Icon;

/// The table.
#[component]
pub fn Lots(
    groups: Vec<Group>,
    query: Option<Query>,
    counts: TierCounts,
    request: SearchRequest,
) -> impl IntoView {
    let locale = locale();
    let name = say!(locale, search.table);
    let heads = columns::COLUMNS.map(|column| view! { <ColumnHead column request=request.clone() /> });
    let bodies = groups
        .into_iter()
        .map(|group| view! { <LotGroup group query=query.clone() counts /> });
    view! {
        <div class="scroll search-lots" role="region" aria-label=name tabindex="0">
            <table class="table lots" role="table" aria-label=name>
                <thead role="rowgroup">
                    <tr role="row">
                        {heads.into_iter().collect_view()} <th role="columnheader" scope="col" class="lot-mail">
                            <span class="visually-hidden">{say!(locale, search.request_column)}</span>
                        </th> <th role="columnheader" scope="col" class="lot-pick">
                            <span class="visually-hidden">{say!(locale, search.pick_column)}</span>
                        </th>
                    </tr>
                </thead>
                {bodies.collect_view()}
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn ColumnHead(column: SortBy, request: SearchRequest) -> impl IntoView {
    let current = (request.sort == column).then_some(request.dir);
    let (state, icon) = match current {
        Some(Direction::Ascending) => (Some("ascending"), Some("sort-up")),
        Some(Direction::Descending) => (Some("descending"), Some("sort-down")),
        None => (None, None),
    };
    view! {
        <th role="columnheader" scope="col" class=columns::class(column) aria-sort=state>
            <a class="sort" href=links::address(&links::heading(&request, column))>
                {columns::name(column, locale())}
                {icon.map(|name| view! { <Icon name /> })}
            </a>
        </th>
    }
}

#[component]
fn LotGroup(group: Group, query: Option<Query>, counts: TierCounts) -> impl IntoView {
    let first = group
        .rows
        .first()
        .map(|row| row.model.clone())
        .unwrap_or_default();
    let shown = query
        .as_ref()
        .map(|query| query.shown().to_owned())
        .unwrap_or_default();
    let head = group
        .tier
        .map(|tier| view! { <TierHead tier count=counts.of(tier) first shown /> });
    let rows = group
        .rows
        .into_iter()
        .map(|row| view! { <LotRow row query=query.clone() /> });
    view! { <tbody role="rowgroup">{head} {rows.collect_view()}</tbody> }.into_any()
}

#[component]
fn TierHead(
    tier: Tier,
    count: u32,
    /// A model of this tier.
    first: String,
    /// What was searched for.
    shown: String,
) -> impl IntoView {
    let locale = locale();
    let warns = tier == Tier::DiffersByPoint;
    let note = match tier {
        Tier::SameWithoutSeparators => {
            Some(say!(locale, search.tier_same_note, model = first.as_str()).to_string())
        }
        Tier::DiffersByPoint => Some(
            say!(
                locale,
                search.tier_point_note,
                model = first.as_str(),
                query = shown.as_str()
            )
            .to_string(),
        ),
        Tier::Exact | Tier::BeginsWith | Tier::Contains => None,
    };
    view! {
        <tr class=if warns { "tier decimal" } else { "tier" } role="row">
            <th role="rowheader" colspan="12" scope="rowgroup">
                <span class="tier-in">
                    {warns.then(|| view! { <Icon name="warn" /> })}
                    <b>{format!("{} {}", tiers::name(tier, locale), thousands(count.into()))}</b>
                    {note.map(|note| view! { <span>{note}</span> })}
                </span>
            </th>
        </tr>
    }
}

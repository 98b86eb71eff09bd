//! A pasted list: each part is looked up by itself, all in one go.
//!
//! Only the index does this: a thousand scans of the tables would take everybody's time.

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::Context;
use domain::refusal::Refusal;
use domain::search::parts::{MOST, Part};
use domain::search::results::{PartFound, PartHits, ResultRow};
use domain::search::{Query, SearchRequest, Tier, Unsearchable};

use super::engine::{Counts, Engine, Hit, Page};
use super::index::By;
use super::page;
use crate::accounts::session::SignedIn;
use crate::error::Answer;
use crate::market::Market;

/// Lots that are read by key at a time.
const LOTS: usize = 1_000;

type LookedUp = (Part, Result<Page, Unsearchable>);

pub(super) async fn find(
    market: &Market,
    who: Option<&SignedIn>,
    mut list: Vec<Part>,
) -> Answer<Vec<PartFound>> {
    let By::Index(engine) = By::of(market).await? else {
        return Err(Refusal::Busy.into());
    };
    list.truncate(MOST);
    let looked_up = tokio::task::spawn_blocking(move || look_up(&engine, list))
        .await
        .context("looking up a list")?;
    let hits: Vec<Hit> = looked_up
        .iter()
        .flat_map(|(_, page)| same(page))
        .copied()
        .collect();
    let mut rows = HashMap::with_capacity(hits.len());
    for hits in hits.chunks(LOTS) {
        let found = page::rows(market, who, hits).await?;
        rows.extend(found.into_iter().map(|row| (row.lot, row)));
    }
    Ok(looked_up
        .into_iter()
        .map(|(part, page)| told(part, page, &rows))
        .collect())
}

fn look_up(engine: &Arc<Engine>, list: Vec<Part>) -> Vec<LookedUp> {
    let request = SearchRequest::default();
    let each = list.into_iter().map(|part| {
        let page = Query::parse(&part.model).map(|query| engine.search(&query, &request, Counts::Tiers));
        (part, page)
    });
    each.collect()
}

/// The lots of the very model among the first page of hits, which begins with them.
fn same(page: &Result<Page, Unsearchable>) -> impl Iterator<Item = &Hit> {
    let hits = page.as_ref().map(|page| page.hits.as_slice()).unwrap_or_default();
    hits.iter()
        .filter(|hit| matches!(hit.tier, Tier::Exact | Tier::SameWithoutSeparators))
}

fn told(part: Part, page: Result<Page, Unsearchable>, rows: &HashMap<i64, ResultRow>) -> PartFound {
    let lots: Vec<&ResultRow> = same(&page)
        .filter_map(|hit| rows.get(&hit.lot_id))
        .filter(|row| !row.own)
        .collect();
    let best = best(&lots, part.quantity);
    let found = page.map(|page| {
        let same = page.tiers.exact + page.tiers.same_without_separators;
        PartHits {
            same,
            similar: page.total_lots.saturating_sub(same + page.tiers.differs_by_point),
            best,
        }
    });
    PartFound { part, found }
}

/// The smallest lot that covers what is wanted, for its rest is the least; otherwise the largest. Of equals the one that
/// the search shows first.
fn best(lots: &[&ResultRow], wanted: Option<u32>) -> Option<ResultRow> {
    let covering = wanted.and_then(|wanted| {
        let enough = lots.iter().filter(|row| row.quantity >= wanted);
        enough.min_by_key(|row| row.quantity)
    });
    // Of several largest `max_by_key` gives the last.
    let largest = || lots.iter().rev().max_by_key(|row| row.quantity);
    covering.or_else(largest).map(|row| (*row).clone())
}

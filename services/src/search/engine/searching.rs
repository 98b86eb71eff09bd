//! One search, from the query to the page.

use std::collections::HashSet;

use domain::search::{Query, SearchRequest, SortBy, TierCounts};

use super::counting::Counting;
use super::delta::{DeltaHit, Row};
use super::filter::{Filter, Passed};
use super::joined::Histograms;
use super::matching::Matched;
use super::ordering::Ordering;
use super::paging::Pager;
use super::snapshot::Snapshot;
use super::{Counts, Page};

pub(super) fn search(snapshot: &Snapshot, query: &Query, request: &SearchRequest, counts: Counts) -> Page {
    let base = &*snapshot.base;
    let matched = Matched::of(base, query);
    let filter = Filter::of(&request.facets, base);
    let counting = counts == Counts::Facets;
    let rows: Vec<(DeltaHit<'_>, u8)> = snapshot
        .delta
        .hits(query)
        .into_iter()
        .map(|hit| (hit, filter.fails_row(hit.row)))
        .collect();
    let passed = (!request.facets.is_empty()).then(|| Passed::of(snapshot, &matched, &filter, counting));
    let (of_base, models) = passed
        .as_ref()
        .map_or_else(|| snapshot.tally(&matched), |p| (p.counts(), p.models));
    let facets = counting.then(|| {
        let of_matched = || Histograms::of_all(snapshot, query, &matched);
        let lots = passed
            .as_ref()
            .map_or_else(of_matched, |passed| Histograms::of_passed(base, passed));
        Counting {
            base,
            filter: &filter,
            lots,
            delta: &rows,
        }
        .counts()
    });
    let delta: Vec<DeltaHit<'_>> = rows
        .into_iter()
        .filter(|(_, fails)| *fails == 0)
        .map(|(hit, _)| hit)
        .collect();
    let total_models = models + new_models(snapshot, &filter, &delta);
    let tiers = with_rows(of_base, &delta);
    let ordering = Ordering::of(request.sort, request.dir);
    let pager = Pager {
        snapshot,
        query,
        matched: &matched,
        passed: passed.as_ref(),
        tiers: of_base,
        delta,
        ordering,
    };
    let (skip, take) = window(request);
    let hits = pager.page(request.sort == SortBy::Relevance, skip, take);
    Page {
        total_lots: tiers.total(),
        total_models,
        tiers,
        hits,
        facets,
        seq: snapshot.seq,
    }
}

/// The numbers of the first hit and of hits on a page.
fn window(request: &SearchRequest) -> (usize, usize) {
    let (page, lots) = (
        request.page.clamp(1, SearchRequest::MAX_PAGE),
        request.per_page.lots(),
    );
    // At most 250 million: MAX_PAGE times a hundred.
    ((page - 1) as usize * lots as usize, lots as usize)
}

fn with_rows(mut tiers: TierCounts, delta: &[DeltaHit<'_>]) -> TierCounts {
    for hit in delta {
        *tiers.of_mut(hit.tier) += 1;
    }
    tiers
}

/// Models among the hits of the delta that have no hit in the base.
fn new_models(snapshot: &Snapshot, filter: &Filter<'_>, delta: &[DeltaHit<'_>]) -> u32 {
    let in_base = |row: &Row| {
        row.base_model().is_some_and(|model| {
            let mut lots = snapshot.base.lots_of(model);
            lots.any(|at| !snapshot.dead.test(at) && filter.fails(&snapshot.base, at) == 0)
        })
    };
    let new = delta.iter().filter(|hit| !in_base(hit.row));
    let distinct: HashSet<_> = new
        .map(|hit| (&hit.row.spelling.norm, &hit.row.spelling.dots))
        .collect();
    u32::try_from(distinct.len()).unwrap_or(u32::MAX)
}

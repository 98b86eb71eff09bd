//! One search, from the query to the page: every shelf is asked, and what they say is added up and joined.

use std::collections::HashSet;

use domain::search::{FacetCounts, Query, SearchRequest, SortBy, Tier, TierCounts};

use super::counting::Counting;
use super::delta::{DeltaHit, Row};
use super::filter::{Filter, Passed};
use super::joined::Histograms;
use super::joining;
use super::matching::Matched;
use super::ordering::Ordering;
use super::paging::Pager;
use super::shelf::Shelf;
use super::snapshot::Snapshot;
use super::{Counts, Page};

/// What a shelf says to a query.
struct Answer<'a> {
    shelf: &'a Shelf,
    filter: Filter<'a>,
    matched: Matched,
    /// Where something is narrowed.
    passed: Option<Passed>,
    /// Hits of the base.
    tiers: TierCounts,
    /// Rows of the delta with the models that were asked for, and which facets each fails.
    rows: Vec<(DeltaHit<'a>, u8)>,
    /// Models among the hits, those of the delta included.
    models: u32,
}

impl<'a> Answer<'a> {
    fn of(shelf: &'a Shelf, query: &Query, request: &'a SearchRequest, counting: bool) -> Self {
        let matched = Matched::of(&shelf.base, query);
        let filter = Filter::of(&request.facets, &shelf.base);
        let hits = shelf.delta.hits(query).into_iter();
        let rows: Vec<(DeltaHit<'_>, u8)> = hits.map(|hit| (hit, filter.fails_row(hit.row))).collect();
        let passed = (!request.facets.is_empty()).then(|| Passed::of(shelf, &matched, &filter, counting));
        let (tiers, models) = passed
            .as_ref()
            .map_or_else(|| shelf.tally(&matched), |p| (p.counts(), p.models));
        Self {
            models: models + new_models(shelf, &filter, &rows),
            shelf,
            filter,
            matched,
            passed,
            tiers,
            rows,
        }
    }

    /// The lots of the base by the values of each facet.
    fn histograms(&self, query: &Query) -> Histograms {
        match &self.passed {
            Some(passed) => Histograms::of_passed(&self.shelf.base, passed),
            None => Histograms::of_all(self.shelf, query, &self.matched),
        }
    }

    fn pager<'b>(&'b self, query: &'b Query, ordering: Ordering) -> Pager<'b> {
        Pager {
            shelf: self.shelf,
            query,
            matched: &self.matched,
            passed: self.passed.as_ref(),
            tiers: self.tiers,
            delta: passing(&self.rows).copied().collect(),
            ordering,
        }
    }
}

pub(super) fn search(snapshot: &Snapshot, query: &Query, request: &SearchRequest, counts: Counts) -> Page {
    let counting = counts == Counts::Facets;
    let shelves = snapshot.shelves.iter();
    let answers: Vec<Answer<'_>> = shelves
        .map(|shelf| Answer::of(shelf, query, request, counting))
        .collect();
    let mut tiers = TierCounts::default();
    for answer in &answers {
        for tier in Tier::ALL {
            *tiers.of_mut(tier) += answer.tiers.of(tier);
        }
        passing(&answer.rows).for_each(|hit| *tiers.of_mut(hit.tier) += 1);
    }
    let ordering = Ordering::of(request.sort, request.dir);
    let pagers: Vec<Pager<'_>> = answers
        .iter()
        .map(|answer| answer.pager(query, ordering))
        .collect();
    let (skip, take) = window(request);
    Page {
        total_lots: tiers.total(),
        total_models: answers.iter().map(|answer| answer.models).sum(),
        tiers,
        hits: joining::page(&pagers, request.sort == SortBy::Relevance, skip, take),
        facets: counting.then(|| facets(snapshot, query, request, &answers)),
        seq: snapshot.seq,
    }
}

fn facets(
    snapshot: &Snapshot,
    query: &Query,
    request: &SearchRequest,
    answers: &[Answer<'_>],
) -> FacetCounts {
    let values = &snapshot.values;
    let keys = answers.first().map(|answer| answer.filter.keys.clone());
    Counting {
        values,
        facets: &request.facets,
        keys: keys.unwrap_or_default(),
        lots: values.sum(answers.iter().map(|answer| answer.histograms(query))),
        delta: answers.iter().map(|answer| answer.rows.as_slice()).collect(),
    }
    .counts()
}

/// The rows that fail no facet.
fn passing<'a, 'b>(rows: &'b [(DeltaHit<'a>, u8)]) -> impl Iterator<Item = &'b DeltaHit<'a>> {
    rows.iter().filter(|(_, fails)| *fails == 0).map(|(hit, _)| hit)
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

/// Models among the hits of a delta that have no hit in the base of their shelf.
fn new_models(shelf: &Shelf, filter: &Filter<'_>, rows: &[(DeltaHit<'_>, u8)]) -> u32 {
    let in_base = |row: &Row| {
        row.base_model().is_some_and(|model| {
            let mut lots = shelf.base.lots_of(model);
            lots.any(|at| !shelf.dead.test(at) && filter.fails(&shelf.base, at) == 0)
        })
    };
    let new = passing(rows).filter(|hit| !in_base(hit.row));
    let distinct: HashSet<_> = new
        .map(|hit| (&hit.row.spelling.norm, &hit.row.spelling.dots))
        .collect();
    u32::try_from(distinct.len()).unwrap_or(u32::MAX)
}

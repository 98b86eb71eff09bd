//! The plain loop that the engine is held against: slow, short, and nothing in common with the engine but the rules.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use domain::search::{
    Direction, FacetCounts, FacetValues, Facets, Query, SearchRequest, SortBy, Spelling, Tier, TierCounts,
    tier,
};
use domain::text::comparable;
use services::search::engine::{Change, Hit, IndexedLot};

/// All lots, in a map.
#[derive(Debug, Default)]
pub(crate) struct Plain {
    pub(crate) lots: BTreeMap<i64, IndexedLot>,
}

/// What a page should be; facets with folded labels.
#[derive(Debug)]
pub(crate) struct Expected {
    pub(crate) hits: Vec<Hit>,
    pub(crate) total_lots: u32,
    pub(crate) total_models: u32,
    pub(crate) tiers: TierCounts,
    pub(crate) facets: FacetCounts,
}

/// Which facets a lot passes: manufacturer, RoHS, packing, country, DC, quantity, owner.
type Passes = [bool; 7];

impl Plain {
    pub(crate) fn apply(&mut self, changes: impl IntoIterator<Item = Change>) {
        for change in changes {
            match change {
                Change::Put(lot) => _ = self.lots.insert(lot.lot_id, lot),
                Change::Remove(id) => _ = self.lots.remove(&id),
                Change::RemoveCompany(company) => self.lots.retain(|_, lot| lot.company != company),
            }
        }
    }

    pub(crate) fn models(&self) -> usize {
        self.lots.values().map(model).collect::<BTreeSet<_>>().len()
    }

    pub(crate) fn search(&self, query: &Query, request: &SearchRequest) -> Expected {
        let hits = self.ordered(query, request);
        let mut tiers = TierCounts::default();
        hits.iter().for_each(|hit| *tiers.of_mut(hit.tier) += 1);
        let models: BTreeSet<_> = hits.iter().map(|hit| model(&self.lots[&hit.lot_id])).collect();
        let first = (request.page as usize - 1) * request.per_page.lots() as usize;
        Expected {
            total_lots: u32::try_from(hits.len()).expect("few"),
            total_models: u32::try_from(models.len()).expect("few"),
            tiers,
            facets: self.facets(query, &request.facets),
            hits: hits
                .into_iter()
                .skip(first)
                .take(request.per_page.lots() as usize)
                .collect(),
        }
    }

    /// All hits in order.
    pub(crate) fn ordered(&self, query: &Query, request: &SearchRequest) -> Vec<Hit> {
        let mut hits: Vec<(&IndexedLot, Tier)> = self
            .lots
            .values()
            .filter(|lot| passes(lot, &request.facets) == [true; 7])
            .filter_map(|lot| Some((lot, tier(query, &lot.model)?)))
            .collect();
        let end = |lot: &IndexedLot| (Reverse(lot.registered), lot.lot_id);
        hits.sort_by(|(a, tier_a), (b, tier_b)| {
            let first = match request.sort {
                SortBy::Relevance => tier_a.cmp(tier_b),
                _ => (*tier_a == Tier::DiffersByPoint)
                    .cmp(&(*tier_b == Tier::DiffersByPoint))
                    .then_with(|| {
                        let (a, b) = (cell(request.sort, a), cell(request.sort, b));
                        let order = if request.dir == Direction::Descending {
                            b.cmp(&a)
                        } else {
                            a.cmp(&b)
                        };
                        a.is_none().cmp(&b.is_none()).then(order)
                    }),
            };
            first.then_with(|| end(a).cmp(&end(b)))
        });
        hits.into_iter()
            .map(|(lot, tier)| Hit {
                lot_id: lot.lot_id,
                tier,
                owner_stock: lot.owner_stock,
            })
            .collect()
    }

    fn facets(&self, query: &Query, facets: &Facets) -> FacetCounts {
        let hits: Vec<&IndexedLot> = self
            .lots
            .values()
            .filter(|lot| tier(query, &lot.model).is_some())
            .collect();
        let but_for = |facet: usize| {
            hits.iter()
                .copied()
                .filter(move |lot| (0..7).all(|at| at == facet || passes(lot, facets)[at]))
        };
        let values = |facet: usize, chosen: &[String]| {
            let mut counts = BTreeMap::<String, u32>::new();
            but_for(facet).for_each(|lot| *counts.entry(comparable(texts(lot)[facet])).or_default() += 1);
            listed(counts, chosen)
        };
        let mut years = BTreeMap::<u16, u32>::new();
        but_for(4)
            .filter_map(|lot| lot.dc)
            .for_each(|year| *years.entry(year).or_default() += 1);
        let count = |n: usize| u32::try_from(n).expect("few");
        FacetCounts {
            manufacturers: values(0, &facets.manufacturers),
            rohs: values(1, &facets.rohs),
            packing: values(2, &facets.packing),
            country: values(3, &facets.country),
            dc: years
                .into_iter()
                .map(|(year, count)| domain::search::YearCount { year, count })
                .collect(),
            quantity: FacetCounts::QUANTITIES
                .map(|at_least| domain::search::QuantityCount {
                    at_least,
                    count: count(but_for(5).filter(|lot| lot.quantity >= at_least).count()),
                })
                .to_vec(),
            owner_stock: count(but_for(6).filter(|lot| lot.owner_stock).count()),
        }
    }
}

/// The twelve most frequent, then the chosen ones, all folded.
fn listed(mut counts: BTreeMap<String, u32>, chosen: &[String]) -> FacetValues {
    counts.remove("");
    let chosen: Vec<String> = chosen.iter().map(|value| comparable(value)).collect();
    let mut ranked: Vec<(u32, String)> = counts.iter().map(|(key, &count)| (count, key.clone())).collect();
    ranked.sort_by_key(|(count, key)| (Reverse(*count), key.clone()));
    ranked.truncate(FacetValues::SHOWN);
    for key in &chosen {
        if !key.is_empty() && !ranked.iter().any(|(_, known)| known == key) {
            ranked.push((counts.get(key).copied().unwrap_or(0), key.clone()));
        }
    }
    let shown = ranked.iter().filter(|(count, _)| *count > 0).count();
    let value = |(count, label): (u32, String)| domain::search::FacetCount {
        selected: chosen.contains(&label),
        label,
        count,
    };
    FacetValues {
        others: u32::try_from(counts.len() - shown).expect("few"),
        values: ranked.into_iter().map(value).collect(),
    }
}

/// The engine's counts with folded labels: which of several spellings it shows is its own affair.
pub(crate) fn folded(mut counts: FacetCounts) -> FacetCounts {
    let facets = [
        &mut counts.manufacturers,
        &mut counts.rohs,
        &mut counts.packing,
        &mut counts.country,
    ];
    for value in facets.into_iter().flat_map(|facet| &mut facet.values) {
        value.label = comparable(&value.label);
    }
    counts
}

fn texts(lot: &IndexedLot) -> [&str; 4] {
    [&lot.manufacturer, &lot.rohs, &lot.packing, &lot.location]
}

fn passes(lot: &IndexedLot, facets: &Facets) -> Passes {
    let chosen = [
        &facets.manufacturers,
        &facets.rohs,
        &facets.packing,
        &facets.country,
    ];
    let text = |at: usize| {
        chosen[at].is_empty()
            || chosen[at]
                .iter()
                .any(|value| comparable(value) == comparable(texts(lot)[at]))
    };
    let from = facets
        .dc_from
        .is_none_or(|from| lot.dc.is_some_and(|year| year >= from));
    let to = facets
        .dc_to
        .is_none_or(|to| lot.dc.is_some_and(|year| year <= to));
    let quantity = facets.min_quantity.is_none_or(|least| lot.quantity >= least);
    [
        text(0),
        text(1),
        text(2),
        text(3),
        from && to,
        quantity,
        !facets.owner_stock || lot.owner_stock,
    ]
}

fn model(lot: &IndexedLot) -> (String, Vec<u16>) {
    let spelling = Spelling::of(&lot.model);
    (spelling.norm, spelling.dots)
}

/// What a column compares by; `None` is blank.
fn cell(sort: SortBy, lot: &IndexedLot) -> Option<(i64, String, Vec<u16>)> {
    let text = |text: &str| (!comparable(text).is_empty()).then(|| (0, comparable(text), vec![]));
    let number = |number: i64| Some((number, String::new(), vec![]));
    match sort {
        SortBy::Relevance => None,
        SortBy::Registered => number(lot.registered),
        SortBy::Manufacturer => text(&lot.manufacturer),
        SortBy::ProductName => text(&lot.product_name),
        SortBy::Model => Some((0, model(lot).0, model(lot).1)),
        SortBy::Quantity => number(lot.quantity.into()),
        SortBy::Packing => text(&lot.packing),
        SortBy::Rohs => text(&lot.rohs),
        SortBy::Dc => lot.dc.and_then(|year| number(year.into())),
        SortBy::Location => text(&lot.location),
        SortBy::Remarks => text(&lot.remarks),
    }
}

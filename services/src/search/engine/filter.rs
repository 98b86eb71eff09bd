//! What a visitor has narrowed the results to, prepared for columns of codes and for rows of the delta.
//!
//! Judging a lot gives the facets that it fails as bits: none, and it is a hit; exactly one, and it still counts in
//! that facet's own numbers.

use domain::search::{Facets, Tier, TierCounts};

use super::base::Base;
use super::delta::Row;
use super::lot::Text;
use super::matching::{Matched, Part};
use super::shelf::Shelf;

/// The text columns that are facets, in the order of their bits.
pub(super) const FACETS: [Text; 4] = [Text::Manufacturer, Text::Rohs, Text::Packing, Text::Location];
pub(super) const DC: u8 = 1 << 4;
pub(super) const QUANTITY: u8 = 1 << 5;
pub(super) const OWNER: u8 = 1 << 6;

#[derive(Debug)]
pub(super) struct Filter<'a> {
    pub(super) facets: &'a Facets,
    /// For each text facet the chosen values, folded; empty where nothing is chosen.
    pub(super) keys: [Vec<String>; 4],
    /// For each text facet, which codes of the base are chosen; `None` where nothing is.
    codes: [Option<Vec<bool>>; 4],
}

impl<'a> Filter<'a> {
    pub(super) fn of(facets: &'a Facets, base: &Base) -> Self {
        let keys = [
            &facets.manufacturers,
            &facets.rohs,
            &facets.packing,
            &facets.country,
        ]
        .map(|values| Facets::keys(values));
        let codes = std::array::from_fn(|facet| {
            let (keys, dictionary) = (&keys[facet], &base.text(FACETS[facet]).dictionary);
            (!keys.is_empty()).then(|| {
                let mut chosen = vec![false; dictionary.len()];
                keys.iter()
                    .filter_map(|key| dictionary.find(key).ok())
                    .for_each(|code| chosen[code as usize] = true);
                chosen
            })
        });
        Self { facets, keys, codes }
    }

    /// The facets that a lot of the base fails.
    pub(super) fn fails(&self, base: &Base, position: u32) -> u8 {
        let at = position as usize;
        let mut fails = self.numbers(base.year[at], base.quantity[at], || base.owner.test(position));
        for (facet, codes) in self.codes.iter().enumerate() {
            let code = || base.text(FACETS[facet]).codes.get(at) as usize;
            if codes.as_ref().is_some_and(|chosen| !chosen[code()]) {
                fails |= 1 << facet;
            }
        }
        fails
    }

    /// The facets that a row of the delta fails.
    pub(super) fn fails_row(&self, row: &Row) -> u8 {
        let mut fails = self.numbers(row.lot.dc.unwrap_or(0), row.lot.quantity, || row.lot.owner_stock);
        for (facet, keys) in self.keys.iter().enumerate() {
            if !keys.is_empty() && !keys.iter().any(|key| key == row.key(FACETS[facet])) {
                fails |= 1 << facet;
            }
        }
        fails
    }

    fn numbers(&self, year: u16, quantity: u32, owner: impl Fn() -> bool) -> u8 {
        let mut fails = 0;
        if !self.facets.accepts_dc((year != 0).then_some(year)) {
            fails |= DC;
        }
        if !self.facets.accepts_quantity(quantity) {
            fails |= QUANTITY;
        }
        if self.facets.owner_stock && !owner() {
            fails |= OWNER;
        }
        fails
    }
}

/// The lots of the base that passed.
#[derive(Debug, Default)]
pub(super) struct Passed {
    /// Positions of the hits in each tier.
    pub(super) tiers: [Vec<u32>; 5],
    /// Distinct models among them.
    pub(super) models: u32,
    /// Positions that fail at most one facet, and which; only where facets are counted.
    pub(super) counted: Vec<u32>,
    pub(super) fails: Vec<u8>,
}

impl Passed {
    pub(super) fn counts(&self) -> TierCounts {
        let mut counts = TierCounts::default();
        for tier in Tier::ALL {
            *counts.of_mut(tier) = u32::try_from(self.tiers[tier as usize].len()).unwrap_or(u32::MAX);
        }
        counts
    }

    /// Judges every live lot of the matched models.
    pub(super) fn of(shelf: &Shelf, matched: &Matched, filter: &Filter<'_>, counting: bool) -> Self {
        let base = &*shelf.base;
        let mut passed = Self::default();
        let mut last = None;
        let mut judge = |at: u32, tier: Tier| {
            if shelf.dead.test(at) {
                return;
            }
            let fails = filter.fails(base, at);
            if fails == 0 {
                passed.tiers[tier as usize].push(at);
                let model = Some(base.model_of[at as usize]);
                // Within one part the lots of a model stand together, and no model is in two parts.
                passed.models += u32::from(model != last);
                last = model;
            }
            if counting && fails.count_ones() <= 1 {
                passed.counted.push(at);
                passed.fails.push(fails);
            }
        };
        if let Some(same) = matched.same {
            for at in base.lots_of(same) {
                let spelled = Some(base.spelling_of[at as usize]) == matched.exact;
                judge(
                    at,
                    if spelled {
                        Tier::Exact
                    } else {
                        Tier::SameWithoutSeparators
                    },
                );
            }
        }
        let parts = [
            (Part::Begins, Tier::BeginsWith),
            (Part::Contains, Tier::Contains),
            (Part::Differs, Tier::DiffersByPoint),
        ];
        for (part, tier) in parts {
            matched.part(part).each_lot(base, |at| judge(at, tier));
        }
        passed
    }
}

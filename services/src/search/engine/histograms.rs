//! Counts the lots of the base by the values of each facet: joined where they are many and nothing is narrowed, column
//! by column otherwise.

use domain::search::FacetCounts;

use super::base::Base;
use super::dense::Dense;
use super::filter::{DC, FACETS, OWNER, Passed, QUANTITY};
use super::joined::{Histograms, reached};
use super::matching::Matched;
use super::models::Models;
use super::snapshot::Snapshot;

/// Fewer lots are counted column by column: the tables would cost more to clear than they save.
const MANY: u32 = 16_384;

impl Histograms {
    /// Of all live lots of the matched models.
    pub(super) fn of_all(snapshot: &Snapshot, matched: &Matched) -> Self {
        let base = &*snapshot.base;
        if matched.lots < MANY || base.joined.is_empty() {
            let mut lots = Vec::with_capacity(matched.lots as usize);
            matched.all.each_lot(base, |at| {
                if !snapshot.dead.test(at) {
                    lots.push(at);
                }
            });
            return Self::by_column(base, &lots, &[]);
        }
        let dead = dead_lots(snapshot, &matched.all);
        let mut sums = Self::zero(base);
        for joined in &base.joined {
            joined.count(&matched.all, &base.lots_before, &dead, &mut sums);
        }
        sums
    }

    /// Of the lots that passed all facets but one, each counted in the facets that it may be counted in.
    pub(super) fn of_passed(base: &Base, passed: &Passed) -> Self {
        Self::by_column(base, &passed.counted, &passed.fails)
    }

    fn zero(base: &Base) -> Self {
        Self {
            texts: FACETS.map(|text| vec![0; base.text(text).dictionary.len()]),
            years: vec![0; usize::from(base.last_year) + 1],
            quantities: [0; FacetCounts::QUANTITIES.len() + 1],
            owner: 0,
        }
    }

    /// `fails` says which facets each lot fails; empty where none fails any.
    fn by_column(base: &Base, lots: &[u32], fails: &[u8]) -> Self {
        let mut sums = Self::zero(base);
        for (facet, counts) in sums.texts.iter_mut().enumerate() {
            let codes = &base.text(FACETS[facet]).codes;
            but_for(1 << facet, lots, fails, |at| {
                counts[codes[at as usize] as usize] += 1
            });
        }
        but_for(DC, lots, fails, |at| {
            sums.years[usize::from(base.year[at as usize])] += 1
        });
        but_for(QUANTITY, lots, fails, |at| {
            sums.quantities[reached(base.quantity[at as usize])] += 1
        });
        but_for(OWNER, lots, fails, |at| {
            sums.owner += u32::from(base.owner.test(at))
        });
        sums
    }
}

/// Calls back for every lot that fails no facet but the given one.
fn but_for(facet: u8, lots: &[u32], fails: &[u8], mut f: impl FnMut(u32)) {
    if fails.is_empty() {
        lots.iter().for_each(|&at| f(at));
    } else {
        lots.iter()
            .zip(fails)
            .filter(|(_, fails)| *fails & !facet == 0)
            .for_each(|(&at, _)| f(at));
    }
}

/// The dead lots of some models.
fn dead_lots(snapshot: &Snapshot, models: &Models) -> Vec<u32> {
    if snapshot.dead_count == 0 {
        return Vec::new();
    }
    let of = |member: &Dense| {
        let model_of = &snapshot.base.model_of;
        snapshot
            .dead
            .ones()
            .filter(|&at| member.test(model_of[at as usize]))
            .collect()
    };
    match models {
        Models::Dense(dense) => of(dense),
        _ => of(&models.to_dense(snapshot.base.names.len())),
    }
}

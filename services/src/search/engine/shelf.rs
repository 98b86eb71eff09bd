//! A shelf: the lots of the models that follow each other in the order of models, up to a number of lots that can be
//! rewritten in passing. It has one base, knows which of its lots are dead, and has the delta of what came since.

use std::collections::HashSet;
use std::sync::Arc;

use domain::search::{Spelling, Tier, TierCounts};

use super::Stats;
use super::base::Base;
use super::delta::Delta;
use super::dense::Dense;
use super::lot::fingerprint;
use super::matching::Matched;

/// Immutable; a change makes a new one that shares most of the old.
#[derive(Debug, Clone)]
pub(super) struct Shelf {
    /// The first model that may stand here; the last one is before the first of the next shelf. It stays as it is
    /// whatever comes and goes, so that a model never stands on two shelves.
    pub(super) from: Arc<Bound>,
    pub(super) base: Arc<Base>,
    /// Lots of the base that were removed or have a newer version in a delta.
    pub(super) dead: Arc<Dense>,
    pub(super) dead_count: u32,
    pub(super) delta: Delta,
}

/// A place in the order of models; the default one is before all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Bound {
    norm: String,
    dots: Vec<u16>,
}

impl Bound {
    /// Just before a model.
    pub(super) fn before(model: &Spelling) -> Self {
        Self {
            norm: model.norm.clone(),
            dots: model.dots.clone(),
        }
    }

    /// Whether a model stands behind it.
    pub(super) fn is_passed_by(&self, model: &Spelling) -> bool {
        (&self.norm, &self.dots) <= (&model.norm, &model.dots)
    }
}

impl Shelf {
    pub(super) fn fresh(from: Arc<Bound>, base: Base) -> Self {
        Self {
            from,
            base: Arc::new(base),
            dead: Arc::default(),
            dead_count: 0,
            delta: Delta::default(),
        }
    }

    /// Changes that a merge would take in.
    pub(super) fn unmerged(&self) -> u32 {
        self.dead_count + self.delta.len()
    }

    /// Lots that a search can find.
    pub(super) fn live_lots(&self) -> u32 {
        self.base.len() - self.dead_count + self.delta.live()
    }

    /// What it holds; it has no change number of its own.
    pub(super) fn stats(&self) -> Stats {
        let base = &*self.base;
        let of_base = (0..base.names.len())
            .filter(|&model| self.has_live_lot(model))
            .count();
        let new: HashSet<_> = self
            .delta
            .live_rows()
            .filter(|row| row.base_model().is_none_or(|model| !self.has_live_lot(model)))
            .map(|row| (&row.spelling.norm, &row.spelling.dots))
            .collect();
        let of_rows = self
            .delta
            .live_rows()
            .map(|row| fingerprint(&row.lot))
            .fold(0, u64::wrapping_add);
        Stats {
            live_lots: self.live_lots(),
            models: u32::try_from(of_base + new.len()).unwrap_or(u32::MAX),
            seq: 0,
            checksum: base.checksum(&self.dead).wrapping_add(of_rows),
            unmerged: self.unmerged(),
        }
    }

    pub(super) fn has_live_lot(&self, model: u32) -> bool {
        self.base.lots_of(model).any(|at| !self.dead.test(at))
    }

    /// Live lots of the base in each tier, and live models of the base.
    pub(super) fn tally(&self, matched: &Matched) -> (TierCounts, u32) {
        let base = &*self.base;
        let [begins_with, contains, differs_by_point] = matched.lots(base);
        let mut tiers = TierCounts {
            begins_with,
            contains,
            differs_by_point,
            ..TierCounts::default()
        };
        let mut models = matched.models;
        if let Some(same) = matched.same {
            for at in base.lots_of(same).filter(|&at| !self.dead.test(at)) {
                let spelled = Some(base.spelling_of[at as usize]) == matched.exact;
                *tiers.of_mut(if spelled {
                    Tier::Exact
                } else {
                    Tier::SameWithoutSeparators
                }) += 1;
            }
        }
        if self.dead_count > 0 {
            self.take_the_dead_off(matched, &mut tiers, &mut models);
        }
        (tiers, models)
    }

    fn take_the_dead_off(&self, matched: &Matched, tiers: &mut TierCounts, models: &mut u32) {
        let base = &*self.base;
        // Dead lots of one model stand together: (model, its tier, how many were met).
        let mut run: Option<(u32, Option<Tier>, u32)> = None;
        self.dead.each(|at| {
            let model = base.model_of[at as usize];
            let (_, tier, met) = match &mut run {
                Some(run) if run.0 == model => run,
                _ => run.insert((model, matched.tier(model), 0)),
            };
            *met += 1;
            if let Some(tier) = *tier {
                // The lots of the same model were counted alive.
                if matched.same != Some(model) {
                    *tiers.of_mut(tier) -= 1;
                }
                if *met == base.lots_of(model).len() as u32 {
                    *models -= 1;
                }
            }
        });
    }
}

#[cfg(test)]
impl Shelf {
    /// A shelf by itself with some lots, all of them in the base.
    pub(super) fn with(lots: impl IntoIterator<Item = super::IndexedLot>) -> Self {
        let mut builder = super::building::Builder::new();
        lots.into_iter().for_each(|lot| builder.push(&lot));
        let mut shelves = builder.finish(Arc::default(), u32::MAX);
        shelves.pop().expect("there is always one")
    }
}

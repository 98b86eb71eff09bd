//! Which lots of a shelf come first in a block of tiers, in the order asked for; `joining` makes the page of them.
//!
//! A block of the base is either walked (its order run through until the page is full) or gathered (all its lots
//! looked at and the best kept), whichever promises less work; a walk that meets too few hits gives up and gathers.

use std::borrow::Cow;

use domain::search::{Query, Tier, TierCounts};

use super::Hit;
use super::delta::DeltaHit;
use super::filter::Passed;
use super::groups::Grouped;
use super::matching::{Matched, Part};
use super::models::Models;
use super::ordering::{Key, Ordering, Standing};
use super::shelf::Shelf;
use super::top::Top;
use super::walk::Walk;

pub(super) struct Pager<'a> {
    pub(super) shelf: &'a Shelf,
    pub(super) query: &'a Query,
    pub(super) matched: &'a Matched,
    /// The hits of the base where something is narrowed; else all live lots of `matched` are.
    pub(super) passed: Option<&'a Passed>,
    /// Hits of the base in each tier.
    pub(super) tiers: TierCounts,
    pub(super) delta: Vec<DeltaHit<'a>>,
    pub(super) ordering: Ordering,
}

/// Nanoseconds that a lot costs that is gathered: those of a model stand together, the models do not.
const GATHERED: usize = 10;
/// Fewer hits are gathered: counting them by group would not be less work.
const GROUPED_FROM: usize = 2_000;

/// A lot in its place.
#[derive(Debug, Clone, Copy)]
pub(super) enum Found<'a> {
    /// The position in the base.
    Lot(u32),
    Row(DeltaHit<'a>),
}

/// The lots of a block of the base.
enum Lots<'a> {
    /// Those of the models of a part; dead ones are to be left out.
    Of(Part, Models),
    /// These, all alive.
    At(Cow<'a, [u32]>),
}

impl<'a> Pager<'a> {
    /// Hits in a block of tiers.
    pub(super) fn count(&self, tiers: &[Tier]) -> usize {
        self.of_base(tiers) + self.rows(tiers).count()
    }

    fn of_base(&self, tiers: &[Tier]) -> usize {
        tiers.iter().map(|&tier| self.tiers.of(tier) as usize).sum()
    }

    fn rows(&self, tiers: &[Tier]) -> impl Iterator<Item = DeltaHit<'a>> {
        let hits = self.delta.iter().copied();
        hits.filter(move |hit| tiers.contains(&hit.tier))
    }

    /// The hits number `skip..skip + take` of a block.
    pub(super) fn block(&self, tiers: &[Tier], skip: usize, take: usize) -> Vec<Found<'a>> {
        let base = &*self.shelf.base;
        let of_base = self.of_base(tiers);
        let mut rows: Vec<DeltaHit<'a>> = self.rows(tiers).collect();
        if rows.is_empty() {
            let lots = self.slice(&self.lots(tiers), of_base, skip, take);
            return lots.into_iter().map(Found::Lot).collect();
        }
        let end = skip + take;
        if rows.len() > end {
            rows.select_nth_unstable_by(end, |a, b| self.ordering.of_rows(a.row, b.row));
            rows.truncate(end);
        }
        rows.sort_unstable_by(|a, b| self.ordering.of_rows(a.row, b.row));
        // Rows may come before any lot, so the lots from the first on are needed.
        let lots = if of_base == 0 {
            Vec::new()
        } else {
            self.slice(&self.lots(tiers), of_base, 0, end.min(of_base))
        };
        let (mut lots, mut rows) = (lots.into_iter().peekable(), rows.into_iter().peekable());
        let merged = std::iter::from_fn(|| match (rows.peek(), lots.peek()) {
            (Some(row), Some(&at)) if !self.ordering.row_first(row.row, base, at) => {
                lots.next().map(Found::Lot)
            }
            (Some(_), _) => rows.next().map(Found::Row),
            (None, _) => lots.next().map(Found::Lot),
        });
        merged.skip(skip).take(take).collect()
    }

    /// Where a hit stands among those of all shelves.
    pub(super) fn standing(&self, found: Found<'a>) -> Standing<'a> {
        match found {
            Found::Lot(at) => self.ordering.standing_of_lot(&self.shelf.base, at),
            Found::Row(hit) => self.ordering.standing_of_row(hit.row),
        }
    }

    pub(super) fn hit(&self, found: Found<'_>) -> Hit {
        let base = &*self.shelf.base;
        match found {
            Found::Lot(at) => Hit {
                lot_id: base.ids.get(at as usize),
                tier: self.tier_of_lot(at),
                owner_stock: base.owner.test(at),
            },
            Found::Row(hit) => Hit {
                lot_id: hit.row.lot.lot_id,
                tier: hit.tier,
                owner_stock: hit.row.lot.owner_stock,
            },
        }
    }

    fn tier_of_lot(&self, position: u32) -> Tier {
        let base = &*self.shelf.base;
        let model = base.model_of[position as usize];
        match self.matched.tier(model) {
            Some(Tier::SameWithoutSeparators) if self.is_exact(position) => Tier::Exact,
            // A hit has a tier.
            tier => tier.unwrap_or(Tier::DiffersByPoint),
        }
    }

    fn is_exact(&self, position: u32) -> bool {
        Some(self.shelf.base.spelling_of[position as usize]) == self.matched.exact
    }

    fn lots(&self, tiers: &[Tier]) -> Lots<'_> {
        if let Some(passed) = self.passed {
            return Lots::At(match tiers {
                [tier] => Cow::Borrowed(passed.tiers[*tier as usize].as_slice()),
                _ => tiers
                    .iter()
                    .flat_map(|&tier| passed.tiers[tier as usize].iter().copied())
                    .collect(),
            });
        }
        let part = match tiers {
            [Tier::Exact] => return Lots::At(self.lots_of_same(true)),
            [Tier::SameWithoutSeparators] => return Lots::At(self.lots_of_same(false)),
            [Tier::BeginsWith] => Part::Begins,
            [Tier::Contains] => Part::Contains,
            [Tier::DiffersByPoint] => Part::Differs,
            _ => Part::Clean,
        };
        Lots::Of(part, self.matched.part(part))
    }

    fn lots_of_same(&self, exact: bool) -> Cow<'_, [u32]> {
        let lots = self
            .matched
            .same
            .map_or(0..0, |model| self.shelf.base.lots_of(model));
        lots.filter(|&at| !self.shelf.dead.test(at) && self.is_exact(at) == exact)
            .collect()
    }

    /// The positions number `skip..skip + take` of a block with `count` live lots.
    fn slice(&self, lots: &Lots<'_>, count: usize, skip: usize, take: usize) -> Vec<u32> {
        let base = &*self.shelf.base;
        if let Lots::Of(part, models) = lots {
            if self.ordering.key == Key::Model {
                return self.by_model(models, skip, take);
            }
            if let Some(page) = self.try_walk(models, count, skip, take) {
                return page;
            }
            if let (Key::Column(column), true) = (self.ordering.key, count > GROUPED_FROM)
                && let Some(grouped) =
                    Grouped::of(self.shelf, self.query, models, self.without(*part), column)
            {
                return grouped.page(self.ordering.descending, skip, take);
            }
        }
        let descending = self.ordering.descending;
        match self.ordering.key {
            Key::Newest => self.gather(lots, skip, take, |_| 0),
            Key::Oldest => self.gather(lots, skip, take, |at| base.registered.code(at as usize)),
            Key::Model => self.gather(lots, skip, take, |at| {
                let model = base.model_of[at as usize];
                if descending { !model } else { model }
            }),
            Key::Column(column) => self.gather(lots, skip, take, |at| {
                column.directed(base.code(column, at), descending)
            }),
        }
    }

    /// The few models that have the norm and are not in a part, where it is such a part.
    fn without(&self, part: Part) -> Option<&[u32]> {
        self.matched.apart().filter(|_| part == Part::Clean)
    }

    /// Models are numbered in their order, and the lots of each stand newest first: nothing is to be sorted.
    fn by_model(&self, models: &Models, skip: usize, take: usize) -> Vec<u32> {
        let Shelf { base, dead, .. } = self.shelf;
        let lots = models
            .iter(self.ordering.descending)
            .flat_map(|model| base.lots_of(model));
        lots.filter(|&at| !dead.test(at)).skip(skip).take(take).collect()
    }

    /// Walks where hits that are spread evenly would fill the page sooner than looking at all of them.
    fn try_walk(&self, models: &Models, count: usize, skip: usize, take: usize) -> Option<Vec<u32>> {
        let expected = (skip + take).saturating_mul(self.shelf.base.len() as usize) / count.max(1);
        let (step, least) = self.cost_of_a_step(count);
        if expected.saturating_mul(step) >= count.saturating_mul(GATHERED) {
            return None;
        }
        // Far more than expected means that they are not spread evenly.
        let budget = expected.saturating_mul(4).max(least);
        self.walk(models, skip, take, u32::try_from(budget).unwrap_or(u32::MAX))
    }

    /// Nanoseconds that a lot costs that is walked over, and how many are walked over without asking what is expected.
    fn cost_of_a_step(&self, count: usize) -> (usize, usize) {
        match self.ordering.key {
            // The models stand in a row.
            Key::Newest | Key::Oldest => (3, 16_384),
            // Hits stand together there, perhaps at the far end, and counting them by group is not much more work.
            Key::Column(column) if count > GROUPED_FROM && Grouped::fits(column) => (15, 2_048),
            // Each step jumps through memory.
            _ => (15, 8_192),
        }
    }

    fn walk(&self, models: &Models, skip: usize, take: usize, budget: u32) -> Option<Vec<u32>> {
        let base = &*self.shelf.base;
        match models {
            Models::Range(range) => self.walk_by(|model| range.contains(&model), skip, take, budget),
            Models::Dense(dense) => self.walk_by(|model| dense.test(model), skip, take, budget),
            Models::List(_) => {
                let dense = models.to_dense(base.names.len());
                self.walk_by(|model| dense.test(model), skip, take, budget)
            }
        }
    }

    fn walk_by(
        &self,
        member: impl Fn(u32) -> bool,
        skip: usize,
        take: usize,
        budget: u32,
    ) -> Option<Vec<u32>> {
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let walk = Walk {
            base: &self.shelf.base,
            dead: &self.shelf.dead,
            member,
            norm: self.query.norm(),
            skip: small(skip),
            take: small(take),
            budget,
            found: Vec::with_capacity(take),
        };
        match self.ordering.key {
            Key::Newest => walk.by_newest(),
            Key::Oldest => walk.by_oldest(),
            Key::Column(column) => walk.by_column(column, self.ordering.descending),
            Key::Model => None,
        }
    }

    /// Looks at every lot: the least keys, and among equal ones the newest.
    fn gather(&self, lots: &Lots<'_>, skip: usize, take: usize, key: impl Fn(u32) -> u32) -> Vec<u32> {
        let Shelf { base, dead, .. } = self.shelf;
        let orders = &base.orders;
        let mut top = Top::new(skip + take);
        let mut push =
            |at: u32| top.push(u64::from(key(at)) << 32 | u64::from(orders.newest_rank[at as usize]));
        match lots {
            Lots::At(lots) => lots.iter().for_each(|&at| push(at)),
            Lots::Of(_, models) => models.each_lot(base, |at| {
                if !dead.test(at) {
                    push(at);
                }
            }),
        }
        top.from(skip)
            .into_iter()
            .map(|key| orders.newest()[(key & 0xFFFF_FFFF) as usize])
            .collect()
    }
}

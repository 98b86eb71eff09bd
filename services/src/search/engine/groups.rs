//! Pages of the two columns that models decide: maker and product name.
//!
//! Makers name their parts alike, so the hits of a query stand in one or two groups of such an order, possibly at its
//! far end, where a walk from the start would take a millisecond to arrive. Nearly every model has one maker and one
//! product name; so hits are counted per group model by model, and only the groups that are on the page are looked at.

use std::ops::Range;

use domain::search::Query;

use super::base::{Base, Column, TextColumn};
use super::codes::Codes;
use super::dense::Dense;
use super::dictionary::BLANK;
use super::lot::Text;
use super::models::Models;
use super::snapshot::Snapshot;
use super::top::Top;
use super::walk::Walk;

/// The code that all lots of a model have in a column, or [`MIXED`].
#[derive(Debug)]
pub(super) struct Groups {
    maker: Vec<u32>,
    product: Vec<u32>,
}

const MIXED: u32 = u32::MAX;

impl Groups {
    pub(super) fn of(texts: &[TextColumn; 6], lots_before: &[u32]) -> Self {
        let column = |text: Text| {
            let codes = &texts[text as usize].codes;
            let code = |lots: Range<usize>| {
                let first = codes.get(lots.start);
                let is_one = lots.into_iter().all(|lot| codes.get(lot) == first);
                if is_one { first } else { MIXED }
            };
            // Every model of a base has a lot.
            lots_before
                .windows(2)
                .map(|w| code(w[0] as usize..w[1] as usize))
                .collect()
        };
        Self {
            maker: column(Text::Manufacturer),
            product: column(Text::ProductName),
        }
    }

    fn of_column(&self, column: Column) -> Option<(Text, &[u32])> {
        match column {
            Column::Text(Text::Manufacturer) => Some((Text::Manufacturer, &self.maker)),
            Column::Text(Text::ProductName) => Some((Text::ProductName, &self.product)),
            _ => None,
        }
    }
}

/// The hits of some models, group by group.
pub(super) struct Grouped<'a> {
    snapshot: &'a Snapshot,
    query: &'a Query,
    models: &'a Models,
    column: Column,
    codes: &'a Codes,
    of_model: &'a [u32],
    member: Dense,
    /// Distinct values of the column.
    groups: usize,
}

impl<'a> Grouped<'a> {
    /// `None` for a column that models do not decide.
    pub(super) fn of(
        snapshot: &'a Snapshot,
        query: &'a Query,
        models: &'a Models,
        column: Column,
    ) -> Option<Self> {
        let base: &Base = &snapshot.base;
        let (text, of_model) = base.groups.of_column(column)?;
        let member = models.to_dense(base.names.len());
        let TextColumn { dictionary, codes } = base.text(text);
        Some(Self {
            snapshot,
            query,
            models,
            column,
            codes,
            of_model,
            member,
            groups: dictionary.len(),
        })
    }

    /// The positions number `skip..skip + take`.
    pub(super) fn page(&self, descending: bool, mut skip: usize, mut take: usize) -> Vec<u32> {
        let counts = self.counts();
        let filled = BLANK + 1..u32::try_from(counts.len()).unwrap_or(u32::MAX);
        let codes: Box<dyn Iterator<Item = u32>> = if descending {
            Box::new(filled.rev())
        } else {
            Box::new(filled)
        };
        let mut page = Vec::with_capacity(take);
        for code in codes.chain([BLANK]) {
            let count = counts[code as usize] as usize;
            if skip >= count {
                skip -= count;
                continue;
            }
            let here = take.min(count - skip);
            page.extend(self.group(code, count, skip, here));
            (skip, take) = (0, take - here);
            if take == 0 {
                break;
            }
        }
        page
    }

    /// Live hits in each group.
    fn counts(&self) -> Vec<u32> {
        let base = &*self.snapshot.base;
        let mut counts = vec![0; self.groups];
        self.models.each(|model| match self.of_model[model as usize] {
            MIXED => base
                .lots_of(model)
                .for_each(|at| counts[self.codes.get(at as usize) as usize] += 1),
            code => counts[code as usize] += base.lots_of(model).len() as u32,
        });
        self.snapshot.dead.each(|at| {
            if self.member.test(base.model_of[at as usize]) {
                counts[self.codes.get(at as usize) as usize] -= 1;
            }
        });
        counts
    }

    fn group(&self, code: u32, count: usize, skip: usize, take: usize) -> Vec<u32> {
        let Snapshot { base, dead, .. } = self.snapshot;
        let group = base.orders.group(base, self.column, code);
        let expected = (skip + take).saturating_mul(group.len()) / count.max(1);
        if expected * 2 < count {
            let walk = Walk {
                base,
                dead,
                member: |model| self.member.test(model),
                norm: self.query.norm(),
                skip: u32::try_from(skip).unwrap_or(u32::MAX),
                take: u32::try_from(take).unwrap_or(u32::MAX),
                budget: u32::try_from((expected * 4).max(8_192)).unwrap_or(u32::MAX),
                found: Vec::with_capacity(take),
            };
            if let Some(page) = walk.within(self.column, group) {
                return page;
            }
        }
        let mut top = Top::new(skip + take);
        self.models.each(|model| {
            let group = self.of_model[model as usize];
            if group == code || group == MIXED {
                let lots = base
                    .lots_of(model)
                    .filter(|&at| self.codes.get(at as usize) == code && !dead.test(at));
                lots.for_each(|at| top.push(base.orders.newest_rank[at as usize]));
            }
        });
        top.from(skip)
            .into_iter()
            .map(|rank| base.orders.newest()[rank as usize])
            .collect()
    }
}

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
use super::shelf::Shelf;
use super::top::Top;
use super::walk::Walk;

/// The two columns.
#[derive(Debug)]
pub(super) struct Groups {
    pub(super) maker: Group,
    pub(super) product: Group,
}

/// The models by their codes in a column.
#[derive(Debug)]
pub(super) struct Group {
    text: Text,
    /// The code that all lots of a model have, or [`MIXED`].
    code_of: Vec<u32>,
    /// Models by code, ascending; those of code `c` are `before[c]..before[c + 1]`.
    models: Vec<u32>,
    before: Vec<u32>,
    /// Models whose lots have several codes.
    mixed: Vec<u32>,
}

const MIXED: u32 = u32::MAX;

impl Group {
    fn of(texts: &[TextColumn; 6], text: Text, lots_before: &[u32]) -> Self {
        let TextColumn { dictionary, codes } = &texts[text as usize];
        let code = |lots: Range<usize>| {
            let first = codes.get(lots.start);
            let is_one = lots.into_iter().all(|lot| codes.get(lot) == first);
            if is_one { first } else { MIXED }
        };
        // Every model of a base has a lot.
        let code_of: Vec<u32> = lots_before
            .windows(2)
            .map(|w| code(w[0] as usize..w[1] as usize))
            .collect();
        let of_one = || (0..).zip(&code_of).filter(|(_, code)| **code != MIXED);
        let mut before = vec![0; dictionary.len() + 1];
        of_one().for_each(|(_, &code)| before[code as usize + 1] += 1);
        for at in 1..before.len() {
            before[at] += before[at - 1];
        }
        let (mut models, mut next) = (vec![0; before[dictionary.len()] as usize], before.clone());
        of_one().for_each(|(model, &code)| {
            let place = &mut next[code as usize];
            models[*place as usize] = model;
            *place += 1;
        });
        let mixed = (0..).zip(&code_of).filter(|(_, code)| **code == MIXED);
        Self {
            text,
            mixed: mixed.map(|(model, _)| model).collect(),
            code_of,
            models,
            before,
        }
    }

    /// Models that have only lots of a code.
    fn with(&self, code: u32) -> &[u32] {
        &self.models[self.before[code as usize] as usize..self.before[code as usize + 1] as usize]
    }

    /// Tells the codes of a model's lots, dead ones included, and how many have each.
    pub(super) fn count(&self, base: &Base, model: u32, mut f: impl FnMut(u32, u32)) {
        match self.code_of[model as usize] {
            MIXED => {
                let codes = &base.text(self.text).codes;
                base.lots_of(model).for_each(|at| f(codes.get(at as usize), 1));
            }
            code => f(code, base.lots_of(model).len() as u32),
        }
    }
}

impl Groups {
    pub(super) fn of(texts: &[TextColumn; 6], lots_before: &[u32]) -> Self {
        let group = |text| Group::of(texts, text, lots_before);
        Self {
            maker: group(Text::Manufacturer),
            product: group(Text::ProductName),
        }
    }

    fn of_column(&self, column: Column) -> Option<&Group> {
        match column {
            Column::Text(Text::Manufacturer) => Some(&self.maker),
            Column::Text(Text::ProductName) => Some(&self.product),
            _ => None,
        }
    }
}

/// The hits of some models, group by group.
pub(super) struct Grouped<'a> {
    shelf: &'a Shelf,
    query: &'a Query,
    models: &'a Models,
    /// The models that have the norm and are not among these, where these are all others.
    without: Option<&'a [u32]>,
    column: Column,
    codes: &'a Codes,
    group: &'a Group,
    member: Dense,
    /// Distinct values of the column.
    groups: usize,
}

impl<'a> Grouped<'a> {
    /// Whether models decide a column.
    pub(super) const fn fits(column: Column) -> bool {
        matches!(column, Column::Text(Text::Manufacturer | Text::ProductName))
    }

    /// `None` for a column that models do not decide.
    pub(super) fn of(
        shelf: &'a Shelf,
        query: &'a Query,
        models: &'a Models,
        without: Option<&'a [u32]>,
        column: Column,
    ) -> Option<Self> {
        let base: &Base = &shelf.base;
        let group = base.groups.of_column(column)?;
        let member = models.to_dense(base.names.len());
        let TextColumn { dictionary, codes } = base.text(group.text);
        Some(Self {
            shelf,
            query,
            models,
            without,
            column,
            codes,
            group,
            member,
            groups: dictionary.len(),
        })
    }

    /// The positions number `skip..skip + take`.
    pub(super) fn page(&self, descending: bool, mut skip: usize, mut take: usize) -> Vec<u32> {
        let counts = self.counts();
        let all: usize = counts.iter().map(|&count| count as usize).sum();
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
            page.extend(self.part(code, [count, all], skip, here));
            (skip, take) = (0, take - here);
            if take == 0 {
                break;
            }
        }
        page
    }

    /// Live hits in each group.
    fn counts(&self) -> Vec<u32> {
        let base = &*self.shelf.base;
        let counted = self.without.and_then(|without| {
            let mut counts = base.counted(self.query.norm(), self.group.text)?;
            for &model in without {
                self.group
                    .count(base, model, |code, lots| counts[code as usize] -= lots);
            }
            Some(counts)
        });
        let mut counts = counted.unwrap_or_else(|| {
            let mut counts = vec![0; self.groups];
            self.models.each(|model| {
                self.group
                    .count(base, model, |code, lots| counts[code as usize] += lots);
            });
            counts
        });
        self.shelf.dead.each(|at| {
            if self.member.test(base.model_of[at as usize]) {
                counts[self.codes.get(at as usize) as usize] -= 1;
            }
        });
        counts
    }

    /// A part of a group with `count` hits of `all`.
    fn part(&self, code: u32, [count, all]: [usize; 2], skip: usize, take: usize) -> Vec<u32> {
        let Shelf { base, dead, .. } = self.shelf;
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
        let mut look_at = |model: u32| {
            let lots = base
                .lots_of(model)
                .filter(|&at| self.codes.get(at as usize) == code && !dead.test(at));
            lots.for_each(|at| top.push(base.orders.newest_rank[at as usize]));
        };
        let (own, mixed) = (self.group.with(code), &self.group.mixed);
        if own.len() + mixed.len() < all {
            let among = own.iter().chain(mixed).filter(|model| self.member.test(**model));
            among.for_each(|&model| look_at(model));
        } else {
            self.models.each(|model| {
                if matches!(self.group.code_of[model as usize], known if known == code || known == MIXED) {
                    look_at(model);
                }
            });
        }
        top.from(skip)
            .into_iter()
            .map(|rank| base.orders.newest()[rank as usize])
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::super::lot::IndexedLot;
    use super::super::matching::{Matched, Part};
    use super::*;

    fn lot(lot_id: i64, [model, maker, product, day]: [u8; 4]) -> IndexedLot {
        let beginning = ["AB", "XAB", "A.B", "AB1.5", "CD", "1AB5"][usize::from(model % 6)];
        IndexedLot {
            lot_id,
            company: 1,
            registered: i64::from(day % 9),
            // Most models have one maker.
            manufacturer: format!("M{}", if maker < 40 { maker % 3 } else { model % 5 }),
            product_name: ["", "IC", "Relay", "Fuse"][usize::from(product % 4)].to_owned(),
            model: format!("{beginning}{}", model % 7),
            quantity: 1,
            packing: String::new(),
            rohs: String::new(),
            dc: None,
            location: String::new(),
            remarks: String::new(),
            owner_stock: false,
        }
    }

    proptest! {
        #[test]
        fn a_page_by_groups_is_a_page_of_the_sorted(
            lots in proptest::collection::vec(any::<[u8; 4]>(), 1..150), dead in proptest::collection::btree_set(0_u32..150, 0..20),
            text in prop_oneof![Just("AB"), Just("15"), Just("AB1"), Just("1.5")], descending in any::<bool>(),
            skip in 0_usize..60, take in 1_usize..40,
        ) {
            let mut shelf = Shelf::with((0..).zip(&lots).map(|(id, &of)| lot(id, of)));
            let base = Arc::get_mut(&mut shelf.base).expect("nobody else has it");
            base.count_the_frequent(1);
            let mut bits = Dense::default();
            dead.iter().filter(|at| **at < base.len()).for_each(|&at| _ = bits.set(at));
            shelf.dead = Arc::new(bits);
            let base = &*shelf.base;
            let query = Query::parse(text).expect("searchable");
            let matched = Matched::of(base, &query);
            let models = matched.part(Part::Clean);
            for column in [Text::Manufacturer, Text::ProductName].map(Column::Text) {
                for without in [matched.apart(), None] {
                    let grouped = Grouped::of(&shelf, &query, &models, without, column).expect("models decide it");
                    let mut sorted = Vec::new();
                    models.each_lot(base, |at| if !shelf.dead.test(at) { sorted.push(at) });
                    let key = |&at: &u32| (column.directed(base.code(column, at), descending), base.orders.newest_rank[at as usize]);
                    sorted.sort_unstable_by_key(key);
                    let expected: Vec<u32> = sorted.into_iter().skip(skip).take(take).collect();
                    prop_assert_eq!(grouped.page(descending, skip, take), expected);
                }
            }
        }
    }
}

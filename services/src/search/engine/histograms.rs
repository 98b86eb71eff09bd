//! Counts the lots of the base by the values of each facet: joined where they are many and nothing is narrowed, column
//! by column otherwise. What the most frequent pairs and triples of characters come to is counted once, when the base is
//! made: whoever types two letters gets a hundred thousand lots, and the same ones as everybody else.

use domain::search::{FacetCounts, Query};

use super::base::Base;
use super::dense::Dense;
use super::filter::{DC, FACETS, OWNER, Passed, QUANTITY};
use super::grams::Frequent;
use super::joined::{Histograms, reached};
use super::lot::Text;
use super::matching::Matched;
use super::models::Models;
use super::shelf::Shelf;

/// Fewer lots are counted column by column: the tables would cost more to clear than they save.
const MANY: u32 = 2_048;
/// The pairs and triples of so many lots are counted beforehand.
pub(super) const FREQUENT: u32 = 4_096;

/// Counts that are kept: those that are not nought, each with its place among all of them.
pub(super) type Kept = Box<[(u32, u32)]>;

impl Base {
    /// Counts the lots of the pairs and triples that have at least so many.
    pub(super) fn count_the_frequent(&mut self, least: u32) {
        if self.joined.is_empty() {
            return;
        }
        let mut grams = std::mem::take(&mut self.grams);
        for gram in grams.all().filter(|gram| gram.lots >= least) {
            let models = gram.to_models();
            let mut sums = Histograms::zero(self);
            self.joined.count(&models, &self.lots_before, &[], &mut sums);
            let mut products = vec![0; self.text(Text::ProductName).dictionary.len()];
            models.each(|model| {
                self.groups
                    .product
                    .count(self, model, |code, lots| products[code as usize] += lots);
            });
            gram.frequent = Some(Frequent {
                facets: sums.kept(),
                products: kept(products.iter()),
            });
        }
        self.grams = grams;
    }

    /// The lots of a frequent pair or triple by their codes in a column that models decide, if they were counted.
    pub(super) fn counted(&self, norm: &str, text: Text) -> Option<Vec<u32>> {
        let frequent = self.grams.whole_answer(norm.as_bytes())?.frequent.as_ref()?;
        let mut counts = vec![0; self.text(text).dictionary.len()];
        // The first facet is the maker, so there a code is its place.
        let kept = match text {
            Text::ProductName => &frequent.products,
            Text::Manufacturer => &frequent.facets,
            _ => return None,
        };
        for &(code, count) in kept {
            match counts.get_mut(code as usize) {
                Some(sum) => *sum = count,
                None => break,
            }
        }
        Some(counts)
    }
}

impl Histograms {
    /// Of all live lots of the matched models.
    pub(super) fn of_all(shelf: &Shelf, query: &Query, matched: &Matched) -> Self {
        let base = &*shelf.base;
        let kept = base.grams.whole_answer(query.norm().as_bytes());
        if let Some(frequent) = kept.and_then(|gram| gram.frequent.as_ref()) {
            let mut sums = Self::of_kept(base, &frequent.facets);
            sums.take_off(base, &dead_lots(shelf, &matched.all));
            return sums;
        }
        if matched.lots < MANY || base.joined.is_empty() {
            let mut lots = Vec::with_capacity(matched.lots as usize);
            matched.all.each_lot(base, |at| {
                if !shelf.dead.test(at) {
                    lots.push(at);
                }
            });
            return Self::by_column(base, &lots, &[]);
        }
        let dead = dead_lots(shelf, &matched.all);
        let mut sums = Self::zero(base);
        base.joined
            .count(&matched.all, &base.lots_before, &dead, &mut sums);
        sums
    }

    /// The counts that are not nought.
    fn kept(&self) -> Kept {
        let texts = self.texts.iter().flatten();
        kept(
            texts
                .chain(&self.years)
                .chain(&self.quantities)
                .chain([&self.owner]),
        )
    }

    fn of_kept(base: &Base, kept: &Kept) -> Self {
        let mut sums = Self::zero(base);
        for &(place, count) in kept {
            if let Some(sum) = sums.at(place as usize) {
                *sum = count;
            }
        }
        sums
    }

    /// The count at a place among all of them.
    fn at(&mut self, mut place: usize) -> Option<&mut u32> {
        let texts = self.texts.iter_mut().map(Vec::as_mut_slice);
        for counts in texts.chain([self.years.as_mut_slice(), &mut self.quantities]) {
            match counts.len() {
                len if place < len => return counts.get_mut(place),
                len => place -= len,
            }
        }
        (place == 0).then_some(&mut self.owner)
    }

    /// Takes some lots off that were counted.
    fn take_off(&mut self, base: &Base, lots: &[u32]) {
        if lots.is_empty() {
            return;
        }
        let off = Self::by_column(base, lots, &[]);
        let less =
            |sums: &mut [u32], off: &[u32]| sums.iter_mut().zip(off).for_each(|(sum, off)| *sum -= off);
        for (sums, off) in self.texts.iter_mut().zip(&off.texts) {
            less(sums, off);
        }
        less(&mut self.years, &off.years);
        less(&mut self.quantities, &off.quantities);
        self.owner -= off.owner;
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
                counts[codes.get(at as usize) as usize] += 1
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

/// The counts that are not nought, with their places.
fn kept<'a>(counts: impl Iterator<Item = &'a u32>) -> Kept {
    let counts = (0..).zip(counts.copied());
    counts.filter(|(_, count)| *count > 0).collect()
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
fn dead_lots(shelf: &Shelf, models: &Models) -> Vec<u32> {
    if shelf.dead_count == 0 {
        return Vec::new();
    }
    let of = |member: &Dense| {
        let model_of = &shelf.base.model_of;
        shelf
            .dead
            .ones()
            .filter(|&at| member.test(model_of[at as usize]))
            .collect()
    };
    match models {
        Models::Dense(dense) => of(dense),
        _ => of(&models.to_dense(shelf.base.names.len())),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::lot::IndexedLot;
    use super::super::shelf::Shelf;
    use super::*;

    fn lot(lot_id: i64, of: [u8; 7]) -> IndexedLot {
        let [model, maker, rohs, packing, location, year, quantity] = of;
        IndexedLot {
            lot_id,
            company: 1,
            registered: lot_id,
            manufacturer: format!("M{maker}"),
            product_name: String::new(),
            model: format!("AB{}", model % 40),
            quantity: 10_u32.pow(u32::from(quantity % 7)),
            packing: format!("P{}", packing % 5),
            rohs: format!("R{}", rohs % 3),
            dc: year.checked_sub(100).map(|year| 1950 + u16::from(year)),
            location: format!("L{}", location % 9),
            remarks: String::new(),
            owner_stock: model % 3 == 0,
        }
    }

    proptest! {
        #[test]
        fn all_ways_of_counting_come_to_the_same(
            lots in proptest::collection::vec(any::<[u8; 7]>(), 1..120), dead in proptest::collection::vec(0_u32..120, 0..20),
            some in proptest::collection::btree_set(0_u32..40, 1..40),
        ) {
            let mut base = Shelf::with((0..).zip(&lots).map(|(id, &of)| lot(id, of))).base;
            let base = std::sync::Arc::get_mut(&mut base).expect("nobody else has it");
            let of_model = |model: &u32| *model < base.names.len();
            let few: Vec<u32> = some.into_iter().filter(of_model).collect();
            let whole = Models::Range(0..base.names.len());
            for models in [Models::List(few.clone()), Models::Dense(Models::List(few).to_dense(base.names.len())), whole] {
                let (mut alive, mut without) = (Vec::new(), Vec::new());
                models.each_lot(base, |at| if dead.contains(&at) { without.push(at) } else { alive.push(at) });
                let expected = Histograms::by_column(base, &alive, &[]);
                let mut joined = Histograms::zero(base);
                base.joined.count(&models, &base.lots_before, &without, &mut joined);
                prop_assert_eq!(&joined, &expected);
                prop_assert_eq!(&Histograms::of_kept(base, &expected.kept()), &expected);
                let mut all = Histograms::zero(base);
                base.joined.count(&models, &base.lots_before, &[], &mut all);
                all.take_off(base, &without);
                prop_assert_eq!(&all, &expected);
            }
        }
    }
}

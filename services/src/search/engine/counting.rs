//! The numbers beside the results, counted over the columns one facet at a time.

use std::collections::HashMap;

use domain::search::{FacetCount, FacetCounts, FacetValues, QuantityCount, YearCount};

use super::base::Base;
use super::delta::DeltaHit;
use super::dictionary::BLANK;
use super::filter::{DC, FACETS, Filter, OWNER, QUANTITY};
use super::matching::Matched;
use super::snapshot::Snapshot;

/// Dictionaries up to this size are counted in several rows.
const FEW_CODES: usize = 4_096;

/// What is counted: lots that fail at most one facet.
pub(super) struct Counting<'a> {
    pub(super) base: &'a Base,
    pub(super) filter: &'a Filter<'a>,
    /// Live positions of the base.
    pub(super) lots: &'a [u32],
    /// The facet that each fails; empty where none fails any.
    pub(super) fails: &'a [u8],
    pub(super) delta: &'a [(DeltaHit<'a>, u8)],
}

impl Counting<'_> {
    pub(super) fn counts(&self) -> FacetCounts {
        let facets = self.filter.facets;
        let chosen = [&facets.manufacturers, &facets.rohs, &facets.packing, &facets.country];
        let [manufacturers, rohs, packing, country] = std::array::from_fn(|facet| self.values(facet, chosen[facet]));
        FacetCounts { manufacturers, rohs, packing, country, dc: self.years(), quantity: self.quantities(), owner_stock: self.owner() }
    }

    /// Calls back for every lot of the base that fails no facet but the given one.
    fn lots_but_for(&self, facet: u8, mut f: impl FnMut(u32)) {
        if self.fails.is_empty() {
            self.lots.iter().for_each(|&at| f(at));
        } else {
            self.lots.iter().zip(self.fails).filter(|(_, fails)| *fails & !facet == 0).for_each(|(&at, _)| f(at));
        }
    }

    fn rows_but_for(&self, facet: u8) -> impl Iterator<Item = &DeltaHit<'_>> {
        self.delta.iter().filter(move |(_, fails)| fails & !facet == 0).map(|(hit, _)| hit)
    }

    /// How many lots of the base, but for a facet, have each of `len` codes.
    fn histogram(&self, facet: u8, len: usize, code: impl Fn(u32) -> u32) -> Vec<u32> {
        // Raising one number again and again waits for itself each time; neighbours often have the same value, so they
        // are counted in four rows. A large dictionary is not worth clearing four times.
        let rows = if len <= FEW_CODES { 4 } else { 1 };
        let (mut counts, mut row) = (vec![0_u32; len * rows], 0);
        self.lots_but_for(facet, |at| {
            counts[row * len + code(at) as usize] += 1;
            row = (row + 1) & (rows - 1);
        });
        let (first, others) = counts.split_at_mut(len);
        others.chunks(len).for_each(|row| first.iter_mut().zip(row).for_each(|(sum, count)| *sum += count));
        counts.truncate(len);
        counts
    }

    fn values(&self, facet: usize, chosen: &[String]) -> FacetValues {
        let (text, bit) = (FACETS[facet], 1 << facet);
        let column = self.base.text(text);
        let mut by_code = self.histogram(bit, column.dictionary.len(), |at| column.codes[at as usize]);
        // Values that only the delta knows: folded text to label and count.
        let mut unknown: HashMap<&str, (&str, u32)> = HashMap::new();
        for hit in self.rows_but_for(bit) {
            match hit.row.code(text) {
                Some(code) => by_code[code as usize] += 1,
                None => unknown.entry(hit.row.key(text)).or_insert_with(|| (text.of(&hit.row.lot).trim(), 0)).1 += 1,
            }
        }
        by_code[BLANK as usize] = 0;
        let known = (0_u32..).zip(&by_code).filter(|(_, count)| **count > 0);
        let known = known.map(|(code, &count)| (column.dictionary.key(code), column.dictionary.label(code), count));
        let all = known.chain(unknown.into_iter().map(|(key, (label, count))| (key, label, count))).collect();
        ranked(all, &self.filter.keys[facet], chosen)
    }

    fn years(&self) -> Vec<YearCount> {
        let of_row = |hit: &DeltaHit<'_>| hit.row.lot.dc.unwrap_or(0);
        let last = self.rows_but_for(DC).map(of_row).chain([self.base.last_year]).max().unwrap_or(0);
        let mut counts = self.histogram(DC, usize::from(last) + 1, |at| self.base.year[at as usize].into());
        self.rows_but_for(DC).for_each(|hit| counts[usize::from(of_row(hit))] += 1);
        // The year 0 stands for none.
        (0..).zip(counts).skip(1).filter(|(_, count)| *count > 0).map(|(year, count)| YearCount { year, count }).collect()
    }

    fn quantities(&self) -> Vec<QuantityCount> {
        let mut counts = [0; FacetCounts::QUANTITIES.len()];
        let mut add = |quantity: u32| {
            for (count, least) in counts.iter_mut().zip(FacetCounts::QUANTITIES) {
                *count += u32::from(quantity >= least);
            }
        };
        self.lots_but_for(QUANTITY, |at| add(self.base.quantity[at as usize]));
        self.rows_but_for(QUANTITY).for_each(|hit| add(hit.row.lot.quantity));
        FacetCounts::QUANTITIES.into_iter().zip(counts).map(|(at_least, count)| QuantityCount { at_least, count }).collect()
    }

    fn owner(&self) -> u32 {
        let mut count = 0;
        self.lots_but_for(OWNER, |at| count += u32::from(self.base.owner.test(at)));
        self.rows_but_for(OWNER).for_each(|hit| count += u32::from(hit.row.lot.owner_stock));
        count
    }
}

/// The most frequent values, then the chosen ones that are not among them; `all` is (folded, label, count).
fn ranked(mut all: Vec<(&str, &str, u32)>, keys: &[String], chosen: &[String]) -> FacetValues {
    let best_first = |a: &(&str, &str, u32), b: &(&str, &str, u32)| b.2.cmp(&a.2).then_with(|| a.0.cmp(b.0));
    if all.len() > FacetValues::SHOWN {
        all.select_nth_unstable_by(FacetValues::SHOWN - 1, best_first);
    }
    let rest = all.split_off(all.len().min(FacetValues::SHOWN));
    all.sort_unstable_by(best_first);
    let mut others = u32::try_from(rest.len()).unwrap_or(u32::MAX);
    let is_chosen = |key: &str| keys.iter().any(|chosen| chosen == key);
    let count = |&(key, label, count): &(&str, &str, u32)| FacetCount { label: label.to_owned(), count, selected: is_chosen(key) };
    let mut values: Vec<FacetCount> = all.iter().map(count).collect();
    for (at, (key, asked)) in keys.iter().zip(chosen).enumerate() {
        let listed = key.is_empty() || keys[..at].contains(key) || all.iter().any(|(known, ..)| known == key);
        if listed {
            continue;
        }
        if let Some(found) = rest.iter().find(|(known, ..)| known == key) {
            others -= 1;
            values.push(count(found));
        } else {
            values.push(FacetCount { label: asked.clone(), count: 0, selected: true });
        }
    }
    FacetValues { values, others }
}

/// All live lots of matched models: what is counted where nothing is narrowed.
pub(super) fn live_lots(snapshot: &Snapshot, matched: &Matched) -> Vec<u32> {
    let mut lots = Vec::with_capacity(matched.lots as usize);
    matched.all.each_lot(&snapshot.base, |at| {
        if !snapshot.dead.test(at) {
            lots.push(at);
        }
    });
    lots
}

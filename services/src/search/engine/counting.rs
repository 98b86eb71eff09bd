//! The numbers beside the results: what `histograms` counted of the bases, the rows of the deltas added, ranked.

use std::collections::HashMap;

use domain::search::{FacetCount, FacetCounts, FacetValues, Facets, QuantityCount, YearCount};

use super::delta::DeltaHit;
use super::dictionary::BLANK;
use super::filter::{DC, FACETS, OWNER, QUANTITY};
use super::joined::{Histograms, reached};
use super::values::Values;

/// What is counted.
pub(super) struct Counting<'a> {
    pub(super) values: &'a Values,
    pub(super) facets: &'a Facets,
    /// For each text facet the chosen values, folded.
    pub(super) keys: [Vec<String>; 4],
    /// Of the bases, in the common codes.
    pub(super) lots: Histograms,
    /// For each shelf the rows of its delta, and which facets each fails.
    pub(super) delta: Vec<&'a [(DeltaHit<'a>, u8)]>,
}

impl Counting<'_> {
    pub(super) fn counts(mut self) -> FacetCounts {
        let facets = self.facets;
        let chosen = [
            &facets.manufacturers,
            &facets.rohs,
            &facets.packing,
            &facets.country,
        ];
        let [manufacturers, rohs, packing, country] =
            std::array::from_fn(|facet| self.values(facet, chosen[facet]));
        FacetCounts {
            manufacturers,
            rohs,
            packing,
            country,
            dc: self.years(),
            quantity: self.quantities(),
            owner_stock: self.lots.owner
                + self
                    .rows_but_for(OWNER)
                    .map(|(_, hit)| u32::from(hit.row.lot.owner_stock))
                    .sum::<u32>(),
        }
    }

    /// Rows of the deltas that fail no facet but the given one, each with the number of its shelf.
    fn rows_but_for(&self, facet: u8) -> impl Iterator<Item = (usize, &DeltaHit<'_>)> {
        let rows = (0..)
            .zip(&self.delta)
            .flat_map(|(shelf, rows)| rows.iter().map(move |row| (shelf, row)));
        rows.filter(move |(_, (_, fails))| fails & !facet == 0)
            .map(|(shelf, (hit, _))| (shelf, hit))
    }

    fn values(&mut self, facet: usize, chosen: &[String]) -> FacetValues {
        let text = FACETS[facet];
        let mut by_code = std::mem::take(&mut self.lots.texts[facet]);
        let dictionary = self.values.dictionary(facet);
        // Values that only the deltas know: folded text to label and count.
        let mut unknown: HashMap<&str, (&str, u32)> = HashMap::new();
        for (shelf, hit) in self.rows_but_for(1 << facet) {
            let own = hit.row.code(text);
            let known = own.map(|code| self.values.code(facet, shelf, code));
            match known.or_else(|| dictionary.find(hit.row.key(text)).ok()) {
                Some(code) => by_code[code as usize] += 1,
                None => {
                    unknown
                        .entry(hit.row.key(text))
                        .or_insert_with(|| (text.of(&hit.row.lot).trim(), 0))
                        .1 += 1
                }
            }
        }
        by_code[BLANK as usize] = 0;
        let known = (0_u32..).zip(&by_code).filter(|(_, count)| **count > 0);
        let known = known.map(|(code, &count)| (dictionary.key(code), dictionary.label(code), count));
        let all = known
            .chain(
                unknown
                    .into_iter()
                    .map(|(key, (label, count))| (key, label, count)),
            )
            .collect();
        ranked(all, &self.keys[facet], chosen)
    }

    fn years(&self) -> Vec<YearCount> {
        let mut counts = self.lots.years.clone();
        for (_, hit) in self.rows_but_for(DC) {
            let year = usize::from(hit.row.lot.dc.unwrap_or(0));
            if year >= counts.len() {
                counts.resize(year + 1, 0);
            }
            counts[year] += 1;
        }
        // The year 0 stands for none.
        let years = (0..).zip(counts).skip(1).filter(|(_, count)| *count > 0);
        years.map(|(year, count)| YearCount { year, count }).collect()
    }

    fn quantities(&self) -> Vec<QuantityCount> {
        let mut reaching = self.lots.quantities;
        self.rows_but_for(QUANTITY)
            .for_each(|(_, hit)| reaching[reached(hit.row.lot.quantity)] += 1);
        let steps = (1..).zip(FacetCounts::QUANTITIES);
        // Who reaches a higher step reaches this one too.
        steps
            .map(|(step, at_least)| QuantityCount {
                at_least,
                count: reaching[step..].iter().sum(),
            })
            .collect()
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
    let count = |&(key, label, count): &(&str, &str, u32)| FacetCount {
        label: label.to_owned(),
        count,
        selected: is_chosen(key),
    };
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
            values.push(FacetCount {
                label: asked.clone(),
                count: 0,
                selected: true,
            });
        }
    }
    FacetValues { values, others }
}

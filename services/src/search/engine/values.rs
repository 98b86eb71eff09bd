//! The values of the facets over all shelves. Each base has codes of its own; here they become common ones, so that the
//! counts of several shelves are added without comparing texts.

use super::dictionary::Dictionary;
use super::filter::FACETS;
use super::joined::Histograms;
use super::shelf::Shelf;

/// For each of [`FACETS`].
#[derive(Debug)]
pub(super) struct Values([Common; 4]);

#[derive(Debug)]
struct Common {
    /// The values of all shelves.
    dictionary: Dictionary,
    /// For each shelf, the common code of each of its own.
    codes: Vec<Vec<u32>>,
}

impl Values {
    pub(super) fn of(shelves: &[Shelf]) -> Self {
        Self(FACETS.map(|text| {
            let own = || shelves.iter().map(|shelf| &shelf.base.text(text).dictionary);
            let dictionary = Dictionary::of_all(own());
            // Each of them is in it.
            let code = |key: &str| dictionary.find(key).unwrap_or_else(|code| code);
            Common {
                codes: own()
                    .map(|own| own.keys().iter().map(|key| code(key)).collect())
                    .collect(),
                dictionary,
            }
        }))
    }

    /// The values of a facet.
    pub(super) fn dictionary(&self, facet: usize) -> &Dictionary {
        &self.0[facet].dictionary
    }

    /// The common code of a value of a shelf.
    pub(super) fn code(&self, facet: usize, shelf: usize, own: u32) -> u32 {
        self.0[facet].codes[shelf][own as usize]
    }

    /// The sum over all shelves, in their order.
    pub(super) fn sum(&self, of_shelves: impl Iterator<Item = Histograms>) -> Histograms {
        let mut sum = Histograms {
            texts: std::array::from_fn(|facet| vec![0; self.dictionary(facet).len()]),
            ..Histograms::default()
        };
        for (shelf, own) in of_shelves.enumerate() {
            for (facet, counts) in own.texts.iter().enumerate() {
                let codes = &self.0[facet].codes[shelf];
                for (&code, count) in codes.iter().zip(counts) {
                    sum.texts[facet][code as usize] += count;
                }
            }
            if sum.years.len() < own.years.len() {
                sum.years.resize(own.years.len(), 0);
            }
            add(&mut sum.years, &own.years);
            add(&mut sum.quantities, &own.quantities);
            sum.owner += own.owner;
        }
        sum
    }
}

fn add(sums: &mut [u32], counts: &[u32]) {
    sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
}

//! Small facet columns joined into one number per lot, so that many lots are counted with three steps instead of seven.
//!
//! RoHS, packing and the like have a dozen values each. Written as the digits of one number they are counted together
//! in a table that stays in the nearest cache, and taken apart afterwards.

use domain::search::FacetCounts;

use super::base::TextColumn;
use super::filter::FACETS;
use super::models::Models;

/// Largest table: 8,192 counters are 32 kB.
const TABLE: usize = 8_192;

/// A column that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Facet {
    /// One of [`FACETS`], by its place there.
    Text(usize),
    Year,
    Quantity,
    Owner,
}

/// Some columns and, for each lot, their values as one number.
#[derive(Debug)]
pub(super) struct Joined {
    /// Each with its number of values; the first is the lowest digit.
    columns: Vec<(Facet, usize)>,
    codes: Vec<u16>,
}

/// Lots of the base by the values of each facet.
#[derive(Debug)]
pub(super) struct Histograms {
    /// By code, for each of [`FACETS`].
    pub(super) texts: [Vec<u32>; 4],
    /// By year; 0 is none.
    pub(super) years: Vec<u32>,
    /// By how many of [`FacetCounts::QUANTITIES`] are reached.
    pub(super) quantities: [u32; FacetCounts::QUANTITIES.len() + 1],
    pub(super) owner: u32,
}

/// How many of [`FacetCounts::QUANTITIES`] a quantity reaches.
pub(super) fn reached(quantity: u32) -> usize {
    FacetCounts::QUANTITIES
        .iter()
        .map(|&least| usize::from(quantity >= least))
        .sum()
}

impl Joined {
    /// Joins columns as long as their table stays small. Empty where a column is too large by itself: then all are
    /// counted one by one.
    pub(super) fn of(
        texts: &[TextColumn; 6],
        years: &[u16],
        quantities: &[u32],
        owner: impl Fn(u32) -> bool,
    ) -> Vec<Self> {
        let values = |facet: usize| texts[FACETS[facet] as usize].dictionary.len();
        let years_known = usize::from(years.iter().copied().max().unwrap_or(0)) + 1;
        let sizes = [
            (Facet::Text(1), values(1)),
            (Facet::Text(2), values(2)),
            (Facet::Quantity, FacetCounts::QUANTITIES.len() + 1),
            (Facet::Owner, 2),
            (Facet::Text(3), values(3)),
            (Facet::Text(0), values(0)),
            (Facet::Year, years_known),
        ];
        let mut groups: Vec<Vec<(Facet, usize)>> = Vec::new();
        for (facet, size) in sizes {
            if size > TABLE {
                return Vec::new();
            }
            let room = |group: &Vec<(Facet, usize)>| table(group) * size <= TABLE;
            match groups.last_mut().filter(|group| room(group)) {
                Some(group) => group.push((facet, size)),
                None => groups.push(vec![(facet, size)]),
            }
        }
        let value = |facet: Facet, at: u32| match facet {
            Facet::Text(facet) => texts[FACETS[facet] as usize].codes[at as usize] as usize,
            Facet::Year => usize::from(years[at as usize]),
            Facet::Quantity => reached(quantities[at as usize]),
            Facet::Owner => usize::from(owner(at)),
        };
        let lots = u32::try_from(years.len()).unwrap_or(u32::MAX);
        let join = |columns: Vec<(Facet, usize)>| {
            let code = |at| {
                columns
                    .iter()
                    .rev()
                    .fold(0, |code, &(facet, size)| code * size + value(facet, at))
            };
            // Below TABLE by construction.
            let codes = (0..lots).map(|at| u16::try_from(code(at)).unwrap_or(0)).collect();
            Self { columns, codes }
        };
        groups.into_iter().map(join).collect()
    }

    /// Adds the lots of some models, but for those of `without`, to the histograms of these columns.
    pub(super) fn count(&self, models: &Models, lots_before: &[u32], without: &[u32], into: &mut Histograms) {
        let mut counts = vec![0_u32; table(&self.columns)];
        models.each(|model| {
            let lots = lots_before[model as usize] as usize..lots_before[model as usize + 1] as usize;
            self.codes[lots]
                .iter()
                .for_each(|&code| counts[usize::from(code)] += 1);
        });
        without
            .iter()
            .for_each(|&at| counts[usize::from(self.codes[at as usize])] -= 1);
        for (code, count) in counts.into_iter().enumerate().filter(|(_, count)| *count > 0) {
            let mut rest = code;
            for &(facet, size) in &self.columns {
                let value = rest % size;
                rest /= size;
                match facet {
                    Facet::Text(facet) => into.texts[facet][value] += count,
                    Facet::Year => into.years[value] += count,
                    Facet::Quantity => into.quantities[value] += count,
                    Facet::Owner => into.owner += if value == 1 { count } else { 0 },
                }
            }
        }
    }
}

/// Counters that some columns need.
fn table(columns: &[(Facet, usize)]) -> usize {
    columns.iter().map(|(_, size)| size).product()
}

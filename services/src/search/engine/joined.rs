//! Small facet columns joined into few numbers per lot, so that many lots are counted with two or three steps instead of seven.
//!
//! RoHS, packing and the like have a dozen values each. Written as the digits of one number they are counted together
//! in a table that stays in the nearest cache, and taken apart afterwards. The two or three numbers of a lot stand next
//! to each other, so all facets are counted in one pass.

use domain::search::FacetCounts;

use super::base::TextColumn;
use super::filter::FACETS;
use super::models::Models;

/// Largest table: 8,192 counters are 32 kB. A power of two, so that a code finds its place without a check.
const TABLE: usize = 8_192;
/// Most tables that are counted in one pass.
const TABLES: usize = 4;

/// A column that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Facet {
    /// One of [`FACETS`], by its place there.
    Text(usize),
    Year,
    Quantity,
    Owner,
}

/// All columns and, for each lot, their values as a few numbers that stand next to each other.
#[derive(Debug, Default)]
pub(super) struct Joined {
    /// The columns of each table with their numbers of values; the first is the lowest digit.
    tables: Vec<Vec<(Facet, usize)>>,
    /// For each lot a number for each table.
    codes: Vec<u16>,
    /// The years that occur, ascending; a year's place stands for it.
    years: Vec<u16>,
}

/// Lots by the values of each facet: of a base with its codes, or of all with the common ones.
#[derive(Debug, Default, PartialEq, Eq)]
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
    ) -> Self {
        let values = |facet: usize| texts[FACETS[facet] as usize].dictionary.len();
        let known = occurring(years);
        let sizes = [
            (Facet::Text(1), values(1)),
            (Facet::Text(2), values(2)),
            (Facet::Quantity, FacetCounts::QUANTITIES.len() + 1),
            (Facet::Owner, 2),
            (Facet::Text(3), values(3)),
            (Facet::Text(0), values(0)),
            (Facet::Year, known.len().max(1)),
        ];
        let Some(tables) = grouped(&sizes) else {
            return Self::default();
        };
        let mut place_of_year = vec![0_usize; usize::from(known.last().copied().unwrap_or(0)) + 1];
        for (place, &year) in known.iter().enumerate() {
            place_of_year[usize::from(year)] = place;
        }
        let value = |facet: Facet, at: usize| match facet {
            Facet::Text(facet) => texts[FACETS[facet] as usize].codes.get(at) as usize,
            Facet::Year => place_of_year[usize::from(years[at])],
            Facet::Quantity => reached(quantities[at]),
            Facet::Owner => usize::from(u32::try_from(at).is_ok_and(&owner)),
        };
        let mut codes = Vec::with_capacity(years.len() * tables.len());
        for at in 0..years.len() {
            codes.extend(tables.iter().map(|columns| {
                let digits = columns.iter().rev();
                let code = digits.fold(0, |code, &(facet, size)| code * size + value(facet, at));
                // Below TABLE by construction.
                u16::try_from(code).unwrap_or(0)
            }));
        }
        Self {
            tables,
            codes,
            years: known,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }

    /// Adds the lots of some models, but for those of `without`, to histograms.
    pub(super) fn count(&self, models: &Models, lots_before: &[u32], without: &[u32], into: &mut Histograms) {
        match self.tables.len() {
            1 => self.pass::<1>(models, lots_before, without, into),
            2 => self.pass::<2>(models, lots_before, without, into),
            3 => self.pass::<3>(models, lots_before, without, into),
            TABLES => self.pass::<TABLES>(models, lots_before, without, into),
            _ => {}
        }
    }

    fn pass<const N: usize>(
        &self,
        models: &Models,
        lots_before: &[u32],
        without: &[u32],
        into: &mut Histograms,
    ) {
        let mut counts = vec![[0_u32; TABLE]; N];
        let (lots, _) = self.codes.as_chunks::<N>();
        models.each(|model| {
            let own = lots_before[model as usize] as usize..lots_before[model as usize + 1] as usize;
            for codes in &lots[own] {
                for (counts, &code) in counts.iter_mut().zip(codes) {
                    counts[usize::from(code) % TABLE] += 1;
                }
            }
        });
        for &at in without {
            for (counts, &code) in counts.iter_mut().zip(&lots[at as usize]) {
                counts[usize::from(code) % TABLE] -= 1;
            }
        }
        for (columns, counts) in self.tables.iter().zip(&counts) {
            self.take_apart(columns, &counts[..table(columns)], into);
        }
    }

    fn take_apart(&self, columns: &[(Facet, usize)], counts: &[u32], into: &mut Histograms) {
        for (code, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let mut rest = code;
            for &(facet, size) in columns {
                let value = rest % size;
                rest /= size;
                match facet {
                    Facet::Text(facet) => into.texts[facet][value] += count,
                    Facet::Year => into.years[usize::from(self.years[value])] += count,
                    Facet::Quantity => into.quantities[value] += count,
                    Facet::Owner => into.owner += if value == 1 { count } else { 0 },
                }
            }
        }
    }
}

/// The values that occur, ascending.
fn occurring(years: &[u16]) -> Vec<u16> {
    let mut seen = vec![false; usize::from(u16::MAX) + 1];
    years.iter().for_each(|&year| seen[usize::from(year)] = true);
    let years = (0..=u16::MAX).zip(seen);
    years.filter(|(_, seen)| *seen).map(|(year, _)| year).collect()
}

/// Columns in as few tables as they fit in; `None` where one does not fit or they would be too many.
fn grouped(sizes: &[(Facet, usize)]) -> Option<Vec<Vec<(Facet, usize)>>> {
    let mut tables: Vec<Vec<(Facet, usize)>> = Vec::new();
    for &(facet, size) in sizes {
        if size > TABLE {
            return None;
        }
        match tables.last_mut().filter(|columns| table(columns) * size <= TABLE) {
            Some(columns) => columns.push((facet, size)),
            None => tables.push(vec![(facet, size)]),
        }
    }
    (tables.len() <= TABLES).then_some(tables)
}

/// Counters that some columns need.
fn table(columns: &[(Facet, usize)]) -> usize {
    columns.iter().map(|(_, size)| size).product()
}

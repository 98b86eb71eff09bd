//! The sort orders, kept in memory. How a page is taken from one is said in `walk`.

use std::ops::Range;

use super::base::{Base, Column};
use super::grams::{BIGRAMS, bigrams};
use super::lot::Text;
use super::names::Names;

/// Lots in one block of an order.
pub(super) const BLOCK: u32 = 512;
/// Codes up to here are sorted by counting.
const COUNTED: u32 = 1 << 17;
const ZONE_WORDS: usize = BIGRAMS.div_ceil(64);

#[derive(Debug)]
pub(super) struct Orders {
    /// Newest registration first, then lot number.
    pub(super) newest: Order,
    /// The inverse: the rank of each position in that order, with which every other order ends.
    pub(super) newest_rank: Vec<u32>,
    texts: [Order; 6],
    quantity: Order,
    dc: Order,
}

/// Positions in an ascending order of (code, newest rank), blank codes last.
#[derive(Debug)]
pub(super) struct Order {
    pub(super) lots: Vec<u32>,
    /// The model of each, where the order is walked most: looking each up would jump through memory.
    pub(super) models: Vec<u32>,
    /// For each block, which pairs of characters its models have. Makers name their parts alike, so by manufacturer the
    /// hits stand close together, possibly at the far end: blocks without a pair of the query are stepped over.
    zones: Vec<[u64; ZONE_WORDS]>,
}

impl Orders {
    pub(super) fn of(
        newest: Vec<u32>,
        names: &Names,
        model_of: &[u32],
        codes: impl Fn(Column, u32) -> u32,
    ) -> Self {
        let mut newest_rank = vec![0; newest.len()];
        for (rank, &position) in (0..).zip(&newest) {
            newest_rank[position as usize] = rank;
        }
        let order = |column| Order {
            lots: by_code(&newest, |lot| column_code(&codes, column, lot)),
            models: Vec::new(),
            zones: Vec::new(),
        };
        let zoned = |lots: Vec<u32>| Order {
            zones: zones(&lots, names, model_of),
            models: Vec::new(),
            lots,
        };
        let models = newest.iter().map(|&lot| model_of[lot as usize]).collect();
        Self {
            texts: Text::ALL.map(|text| {
                let order = order(Column::Text(text));
                if matches!(text, Text::Manufacturer | Text::ProductName) {
                    zoned(order.lots)
                } else {
                    order
                }
            }),
            quantity: order(Column::Quantity),
            dc: order(Column::Dc),
            newest_rank,
            newest: Order {
                models,
                ..zoned(newest)
            },
        }
    }

    pub(super) fn newest(&self) -> &[u32] {
        &self.newest.lots
    }

    /// Where the lots with one code stand in the order of a column.
    pub(super) fn group(&self, base: &Base, column: Column, code: u32) -> Range<u32> {
        let lots = &self.of_column(column).lots;
        let place = |lot: u32| column.directed(base.code(column, lot), false);
        let start = lots.partition_point(|&lot| place(lot) < column.directed(code, false));
        let end = lots.partition_point(|&lot| place(lot) <= column.directed(code, false));
        u32::try_from(start).unwrap_or(u32::MAX)..u32::try_from(end).unwrap_or(u32::MAX)
    }

    pub(super) fn of_column(&self, column: Column) -> &Order {
        match column {
            Column::Text(text) => &self.texts[text as usize],
            Column::Quantity => &self.quantity,
            Column::Dc => &self.dc,
        }
    }
}

impl Order {
    /// The model of the lot at a place.
    #[inline]
    pub(super) fn model_at(&self, base: &Base, at: u32) -> u32 {
        let known = self.models.get(at as usize).copied();
        known.unwrap_or_else(|| base.model_of[self.lots[at as usize] as usize])
    }

    /// Whether a block may have hits: its models have every pair of the norm, or nobody has looked.
    pub(super) fn may_have(&self, block: u32, norm: &str) -> bool {
        self.zones
            .get(block as usize)
            .is_none_or(|zone| has_pairs(zone, norm))
    }
}

fn has_pairs(zone: &[u64; ZONE_WORDS], norm: &str) -> bool {
    bigrams(norm.as_bytes()).all(|gram| zone[gram / 64] >> (gram % 64) & 1 == 1)
}

/// A code as it ascends: blank last.
fn column_code(codes: &impl Fn(Column, u32) -> u32, column: Column, lot: u32) -> u32 {
    column.directed(codes(column, lot), false)
}

/// Lots by ascending code; equal ones keep their order.
fn by_code(lots: &[u32], code: impl Fn(u32) -> u32) -> Vec<u32> {
    let largest = lots
        .iter()
        .map(|&lot| code(lot))
        .filter(|&code| code != u32::MAX)
        .max()
        .unwrap_or(0);
    if largest > COUNTED {
        let mut keys: Vec<u64> = (0_u64..)
            .zip(lots)
            .map(|(at, &lot)| u64::from(code(lot)) << 32 | at)
            .collect();
        keys.sort_unstable();
        return keys
            .iter()
            .map(|key| lots[(key & 0xFFFF_FFFF) as usize])
            .collect();
    }
    // A counting sort: most columns have few values. The blank ones go into the last place.
    let place = |lot: u32| code(lot).min(largest + 1) as usize;
    let mut next = vec![0_u32; largest as usize + 3];
    lots.iter().for_each(|&lot| next[place(lot) + 1] += 1);
    for at in 1..next.len() {
        next[at] += next[at - 1];
    }
    let mut sorted = vec![0; lots.len()];
    for &lot in lots {
        let next = &mut next[place(lot)];
        sorted[*next as usize] = lot;
        *next += 1;
    }
    sorted
}

fn zones(lots: &[u32], names: &Names, model_of: &[u32]) -> Vec<[u64; ZONE_WORDS]> {
    let zone = |block: &[u32]| {
        let mut zone = [0; ZONE_WORDS];
        for &position in block {
            for gram in bigrams(names.norm(model_of[position as usize]).as_bytes()) {
                zone[gram / 64] |= 1 << (gram % 64);
            }
        }
        zone
    };
    lots.chunks(BLOCK as usize).map(zone).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_knows_every_pair_of_its_block() {
        // The first of each block has a pair that no other has.
        let norm = |n: u32| {
            if n.is_multiple_of(BLOCK) {
                format!("{n:04}ZQ")
            } else {
                format!("{n:04}")
            }
        };
        let norms: Vec<String> = (0..1_300).map(norm).collect();
        let names = Names::collect(norms.iter().map(|norm| (norm.as_str(), [].as_slice())));
        let lots: Vec<u32> = (0..1_300).collect();
        let zones = zones(&lots, &names, &lots);
        assert_eq!(zones.len(), 3);
        for (zone, block) in zones.iter().zip(norms.chunks(BLOCK as usize)) {
            assert!(block.iter().all(|norm| has_pairs(zone, norm)));
            assert!(!has_pairs(zone, "ZZ"));
        }
    }
}

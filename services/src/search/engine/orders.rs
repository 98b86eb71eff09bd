//! The sort orders, kept in memory, and how one is walked: testing lot after lot until the page is full.

use std::ops::{ControlFlow, Range};

use super::base::{Base, Column};
use super::dense::Dense;
use super::grams::{BIGRAMS, bigrams};
use super::lot::Text;
use super::names::Names;

/// Lots in one block of an order.
const BLOCK: u32 = 512;
/// Codes up to here are sorted by counting.
const COUNTED: u32 = 1 << 17;
const ZONE_WORDS: usize = BIGRAMS.div_ceil(64);

#[derive(Debug)]
pub(super) struct Orders {
    /// Newest registration first, then lot number.
    newest: Order,
    /// The inverse: the rank of each position in that order, with which every other order ends.
    pub(super) newest_rank: Vec<u32>,
    texts: [Order; 6],
    quantity: Order,
    dc: Order,
}

/// Positions in an ascending order of (code, newest rank), blank codes last.
#[derive(Debug)]
pub(super) struct Order {
    lots: Vec<u32>,
    /// For each block, which pairs of characters its models have. Makers name their parts alike, so by manufacturer the
    /// hits stand close together, possibly at the far end: blocks without a pair of the query are stepped over.
    zones: Vec<[u64; ZONE_WORDS]>,
}

impl Orders {
    pub(super) fn of(newest: Vec<u32>, names: &Names, model_of: &[u32], codes: impl Fn(Column, u32) -> u32) -> Self {
        let mut newest_rank = vec![0; newest.len()];
        for (rank, &position) in (0..).zip(&newest) {
            newest_rank[position as usize] = rank;
        }
        let order = |column| Order { lots: by_code(&newest, |lot| column_code(&codes, column, lot)), zones: Vec::new() };
        let zoned = |lots: Vec<u32>| Order { zones: zones(&lots, names, model_of), lots };
        Self {
            texts: Text::ALL.map(|text| {
                let order = order(Column::Text(text));
                if matches!(text, Text::Manufacturer | Text::ProductName) { zoned(order.lots) } else { order }
            }),
            quantity: order(Column::Quantity),
            dc: order(Column::Dc),
            newest_rank,
            newest: zoned(newest),
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

    fn of_column(&self, column: Column) -> &Order {
        match column {
            Column::Text(text) => &self.texts[text as usize],
            Column::Quantity => &self.quantity,
            Column::Dc => &self.dc,
        }
    }
}

/// A code as it ascends: blank last.
fn column_code(codes: &impl Fn(Column, u32) -> u32, column: Column, lot: u32) -> u32 {
    column.directed(codes(column, lot), false)
}

/// Lots by ascending code; equal ones keep their order.
fn by_code(lots: &[u32], code: impl Fn(u32) -> u32) -> Vec<u32> {
    let largest = lots.iter().map(|&lot| code(lot)).filter(|&code| code != u32::MAX).max().unwrap_or(0);
    if largest > COUNTED {
        let mut keys: Vec<u64> = (0_u64..).zip(lots).map(|(at, &lot)| u64::from(code(lot)) << 32 | at).collect();
        keys.sort_unstable();
        return keys.iter().map(|key| lots[(key & 0xFFFF_FFFF) as usize]).collect();
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

/// A walk for the hits number `skip..skip + take` of an order.
pub(super) struct Walk<'a, M> {
    pub(super) base: &'a Base,
    pub(super) dead: &'a Dense,
    /// Whether a model is among the hits.
    pub(super) member: M,
    pub(super) norm: &'a str,
    pub(super) skip: u32,
    pub(super) take: u32,
    /// Lots that may still be looked at before the walk gives up.
    pub(super) budget: u32,
    pub(super) found: Vec<u32>,
}

impl<M: Fn(u32) -> bool> Walk<'_, M> {
    /// The hits by newest registration; `None` when the budget ran out.
    pub(super) fn by_newest(mut self) -> Option<Vec<u32>> {
        let flow = self.range(&self.base.orders.newest, 0..self.base.len());
        self.end(flow)
    }

    /// The hits by oldest registration.
    pub(super) fn by_oldest(mut self) -> Option<Vec<u32>> {
        let order = &self.base.orders.newest;
        let registered = |at: u32| self.base.registered[order.lots[at as usize] as usize];
        let end = self.base.len();
        let flow = self.runs_from_the_end(order, end, registered);
        self.end(flow)
    }

    /// The hits by a column.
    pub(super) fn by_column(mut self, column: Column, descending: bool) -> Option<Vec<u32>> {
        let order = self.base.orders.of_column(column);
        let all = self.base.len();
        if !descending {
            let flow = self.range(order, 0..all);
            return self.end(flow);
        }
        let code = |at: u32| self.base.code(column, order.lots[at as usize]);
        let filled = u32::try_from(order.lots.partition_point(|&lot| !column.is_blank(self.base.code(column, lot)))).unwrap_or(all);
        let flow = match self.runs_from_the_end(order, filled, code) {
            ControlFlow::Continue(()) => self.range(order, filled..all),
            stop @ ControlFlow::Break(_) => stop,
        };
        self.end(flow)
    }

    /// The hits in a part of the order of a column.
    pub(super) fn within(mut self, column: Column, part: Range<u32>) -> Option<Vec<u32>> {
        let flow = self.range(self.base.orders.of_column(column), part);
        self.end(flow)
    }

    /// From the end towards the start, but equal keys in the order in which they stand.
    fn runs_from_the_end<K: PartialEq>(&mut self, order: &Order, mut end: u32, key: impl Fn(u32) -> K) -> ControlFlow<bool> {
        while end > 0 {
            let start = run_start(end, |at| key(at) == key(end - 1));
            self.range(order, start..end)?;
            end = start;
        }
        ControlFlow::Continue(())
    }

    /// Looks at a part of an order. Breaks with `true` when the page is full, with `false` when the budget is spent.
    fn range(&mut self, order: &Order, range: Range<u32>) -> ControlFlow<bool> {
        let mut at = range.start;
        while at < range.end {
            let stop = (at / BLOCK + 1).saturating_mul(BLOCK).min(range.end);
            if order.zones.get((at / BLOCK) as usize).is_none_or(|zone| has_pairs(zone, self.norm)) {
                self.budget = self.budget.checked_sub(stop - at).map_or(ControlFlow::Break(false), ControlFlow::Continue)?;
                self.lots(&order.lots[at as usize..stop as usize])?;
            }
            at = stop;
        }
        ControlFlow::Continue(())
    }

    fn lots(&mut self, lots: &[u32]) -> ControlFlow<bool> {
        for &lot in lots {
            if !(self.member)(self.base.model_of[lot as usize]) || self.dead.test(lot) {
                continue;
            }
            if self.skip > 0 {
                self.skip -= 1;
                continue;
            }
            self.found.push(lot);
            if self.found.len() >= self.take as usize {
                return ControlFlow::Break(true);
            }
        }
        ControlFlow::Continue(())
    }

    fn end(self, flow: ControlFlow<bool>) -> Option<Vec<u32>> {
        (flow != ControlFlow::Break(false)).then_some(self.found)
    }
}

fn has_pairs(zone: &[u64; ZONE_WORDS], norm: &str) -> bool {
    bigrams(norm.as_bytes()).all(|gram| zone[gram / 64] >> (gram % 64) & 1 == 1)
}

/// Where the run of equal keys that ends before `end` begins: doubling steps, then halving.
fn run_start(end: u32, same: impl Fn(u32) -> bool) -> u32 {
    let (mut inside, mut step) = (end - 1, 1);
    let mut outside = loop {
        match inside.checked_sub(step) {
            Some(at) if same(at) => (inside, step) = (at, step * 2),
            Some(at) => break at,
            // Position 0 may still be inside.
            None if inside == 0 || same(0) => return 0,
            None => break 0,
        }
    };
    while inside - outside > 1 {
        let middle = outside + (inside - outside) / 2;
        if same(middle) { inside = middle } else { outside = middle }
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_knows_every_pair_of_its_block() {
        let norms: Vec<String> = (0..1_300_u32).map(|n| format!("{:04X}", n * 37)).collect();
        let names = Names::collect(norms.iter().map(|norm| (norm.as_str(), [].as_slice())));
        let lots: Vec<u32> = (0..1_300).collect();
        let zones = zones(&lots, &names, &lots);
        assert_eq!(zones.len(), 3);
        for (zone, block) in zones.iter().zip(norms.chunks(BLOCK as usize)) {
            assert!(block.iter().all(|norm| has_pairs(zone, norm)));
            assert!(!has_pairs(zone, "ZZ"));
        }
    }

    #[test]
    fn a_run_is_found_from_its_end() {
        for (keys, expected) in [(vec![1, 1, 1, 1], 0), (vec![0, 1, 1, 1, 1, 1, 1], 1), (vec![0, 0, 0, 1], 3), (vec![7], 0)] {
            let end = u32::try_from(keys.len()).expect("few");
            assert_eq!(run_start(end, |at| keys[at as usize] == keys[keys.len() - 1]), expected, "{keys:?}");
        }
        for first in 0..100_u32 {
            assert_eq!(run_start(100, |at| at >= first), first);
        }
    }
}

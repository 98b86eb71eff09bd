//! How an order is walked: testing lot after lot until the page is full, or until too many were tested.

use std::ops::{ControlFlow, Range};

use super::base::{Base, Column};
use super::dense::Dense;
use super::orders::{BLOCK, Order};

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
        let registered = |at: u32| self.base.registered.code(order.lots[at as usize] as usize);
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
        let filled = u32::try_from(
            order
                .lots
                .partition_point(|&lot| !column.is_blank(self.base.code(column, lot))),
        )
        .unwrap_or(all);
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
    fn runs_from_the_end<K: PartialEq>(
        &mut self,
        order: &Order,
        mut end: u32,
        key: impl Fn(u32) -> K,
    ) -> ControlFlow<bool> {
        while let Some(last) = self.last_member(order, end)? {
            let start = run_start(last + 1, |at| key(at) == key(last));
            self.range(order, start..last + 1)?;
            end = start;
        }
        ControlFlow::Continue(())
    }

    /// The last place before `end` at which a lot of a member stands; what is behind it need not be looked at again.
    fn last_member(&mut self, order: &Order, mut end: u32) -> ControlFlow<bool, Option<u32>> {
        while end > 0 {
            let block = (end - 1) / BLOCK;
            let start = block * BLOCK;
            if order.may_have(block, self.norm) {
                let found = (start..end)
                    .rev()
                    .find(|&at| (self.member)(order.model_at(self.base, at)));
                self.spend(end - found.unwrap_or(start))?;
                if found.is_some() {
                    return ControlFlow::Continue(found);
                }
            }
            end = start;
        }
        ControlFlow::Continue(None)
    }

    /// Takes some lots off those that may still be looked at.
    fn spend(&mut self, lots: u32) -> ControlFlow<bool> {
        match self.budget.checked_sub(lots) {
            Some(left) => {
                self.budget = left;
                ControlFlow::Continue(())
            }
            None => ControlFlow::Break(false),
        }
    }

    /// Looks at a part of an order. Breaks with `true` when the page is full, with `false` when the budget is spent.
    fn range(&mut self, order: &Order, range: Range<u32>) -> ControlFlow<bool> {
        let mut at = range.start;
        while at < range.end {
            let stop = (at / BLOCK + 1).saturating_mul(BLOCK).min(range.end);
            if order.may_have(at / BLOCK, self.norm) {
                self.spend(stop - at)?;
                let part = at as usize..stop as usize;
                let lots = &order.lots[part.clone()];
                match order.models.get(part) {
                    Some(models) => self.lots(lots, |at| models[at])?,
                    None => {
                        let base = self.base;
                        self.lots(lots, |at| base.model_of[lots[at] as usize])?;
                    }
                }
            }
            at = stop;
        }
        ControlFlow::Continue(())
    }

    /// `model` gives the model of the lot at a place among these.
    fn lots(&mut self, lots: &[u32], model: impl Fn(usize) -> u32) -> ControlFlow<bool> {
        for (at, &lot) in lots.iter().enumerate() {
            if !(self.member)(model(at)) || self.dead.test(lot) {
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
        if same(middle) {
            inside = middle
        } else {
            outside = middle
        }
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_found_from_its_end() {
        for (keys, expected) in [
            (vec![1, 1, 1, 1], 0),
            (vec![0, 1, 1, 1, 1, 1, 1], 1),
            (vec![0, 0, 0, 1], 3),
            (vec![7], 0),
        ] {
            let end = u32::try_from(keys.len()).expect("few");
            assert_eq!(
                run_start(end, |at| keys[at as usize] == keys[keys.len() - 1]),
                expected,
                "{keys:?}"
            );
        }
        for first in 0..100_u32 {
            assert_eq!(run_start(100, |at| at >= first), first);
        }
    }
}

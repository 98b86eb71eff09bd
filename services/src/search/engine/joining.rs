//! The page of all shelves: blocks of tiers, one after the other, each in the order asked for.
//!
//! Where only one shelf has hits in a block, or the order is that of the models, the page is a part of what each shelf
//! gives. Otherwise each gives the first of its hits, about as many as its share of the page, and the best are taken; a
//! shelf of which more are needed is asked again, for all that the page can need.

use domain::search::Tier;

use super::Hit;
use super::ordering::{Key, Standing};
use super::paging::{Found, Pager};

/// Every tier by itself.
const BY_TIER: [&[Tier]; 5] = [
    &[Tier::Exact],
    &[Tier::SameWithoutSeparators],
    &[Tier::BeginsWith],
    &[Tier::Contains],
    &[Tier::DiffersByPoint],
];
/// For the columns: what differs by a point stands last in every order.
const BY_COLUMN: [&[Tier]; 2] = [
    &[
        Tier::Exact,
        Tier::SameWithoutSeparators,
        Tier::BeginsWith,
        Tier::Contains,
    ],
    &[Tier::DiffersByPoint],
];

/// The first hits of a shelf in a block.
struct Queue<'p, 'a> {
    pager: &'p Pager<'a>,
    tiers: &'p [Tier],
    /// Hits of the shelf in the block that the page can need.
    needed: usize,
    found: Vec<Found<'a>>,
    /// How many of them have been taken.
    taken: usize,
}

/// The hits number `skip..skip + take` of all shelves; `by_tier` is the order of relevance.
pub(super) fn page(shelves: &[Pager<'_>], by_tier: bool, mut skip: usize, mut take: usize) -> Vec<Hit> {
    let mut hits = Vec::with_capacity(take);
    let blocks: &[&[Tier]] = if by_tier { &BY_TIER } else { &BY_COLUMN };
    for tiers in blocks {
        let counted = shelves.iter().map(|shelf| (shelf, shelf.count(tiers)));
        let counted: Vec<(&Pager<'_>, usize)> = counted.filter(|(_, count)| *count > 0).collect();
        let all: usize = counted.iter().map(|(_, count)| count).sum();
        if skip >= all {
            skip -= all;
            continue;
        }
        let here = take.min(all - skip);
        block(&counted, tiers, skip, here, &mut hits);
        (skip, take) = (0, take - here);
        if take == 0 {
            break;
        }
    }
    hits
}

/// Adds the hits number `skip..skip + take` of a block to the page; `shelves` are those with hits in it, and how many.
fn block(shelves: &[(&Pager<'_>, usize)], tiers: &[Tier], skip: usize, take: usize, page: &mut Vec<Hit>) {
    let Some((first, _)) = shelves.first() else { return };
    let is_by_model = first.ordering.key == Key::Model;
    if shelves.len() > 1 && !is_by_model {
        return joined(shelves, tiers, skip, take, page);
    }
    // The shelves stand in the order of models.
    let mut in_order = shelves.to_vec();
    if first.ordering.descending {
        in_order.reverse();
    }
    let (mut skip, mut take) = (skip, take);
    for (shelf, count) in in_order {
        let here = take.min(count.saturating_sub(skip));
        if here > 0 {
            let found = shelf.block(tiers, skip, here);
            page.extend(found.into_iter().map(|found| shelf.hit(found)));
        }
        (skip, take) = (skip.saturating_sub(count), take - here);
    }
}

fn joined(shelves: &[(&Pager<'_>, usize)], tiers: &[Tier], skip: usize, take: usize, page: &mut Vec<Hit>) {
    let (all, end) = (shelves.iter().map(|(_, count)| count).sum(), skip + take);
    let mut queues: Vec<Queue<'_, '_>> = shelves
        .iter()
        .map(|&(pager, count)| Queue::of(pager, tiers, end.min(count), share(end, count, all)))
        .collect();
    let mut left = skip;
    while left > 0 {
        // Of the hits with this number in each queue, the first one has fewer before it than are to be skipped, so all of
        // its own up to it are among those: few are compared on the way to a late page.
        let step = (left / queues.len()).max(1);
        let Some(queue) = first(&mut queues, step) else {
            return;
        };
        left -= queue.take(step).len();
    }
    for _ in 0..take {
        let Some(queue) = first(&mut queues, 1) else {
            return;
        };
        let pager = queue.pager;
        page.extend(queue.take(1).iter().map(|&found| pager.hit(found)));
    }
}

/// The queue whose next hit number `step`, or last one, stands first.
fn first<'q, 'p, 'a>(queues: &'q mut [Queue<'p, 'a>], step: usize) -> Option<&'q mut Queue<'p, 'a>> {
    let with = queues
        .iter_mut()
        .filter_map(|queue| Some((queue.standing(step)?, queue)));
    with.min_by(|a, b| a.0.cmp(&b.0)).map(|(_, queue)| queue)
}

/// How many of the first `end` hits come from a shelf that has `count` of all, and some more, for they are not spread evenly.
fn share(end: usize, count: usize, all: usize) -> usize {
    let share = end.saturating_mul(count) / all.max(1);
    share + 2 * share.isqrt() + 4
}

impl<'p, 'a> Queue<'p, 'a> {
    fn of(pager: &'p Pager<'a>, tiers: &'p [Tier], needed: usize, first: usize) -> Self {
        Self {
            pager,
            tiers,
            needed,
            found: pager.block(tiers, 0, first.min(needed)),
            taken: 0,
        }
    }

    /// How many have been taken after so many more: fewer only where no more are needed.
    fn after(&self, step: usize) -> usize {
        self.needed.min(self.taken + step)
    }

    /// Where the last one of the next hits stands.
    fn standing(&mut self, step: usize) -> Option<Standing<'a>> {
        let end = self.after(step);
        if end > self.found.len() {
            self.found = self.pager.block(self.tiers, 0, self.needed);
        }
        let next = self.found.get(self.taken..end)?;
        next.last().map(|&found| self.pager.standing(found))
    }

    /// The next hits.
    fn take(&mut self, step: usize) -> &[Found<'a>] {
        let (from, end) = (self.taken, self.after(step));
        self.taken = end;
        self.found.get(from..end).unwrap_or_default()
    }
}

//! Models near a query that has no hit: what the person may have meant.
//!
//! First come models that have the longest prefix of the query that anything has (of at least three characters), then
//! models that share at least half of the query's triples; within each, more shared triples first, then by model.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashSet};

use domain::search::Query;

use super::base::Base;
use super::dense::Dense;
use super::shelf::Shelf;
use super::snapshot::Snapshot;

/// Models offered.
const OFFERED: usize = 5;
/// Shortest prefix that says anything.
const PREFIX: usize = 3;

/// A model and why it is offered; smaller is nearer.
type Candidate<'a> = (Reverse<bool>, Reverse<usize>, &'a str, &'a str);

/// At most five spellings of different models, nearest first.
pub(super) fn near(snapshot: &Snapshot, query: &Query) -> Vec<String> {
    let norm = query.norm();
    let triples: BTreeSet<&[u8]> = norm.as_bytes().windows(3).collect();
    let prefix = longest_prefix(snapshot, norm);
    let shared = |text: &str| {
        let has = |triple: &&&[u8]| text.as_bytes().windows(3).any(|w| w == **triple);
        triples.iter().filter(has).count()
    };
    let is_near = |has_prefix, shared| has_prefix || (shared > 0 && shared * 2 >= triples.len());
    let mut best: Vec<Candidate<'_>> = Vec::new();
    for shelf in &snapshot.shelves {
        let base = &*shelf.base;
        Shares::of(base, norm, prefix).each(|model, has_prefix, most| {
            // Tens of thousands may have the prefix. They come in the order of their norms, so of the same rank as the last
            // one none is nearer.
            let is_beaten = best.len() == OFFERED
                && best
                    .last()
                    .is_some_and(|last| (Reverse(has_prefix), Reverse(most)) >= (last.0, last.1));
            if is_beaten || !is_near(has_prefix, most) {
                return;
            }
            let norm = base.names.norm(model);
            let shared = shared(norm);
            if is_near(has_prefix, shared) && shelf.has_live_lot(model) {
                let label = base.spellings.get(base.spellings_before[model as usize]);
                keep(&mut best, (Reverse(has_prefix), Reverse(shared), norm, label));
            }
        });
        // Whatever is near has a triple of the query, those of its prefix included.
        for row in shelf.delta.having_any(triples.iter().copied()) {
            let norm = row.spelling.norm.as_str();
            let (shared, has_prefix) = (shared(norm), prefix.is_some_and(|prefix| norm.contains(prefix)));
            if is_near(has_prefix, shared) {
                keep(
                    &mut best,
                    (Reverse(has_prefix), Reverse(shared), norm, row.lot.model.trim()),
                );
            }
        }
    }
    best.into_iter().map(|(.., label)| label.to_owned()).collect()
}

/// Whether a model may be offered for a query, whatever else there is: true for every one that is.
pub(in crate::search) fn may_be_near(query: &Query, norm: &str) -> bool {
    let asked = query.norm();
    let prefix = asked.char_indices().nth(PREFIX).map(|(end, _)| &asked[..end]);
    let triples: HashSet<&[u8]> = asked.as_bytes().windows(3).collect();
    let own: HashSet<&[u8]> = norm.as_bytes().windows(3).collect();
    let shared = triples.intersection(&own).count();
    prefix.is_some_and(|prefix| norm.contains(prefix)) || (shared > 0 && shared * 2 >= triples.len())
}

/// Keeps the best few, one for each norm.
fn keep<'a>(best: &mut Vec<Candidate<'a>>, new: Candidate<'a>) {
    if best.iter().any(|known| known.2 == new.2) {
        return;
    }
    let at = best.partition_point(|known| *known < new);
    if at < OFFERED {
        best.insert(at, new);
        best.truncate(OFFERED);
    }
}

/// The longest proper prefix that a live model has anywhere.
fn longest_prefix<'a>(snapshot: &Snapshot, norm: &'a str) -> Option<&'a str> {
    let ends = norm
        .char_indices()
        .map(|(at, _)| at)
        .skip(PREFIX)
        .collect::<Vec<_>>();
    ends.into_iter().rev().map(|end| &norm[..end]).find(|prefix| {
        let mut shelves = snapshot.shelves.iter();
        shelves.any(|shelf: &Shelf| {
            let is_alive = |model| shelf.has_live_lot(model);
            shelf.base.any_having(prefix, is_alive) || shelf.delta.any_having(prefix)
        })
    })
}

/// How near the models of the base may be: eight to a word, so that the many that share nothing are passed over quickly.
struct Shares {
    /// How many triples of the query each model shares at most.
    triples: Vec<[u8; 8]>,
    /// Whether it has the prefix.
    prefix: Dense,
    /// Letters other than ASCII share their lists: there any number may be the exact one, which is counted later.
    most: Option<usize>,
}

impl Shares {
    fn of(base: &Base, norm: &str, prefix: Option<&str>) -> Self {
        let models = base.names.len() as usize;
        let mut triples = vec![[0_u8; 8]; models.div_ceil(8)];
        for gram in base.grams.triples(norm.as_bytes()) {
            for model in &gram.models {
                let shared = &mut triples[model as usize / 8][model as usize % 8];
                *shared = shared.saturating_add(1);
            }
        }
        let prefix = prefix.map_or_else(Dense::default, |prefix| {
            base.having(prefix).to_dense(base.names.len())
        });
        let is_exact = norm.is_ascii() && norm.len() <= usize::from(u8::MAX);
        Self {
            triples,
            prefix,
            most: (!is_exact).then_some(norm.len()),
        }
    }

    /// Calls back for the models that share anything, in their order: whether each has the prefix, and how many triples
    /// it shares at most.
    fn each(&self, mut f: impl FnMut(u32, bool, usize)) {
        for (eight, first) in self.triples.iter().zip((0_u32..).step_by(8)) {
            let having = self.prefix.byte(first / 8);
            if having == 0 && *eight == [0; 8] {
                continue;
            }
            for (&shared, at) in eight.iter().zip(0..) {
                let has_prefix = having >> at & 1 == 1;
                if has_prefix || shared > 0 {
                    f(first + at, has_prefix, self.most.unwrap_or(shared.into()));
                }
            }
        }
    }
}

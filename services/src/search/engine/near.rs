//! Models near a query that has no hit: what the person may have meant.
//!
//! First come models that have the longest prefix of the query that anything has (of at least three characters), then
//! models that share at least half of the query's triples; within each, more shared triples first, then by model.

use std::cmp::Reverse;
use std::collections::HashSet;

use domain::search::Query;

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
    let triples: HashSet<&[u8]> = norm.as_bytes().windows(3).collect();
    let prefix = longest_prefix(snapshot, norm);
    let shared = |text: &str| {
        text.as_bytes()
            .windows(3)
            .filter(|w| triples.contains(w))
            .collect::<HashSet<_>>()
            .len()
    };
    let mut best: Vec<Candidate<'_>> = Vec::new();
    let mut offer = |norm, label| {
        let (shared, has_prefix) = (shared(norm), prefix.is_some_and(|prefix| norm.contains(prefix)));
        if has_prefix || (shared > 0 && shared * 2 >= triples.len()) {
            keep(&mut best, (Reverse(has_prefix), Reverse(shared), norm, label));
        }
    };
    let base = &*snapshot.base;
    for model in candidates(snapshot, norm, prefix, triples.len()) {
        if snapshot.has_live_lot(model) {
            offer(
                base.names.norm(model),
                base.spellings.get(base.spellings_before[model as usize]),
            );
        }
    }
    snapshot
        .delta
        .live_rows()
        .for_each(|row| offer(&row.spelling.norm, row.lot.model.trim()));
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
        let in_base = snapshot.base.having(prefix);
        let mut alive = false;
        in_base.each(|model| alive = alive || snapshot.has_live_lot(model));
        alive
            || snapshot
                .delta
                .live_rows()
                .any(|row| row.spelling.norm.contains(prefix))
    })
}

/// Models of the base that have the prefix or enough triples.
fn candidates(snapshot: &Snapshot, norm: &str, prefix: Option<&str>, triples: usize) -> Vec<u32> {
    let base = &*snapshot.base;
    let mut shared = vec![0_u16; base.names.len() as usize];
    for gram in base.grams.triples(norm.as_bytes()) {
        gram.models.iter().for_each(|model| shared[model as usize] += 1);
    }
    // A triple of other letters than ASCII may count too often here; the exact count is made for each candidate.
    let enough = |count: u16| {
        count > 0 && usize::from(count) * 2 >= triples.min(base.grams.triples(norm.as_bytes()).len())
    };
    let mut models: Vec<u32> = (0..)
        .zip(&shared)
        .filter(|(_, count)| enough(**count))
        .map(|(model, _)| model)
        .collect();
    if let Some(prefix) = prefix {
        base.having(prefix).each(|model| models.push(model));
    }
    models.sort_unstable();
    models.dedup();
    models
}

//! Models near a query that has no hit: what the person may have meant.
//!
//! First come models that have the longest prefix of the query that anything has (of at least three characters), then
//! models that share at least half of the query's triples; within each, more shared triples first, then by model.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashSet};

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
    let triples: BTreeSet<&[u8]> = norm.as_bytes().windows(3).collect();
    let prefix = longest_prefix(snapshot, norm);
    let shared = |text: &str| {
        let has = |triple: &&&[u8]| text.as_bytes().windows(3).any(|w| w == **triple);
        triples.iter().filter(has).count()
    };
    let is_near = |has_prefix, shared| has_prefix || (shared > 0 && shared * 2 >= triples.len());
    let mut best: Vec<Candidate<'_>> = Vec::new();
    let base = &*snapshot.base;
    for (model, has_prefix, most) in candidates(snapshot, norm, prefix) {
        let norm = base.names.norm(model);
        // Tens of thousands may have the prefix, and few of them are better than what is there already.
        if is_full_of_better(&best, (Reverse(has_prefix), Reverse(most), norm)) || !is_near(has_prefix, most)
        {
            continue;
        }
        let shared = shared(norm);
        if is_near(has_prefix, shared) && snapshot.has_live_lot(model) {
            let label = base.spellings.get(base.spellings_before[model as usize]);
            keep(&mut best, (Reverse(has_prefix), Reverse(shared), norm, label));
        }
    }
    for row in snapshot.delta.live_rows() {
        let norm = row.spelling.norm.as_str();
        let (shared, has_prefix) = (shared(norm), prefix.is_some_and(|prefix| norm.contains(prefix)));
        if is_near(has_prefix, shared) {
            keep(
                &mut best,
                (Reverse(has_prefix), Reverse(shared), norm, row.lot.model.trim()),
            );
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

/// Whether nothing of this rank or behind it would be offered any more.
fn is_full_of_better(best: &[Candidate<'_>], rank: (Reverse<bool>, Reverse<usize>, &str)) -> bool {
    best.len() == OFFERED
        && best
            .iter()
            .all(|&(prefix, shared, norm, _)| (prefix, shared, norm) < rank)
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

/// The models of the base in their order: whether each has the prefix, and how many triples it shares at most.
fn candidates<'a>(
    snapshot: &'a Snapshot,
    norm: &str,
    prefix: Option<&str>,
) -> impl Iterator<Item = (u32, bool, usize)> + use<'a> {
    let base = &*snapshot.base;
    let models = base.names.len() as usize;
    let is_ascii = norm.is_ascii();
    // Letters other than ASCII share their lists: there any number may be the exact one, which is counted later.
    let all = norm.len();
    let most = move |lists: u16| if is_ascii { usize::from(lists) } else { all };
    let mut shared = vec![0_u16; models];
    for gram in base.grams.triples(norm.as_bytes()) {
        gram.models.iter().for_each(|model| shared[model as usize] += 1);
    }
    let mut has_prefix = vec![false; models];
    if let Some(prefix) = prefix {
        base.having(prefix)
            .each(|model| has_prefix[model as usize] = true);
    }
    (0..)
        .zip(has_prefix.into_iter().zip(shared))
        .filter(|(_, (has_prefix, shared))| *has_prefix || *shared > 0)
        .map(move |(model, (has_prefix, shared))| (model, has_prefix, most(shared)))
}

//! What is searched for: pieces of the models in stock, in classes by their length.

use std::collections::{HashMap, HashSet};

use domain::search::Query;

use super::stock::Chance;

/// Queries of a class; the common pairs are only twenty.
const QUERIES: usize = 300;

/// A class and its queries.
pub(crate) type Class = (&'static str, Vec<Query>);

/// The seven classes for the normalised models `names`; `is_hit` tells whether one of them contains a query.
pub(crate) fn classes(names: &[String], is_hit: impl Fn(&Query) -> bool) -> Vec<Class> {
    let mut chance = Chance::new(7);
    let mut pick = |len: usize| loop {
        let name = &names[chance.below(names.len())];
        if name.is_ascii() && name.len() >= len {
            let at = chance.below(name.len() - len + 1);
            break name[at..at + len].to_owned();
        }
    };
    let mut sample = |len| (0..QUERIES).map(|_| parsed(&pick(len))).collect::<Vec<_>>();
    let (two, three, five, eight) = (sample(2), sample(3), sample(5), sample(8));
    let mut nothing = Vec::new();
    while nothing.len() < QUERIES {
        let mut text = pick(8).into_bytes();
        text.swap(2, 5);
        text[4] = b'Q';
        let query = parsed(&String::from_utf8_lossy(&text));
        if !is_hit(&query) {
            nothing.push(query);
        }
    }
    let whole = (0..QUERIES)
        .map(|_| parsed(&names[chance.below(names.len())]))
        .collect();
    vec![
        ("2 common", common(names)),
        ("2", two),
        ("3", three),
        ("5", five),
        ("8", eight),
        ("whole model", whole),
        ("no hit", nothing),
    ]
}

/// The twenty pairs that most models have.
fn common(names: &[String]) -> Vec<Query> {
    let mut counts = HashMap::<&str, u32>::new();
    for name in names.iter().filter(|name| name.is_ascii()) {
        let pairs: HashSet<&str> = (0..name.len() - 1).map(|at| &name[at..at + 2]).collect();
        pairs
            .into_iter()
            .for_each(|pair| *counts.entry(pair).or_default() += 1);
    }
    let mut pairs: Vec<(u32, &str)> = counts.into_iter().map(|(pair, count)| (count, pair)).collect();
    pairs.sort_unstable_by(|a, b| b.cmp(a));
    pairs.into_iter().take(20).map(|(_, pair)| parsed(pair)).collect()
}

fn parsed(text: &str) -> Query {
    Query::parse(text).expect("searchable")
}

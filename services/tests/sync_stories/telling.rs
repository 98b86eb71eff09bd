//! Telling stories on one database, one after the other, and whether they said anything.

use std::collections::BTreeSet;

use crate::house::On;
use crate::market::{Market, Rig};
use crate::story::go_on;
use crate::world::World;

/// Stories of one run for each database, without a wish.
const SEEDS: u64 = 50;

/// What has to come up in so many stories, or they say nothing.
const MET: [&str; 13] = [
    "another life",
    "applied",
    "chosen",
    "company gone",
    "conflict",
    "gap",
    "merged",
    "no room",
    "refused",
    "settled by an administrator",
    "sign in",
    "tab dies after a commit",
    "told of a settlement",
];

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |text| text.parse().expect("a number"))
}

/// Tells [`SEEDS`] stories, or as many as the environment says under a name, from `REELSTOCK_FIRST_SEED` on. In so many as usual, all of
/// [`MET`] has to come up, and `besides`.
pub(crate) fn stories(on: On, name: &str, besides: &[&str]) {
    let Some(rig) = Rig::open(on) else { return };
    let first = number("REELSTOCK_FIRST_SEED", 1);
    let seeds = number(name, SEEDS);
    let mut seen = BTreeSet::new();
    for seed in first..first + seeds {
        let world = World::new(seed, None, |_, members| Market::new(&rig, members));
        let mut world = go_on(world).unwrap_or_else(|fault| panic!("seed {seed}: {fault}"));
        assert_eq!(world.market.faults(), Vec::<String>::new(), "seed {seed}");
        seen.extend(world.met);
    }
    if seeds >= SEEDS {
        let quiet: Vec<_> = MET
            .iter()
            .chain(besides)
            .filter(|what| !seen.contains(*what))
            .collect();
        assert!(quiet.is_empty(), "never came up: {quiet:?}");
    }
    rig.close();
}

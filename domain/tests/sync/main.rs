//! The simulator: one market and a few devices in one thread, with every accident that we could think of, from a seed.
//!
//! People edit, things break ([`nemesis`]), then everything heals; thirty seconds later all queues are empty, and what people
//! were told is held against what the market has ([`checker`]). The same seed is the same story, always. A seed that fails is
//! printed; what it found becomes a story of its own in [`steps`]. Whether the checker sees anything is tested by [`planted`] bugs.
//!
//! `REELSTOCK_SEEDS` says how many stories; `REELSTOCK_FIRST_SEED` where to begin. The same devices and people stand before the
//! real market in `services/tests/sync_stories.rs`, with tables of a database in place of [`market`].

mod checker;
mod history;
mod market;
mod nemesis;
mod network;
mod pair;
mod people;
mod planted;
mod random;
mod settlers;
mod settling;
mod steps;
mod store;
mod story;
#[expect(dead_code, reason = "only a real line is cut under a message")]
mod terms;
mod world;

use std::collections::BTreeSet;

use domain::inventory::sync::Row;
use market::Market;
use planted::Bug;
use story::{go_on, now};
use uuid::Uuid;
use world::World;

/// Stories of one run, without a wish.
const SEEDS: u64 = 500;

/// A world with a market in memory.
fn world(seed: u64, bug: Option<Bug>) -> World {
    World::new(seed, bug, |epoch, members| Market::new(epoch, members, bug))
}

/// One story.
fn tell(seed: u64, bug: Option<Bug>) -> Result<World, String> {
    go_on(world(seed, bug))
}

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |text| text.parse().expect("a number"))
}

/// What has to come up in five hundred stories, or they say nothing.
const MET: [&str; 19] = [
    "another life",
    "applied",
    "chosen",
    "company gone",
    "conflict",
    "gap",
    "many at once",
    "market dies after a commit",
    "market dies before a commit",
    "merged",
    "no room",
    "numbered anew",
    "refused",
    "reloaded",
    "settled by an administrator",
    "sign in",
    "tab dies after a commit",
    "tab dies before a commit",
    "told of a settlement",
];

#[test]
fn nothing_is_lost_doubled_or_overwritten_whatever_happens() {
    let first = number("REELSTOCK_FIRST_SEED", 1);
    let seeds = number("REELSTOCK_SEEDS", SEEDS);
    let mut failed = Vec::new();
    let mut met = BTreeSet::new();
    for seed in first..first + seeds {
        match tell(seed, None) {
            Ok(world) => met.extend(world.met),
            Err(fault) => failed.push(format!("seed {seed}: {fault}")),
        }
    }
    assert!(
        failed.is_empty(),
        "{} of {seeds}:\n{}",
        failed.len(),
        failed.join("\n")
    );
    if seeds >= SEEDS {
        let quiet: Vec<_> = MET.iter().filter(|what| !met.contains(*what)).collect();
        assert!(quiet.is_empty(), "never came up: {quiet:?}");
    }
}

/// All that the market has, but for what it was told of the devices' clocks.
fn rows_and_answers(world: &World) -> (Vec<Row>, Vec<(Uuid, &'static str)>) {
    let ledger = world.market.tables.ledger.iter();
    let answers = ledger.map(|entry| (entry.op_id, entry.outcome.word())).collect();
    (world.market.tables.rows.values().cloned().collect(), answers)
}

#[test]
fn a_seed_tells_one_story_and_devices_whose_clocks_are_off_tell_the_same() {
    for seed in 1..=30 {
        let told = tell(seed, None).expect("a good end");
        let again = tell(seed, None).expect("a good end");
        let mut world = world(seed, None);
        world.right_clocks = true;
        let on_time = go_on(world).expect("a good end");
        assert!(rows_and_answers(&told) == rows_and_answers(&again), "seed {seed}");
        assert!(
            rows_and_answers(&told) == rows_and_answers(&on_time),
            "seed {seed}"
        );
    }
}

#[test]
fn every_planted_bug_is_found() {
    for bug in Bug::ALL {
        let found = (1..=SEEDS).find(|seed| tell(*seed, Some(bug)).is_err());
        assert!(found.is_some(), "{bug:?} is not found in {SEEDS} seeds");
    }
}

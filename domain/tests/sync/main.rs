//! The simulator: one market and a few devices in one thread, with every accident that we could think of, from a seed.
//!
//! People edit, things break ([`nemesis`]), then everything heals; thirty seconds later all queues are empty, and what people
//! were told is held against what the market has ([`checker`]). The same seed is the same story, always. A seed that fails is
//! printed; what it found becomes a story of its own in [`steps`]. Whether the checker sees anything is tested by [`planted`] bugs.
//!
//! `REELSTOCK_SEEDS` says how many stories; `REELSTOCK_FIRST_SEED` where to begin.

mod checker;
mod history;
mod market;
mod nemesis;
mod network;
mod pair;
mod people;
mod planted;
mod random;
mod settling;
mod steps;
mod store;
mod world;

use std::collections::BTreeSet;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use domain::inventory::sync::Row;
use planted::Bug;
use uuid::Uuid;
use world::World;

/// Accidents and edits of one story.
const STEPS: usize = 200;
/// Stories of one run, without a wish.
const SEEDS: u64 = 500;

/// Runs what never waits: memory answers at once.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => answer,
        Poll::Pending => panic!("memory does not wait"),
    }
}

/// One story.
fn tell(seed: u64, bug: Option<Bug>) -> Result<World, String> {
    go_on(World::new(seed, bug))
}

fn go_on(mut world: World) -> Result<World, String> {
    for _ in 0..STEPS {
        if world.random.percent(75) {
            people::act(&mut world);
        } else {
            nemesis::strike(&mut world);
        }
        let pause = world.random.from(0, 1_500);
        world.pass(pause);
    }
    nemesis::heal(&mut world);
    world.pass(30_000);
    checker::drained(&world)?;
    // Those who had nothing to send look again within half a minute.
    world.pass(45_000);
    checker::check(&world)?;
    Ok(world)
}

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |text| text.parse().expect("a number"))
}

/// What has to come up in five hundred stories, or they say nothing.
const MET: [&str; 16] = [
    "another life",
    "applied",
    "chosen",
    "company gone",
    "conflict",
    "gap",
    "market dies after a commit",
    "market dies before a commit",
    "merged",
    "no room",
    "numbered anew",
    "refused",
    "reloaded",
    "sign in",
    "tab dies after a commit",
    "tab dies before a commit",
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
        let mut world = World::new(seed, None);
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

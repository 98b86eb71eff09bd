//! The simulator's devices and people before the server itself, a process of its own, over a line that is cut at any byte, while the
//! process is killed at any moment: on both databases. All else is as in `services/tests/sync_stories.rs`.
//!
//! `REELSTOCK_WIRE_SEEDS` says how many stories for each database; `REELSTOCK_FIRST_SEED` where to begin.

#[path = "../../domain/tests/sync/checker.rs"]
mod checker;
#[path = "../../domain/tests/sync/history.rs"]
mod history;
#[path = "../../services/tests/support/house.rs"]
mod house;
#[path = "../../services/tests/sync_stories/market.rs"]
mod market;
#[path = "../../domain/tests/sync/nemesis.rs"]
mod nemesis;
#[path = "../../domain/tests/sync/network.rs"]
mod network;
#[path = "../../domain/tests/sync/people.rs"]
mod people;
#[path = "../../domain/tests/sync/planted.rs"]
#[expect(dead_code, reason = "nothing is planted into the real market")]
mod planted;
#[path = "../../domain/tests/sync/random.rs"]
mod random;
#[path = "../../domain/tests/sync/settlers.rs"]
mod settlers;
#[path = "../../domain/tests/sync/store.rs"]
mod store;
#[path = "../../domain/tests/sync/story.rs"]
mod story;
#[path = "../../services/tests/sync_stories/telling.rs"]
mod telling;
#[path = "../../domain/tests/sync/terms.rs"]
#[expect(
    dead_code,
    reason = "no batch is on its way here: the service answers when it is committed"
)]
mod terms;
#[path = "wire_stories/way.rs"]
mod way;
#[path = "../../domain/tests/sync/world.rs"]
mod world;

use house::On;
use story::now;
use telling::stories;

#[test]
fn nothing_is_lost_doubled_or_overwritten_on_sqlite() {
    stories(On::Sqlite, "REELSTOCK_WIRE_SEEDS", &[]);
}

#[test]
fn nothing_is_lost_doubled_or_overwritten_on_postgres() {
    stories(On::Postgres, "REELSTOCK_WIRE_SEEDS", &[]);
}

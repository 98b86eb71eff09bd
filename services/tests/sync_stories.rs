//! The simulator's devices and people before the real market: its services, its tables, on both databases. Everything is as in
//! `domain/tests/sync`, but for the market: what is pushed goes through the use case into a database, backups are copies of its
//! tables, and what the checker looks at is read back from them. At the end of each story everything is verified.
//!
//! `REELSTOCK_REAL_SEEDS` says how many stories for each database; `REELSTOCK_FIRST_SEED` where to begin.

#[path = "../../domain/tests/sync/checker.rs"]
mod checker;
#[path = "../../domain/tests/sync/history.rs"]
mod history;
#[path = "support/house.rs"]
mod house;
#[path = "sync_stories/market.rs"]
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
#[path = "sync_stories/telling.rs"]
mod telling;
#[path = "../../domain/tests/sync/terms.rs"]
#[expect(
    dead_code,
    reason = "no batch is on its way here: the service answers when it is committed"
)]
mod terms;
#[path = "sync_stories/way.rs"]
mod way;
#[path = "../../domain/tests/sync/world.rs"]
mod world;

use house::On;
use story::now;
use telling::stories;

#[test]
fn nothing_is_lost_doubled_or_overwritten_on_sqlite() {
    stories(On::Sqlite, "REELSTOCK_REAL_SEEDS", &["reloaded"]);
}

#[test]
fn nothing_is_lost_doubled_or_overwritten_on_postgres() {
    stories(On::Postgres, "REELSTOCK_REAL_SEEDS", &["reloaded"]);
}

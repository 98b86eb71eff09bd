//! Editing stock without a connection: what a device writes down, and how it and the market come to agree.
//!
//! A change of one lot is an [`Op`]. The device numbers its ops, keeps them until the market has answered, and sends them
//! in batches; the market decides each op once ([`merge`]), notes the answer in a ledger ([`market`]) and never decides it
//! again. What a person sees is the rows as the market last told them, with the device's own ops on top ([`display`]).
//! Nothing that somebody wrote is overwritten unless the writer had seen it: an op says what it found ([`units`]), and where
//! the market holds something else a person chooses ([`choices`]).
//!
//! On the device: [`local`] is what a store has to do, [`queue`] takes edits down, [`delivery`] takes ops to the market and
//! answers home, [`courier`] decides when, [`sign_out`] what becomes of edits that were not sent. What nobody chooses, a company's
//! administrators see as [`waiting`]; what they settle, devices are told of ([`elsewhere`]). What somebody types anew answers ([`answering`]). Many conflicts are chosen in at once in [`bulk`].
//!
//! Nothing in here stores, sends or waits. Tables and transactions are `services`', the browser's store and its timers the
//! browser's; `domain/tests/sync` drives both ends through every accident that we could think of.

pub mod answering;
pub mod bulk;
pub mod choices;
pub mod courier;
pub mod delivery;
pub mod display;
pub mod elsewhere;
pub mod feed;
pub mod judge;
pub mod local;
pub mod market;
pub mod merge;
pub mod op;
pub mod outcome;
mod plan;
pub mod queue;
pub mod schema;
pub mod sign_out;
pub mod units;
pub mod waiting;
pub mod wire;

pub use judge::Judge;
pub use op::{Act, Op};
pub use outcome::{About, Conflict, ConflictId, Outcome, Refused, Topic};
pub use schema::Schemas;
use serde::{Deserialize, Serialize};
pub use units::{Change, Set, Unit, Value};
use uuid::Uuid;

use super::lot::LotForm;

/// The number of the protocol; another one would have another address.
pub const PROTOCOL: u16 = 1;
/// Ops of one push.
pub const PUSH_OPS: usize = 200;
/// Bytes of one push, as JSON.
pub const PUSH_BYTES: usize = 256 * 1024;
/// Rows of one pull.
pub const PULL_ROWS: u32 = 1_000;
/// Bytes of one cell as it crosses the wire: four times what the longest rule of a lot allows, in UTF-8.
pub const CELL_BYTES: usize = 4 * 60;
/// Conflicts that one pull asks about.
pub const ASKED_AT_ONCE: usize = 50;
/// Conflicts that one op settles.
pub const RESOLVED_AT_ONCE: usize = 50;
/// Ops that a device keeps unsent; whoever writes more should import a file.
pub const QUEUE_OPS: u32 = 20_000;
/// From here on the person is warned.
pub const QUEUE_WARNING: u32 = QUEUE_OPS / 5 * 4;
/// How long a device keeps ops that were answered, in case that the market has to be restored. In milliseconds.
pub const KEPT_ANSWERED: i64 = 7 * 24 * 60 * 60 * 1_000;

/// A lot as the market holds it: what travels to the devices, tombstones included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The public id, made by the device that created the lot.
    pub item_id: Uuid,
    /// 1 when created, one more with each change.
    pub version: i32,
    /// The company's change number of the last change.
    pub seq: i64,
    /// By the market's clock, in milliseconds since 1970.
    pub deleted_at: Option<i64>,
    /// The user of the last change; `None` where it was an import.
    pub updated_by: Option<i64>,
    /// By the market's clock, in milliseconds since 1970.
    pub updated_at: i64,
    /// As it would be typed.
    pub lot: LotForm,
}

impl Row {
    /// Whether it is a tombstone.
    #[must_use]
    pub const fn is_deleted(&self) -> bool {
        self.deleted_at.is_some()
    }
}

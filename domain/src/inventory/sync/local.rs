//! What a device's store has to do. In the browser it is one IndexedDB database for each user and company.
//!
//! Everything is read and written within a transaction that sees and keeps all others out, and that is undone unless
//! [`LocalTx::commit`] came back: only then may a person be told that an edit is on the device. Several tabs use one store.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Row;
use super::op::Op;
use super::outcome::{Conflict, ConflictId, Refused};

/// What is wrong with a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreFault {
    /// No room left.
    Full,
    /// Closed, removed or broken.
    Gone,
}

/// What a device knows of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// Under which the market knows this device; a wiped one is another device.
    pub client_id: Uuid,
    pub user: i64,
    pub company: i64,
    /// The number of the next op.
    pub next_n: i64,
    /// How far the rows go.
    pub last_seq: i64,
    /// The life of the database that the rows are of; `None` before the first pull.
    pub epoch: Option<Uuid>,
    /// Raised whenever everything is pulled anew. Rows of an earlier pass that the new one did not bring are no more.
    pub pass: u32,
    /// Whether such a pass is not finished.
    pub whole: bool,
    /// Whether the database began a new life, and has not answered for any op since: it may have forgotten some.
    pub unproved: bool,
    /// The last conflict that the market was asked about, where one pull does not name all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<ConflictId>,
}

impl Meta {
    /// Of a store that was just made.
    #[must_use]
    pub const fn new(client_id: Uuid, user: i64, company: i64) -> Self {
        Self {
            client_id,
            user,
            company,
            next_n: 1,
            last_seq: 0,
            epoch: None,
            pass: 0,
            whole: true,
            unproved: false,
            asked: None,
        }
    }
}

/// A row as the market last told it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub row: Row,
    /// [`Meta::pass`] when it came.
    pub pass: u32,
}

/// An op that has no answer yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queued {
    pub op: Op,
    /// Whether it ever left: from then on its contents stay as they are.
    pub sent: bool,
}

/// An op that was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acked {
    pub op: Op,
    /// When, by the market's clock; the device's may be years off.
    pub at: i64,
}

/// A conflict as it lies on the device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    pub conflict: Conflict,
    /// The op of the choice that was made; nothing is left of it once that op is answered.
    pub chosen: Option<Uuid>,
    /// Set once the market has said that somebody else settled it. It stays as long as a restored market might take that back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<Elsewhere>,
}

impl Open {
    /// One that was just met.
    #[must_use]
    pub const fn of(conflict: Conflict) -> Self {
        Self {
            conflict,
            chosen: None,
            elsewhere: None,
        }
    }

    /// Whether it waits for a choice.
    #[must_use]
    pub const fn waits(&self) -> bool {
        self.chosen.is_none() && self.elsewhere.is_none()
    }

    /// Who settled it elsewhere, as long as the person has not taken note.
    #[must_use]
    pub fn news(&self) -> Option<&Elsewhere> {
        self.elsewhere.as_ref().filter(|elsewhere| !elsewhere.noted)
    }
}

/// How a conflict was settled that nobody has chosen in on this device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Elsewhere {
    /// The user; `None` where the account is gone.
    pub by: Option<i64>,
    /// Their name, where they are one of the company's.
    pub name: Option<String>,
    /// By the market's clock, in milliseconds since 1970.
    pub at: i64,
    /// Whether the person has taken note.
    pub noted: bool,
}

/// An op that will never go through, with its contents, until the person has taken note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    pub op: Op,
    pub why: Refused,
}

/// A store.
#[expect(
    async_fn_in_trait,
    reason = "a browser has one thread, and nobody asks whether these futures may change theirs"
)]
pub trait LocalStore {
    type Tx<'a>: LocalTx
    where
        Self: 'a;

    /// Begins a transaction that reads and writes.
    async fn begin(&mut self) -> Result<Self::Tx<'_>, StoreFault>;

    /// Removes the store and all that is in it.
    async fn wipe(&mut self) -> Result<(), StoreFault>;
}

/// A transaction; undone when it is dropped.
#[expect(
    async_fn_in_trait,
    reason = "a browser has one thread, and nobody asks whether these futures may change theirs"
)]
pub trait LocalTx {
    async fn meta(&mut self) -> Result<Meta, StoreFault>;
    async fn set_meta(&mut self, meta: &Meta) -> Result<(), StoreFault>;

    async fn row(&mut self, item: Uuid) -> Result<Option<Kept>, StoreFault>;
    async fn put_row(&mut self, kept: &Kept) -> Result<(), StoreFault>;
    /// Removes the rows of earlier passes.
    async fn drop_rows_before(&mut self, pass: u32) -> Result<(), StoreFault>;
    /// Removes the rows of lots that have no op in the queue, to make room; those named stay as well.
    async fn shed_rows(&mut self, keep: &[Uuid]) -> Result<(), StoreFault>;

    /// The queue, from the lowest number; at most so many.
    async fn queue(&mut self, limit: usize) -> Result<Vec<Queued>, StoreFault>;
    /// The queued ops of one lot, from the lowest number.
    async fn queue_of(&mut self, item: Uuid) -> Result<Vec<Queued>, StoreFault>;
    async fn queued(&mut self, n: i64) -> Result<Option<Queued>, StoreFault>;
    async fn put_queued(&mut self, queued: &Queued) -> Result<(), StoreFault>;
    async fn drop_queued(&mut self, n: i64) -> Result<(), StoreFault>;

    /// The answered ops from a number on, from the lowest number.
    async fn acked(&mut self, from: i64) -> Result<Vec<Acked>, StoreFault>;
    /// The one with the highest number.
    async fn last_acked(&mut self) -> Result<Option<Acked>, StoreFault>;
    async fn put_acked(&mut self, acked: &Acked) -> Result<(), StoreFault>;
    async fn drop_acked(&mut self, n: i64) -> Result<(), StoreFault>;
    /// Removes those that were answered before an instant.
    async fn drop_acked_before(&mut self, at: i64) -> Result<(), StoreFault>;

    async fn conflict(&mut self, id: ConflictId) -> Result<Option<Open>, StoreFault>;
    /// All conflicts.
    async fn conflicts(&mut self) -> Result<Vec<Open>, StoreFault>;
    /// The conflicts of one lot.
    async fn conflicts_of(&mut self, item: Uuid) -> Result<Vec<Open>, StoreFault>;
    async fn put_conflict(&mut self, open: &Open) -> Result<(), StoreFault>;
    async fn drop_conflict(&mut self, id: ConflictId) -> Result<(), StoreFault>;

    /// Keyed by the op's id.
    async fn put_rejected(&mut self, rejected: &Rejected) -> Result<(), StoreFault>;

    /// How many ops the queue has.
    async fn edits(&mut self) -> Result<u32, StoreFault>;
    async fn unsent(&mut self) -> Result<Unsent, StoreFault>;

    /// Writes to the disk itself (`strict`), not only to the system's memory.
    async fn commit(self) -> Result<(), StoreFault>;
}

/// What would be lost with a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Unsent {
    /// Ops without an answer.
    pub edits: u32,
    /// Conflicts without a choice.
    pub conflicts: u32,
    /// Refused ops that nobody has taken note of.
    pub rejected: u32,
    /// Rows that were typed and not sent.
    pub drafts: u32,
}

impl Unsent {
    /// Whether a store may go without a question.
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        self.edits == 0 && self.conflicts == 0 && self.rejected == 0 && self.drafts == 0
    }
}

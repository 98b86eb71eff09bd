//! The market's side of a push: one transaction for a whole batch, from the first look to the answer.
//!
//! What has to be looked up is named by [`Tx`], what is to be written is one [`Plan`]. Between the two nothing is asked of
//! the database any more, so no op can be half done, and a batch costs the same few statements whether it has one op or two
//! hundred. Who is signed in and what their role allows is decided before (`services::proofs`).

use std::collections::BTreeMap;
use std::future::Future;

use uuid::Uuid;

use super::outcome::{ConflictId, Outcome};
use super::plan::{Known, plan};
pub use super::plan::{Plan, Written};
use super::wire::{Malformed, Push, Pushed, Stop};
use super::{Judge, Row, Schemas};

/// Who sends, as the session proves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Writer {
    pub user: i64,
    pub company: i64,
}

/// A device as the market knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Device {
    /// For ever.
    pub writer: Writer,
    /// The last op that was decided.
    pub last_n: i64,
}

/// An op in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub client_id: Uuid,
    pub n: i64,
    pub op_id: Uuid,
    pub item_id: Uuid,
    /// [`super::Op::payload_hash`], of the op as it was sent.
    pub payload_hash: i64,
    /// The form in which it was sent. The device lifts ops that lie in its queue, and then their hash is another one.
    pub schema: u16,
    pub outcome: Outcome,
    /// By the market's clock, in milliseconds since 1970.
    pub at: i64,
}

impl Entry {
    /// Whether an op is the one that was decided here.
    #[must_use]
    pub fn is_of(&self, op: &super::Op) -> bool {
        self.op_id == op.op_id && (self.schema != op.schema || self.payload_hash == op.payload_hash())
    }
}

/// A conflict that somebody settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resolved {
    pub id: ConflictId,
    /// The op that settled it.
    pub by_op: Uuid,
    /// The user.
    pub by: i64,
    /// By the market's clock, in milliseconds since 1970.
    pub at: i64,
}

/// A transaction that writes (on SQLite an immediate one). Nothing that is asked here sees what others have not committed.
pub trait Tx: Send {
    type Error;

    /// The life of this database; a restored one begins a new life.
    fn epoch(&mut self) -> impl Future<Output = Result<Uuid, Self::Error>> + Send;

    /// Locks the company's row of change numbers until the end of the transaction and tells the last one. Comes before every
    /// other look at the company's lots and devices: it puts all writers of a company in a row, and makes the order of numbers
    /// the order of commits.
    fn hold(&mut self, company: i64) -> impl Future<Output = Result<i64, Self::Error>> + Send;

    /// A device.
    fn device(&mut self, client_id: Uuid)
    -> impl Future<Output = Result<Option<Device>, Self::Error>> + Send;

    /// What the ledger says of a device's ops from one number to another, both included.
    fn ledger(
        &mut self,
        client_id: Uuid,
        from: i64,
        to: i64,
    ) -> impl Future<Output = Result<Vec<Entry>, Self::Error>> + Send;

    /// Ops that this writer has sent before, under whatever number, from whatever device.
    fn decided(
        &mut self,
        writer: Writer,
        ops: &[Uuid],
    ) -> impl Future<Output = Result<Vec<Entry>, Self::Error>> + Send;

    /// The company's lots of these ids, tombstones included. The key is company and id: lots of others are not found.
    fn rows(
        &mut self,
        company: i64,
        items: &[Uuid],
    ) -> impl Future<Output = Result<Vec<Row>, Self::Error>> + Send;

    /// States of the company's lots that were replaced, the newest first; of each lot those newer than a version.
    fn past(
        &mut self,
        company: i64,
        since: &[(Uuid, i32)],
    ) -> impl Future<Output = Result<Vec<Row>, Self::Error>> + Send;

    /// Writes all of it: the device, lots, ledger, conflicts, the company's change number. The condition of every changed lot
    /// is its version before ([`Written::was`]).
    fn write(&mut self, plan: &Plan) -> impl Future<Output = Result<(), Self::Error>> + Send;
}

/// What the market knows besides its tables.
#[derive(Debug, Clone)]
pub struct Setting {
    pub judge: Judge,
    pub schemas: Schemas,
    /// The market's clock, in milliseconds since 1970.
    pub now: i64,
}

/// Takes a batch. The caller commits when this has answered, whichever way, and sends the answer only then.
///
/// # Errors
/// Those of the transaction. A batch that is not taken is an answer.
pub async fn push<T: Tx>(
    tx: &mut T,
    writer: Writer,
    push: &Push,
    setting: &Setting,
) -> Result<Result<Pushed, Stop>, T::Error> {
    if let Err(stop) = admit(writer, push, setting.schemas) {
        return Ok(Err(stop));
    }
    let epoch = tx.epoch().await?;
    if epoch != push.db_epoch {
        return Ok(Err(Stop::Epoch { db_epoch: epoch }));
    }
    let seq = tx.hold(writer.company).await?;
    let device = tx.device(push.client_id).await?;
    if device.is_some_and(|device| device.writer != writer) {
        return Ok(Err(Stop::ClientNotYours));
    }
    let last_n = device.map_or(0, |device| device.last_n);
    if push.first_n > last_n + 1 {
        let expected = last_n + 1;
        return Ok(Err(Stop::Gap { expected }));
    }
    let repeated = if push.first_n <= last_n {
        tx.ledger(push.client_id, push.first_n, last_n.min(push.last_n()))
            .await?
    } else {
        Vec::new()
    };
    if !repeats_itself(push, &repeated) {
        let why = Malformed::Reused;
        return Ok(Err(Stop::Malformed { why }));
    }
    let new: Vec<_> = push
        .ops
        .iter()
        .filter(|op| op.n > last_n)
        .map(|op| op.op_id)
        .collect();
    let decided = if new.is_empty() {
        Vec::new()
    } else {
        tx.decided(writer, &new).await?
    };
    let rows = tx.rows(writer.company, &items(push)).await?;
    let others = changed_by_others(push, last_n, &rows);
    let past = if others.is_empty() {
        Vec::new()
    } else {
        tx.past(writer.company, &others).await?
    };
    let known = Known {
        epoch,
        seq,
        device,
        repeated,
        decided,
        rows,
        past,
    };
    let (plan, answer) = plan(known, writer, push, setting);
    if !plan.entries.is_empty() {
        tx.write(&plan).await?;
    }
    Ok(Ok(answer))
}

/// The lots that somebody has changed since the device saw them, each with the version that it saw: whoever wrote what stands
/// against an op wrote it later than that.
fn changed_by_others(push: &Push, last_n: i64, rows: &[Row]) -> Vec<(Uuid, i32)> {
    let mut seen: BTreeMap<Uuid, i32> = BTreeMap::new();
    for op in push.ops.iter().filter(|op| op.n > last_n) {
        let version = seen.entry(op.item_id).or_insert(op.base_version);
        *version = op.base_version.min(*version);
    }
    rows.iter()
        .filter_map(|row| {
            let version = *seen.get(&row.item_id)?;
            (version < row.version).then_some((row.item_id, version))
        })
        .collect()
}

/// What can be said without looking anything up.
fn admit(writer: Writer, push: &Push, schemas: Schemas) -> Result<(), Stop> {
    push.check()?;
    if push.user_id != writer.user {
        return Err(Stop::ClientNotYours);
    }
    if push.company_id != writer.company {
        return Err(Stop::CompanyGone);
    }
    if push.ops.iter().any(|op| op.schema < schemas.oldest) {
        let oldest = schemas.oldest;
        return Err(Stop::UpgradeRequired { oldest });
    }
    // While a new program is being rolled out, a device may be ahead of the machine that answers it.
    if push.ops.iter().any(|op| op.schema > schemas.newest) {
        return Err(Stop::Busy { seconds: 60 });
    }
    Ok(())
}

/// Whether what was sent before is the same now.
fn repeats_itself(push: &Push, repeated: &[Entry]) -> bool {
    let of = |n| push.ops.iter().find(|op| op.n == n);
    repeated
        .iter()
        .all(|entry| of(entry.n).is_none_or(|op| entry.is_of(op)))
}

fn items(push: &Push) -> Vec<Uuid> {
    let mut items: Vec<_> = push.ops.iter().map(|op| op.item_id).collect();
    items.sort_unstable();
    items.dedup();
    items
}

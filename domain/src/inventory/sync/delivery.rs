//! Ops on their way to the market, and answers on their way home: each step is one transaction of the device's store.
//!
//! When to take which step is [`super::courier`]'s to say. Every step may be cut off before or after its commit and taken again.

use uuid::Uuid;

use super::elsewhere;
use super::local::{Acked, Kept, LocalTx, Meta, Open, Queued, Rejected, StoreFault};
use super::outcome::{Outcome, Refused};
use super::wire::{Answered, Changes, Pull, Push, Pushed};
use super::{ASKED_AT_ONCE, KEPT_ANSWERED, Op, PROTOCOL, PULL_ROWS, PUSH_BYTES, PUSH_OPS, Row, Schemas};

/// What there is to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Prepared {
    Push(Box<Push>),
    Nothing,
    /// The device has never heard of the market's database.
    PullFirst,
}

/// Takes the first ops of the queue and marks them as sent: from now on they may have arrived.
///
/// # Errors
/// Those of the store.
pub async fn prepare<T: LocalTx>(tx: &mut T, schema: u16) -> Result<Prepared, StoreFault> {
    let meta = tx.meta().await?;
    let Some(db_epoch) = meta.epoch else {
        return Ok(Prepared::PullFirst);
    };
    let mut room = PUSH_BYTES - ENVELOPE;
    let mut ops = Vec::new();
    let mut first = tx.queue(PUSH_OPS).await?;
    if first.is_empty() && meta.unproved {
        first.extend(probe(tx, &meta).await?);
    }
    for mut queued in first {
        // What was given up has left a gap: the market is asked about it first.
        let follows = ops.last().is_none_or(|before: &Op| before.n + 1 == queued.op.n);
        let Some(left) = room.checked_sub(queued.op.weight()).filter(|_| follows) else {
            break;
        };
        room = left;
        if !queued.sent {
            queued.sent = true;
            tx.put_queued(&queued).await?;
        }
        ops.push(queued.op);
    }
    let Some(first_n) = ops.first().map(|op| op.n) else {
        return Ok(Prepared::Nothing);
    };
    Ok(Prepared::Push(Box::new(Push {
        protocol: PROTOCOL,
        schema,
        client_id: meta.client_id,
        user_id: meta.user,
        company_id: meta.company,
        db_epoch,
        first_n,
        ops,
    })))
}

/// A restored market only says that it misses ops when it is sent later ones. Where none wait, the last one that was answered
/// is sent again: if it is still known, it is answered as before.
async fn probe<T: LocalTx>(tx: &mut T, meta: &Meta) -> Result<Option<Queued>, StoreFault> {
    let Some(Acked { op, .. }) = tx.last_acked().await? else {
        let (unproved, meta) = (false, meta.clone());
        tx.set_meta(&Meta { unproved, ..meta }).await?;
        return Ok(None);
    };
    tx.drop_acked(op.n).await?;
    let queued = Queued { op, sent: true };
    tx.put_queued(&queued).await?;
    Ok(Some(queued))
}

/// Bytes of a push besides its ops.
const ENVELOPE: usize = 1_024;

/// Takes an answer in: ops leave the queue, conflicts and refusals are kept, lots are as the market told.
///
/// # Errors
/// Those of the store.
pub async fn settle<T: LocalTx>(tx: &mut T, pushed: &Pushed) -> Result<(), StoreFault> {
    let mut meta = tx.meta().await?;
    if meta.unproved {
        meta.unproved = false;
        tx.set_meta(&meta).await?;
    }
    for answered in &pushed.results {
        if let Some(queued) = tx.queued(answered.n).await? {
            settle_one(tx, queued, answered, pushed.at).await?;
        }
    }
    for row in &pushed.rows {
        keep(tx, row, &meta).await?;
    }
    elsewhere::forget_before(tx, pushed.at - KEPT_ANSWERED).await?;
    tx.drop_acked_before(pushed.at - KEPT_ANSWERED).await
}

async fn settle_one<T: LocalTx>(
    tx: &mut T,
    queued: Queued,
    answered: &Answered,
    at: i64,
) -> Result<(), StoreFault> {
    let op = queued.op;
    if matches!(answered.outcome, Outcome::Refused { .. }) {
        reopen(tx, &op).await?;
    } else {
        for id in &op.resolves {
            tx.drop_conflict(*id).await?;
        }
    }
    // Sent again after the market was restored, an op may end otherwise than the first time.
    for open in tx.conflicts_of(op.item_id).await? {
        if open.conflict.id.op_id == op.op_id {
            tx.drop_conflict(open.conflict.id).await?;
        }
    }
    for conflict in answered.outcome.conflicts() {
        tx.put_conflict(&Open::of(conflict.clone())).await?;
    }
    // One that was emptied while it was on its way is kept already, with all that stood in it.
    if let (Outcome::Refused { why }, false) = (&answered.outcome, op.is_empty()) {
        let (op, why) = (op.clone(), why.clone());
        tx.put_rejected(&Rejected { op, why }).await?;
    }
    tx.drop_queued(op.n).await?;
    tx.put_acked(&Acked { op, at }).await
}

/// A choice that does not go through has to be made again.
async fn reopen<T: LocalTx>(tx: &mut T, op: &Op) -> Result<(), StoreFault> {
    for id in &op.resolves {
        if let Some(open) = tx.conflict(*id).await? {
            let chosen = None;
            tx.put_conflict(&Open { chosen, ..open }).await?;
        }
    }
    Ok(())
}

/// Replaces a row, unless the one that is there is newer.
async fn keep<T: LocalTx>(tx: &mut T, row: &Row, meta: &Meta) -> Result<(), StoreFault> {
    let before = tx.row(row.item_id).await?;
    if before.is_some_and(|kept| kept.pass == meta.pass && kept.row.seq > row.seq) {
        return Ok(());
    }
    let (row, pass) = (row.clone(), meta.pass);
    tx.put_row(&Kept { row, pass }).await
}

/// What to ask for next.
///
/// # Errors
/// Those of the store.
pub async fn ask<T: LocalTx>(tx: &mut T) -> Result<Pull, StoreFault> {
    let meta = tx.meta().await?;
    Ok(Pull {
        user_id: meta.user,
        company_id: meta.company,
        since: meta.last_seq,
        whole: meta.whole,
        limit: PULL_ROWS,
        asks: elsewhere::asks(tx, meta.asked).await?,
    })
}

/// What is to be done after a page of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absorbed {
    /// Asking for more.
    More,
    /// Nothing; the device is as the market was.
    Done,
    /// The database has begun a new life: the market has to be asked which ops it knows.
    Anew,
}

/// Takes a page of changes in, with what it tells of conflicts.
///
/// # Errors
/// Those of the store.
pub async fn absorb<T: LocalTx>(tx: &mut T, asked: &Pull, changes: &Changes) -> Result<Absorbed, StoreFault> {
    let mut meta = tx.meta().await?;
    let is_new = meta.epoch != Some(changes.db_epoch);
    if is_new {
        elsewhere::reopen(tx).await?;
    }
    if is_new || changes.reset {
        begin_anew(&mut meta, changes.db_epoch);
    } else if asked.since != meta.last_seq {
        // Something else happened to the rows since it was asked for.
        return Ok(Absorbed::More);
    }
    if is_new && !changes.reset {
        tx.set_meta(&meta).await?;
        return Ok(Absorbed::More);
    }
    for row in &changes.rows {
        keep(tx, row, &meta).await?;
    }
    let was_told = elsewhere::take(tx, &changes.settled).await?;
    // Where one was settled of more than a pull names, others may have been as well.
    let asks_on = was_told && asked.asks.len() >= ASKED_AT_ONCE;
    meta.asked = asked.asks.last().copied();
    meta.last_seq = changes.next;
    if meta.whole && !changes.more {
        tx.drop_rows_before(meta.pass).await?;
        meta.whole = false;
    }
    tx.set_meta(&meta).await?;
    Ok(match (changes.more, meta.unproved) {
        (true, _) => Absorbed::More,
        (false, true) => Absorbed::Anew,
        (false, false) if asks_on => Absorbed::More,
        (false, false) => Absorbed::Done,
    })
}

/// Rows stay to be looked at until the new ones are there.
fn begin_anew(meta: &mut Meta, epoch: Uuid) {
    meta.unproved |= meta.epoch.is_some_and(|before| before != epoch);
    meta.epoch = Some(epoch);
    meta.last_seq = 0;
    meta.whole = true;
    meta.pass += 1;
}

/// The market's database was restored: everything is pulled anew.
///
/// # Errors
/// Those of the store.
pub async fn adopt<T: LocalTx>(tx: &mut T, epoch: Uuid) -> Result<(), StoreFault> {
    let mut meta = tx.meta().await?;
    if meta.epoch != Some(epoch) {
        elsewhere::reopen(tx).await?;
        begin_anew(&mut meta, epoch);
        tx.set_meta(&meta).await?;
    }
    Ok(())
}

/// The market misses ops that it had answered: it was restored to a time before them. They go into the queue again, under
/// their numbers and as they were. Where the device no longer has them all, what it has is numbered anew, under a new id;
/// what did arrive under the old one is known by the ids of the ops.
///
/// # Errors
/// Those of the store.
pub async fn resend<T: LocalTx>(tx: &mut T, expected: i64, fresh: Uuid) -> Result<(), StoreFault> {
    let first = tx.queue(1).await?.first().map(|queued| queued.op.n);
    let first = match first {
        Some(first) => first,
        None => tx.meta().await?.next_n,
    };
    let missing = tx.acked(expected).await?;
    let is_whole = (expected..first).eq(missing.iter().map(|acked| acked.op.n));
    if !is_whole {
        return renumber(tx, fresh).await;
    }
    for acked in missing {
        tx.drop_acked(acked.op.n).await?;
        let op = acked.op;
        tx.put_queued(&Queued { op, sent: true }).await?;
    }
    Ok(())
}

async fn renumber<T: LocalTx>(tx: &mut T, fresh: Uuid) -> Result<(), StoreFault> {
    let answered = tx.acked(1).await?;
    let waiting = tx.queue(usize::MAX).await?;
    for acked in &answered {
        tx.drop_acked(acked.op.n).await?;
    }
    for queued in &waiting {
        tx.drop_queued(queued.op.n).await?;
    }
    let answered = answered.into_iter().map(|acked| Queued {
        op: acked.op,
        sent: true,
    });
    let mut meta = tx.meta().await?;
    meta.client_id = fresh;
    meta.next_n = 1;
    for mut queued in answered.chain(waiting) {
        queued.op.n = meta.next_n;
        meta.next_n += 1;
        tx.put_queued(&queued).await?;
    }
    tx.set_meta(&meta).await
}

/// The person is none of the company's any more: what waits will never be sent, but can be taken along.
///
/// # Errors
/// Those of the store.
pub async fn give_up<T: LocalTx>(tx: &mut T) -> Result<(), StoreFault> {
    for Queued { op, sent } in tx.queue(usize::MAX).await? {
        tx.drop_queued(op.n).await?;
        reopen(tx, &op).await?;
        let why = Refused::CompanyGone { sent };
        tx.put_rejected(&Rejected { op, why }).await?;
    }
    Ok(())
}

/// A new program found ops of an older form. What cannot be lifted is kept to be taken along, and an op that does nothing goes
/// in its place, for the market counts.
///
/// # Errors
/// Those of the store.
pub async fn lift<T: LocalTx>(tx: &mut T, schemas: Schemas) -> Result<(), StoreFault> {
    for mut queued in tx.queue(usize::MAX).await? {
        if queued.op.schema >= schemas.newest {
            continue;
        }
        queued.op = match schemas.lift(queued.op.clone()) {
            Some(op) => op,
            None => {
                let sent = queued.sent;
                let (op, why) = (queued.op.clone(), Refused::SchemaLost { sent });
                tx.put_rejected(&Rejected { op, why }).await?;
                reopen(tx, &queued.op).await?;
                // No edit may join it: it is spoken for.
                queued.sent = true;
                let mut empty = queued.op.emptied();
                empty.schema = schemas.newest;
                empty
            }
        };
        tx.put_queued(&queued).await?;
    }
    Ok(())
}

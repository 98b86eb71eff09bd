//! How long a list stays on a device.
//!
//! A list that nobody has looked at for thirty days goes, whosever it is; what was not sent stays. Whoever may not edit the stock any more
//! keeps nothing of it but what they did not send, and that for thirty days. Whoever comes after that finds it for one more day: a clock that
//! was wrong for years and is put right must not take away what was typed yesterday.

use domain::inventory::grid::Draft;
use domain::inventory::sync::local::{LocalTx, Rejected, StoreFault};
use domain::inventory::sync::queue::make_room;

use super::base::Base;
use super::tables::Table;
use super::tx::Tx;

/// When somebody last looked at the list.
const USED: &str = "used";
/// When it was first heard that the person may not edit the stock any more.
const GONE: &str = "gone";
/// Until when a list is there once more whose time is over already when somebody looks.
const LAST: &str = "last";
/// In milliseconds.
const DAY: i64 = 24 * 60 * 60 * 1_000;
const DAYS: i64 = 30 * DAY;

impl Base {
    /// Notes that somebody looks at the list who may edit it.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn used(&self, now: i64) -> Result<(), StoreFault> {
        self.forget_unused(now).await?;
        self.work(async |tx| {
            tx.put(Table::Meta, USED, &now)?;
            tx.delete(Table::Meta, LAST)?;
            tx.delete(Table::Meta, GONE)
        })
        .await
    }

    /// Removes what can be fetched again, if nobody has looked at the list for long.
    ///
    /// # Errors
    /// Those of the store.
    pub(super) async fn forget_unused(&self, now: i64) -> Result<(), StoreFault> {
        self.work(async |tx| {
            let used: Option<i64> = tx.get(Table::Meta, USED).await?;
            if used.is_some_and(|used| now - used > DAYS) {
                make_room(tx, &[]).await?;
            }
            Ok(())
        })
        .await
    }

    /// Notes that the person may not edit the stock any more. Answers until when what they did not send stays; `None` where there is nothing of
    /// that kind, or its time is over, and the store should go.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn gone(&self, now: i64) -> Result<Option<i64>, StoreFault> {
        match self.note_gone(now).await {
            // Nothing can be noted, and what was not sent can be taken along all the same.
            Err(StoreFault::Full) => Ok(Some(now + DAYS)),
            noted => noted,
        }
    }

    async fn note_gone(&self, now: i64) -> Result<Option<i64>, StoreFault> {
        self.work(async |tx| {
            if tx.unsent().await?.is_nothing() {
                return Ok(None);
            }
            let since: Option<i64> = tx.get(Table::Meta, GONE).await?;
            // A device whose clock was ahead begins anew.
            let Some(since) = since.filter(|since| *since <= now) else {
                tx.put(Table::Meta, GONE, &now)?;
                tx.delete(Table::Meta, LAST)?;
                shed_all_but_unsent(tx).await?;
                return Ok(Some(now + DAYS));
            };
            if since + DAYS > now {
                return Ok(Some(since + DAYS));
            }
            let last: Option<i64> = tx.get(Table::Meta, LAST).await?;
            if last.is_none() {
                tx.put(Table::Meta, LAST, &(now + DAY))?;
            }
            Ok(last.or(Some(now + DAY)).filter(|last| *last > now))
        })
        .await
    }
}

/// The lots of drafts, conflicts and refused edits stay with those of the queue: without them nobody could tell what was changed.
async fn shed_all_but_unsent(tx: &mut Tx) -> Result<(), StoreFault> {
    let drafts: Vec<Draft> = tx.all(Table::Drafts).await?;
    let open = tx.conflicts().await?;
    let rejected: Vec<Rejected> = tx.all(Table::Rejected).await?;
    let drafts = drafts.iter().map(|draft| draft.item_id);
    let open = open.iter().map(|open| open.conflict.item_id);
    let rejected = rejected.iter().map(|rejected| rejected.op.item_id);
    let keep: Vec<_> = drafts.chain(open).chain(rejected).collect();
    make_room(tx, &keep).await
}

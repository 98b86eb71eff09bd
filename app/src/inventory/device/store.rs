//! What the domain asks of a store.

use std::collections::HashSet;

use domain::inventory::sync::ConflictId;
use domain::inventory::sync::local::{
    Acked, Kept, LocalStore, LocalTx, Meta, Open, Queued, Rejected, StoreFault, Unsent,
};
use uuid::Uuid;

use super::base::Base;
use super::tables::{Index, Key, Table};
use super::tx::Tx;

/// Under which the device keeps what it knows of itself.
pub(super) const SELF: &str = "self";

fn conflict_key(id: ConflictId) -> Key {
    Key::Text(format!("{}:{}", id.op_id, id.topic.word()))
}

impl LocalStore for Base {
    type Tx<'a> = Tx;

    async fn begin(&mut self) -> Result<Tx, StoreFault> {
        Self::begin(self)
    }

    async fn wipe(&mut self) -> Result<(), StoreFault> {
        Self::wipe(self).await
    }
}

impl LocalTx for Tx {
    async fn meta(&mut self) -> Result<Meta, StoreFault> {
        if let Some(meta) = &self.meta {
            return Ok(meta.clone());
        }
        let meta: Meta = self.get(Table::Meta, SELF).await?.ok_or(StoreFault::Gone)?;
        self.meta = Some(meta.clone());
        Ok(meta)
    }

    async fn set_meta(&mut self, meta: &Meta) -> Result<(), StoreFault> {
        self.put(Table::Meta, SELF, meta)?;
        self.meta = Some(meta.clone());
        Ok(())
    }

    async fn row(&mut self, item: Uuid) -> Result<Option<Kept>, StoreFault> {
        self.get(Table::Rows, item).await
    }

    async fn put_row(&mut self, kept: &Kept) -> Result<(), StoreFault> {
        let pass = (Index::Pass, i64::from(kept.pass));
        self.put_indexed(Table::Rows, kept.row.item_id, kept, pass)
    }

    async fn drop_rows_before(&mut self, pass: u32) -> Result<(), StoreFault> {
        self.drop_below(Table::Rows, Index::Pass, i64::from(pass)).await
    }

    async fn shed_rows(&mut self, keep: &[Uuid]) -> Result<(), StoreFault> {
        let waiting = self.queue(usize::MAX).await?;
        let waiting = waiting.iter().map(|queued| queued.op.item_id);
        let kept: HashSet<_> = waiting.chain(keep.iter().copied()).map(Key::from).collect();
        let keys = self.keys(Table::Rows).await?;
        let mut shed = keys.into_iter().filter(|key| !kept.contains(key));
        shed.try_for_each(|key| self.delete(Table::Rows, key))
    }

    async fn queue(&mut self, limit: usize) -> Result<Vec<Queued>, StoreFault> {
        self.some(Table::Queue, None, limit).await
    }

    async fn queue_of(&mut self, item: Uuid) -> Result<Vec<Queued>, StoreFault> {
        self.by(Table::Queue, Index::Item, item).await
    }

    async fn queued(&mut self, n: i64) -> Result<Option<Queued>, StoreFault> {
        self.get(Table::Queue, n).await
    }

    async fn put_queued(&mut self, queued: &Queued) -> Result<(), StoreFault> {
        // Only a new number makes the queue longer; whoever takes ops out and puts them back counts anew.
        if let Some(edits) = self.edits
            && self.queued(queued.op.n).await?.is_none()
        {
            self.edits = Some(edits + 1);
        }
        self.put_indexed(
            Table::Queue,
            queued.op.n,
            queued,
            (Index::Item, queued.op.item_id),
        )
    }

    async fn drop_queued(&mut self, n: i64) -> Result<(), StoreFault> {
        self.edits = None;
        self.delete(Table::Queue, n)
    }

    async fn acked(&mut self, from: i64) -> Result<Vec<Acked>, StoreFault> {
        let before = Key::Number(from - 1);
        self.some(Table::Acked, Some(&before), usize::MAX).await
    }

    async fn last_acked(&mut self) -> Result<Option<Acked>, StoreFault> {
        self.last(Table::Acked).await
    }

    async fn put_acked(&mut self, acked: &Acked) -> Result<(), StoreFault> {
        self.put_indexed(Table::Acked, acked.op.n, acked, (Index::At, acked.at))
    }

    async fn drop_acked(&mut self, n: i64) -> Result<(), StoreFault> {
        self.delete(Table::Acked, n)
    }

    async fn drop_acked_before(&mut self, at: i64) -> Result<(), StoreFault> {
        self.drop_below(Table::Acked, Index::At, at).await
    }

    async fn conflict(&mut self, id: ConflictId) -> Result<Option<Open>, StoreFault> {
        self.get(Table::Conflicts, conflict_key(id)).await
    }

    async fn conflicts(&mut self) -> Result<Vec<Open>, StoreFault> {
        self.all(Table::Conflicts).await
    }

    async fn conflicts_of(&mut self, item: Uuid) -> Result<Vec<Open>, StoreFault> {
        // Asked for each edit of a paste, and there are hardly ever any.
        let has_any = match self.has_conflicts {
            Some(has_any) => has_any,
            None => self.count(Table::Conflicts).await? > 0,
        };
        self.has_conflicts = Some(has_any);
        if !has_any {
            return Ok(Vec::new());
        }
        self.by(Table::Conflicts, Index::Item, item).await
    }

    async fn put_conflict(&mut self, open: &Open) -> Result<(), StoreFault> {
        self.has_conflicts = Some(true);
        let item = (Index::Item, open.conflict.item_id);
        self.put_indexed(Table::Conflicts, conflict_key(open.conflict.id), open, item)
    }

    async fn drop_conflict(&mut self, id: ConflictId) -> Result<(), StoreFault> {
        self.delete(Table::Conflicts, conflict_key(id))
    }

    async fn put_rejected(&mut self, rejected: &Rejected) -> Result<(), StoreFault> {
        self.put(Table::Rejected, rejected.op.op_id, rejected)
    }

    async fn edits(&mut self) -> Result<u32, StoreFault> {
        if let Some(edits) = self.edits {
            return Ok(edits);
        }
        let edits = self.count(Table::Queue).await?;
        self.edits = Some(edits);
        Ok(edits)
    }

    async fn unsent(&mut self) -> Result<Unsent, StoreFault> {
        let open = self.conflicts().await?;
        let open = open.iter().filter(|open| open.waits()).count();
        Ok(Unsent {
            edits: self.edits().await?,
            conflicts: u32::try_from(open).unwrap_or(u32::MAX),
            rejected: self.count(Table::Rejected).await?,
            drafts: self.count(Table::Drafts).await?,
        })
    }

    async fn commit(self) -> Result<(), StoreFault> {
        self.end().await
    }
}

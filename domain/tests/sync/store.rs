//! A device's store in memory: transactions that are undone unless they commit, and accidents at both sides of a commit.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry::{Occupied, Vacant};

use domain::inventory::sync::local::{
    Acked, Kept, LocalStore, LocalTx, Meta, Open, Queued, Rejected, StoreFault, Unsent,
};
use domain::inventory::sync::{Act, ConflictId, Set};
use uuid::Uuid;

use crate::planted::Bug;

/// What happens at the next commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fuse {
    None,
    /// The tab dies before the commit.
    Before,
    /// The commit succeeds, and the tab dies before it hears of it.
    After,
}

/// How much room there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Room {
    Enough,
    /// None, until rows are dropped.
    Tight,
    None,
}

pub(crate) struct Store {
    pub(crate) meta: Meta,
    pub(crate) rows: BTreeMap<Uuid, Kept>,
    pub(crate) queue: BTreeMap<i64, Queued>,
    pub(crate) acked: BTreeMap<i64, Acked>,
    pub(crate) conflicts: BTreeMap<ConflictId, Open>,
    pub(crate) rejected: BTreeMap<Uuid, Rejected>,
    pub(crate) room: Room,
    pub(crate) fuse: Fuse,
    /// The tab that used the store is dead.
    pub(crate) crashed: bool,
    /// Its last transaction was committed, and it died before it heard so.
    pub(crate) unheard: bool,
    pub(crate) bug: Option<Bug>,
    /// The tab that uses the store, and what each tab believes to be the next number: used by a planted bug only.
    pub(crate) tab: usize,
    pub(crate) numbers: BTreeMap<usize, i64>,
}

impl Store {
    pub(crate) fn new(client_id: Uuid, user: i64, bug: Option<Bug>) -> Self {
        Self {
            meta: Meta::new(client_id, user, crate::market::COMPANY),
            rows: BTreeMap::new(),
            queue: BTreeMap::new(),
            acked: BTreeMap::new(),
            conflicts: BTreeMap::new(),
            rejected: BTreeMap::new(),
            room: Room::Enough,
            fuse: Fuse::None,
            crashed: false,
            unheard: false,
            bug,
            tab: 0,
            numbers: BTreeMap::new(),
        }
    }
}

impl LocalStore for Store {
    type Tx<'a> = StoreTx<'a>;

    async fn begin(&mut self) -> Result<StoreTx<'_>, StoreFault> {
        if self.crashed {
            return Err(StoreFault::Gone);
        }
        self.unheard = false;
        Ok(StoreTx {
            store: self,
            undo: Vec::new(),
        })
    }

    async fn wipe(&mut self) -> Result<(), StoreFault> {
        self.rows.clear();
        self.queue.clear();
        self.acked.clear();
        self.conflicts.clear();
        self.rejected.clear();
        Ok(())
    }
}

enum Undo {
    Meta(Meta),
    Row(Uuid, Option<Kept>),
    Queued(i64, Option<Queued>),
    Acked(i64, Option<Acked>),
    Conflict(ConflictId, Option<Open>),
    Rejected(Uuid, Option<Rejected>),
}

pub(crate) struct StoreTx<'a> {
    store: &'a mut Store,
    undo: Vec<Undo>,
}

fn count(length: usize) -> u32 {
    u32::try_from(length).expect("few")
}

/// Puts or removes, and tells what was there.
fn exchange<K: Ord, V>(map: &mut BTreeMap<K, V>, key: K, value: Option<V>) -> Option<V> {
    match (map.entry(key), value) {
        (Occupied(mut there), Some(value)) => Some(there.insert(value)),
        (Occupied(there), None) => Some(there.remove()),
        (Vacant(place), Some(value)) => {
            place.insert(value);
            None
        }
        (Vacant(_), None) => None,
    }
}

impl StoreTx<'_> {
    fn roll_back(&mut self) {
        while let Some(step) = self.undo.pop() {
            match step {
                Undo::Meta(meta) => self.store.meta = meta,
                Undo::Row(key, before) => drop(exchange(&mut self.store.rows, key, before)),
                Undo::Queued(key, before) => drop(exchange(&mut self.store.queue, key, before)),
                Undo::Acked(key, before) => drop(exchange(&mut self.store.acked, key, before)),
                Undo::Conflict(key, before) => drop(exchange(&mut self.store.conflicts, key, before)),
                Undo::Rejected(key, before) => drop(exchange(&mut self.store.rejected, key, before)),
            }
        }
    }

    fn room(&self) -> Result<(), StoreFault> {
        if self.store.room == Room::Enough {
            Ok(())
        } else {
            Err(StoreFault::Full)
        }
    }

    fn set_row(&mut self, key: Uuid, value: Option<Kept>) {
        let before = exchange(&mut self.store.rows, key, value);
        self.undo.push(Undo::Row(key, before));
    }

    fn set_queued(&mut self, key: i64, value: Option<Queued>) {
        let before = exchange(&mut self.store.queue, key, value);
        self.undo.push(Undo::Queued(key, before));
    }

    fn set_acked(&mut self, key: i64, value: Option<Acked>) {
        let before = exchange(&mut self.store.acked, key, value);
        self.undo.push(Undo::Acked(key, before));
    }

    fn set_conflict(&mut self, key: ConflictId, value: Option<Open>) {
        let before = exchange(&mut self.store.conflicts, key, value);
        self.undo.push(Undo::Conflict(key, before));
    }

    fn has(&self, bug: Bug) -> bool {
        self.store.bug == Some(bug)
    }

    /// The op as a program would write it that knows rows only.
    fn whole_row(&self, queued: &Queued) -> Queued {
        let mut queued = queued.clone();
        let row = self.store.rows.get(&queued.op.item_id);
        if let (Act::Update { set }, Some(kept)) = (&queued.op.act, row) {
            let mut changes = std::collections::BTreeMap::from(set.clone());
            for unit in domain::inventory::sync::Unit::ALL {
                let value = domain::inventory::sync::Value::of(unit, &kept.row.lot);
                let (from, to) = (value.clone(), value);
                changes
                    .entry(unit)
                    .or_insert(domain::inventory::sync::Change { from, to });
            }
            let set = Set::try_from(changes).expect("each under its own name");
            queued.op.act = Act::Update { set };
        }
        queued
    }
}

impl Drop for StoreTx<'_> {
    fn drop(&mut self) {
        self.roll_back();
    }
}

impl LocalTx for StoreTx<'_> {
    async fn meta(&mut self) -> Result<Meta, StoreFault> {
        let mut meta = self.store.meta.clone();
        if self.has(Bug::NumberOutsideTransaction) {
            let tab = self.store.tab;
            meta.next_n = *self.store.numbers.entry(tab).or_insert(meta.next_n);
        }
        Ok(meta)
    }

    async fn set_meta(&mut self, meta: &Meta) -> Result<(), StoreFault> {
        let before = std::mem::replace(&mut self.store.meta, meta.clone());
        self.undo.push(Undo::Meta(before));
        self.store.numbers.insert(self.store.tab, meta.next_n);
        Ok(())
    }

    async fn row(&mut self, item: Uuid) -> Result<Option<Kept>, StoreFault> {
        Ok(self.store.rows.get(&item).cloned())
    }

    async fn put_row(&mut self, kept: &Kept) -> Result<(), StoreFault> {
        self.room()?;
        self.set_row(kept.row.item_id, Some(kept.clone()));
        Ok(())
    }

    async fn drop_rows_before(&mut self, pass: u32) -> Result<(), StoreFault> {
        let old: Vec<_> = self
            .store
            .rows
            .values()
            .filter(|kept| kept.pass < pass)
            .map(|kept| kept.row.item_id)
            .collect();
        old.into_iter().for_each(|item| self.set_row(item, None));
        Ok(())
    }

    async fn shed_rows(&mut self, keep: &[Uuid]) -> Result<(), StoreFault> {
        let waiting: Vec<_> = self
            .store
            .queue
            .values()
            .map(|queued| queued.op.item_id)
            .collect();
        let shed: Vec<_> = self
            .store
            .rows
            .keys()
            .filter(|item| !keep.contains(item) && !waiting.contains(item))
            .copied()
            .collect();
        if !shed.is_empty() && self.store.room == Room::Tight {
            self.store.room = Room::Enough;
        }
        shed.into_iter().for_each(|item| self.set_row(item, None));
        Ok(())
    }

    async fn queue(&mut self, limit: usize) -> Result<Vec<Queued>, StoreFault> {
        Ok(self.store.queue.values().take(limit).cloned().collect())
    }

    async fn queue_of(&mut self, item: Uuid) -> Result<Vec<Queued>, StoreFault> {
        let joins_sent = self.has(Bug::JoinsSent);
        let of_item = self
            .store
            .queue
            .values()
            .filter(|queued| queued.op.item_id == item);
        Ok(of_item
            .map(|queued| Queued {
                sent: queued.sent && !joins_sent,
                ..queued.clone()
            })
            .collect())
    }

    async fn queued(&mut self, n: i64) -> Result<Option<Queued>, StoreFault> {
        Ok(self.store.queue.get(&n).cloned())
    }

    async fn put_queued(&mut self, queued: &Queued) -> Result<(), StoreFault> {
        let is_new = !self.store.queue.contains_key(&queued.op.n);
        if is_new {
            self.room()?;
        }
        let stored = if is_new && self.has(Bug::MergesRows) {
            self.whole_row(queued)
        } else {
            queued.clone()
        };
        self.set_queued(queued.op.n, Some(stored));
        Ok(())
    }

    async fn drop_queued(&mut self, n: i64) -> Result<(), StoreFault> {
        self.set_queued(n, None);
        Ok(())
    }

    async fn acked(&mut self, from: i64) -> Result<Vec<Acked>, StoreFault> {
        Ok(self
            .store
            .acked
            .range(from..)
            .map(|(_, acked)| acked.clone())
            .collect())
    }

    async fn last_acked(&mut self) -> Result<Option<Acked>, StoreFault> {
        Ok(self.store.acked.values().next_back().cloned())
    }

    async fn put_acked(&mut self, acked: &Acked) -> Result<(), StoreFault> {
        self.set_acked(acked.op.n, Some(acked.clone()));
        Ok(())
    }

    async fn drop_acked(&mut self, n: i64) -> Result<(), StoreFault> {
        self.set_acked(n, None);
        Ok(())
    }

    async fn drop_acked_before(&mut self, at: i64) -> Result<(), StoreFault> {
        let acked = self.store.acked.iter();
        let old: Vec<_> = acked
            .filter(|(_, acked)| acked.at < at)
            .map(|(n, _)| *n)
            .collect();
        old.into_iter().for_each(|n| self.set_acked(n, None));
        Ok(())
    }

    async fn conflict(&mut self, id: ConflictId) -> Result<Option<Open>, StoreFault> {
        Ok(self.store.conflicts.get(&id).cloned())
    }

    async fn conflicts(&mut self) -> Result<Vec<Open>, StoreFault> {
        let asks = !self.has(Bug::NeverAsks);
        Ok(self.store.conflicts.values().filter(|_| asks).cloned().collect())
    }

    async fn conflicts_of(&mut self, item: Uuid) -> Result<Vec<Open>, StoreFault> {
        let all = self.store.conflicts.values();
        Ok(all
            .filter(|open| open.conflict.item_id == item)
            .cloned()
            .collect())
    }

    async fn put_conflict(&mut self, open: &Open) -> Result<(), StoreFault> {
        self.room()?;
        let drops = open.elsewhere.is_some() && self.has(Bug::SettledIsDropped);
        self.set_conflict(open.conflict.id, (!drops).then(|| open.clone()));
        Ok(())
    }

    async fn drop_conflict(&mut self, id: ConflictId) -> Result<(), StoreFault> {
        self.set_conflict(id, None);
        Ok(())
    }

    async fn put_rejected(&mut self, rejected: &Rejected) -> Result<(), StoreFault> {
        let id = rejected.op.op_id;
        let before = self.store.rejected.insert(id, rejected.clone());
        self.undo.push(Undo::Rejected(id, before));
        Ok(())
    }

    async fn edits(&mut self) -> Result<u32, StoreFault> {
        Ok(count(self.store.queue.len()))
    }

    async fn unsent(&mut self) -> Result<Unsent, StoreFault> {
        let open = self.store.conflicts.values().filter(|open| open.waits());
        Ok(Unsent {
            edits: count(self.store.queue.len()),
            conflicts: count(open.count()),
            rejected: count(self.store.rejected.len()),
            drafts: 0,
        })
    }

    async fn commit(mut self) -> Result<(), StoreFault> {
        let fuse = std::mem::replace(&mut self.store.fuse, Fuse::None);
        self.store.crashed = fuse != Fuse::None;
        self.store.unheard = fuse == Fuse::After;
        if fuse != Fuse::Before {
            self.undo.clear();
        }
        match fuse {
            Fuse::Before if self.has(Bug::ToldBeforeCommit) => Ok(()),
            Fuse::Before | Fuse::After => Err(StoreFault::Gone),
            Fuse::None => Ok(()),
        }
    }
}

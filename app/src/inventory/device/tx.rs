//! A transaction of either kind of store.

use domain::inventory::sync::local::{Meta, StoreFault};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::disk::DiskTx;
use super::memory::MemoryTx;
use super::tables::{Index, Key, Stored, Table, read};

/// A transaction over all tables; undone when it is dropped. What is asked for often in one is kept: how long the queue is, what the
/// device knows of itself, and whether there are conflicts at all.
pub struct Tx {
    place: Place,
    pub(super) meta: Option<Meta>,
    pub(super) edits: Option<u32>,
    pub(super) has_conflicts: Option<bool>,
}

enum Place {
    Disk(DiskTx),
    Memory(MemoryTx),
}

impl Tx {
    pub(super) const fn on_disk(tx: DiskTx) -> Self {
        Self::at(Place::Disk(tx))
    }

    pub(super) const fn in_memory(tx: MemoryTx) -> Self {
        Self::at(Place::Memory(tx))
    }

    const fn at(place: Place) -> Self {
        Self {
            place,
            meta: None,
            edits: None,
            has_conflicts: None,
        }
    }

    /// The value under a key.
    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        table: Table,
        key: impl Into<Key>,
    ) -> Result<Option<T>, StoreFault> {
        let mut found = self.get_all(table, &[key.into()]).await?;
        Ok(found.pop().flatten())
    }

    /// The values under some keys, in their order.
    pub(super) async fn get_all<T: DeserializeOwned>(
        &self,
        table: Table,
        keys: &[Key],
    ) -> Result<Vec<Option<T>>, StoreFault> {
        let found = match &self.place {
            Place::Disk(tx) => tx.get(table, keys).await?,
            Place::Memory(tx) => keys.iter().map(|key| tx.get(table, key)).collect(),
        };
        let found = found
            .into_iter()
            .map(|json| json.as_deref().map(read).transpose());
        found.collect()
    }

    /// All values of a table, in the order of their keys.
    pub(super) async fn all<T: DeserializeOwned>(&self, table: Table) -> Result<Vec<T>, StoreFault> {
        self.some(table, None, usize::MAX).await
    }

    /// At most so many values behind a key.
    pub(super) async fn some<T: DeserializeOwned>(
        &self,
        table: Table,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Vec<T>, StoreFault> {
        let found = match &self.place {
            Place::Disk(tx) => tx.all(table, after, limit).await?,
            Place::Memory(tx) => tx.all(table, after, limit),
        };
        all_read(&found)
    }

    /// The value with the highest key.
    pub(super) async fn last<T: DeserializeOwned>(&self, table: Table) -> Result<Option<T>, StoreFault> {
        let found = match &self.place {
            Place::Disk(tx) => tx.last(table).await?,
            Place::Memory(tx) => tx.last(table),
        };
        found.as_deref().map(read).transpose()
    }

    pub(super) async fn keys(&self, table: Table) -> Result<Vec<Key>, StoreFault> {
        match &self.place {
            Place::Disk(tx) => tx.keys(table).await,
            Place::Memory(tx) => Ok(tx.keys(table)),
        }
    }

    pub(super) async fn count(&self, table: Table) -> Result<u32, StoreFault> {
        match &self.place {
            Place::Disk(tx) => tx.count(table).await,
            Place::Memory(tx) => Ok(u32::try_from(tx.keys(table).len()).unwrap_or(u32::MAX)),
        }
    }

    /// The values that an index has under a key.
    pub(super) async fn by<T: DeserializeOwned>(
        &self,
        table: Table,
        index: Index,
        key: impl Into<Key>,
    ) -> Result<Vec<T>, StoreFault> {
        let key = key.into();
        let found = match &self.place {
            Place::Disk(tx) => tx.by(table, index, &key).await?,
            Place::Memory(tx) => tx.by(table, index, &key),
        };
        all_read(&found)
    }

    /// Removes what an index has below a key.
    pub(super) async fn drop_below(
        &self,
        table: Table,
        index: Index,
        end: impl Into<Key>,
    ) -> Result<(), StoreFault> {
        let end = end.into();
        let keys = match &self.place {
            Place::Disk(tx) => tx.keys_below(table, index, &end).await?,
            Place::Memory(tx) => tx.keys_below(table, index, &end),
        };
        keys.into_iter().try_for_each(|key| self.delete(table, key))
    }

    pub(super) fn put<T: Serialize>(
        &self,
        table: Table,
        key: impl Into<Key>,
        value: &T,
    ) -> Result<(), StoreFault> {
        self.put_stored(table, key.into(), Stored::plain(value)?)
    }

    pub(super) fn put_indexed<T: Serialize>(
        &self,
        table: Table,
        key: impl Into<Key>,
        value: &T,
        (index, at): (Index, impl Into<Key>),
    ) -> Result<(), StoreFault> {
        self.put_stored(table, key.into(), Stored::indexed(value, index, at)?)
    }

    fn put_stored(&self, table: Table, key: Key, stored: Stored) -> Result<(), StoreFault> {
        match &self.place {
            Place::Disk(tx) => tx.put(table, &key, &stored),
            Place::Memory(tx) => {
                tx.put(table, key, stored);
                Ok(())
            }
        }
    }

    pub(super) fn delete(&self, table: Table, key: impl Into<Key>) -> Result<(), StoreFault> {
        let key = key.into();
        match &self.place {
            Place::Disk(tx) => tx.delete(table, &key),
            Place::Memory(tx) => {
                tx.delete(table, key);
                Ok(())
            }
        }
    }

    pub(super) async fn end(self) -> Result<(), StoreFault> {
        match self.place {
            Place::Disk(tx) => tx.commit().await,
            Place::Memory(tx) => {
                tx.commit();
                Ok(())
            }
        }
    }
}

fn all_read<T: DeserializeOwned>(found: &[String]) -> Result<Vec<T>, StoreFault> {
    found.iter().map(|json| read(json)).collect()
}

//! A store in the page's memory, for browsers that keep nothing on the device. It goes with the page.
//!
//! Whatever it is asked, it answers at once: nobody else has a turn between the begin and the end of a transaction, as long as it waits
//! for nothing else.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Bound;
use std::rc::Rc;

use super::tables::{Index, Key, Stored, Table};

/// All tables. Clones are the same.
#[derive(Debug, Clone, Default)]
pub(super) struct Memory(Rc<RefCell<Tables>>);

/// Where a value lies: tables stand one behind the other.
type At = (Table, Key);
type Tables = BTreeMap<At, Stored>;

/// A transaction; undone when it is dropped.
#[derive(Debug)]
pub(super) struct MemoryTx {
    memory: Memory,
    /// What was there before each change.
    undo: RefCell<Vec<(At, Option<Stored>)>>,
}

impl Memory {
    pub(super) fn begin(&self) -> MemoryTx {
        MemoryTx {
            memory: self.clone(),
            undo: RefCell::default(),
        }
    }

    pub(super) fn wipe(&self) {
        self.0.borrow_mut().clear();
    }

    fn exchange(&self, place: At, stored: Option<Stored>) -> Option<Stored> {
        let mut tables = self.0.borrow_mut();
        match stored {
            Some(stored) => tables.insert(place, stored),
            None => tables.remove(&place),
        }
    }
}

impl Drop for MemoryTx {
    fn drop(&mut self) {
        while let Some((place, before)) = self.undo.get_mut().pop() {
            drop(self.memory.exchange(place, before));
        }
    }
}

/// A table from its beginning, or from behind a key, to its end.
fn all_of(table: Table, after: Option<&Key>) -> (Bound<At>, Bound<At>) {
    let from = match after {
        Some(key) => Bound::Excluded((table, key.clone())),
        None => Bound::Included((table, Key::Number(i64::MIN))),
    };
    let next = Table::ALL.into_iter().find(|other| *other > table);
    let to = next.map_or(Bound::Unbounded, |next| {
        Bound::Excluded((next, Key::Number(i64::MIN)))
    });
    (from, to)
}

impl MemoryTx {
    pub(super) fn get(&self, table: Table, key: &Key) -> Option<String> {
        let tables = self.memory.0.borrow();
        tables
            .get(&(table, key.clone()))
            .map(|stored| stored.json.clone())
    }

    pub(super) fn all(&self, table: Table, after: Option<&Key>, limit: usize) -> Vec<String> {
        let tables = self.memory.0.borrow();
        let some = tables.range(all_of(table, after)).take(limit);
        some.map(|(_, stored)| stored.json.clone()).collect()
    }

    pub(super) fn keys(&self, table: Table) -> Vec<Key> {
        let tables = self.memory.0.borrow();
        let all = tables.range(all_of(table, None));
        all.map(|((_, key), _)| key.clone()).collect()
    }

    pub(super) fn last(&self, table: Table) -> Option<String> {
        let tables = self.memory.0.borrow();
        let last = tables.range(all_of(table, None)).next_back();
        last.map(|(_, stored)| stored.json.clone())
    }

    pub(super) fn by(&self, table: Table, index: Index, key: &Key) -> Vec<String> {
        let tables = self.memory.0.borrow();
        let is_it = |stored: &Stored| matches!(&stored.index, Some((its, at)) if *its == index && at == key);
        let found = tables.range(all_of(table, None)).map(|(_, stored)| stored);
        found
            .filter(|stored| is_it(stored))
            .map(|stored| stored.json.clone())
            .collect()
    }

    pub(super) fn keys_below(&self, table: Table, index: Index, end: &Key) -> Vec<Key> {
        let tables = self.memory.0.borrow();
        let is_below =
            |stored: &Stored| matches!(&stored.index, Some((its, at)) if *its == index && at < end);
        let all = tables.range(all_of(table, None));
        all.filter(|(_, stored)| is_below(stored))
            .map(|((_, key), _)| key.clone())
            .collect()
    }

    pub(super) fn put(&self, table: Table, key: Key, stored: Stored) {
        self.change((table, key), Some(stored));
    }

    pub(super) fn delete(&self, table: Table, key: Key) {
        self.change((table, key), None);
    }

    fn change(&self, place: At, stored: Option<Stored>) {
        let before = self.memory.exchange(place.clone(), stored);
        self.undo.borrow_mut().push((place, before));
    }

    pub(super) fn commit(mut self) {
        self.undo.get_mut().clear();
    }
}

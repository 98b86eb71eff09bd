//! How changes become a new snapshot, and how the delta is merged into a new base.

use std::collections::HashMap;
use std::sync::Arc;

use super::base::Base;
use super::building::Builder;
use super::delta::Row;
use super::dense::Dense;
use super::lot::Change;
use super::snapshot::Snapshot;

/// What only writers know. Its lock is the only one; no search takes it.
#[derive(Debug, Default)]
pub(super) struct Writer {
    /// Live rows of the delta by lot number.
    rows: HashMap<i64, u32>,
}

/// A change with its folding done, which needs no lock.
pub(in crate::search) struct Prepared(Work);

enum Work {
    Put(Box<Row>),
    Remove(i64),
    RemoveCompany(i64),
}

impl Prepared {
    /// Prepares a change; its place is found in the base of the moment, and again if that is no longer the one.
    pub(super) fn of(change: Change, base: &Base) -> Self {
        Self(match change {
            Change::Put(lot) => Work::Put(Box::new(Row::of(lot).placed(base))),
            Change::Remove(lot_id) => Work::Remove(lot_id),
            Change::RemoveCompany(company) => Work::RemoveCompany(company),
        })
    }

    /// Gives a new lot its number.
    pub(in crate::search) fn number(&mut self, lot_id: i64) {
        if let Work::Put(row) = &mut self.0 {
            row.lot.lot_id = lot_id;
        }
    }
}

/// A snapshot in the making.
struct Draft<'w> {
    snapshot: Snapshot,
    /// The dead of the base, copied when the first one is added.
    dead: Option<Dense>,
    rows: &'w mut HashMap<i64, u32>,
}

impl Writer {
    /// The snapshot after some changes.
    pub(super) fn after(&mut self, current: &Snapshot, changes: Vec<Prepared>, seq: i64) -> Snapshot {
        let mut draft = Draft {
            snapshot: current.clone(),
            dead: None,
            rows: &mut self.rows,
        };
        for change in changes {
            match change.0 {
                Work::Put(row) => {
                    draft.remove(row.lot.lot_id);
                    draft.put(*row);
                }
                Work::Remove(lot_id) => draft.remove(lot_id),
                Work::RemoveCompany(company) => draft.remove_company(company),
            }
        }
        draft.snapshot.seq = draft.snapshot.seq.max(seq);
        draft.done()
    }

    /// The snapshot after `merged` was made from `before`, with what has happened since then in `now`.
    pub(super) fn after_merge(&mut self, before: &Snapshot, now: &Snapshot, merged: Snapshot) -> Snapshot {
        self.rows.clear();
        let mut draft = Draft {
            snapshot: Snapshot {
                seq: now.seq,
                ..merged
            },
            dead: None,
            rows: &mut self.rows,
        };
        now.dead.each(|at| {
            if !before.dead.test(at) {
                draft.remove(before.base.ids.get(at as usize));
            }
        });
        for (number, row) in now.delta.rows() {
            let dead = now.delta.is_dead(number);
            if number >= before.delta.len() {
                if !dead {
                    draft.put(row.clone());
                }
            } else if dead && !before.delta.is_dead(number) {
                draft.remove(row.lot.lot_id);
            }
        }
        draft.done()
    }

    /// Forgets the delta: a whole new base is there.
    pub(super) fn start_over(&mut self) {
        self.rows.clear();
    }
}

impl Draft<'_> {
    fn put(&mut self, row: Row) {
        let lot_id = row.lot.lot_id;
        let number = self.snapshot.delta.push(row.placed(&self.snapshot.base));
        self.rows.insert(lot_id, number);
    }

    fn remove(&mut self, lot_id: i64) {
        if let Some(number) = self.rows.remove(&lot_id) {
            self.snapshot.delta.kill(number);
        }
        // A lot of the base with a newer version in the delta is dead already; killing it twice changes nothing.
        if let Some(position) = self.snapshot.base.position(lot_id) {
            self.kill(position);
        }
    }

    fn remove_company(&mut self, company: i64) {
        let rows = self
            .snapshot
            .delta
            .live_rows()
            .filter(|row| row.lot.company == company);
        let lots: Vec<i64> = rows.map(|row| row.lot.lot_id).collect();
        lots.into_iter().for_each(|lot_id| self.remove(lot_id));
        let base = Arc::clone(&self.snapshot.base);
        base.positions_of_company(company)
            .into_iter()
            .for_each(|position| self.kill(position));
    }

    fn kill(&mut self, position: u32) {
        let dead = self.dead.get_or_insert_with(|| (*self.snapshot.dead).clone());
        if dead.set(position) {
            self.snapshot.dead_count += 1;
        }
    }

    fn done(mut self) -> Snapshot {
        if let Some(dead) = self.dead {
            self.snapshot.dead = Arc::new(dead);
        }
        self.snapshot
    }
}

/// A snapshot with the same lots, all of them in the base. Takes a second for a million lots and no lock.
pub(super) fn merged(snapshot: &Snapshot) -> Snapshot {
    let mut builder = Builder::new();
    builder.adopt(&snapshot.base, &snapshot.dead);
    snapshot.delta.live_rows().for_each(|row| builder.push(&row.lot));
    Snapshot::fresh(builder.finish(), snapshot.seq)
}

#[cfg(test)]
mod tests {
    use super::super::fresh;
    use super::super::lot::{IndexedLot, fingerprint};
    use super::*;

    fn lot(lot_id: i64, model: &str) -> IndexedLot {
        let text = || "x".to_owned();
        IndexedLot {
            lot_id,
            company: 1,
            registered: lot_id,
            manufacturer: text(),
            product_name: text(),
            model: model.to_owned(),
            quantity: 1,
            packing: text(),
            rohs: text(),
            dc: None,
            location: text(),
            remarks: text(),
            owner_stock: false,
        }
    }

    #[test]
    fn what_changes_while_a_merge_is_under_way_survives_it() {
        let mut writer = Writer::default();
        let step = |writer: &mut Writer, now: &Snapshot, changes: Vec<Change>| {
            let prepared = changes.into_iter().map(|change| Prepared::of(change, &now.base));
            writer.after(now, prepared.collect(), now.seq + 1)
        };
        let start = fresh([1, 2, 3, 4].map(|id| lot(id, "BASE")), 1);
        let put = |id, model| Change::Put(lot(id, model));
        let before = step(
            &mut writer,
            &start,
            vec![
                put(5, "ROW"),
                put(6, "ROW"),
                put(7, "ROW"),
                put(1, "ROW"),
                Change::Remove(2),
            ],
        );
        let merged = merged(&before);
        // A lot of the base and rows of the merged delta go, one changes, one comes and goes, one comes and stays.
        let changes = vec![
            Change::Remove(3),
            Change::Remove(5),
            put(6, "NEW"),
            put(8, "NEW"),
            put(9, "NEW"),
            Change::Remove(8),
        ];
        let now = step(&mut writer, &before, changes);
        let after = writer.after_merge(&before, &now, merged);
        let expected = [
            lot(1, "ROW"),
            lot(4, "BASE"),
            lot(6, "NEW"),
            lot(7, "ROW"),
            lot(9, "NEW"),
        ];
        for snapshot in [&now, &after] {
            let stats = snapshot.stats();
            assert_eq!((stats.live_lots, stats.models, stats.seq), (5, 3, 3));
            assert_eq!(
                stats.checksum,
                expected.iter().map(fingerprint).fold(0, u64::wrapping_add)
            );
        }
        // The writer knows where the rows are now.
        let last = step(
            &mut writer,
            &after,
            vec![Change::Remove(9), Change::Remove(6), Change::Remove(1)],
        );
        assert_eq!((last.stats().live_lots, last.stats().models), (2, 2));
    }
}

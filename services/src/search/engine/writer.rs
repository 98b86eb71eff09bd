//! How changes become a new snapshot, and how the deltas of shelves are merged into new bases.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::building::Builder;
use super::delta::Row;
use super::dense::Dense;
use super::lot::Change;
use super::shelf::Shelf;
use super::snapshot::Snapshot;

/// What only writers know. Its lock is the only one; no search takes it.
#[derive(Debug, Default)]
pub(super) struct Writer {
    /// Live rows of the deltas by lot number.
    rows: HashMap<i64, Place>,
}

/// Where a row is.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// The number of the base of its shelf.
    base: u64,
    /// Its number in the delta.
    row: u32,
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
    pub(super) fn of(change: Change, snapshot: &Snapshot) -> Self {
        Self(match change {
            Change::Put(lot) => {
                let row = Row::of(lot);
                let shelf = snapshot.shelf_of(&row.spelling);
                Work::Put(Box::new(row.placed(&snapshot.shelves[shelf].base)))
            }
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
    /// For each shelf, the dead of its base, copied when the first one is added.
    dead: Vec<Option<Dense>>,
    rows: &'w mut HashMap<i64, Place>,
}

impl Writer {
    /// The snapshot after some changes.
    pub(super) fn after(&mut self, current: &Snapshot, changes: Vec<Prepared>, seq: i64) -> Snapshot {
        let mut draft = self.draft(current.clone());
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

    /// The snapshot after the shelves `run` of `before` were merged, with what has happened since then in `now`, which
    /// has the same shelves.
    pub(super) fn after_merge(
        &mut self,
        before: &Snapshot,
        now: &Snapshot,
        run: Range<usize>,
        merged: Vec<Shelf>,
    ) -> Snapshot {
        let is_of_run = |place: &Place| {
            let mut bases = now.shelves[run.clone()].iter().map(|shelf| shelf.base.number);
            bases.any(|number| number == place.base)
        };
        self.rows.retain(|_, place| !is_of_run(place));
        let places = run.start..run.start + merged.len();
        let mut shelves = now.shelves.clone();
        shelves.splice(run.clone(), merged);
        let mut draft = self.draft(Snapshot::of(shelves, now.seq));
        for (before, now) in before.shelves[run.clone()].iter().zip(&now.shelves[run]) {
            // Its newer version, if there is one, may have come to any shelf: only what was merged is taken away.
            let mut gone = |lot_id| draft.kill_in(places.clone(), lot_id);
            now.dead.each(|at| {
                if !before.dead.test(at) {
                    gone(before.base.ids.get(at as usize));
                }
            });
            for (number, row) in now.delta.rows().take(before.delta.len() as usize) {
                if now.delta.is_dead(number) && !before.delta.is_dead(number) {
                    gone(row.lot.lot_id);
                }
            }
            for (number, row) in now.delta.rows().skip(before.delta.len() as usize) {
                if !now.delta.is_dead(number) {
                    draft.put(row.clone());
                }
            }
        }
        draft.done()
    }

    /// Forgets the deltas: a whole new index is there.
    pub(super) fn start_over(&mut self) {
        self.rows.clear();
    }

    fn draft(&mut self, snapshot: Snapshot) -> Draft<'_> {
        Draft {
            dead: vec![None; snapshot.shelves.len()],
            snapshot,
            rows: &mut self.rows,
        }
    }
}

impl Draft<'_> {
    fn put(&mut self, row: Row) {
        let at = self.snapshot.shelf_of(&row.spelling);
        let shelf = &mut self.snapshot.shelves[at];
        let lot_id = row.lot.lot_id;
        let place = Place {
            base: shelf.base.number,
            row: shelf.delta.push(row.placed(&shelf.base)),
        };
        self.rows.insert(lot_id, place);
    }

    fn remove(&mut self, lot_id: i64) {
        if let Some(place) = self.rows.remove(&lot_id) {
            let mut shelves = self.snapshot.shelves.iter_mut();
            if let Some(shelf) = shelves.find(|shelf| shelf.base.number == place.base) {
                shelf.delta.kill(place.row);
            }
        }
        // A lot of a base with a newer version in a delta is dead already; killing it twice changes nothing.
        self.kill_in(0..self.snapshot.shelves.len(), lot_id);
    }

    fn remove_company(&mut self, company: i64) {
        let shelves = self.snapshot.shelves.iter();
        let rows = shelves
            .flat_map(|shelf| shelf.delta.live_rows())
            .filter(|row| row.lot.company == company);
        let lots: Vec<i64> = rows.map(|row| row.lot.lot_id).collect();
        lots.into_iter().for_each(|lot_id| self.remove(lot_id));
        for at in 0..self.snapshot.shelves.len() {
            let positions = self.snapshot.shelves[at].base.positions_of_company(company);
            positions.into_iter().for_each(|position| self.kill(at, position));
        }
    }

    /// Kills a lot in the bases of some shelves.
    fn kill_in(&mut self, shelves: Range<usize>, lot_id: i64) {
        for at in shelves {
            if let Some(position) = self.snapshot.shelves[at].base.position(lot_id) {
                self.kill(at, position);
            }
        }
    }

    fn kill(&mut self, at: usize, position: u32) {
        let shelf = &mut self.snapshot.shelves[at];
        let dead = self.dead[at].get_or_insert_with(|| (*shelf.dead).clone());
        if dead.set(position) {
            shelf.dead_count += 1;
        }
    }

    fn done(mut self) -> Snapshot {
        for (shelf, dead) in self.snapshot.shelves.iter_mut().zip(self.dead) {
            if let Some(dead) = dead {
                shelf.dead = Arc::new(dead);
            }
        }
        self.snapshot
    }
}

/// Shelves with the same lots as some that stand side by side, all of them in bases of hardly more than `most` lots.
/// Takes a quarter of a second for a shelf of 200,000 lots and no lock.
pub(super) fn merged(run: &[Shelf], most: u32) -> Vec<Shelf> {
    let mut builder = Builder::new();
    run.iter().for_each(|shelf| builder.adopt(shelf));
    let from = run.first().map(|first| Arc::clone(&first.from));
    builder.finish(from.unwrap_or_default(), most)
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
        // On one shelf, on two, and on one for each model.
        for most in [100, 2, 1] {
            let models = [(1, "BASE"), (2, "BASE"), (3, "MIX"), (4, "ZED")];
            let start = fresh(models.map(|(id, model)| lot(id, model)), 1, most);
            let all = start.shelves.len();
            for at in 0..all {
                merges(&start, at..at + 1, most);
            }
            merges(&start, 0..all, most);
        }
    }

    fn merges(start: &Snapshot, run: Range<usize>, most: u32) {
        let mut writer = Writer::default();
        let step = |writer: &mut Writer, now: &Snapshot, changes: Vec<Change>| {
            let prepared = changes.into_iter().map(|change| Prepared::of(change, now));
            writer.after(now, prepared.collect(), now.seq + 1)
        };
        let put = |id, model| Change::Put(lot(id, model));
        let before = step(
            &mut writer,
            start,
            vec![
                put(5, "ROW"),
                put(6, "ROW"),
                put(7, "ROW"),
                put(1, "ROW"),
                Change::Remove(2),
            ],
        );
        let merged = merged(&before.shelves[run.clone()], most);
        // A lot of a base and rows of a merged delta go, some change, which takes two to other shelves, one comes and goes,
        // one comes and stays.
        let changes = vec![
            Change::Remove(3),
            Change::Remove(5),
            put(6, "NEW"),
            put(4, "BASE"),
            put(8, "NEW"),
            put(9, "NEW"),
            Change::Remove(8),
        ];
        let now = step(&mut writer, &before, changes);
        let after = writer.after_merge(&before, &now, run, merged);
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

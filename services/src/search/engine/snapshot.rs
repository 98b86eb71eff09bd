//! What a search holds on to: the shelves in the order of their models, and the values that they have in common.

use std::sync::Arc;

use domain::search::Spelling;

use super::Stats;
use super::shelf::Shelf;
use super::values::Values;

/// Immutable; a change makes a new one that shares most of the old.
#[derive(Debug, Clone)]
pub(super) struct Snapshot {
    /// At least one.
    pub(super) shelves: Vec<Shelf>,
    /// Of the bases of all shelves.
    pub(super) values: Arc<Values>,
    /// The highest change number given.
    pub(super) seq: i64,
}

impl Snapshot {
    pub(super) fn of(shelves: Vec<Shelf>, seq: i64) -> Self {
        Self {
            values: Arc::new(Values::of(&shelves)),
            shelves,
            seq,
        }
    }

    /// The number of the shelf on which a model stands or would stand.
    pub(super) fn shelf_of(&self, model: &Spelling) -> usize {
        let passed = self
            .shelves
            .partition_point(|shelf| shelf.from.is_passed_by(model));
        passed.saturating_sub(1)
    }

    /// Lots that a search can find.
    pub(super) fn live_lots(&self) -> u32 {
        self.shelves.iter().map(Shelf::live_lots).sum()
    }

    pub(super) fn stats(&self) -> Stats {
        let nothing = Stats {
            live_lots: 0,
            models: 0,
            seq: self.seq,
            checksum: 0,
            unmerged: 0,
        };
        self.shelves
            .iter()
            .map(Shelf::stats)
            .fold(nothing, |all, of| Stats {
                live_lots: all.live_lots + of.live_lots,
                models: all.models + of.models,
                seq: all.seq,
                checksum: all.checksum.wrapping_add(of.checksum),
                unmerged: all.unmerged + of.unmerged,
            })
    }
}

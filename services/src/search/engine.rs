//! The search index in the process: a cache of the tables that answers a whole page faster than a scan would find ids.
//!
//! A search works on a snapshot and takes no lock. The models stand, in their order, on a few *shelves*, each with a large
//! sorted *base* (`engine/base.rs`) and a small *delta* of what came since, scanned whole. Changes go to the deltas and are
//! visible to the next search; when a delta has grown, a thread merges it into a new base of its shelf while searches and
//! changes go on. So a merge needs room for one shelf, however many lots there are. What counts as a hit and why is not
//! decided here but in `domain::search`, against which the tests hold every result.
//!
//! Where to look next: `matching` finds models, `shelf` counts them, `paging` picks what of a shelf is on the page and
//! `joining` the page, `counting` the facets, `writer` takes changes. The index knows nothing of the database: whoever
//! feeds it commits first (search.md).

mod base;
mod building;
mod codes;
mod counting;
mod delta;
mod dense;
mod dictionary;
mod filter;
mod grams;
mod groups;
mod histograms;
mod joined;
mod joining;
mod lot;
mod matching;
mod models;
mod names;
mod near;
mod ordering;
mod orders;
mod paging;
mod searching;
mod shelf;
mod snapshot;
mod spellings;
mod texts;
mod top;
mod values;
mod walk;
mod writer;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arc_swap::ArcSwap;
use domain::search::{FacetCounts, Query, SearchRequest, Tier, TierCounts};

use building::Builder;
pub use lot::{Change, IndexedLot, fingerprint};
pub(super) use near::may_be_near;
use shelf::Shelf;
use snapshot::Snapshot;
pub(super) use writer::Prepared;
use writer::Writer;

/// A shelf with so many changes is merged, or with one for every [`MERGE_SHARE`] lots of its base if that is more: a scan
/// of the delta then stays a small part of a scan of the base.
const MERGE_FROM: u32 = 4_096;
const MERGE_SHARE: u32 = 64;
/// Lots of a shelf, before it is cut in two.
const SHELF: u32 = 200_000;

/// The index. A clone is another handle of the same index.
#[derive(Debug, Clone)]
pub struct Engine {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    snapshot: ArcSwap<Snapshot>,
    writer: Mutex<Writer>,
    /// Lots that a shelf may have.
    shelf: u32,
    /// Whether a merge is under way; one is enough.
    merging: AtomicBool,
}

/// What is counted beside the hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    /// Lots, models and tiers.
    Tiers,
    /// The facets as well.
    Facets,
}

/// A page of hits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Hits on all pages, in lots.
    pub total_lots: u32,
    /// Distinct models (letters and digits, and points) among them.
    pub total_models: u32,
    /// Hits in each tier.
    pub tiers: TierCounts,
    /// This page, in order; none past the last page.
    pub hits: Vec<Hit>,
    /// With [`Counts::Facets`].
    pub facets: Option<FacetCounts>,
    /// The highest change number that this page knows of.
    pub seq: i64,
}

/// A lot on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    pub lot_id: i64,
    pub tier: Tier,
    /// Whether the stock is the marketplace owner's.
    pub owner_stock: bool,
}

/// What the index holds, to be compared with the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stats {
    pub live_lots: u32,
    /// Distinct models with a live lot.
    pub models: u32,
    /// The highest change number given.
    pub seq: i64,
    /// The wrapping sum of [`fingerprint`] over all live lots, read from what searches read.
    pub checksum: u64,
    /// Changes that wait for a merge: rows of the deltas and dead lots of the bases.
    pub unmerged: u32,
}

impl Engine {
    /// An index of all rows; of rows with the same lot number the last counts. About two seconds for a million lots.
    /// `seq` is the highest change number that the rows contain.
    #[must_use]
    pub fn build(rows: impl IntoIterator<Item = IndexedLot>, seq: i64) -> Self {
        Self::build_on_shelves(rows, seq, SHELF)
    }

    /// The same with shelves of hardly more than so many lots; it answers alike.
    #[must_use]
    pub fn build_on_shelves(rows: impl IntoIterator<Item = IndexedLot>, seq: i64, lots: u32) -> Self {
        let shared = Shared {
            snapshot: ArcSwap::from_pointee(fresh(rows, seq, lots)),
            writer: Mutex::default(),
            shelf: lots,
            merging: AtomicBool::new(false),
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// Makes the index anew from all rows and swaps it in. Searches go on with the old one; changes wait, so that none
    /// is lost between the rows and the swap: read the rows in this call, not before it.
    pub fn rebuild(&self, rows: impl IntoIterator<Item = IndexedLot>, seq: i64) {
        let mut writer = self.writer();
        let snapshot = fresh(rows, seq, self.shared.shelf);
        writer.start_over();
        self.shared.snapshot.store(Arc::new(snapshot));
    }

    /// Takes committed changes in their order; the next search sees all of them. `seq` is their highest number.
    ///
    /// A large delta of a shelf starts a merge in a thread of its own.
    pub fn apply(&self, changes: Vec<Change>, seq: i64) {
        let prepared = changes.into_iter().map(|change| self.prepared(change));
        self.apply_prepared(prepared.collect(), seq);
    }

    /// Does the part of taking a change that needs no lock.
    pub(super) fn prepared(&self, change: Change) -> Prepared {
        Prepared::of(change, &self.shared.snapshot.load())
    }

    /// The same for new lots whose numbers are not known yet.
    pub(super) fn prepare(&self, lots: Vec<IndexedLot>) -> Vec<Prepared> {
        let snapshot = self.shared.snapshot.load();
        let put = |lot| Prepared::of(Change::Put(lot), &snapshot);
        lots.into_iter().map(put).collect()
    }

    /// Takes changes as [`Engine::apply`] does.
    pub(super) fn apply_prepared(&self, prepared: Vec<Prepared>, seq: i64) {
        let mut writer = self.writer();
        let next = writer.after(&self.shared.snapshot.load(), prepared, seq);
        self.shared.snapshot.store(Arc::new(next));
        drop(writer);
        if self.due().is_some() {
            self.merge_in_the_background();
        }
    }

    /// Merges the deltas of all shelves, one shelf after the other; returns when the new bases are in use. Searches and
    /// changes go on meanwhile. Without effect where another merge is under way.
    pub fn merge(&self) {
        let Some(_turn) = Turn::take(&self.shared.merging) else {
            return;
        };
        let mut at = 0;
        while let Some(unmerged) = self.unmerged(at) {
            if unmerged > 0 {
                self.merge_shelf(at);
            }
            at += 1;
        }
    }

    /// What waits for a merge on a shelf, if there is one.
    fn unmerged(&self, at: usize) -> Option<u32> {
        self.shared.snapshot.load().shelves.get(at).map(Shelf::unmerged)
    }

    /// Merges a shelf, together with the next one where both have become small. The turn to merge has been taken.
    fn merge_shelf(&self, at: usize) {
        let before = self.shared.snapshot.load_full();
        let most = self.shared.shelf;
        let lots: u32 = before.shelves.iter().skip(at).take(2).map(Shelf::live_lots).sum();
        let run = at..before
            .shelves
            .len()
            .min(if lots < most / 2 { at + 2 } else { at + 1 });
        let merged = writer::merged(&before.shelves[run.clone()], most);
        let mut writer = self.writer();
        let now = self.shared.snapshot.load();
        // A rebuild in the meantime has made this work worthless.
        let is_same = |at: usize| Arc::ptr_eq(&before.shelves[at].base, &now.shelves[at].base);
        if before.shelves.len() == now.shelves.len() && run.clone().all(is_same) {
            let next = writer.after_merge(&before, &now, run, merged);
            self.shared.snapshot.store(Arc::new(next));
        }
    }

    /// The page of a query that `request` asks for; `request.q` is not looked at. Never blocks.
    #[must_use]
    pub fn search(&self, query: &Query, request: &SearchRequest, counts: Counts) -> Page {
        searching::search(&self.shared.snapshot.load(), query, request, counts)
    }

    /// At most five models near a query without a hit, in a supplier's spelling, nearest first.
    #[must_use]
    pub fn near(&self, query: &Query) -> Vec<String> {
        near::near(&self.shared.snapshot.load(), query)
    }

    /// What the index holds. Reads every lot: some fifty milliseconds for a million.
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.shared.snapshot.load().stats()
    }

    /// Lots that a search can find; cheap.
    #[must_use]
    pub fn lots(&self) -> u32 {
        self.shared.snapshot.load().live_lots()
    }

    /// The highest change number given; cheap.
    #[must_use]
    pub fn seq(&self) -> i64 {
        self.shared.snapshot.load().seq
    }

    /// How many models of the bases contain the norm of a query, found by running through all names: the yardstick that
    /// the figures are measured against.
    #[must_use]
    pub fn scan(&self, query: &Query) -> usize {
        let snapshot = self.shared.snapshot.load();
        let scans = snapshot
            .shelves
            .iter()
            .map(|shelf| shelf.base.names.scan(query.norm()).len());
        scans.sum()
    }

    /// A shelf whose delta is to be merged.
    fn due(&self) -> Option<usize> {
        let is_due = |shelf: &Shelf| shelf.unmerged() >= MERGE_FROM.max(shelf.base.len() / MERGE_SHARE);
        self.shared.snapshot.load().shelves.iter().position(is_due)
    }

    fn merge_in_the_background(&self) {
        if self.shared.merging.load(Ordering::Acquire) {
            return;
        }
        let engine = self.clone();
        // Where no thread is to be had, the next change tries again; until then the delta is merely longer.
        _ = std::thread::Builder::new()
            .name("search-merge".to_owned())
            // What came during a merge may ask for the next one, and whoever brought it saw one at work.
            .spawn(move || while engine.due().is_some() && engine.has_merged_what_is_due() {});
    }

    /// Merges a shelf that is due, unless another merge is under way.
    fn has_merged_what_is_due(&self) -> bool {
        let Some(_turn) = Turn::take(&self.shared.merging) else {
            return false;
        };
        self.due().into_iter().for_each(|at| self.merge_shelf(at));
        true
    }

    /// A writer that panicked has not published anything, so what the lock guards is whole.
    fn writer(&self) -> MutexGuard<'_, Writer> {
        self.shared.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Engine {
    fn default() -> Self {
        Self::build([], 0)
    }
}

fn fresh(rows: impl IntoIterator<Item = IndexedLot>, seq: i64, most: u32) -> Snapshot {
    let mut builder = Builder::new();
    rows.into_iter().for_each(|lot| builder.push(&lot));
    Snapshot::of(builder.finish(Arc::default(), most), seq)
}

/// The right to merge, given back when dropped, so that a panic does not end merging for good.
struct Turn<'a>(&'a AtomicBool);

impl<'a> Turn<'a> {
    fn take(merging: &'a AtomicBool) -> Option<Self> {
        (!merging.swap(true, Ordering::AcqRel)).then_some(Self(merging))
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

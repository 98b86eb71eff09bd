//! What the grid keeps and looks at beside what the domain asks of a store: drafts, what can be taken back, and the lots as they are
//! shown.

use std::collections::{HashMap, HashSet};

use domain::inventory::grid::past::Step;
use domain::inventory::grid::{Draft, Loaded, Past, Steps};
use domain::inventory::sync::Row;
use domain::inventory::sync::display::fold;
use domain::inventory::sync::local::{Kept, LocalTx, Open, Queued, Rejected, StoreFault};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::base::Base;
use super::tables::{Key, Table};
use super::tx::Tx;

/// What can be taken back: what was done lately, and before.
const PAST: &str = "past";
const EARLY: &str = "past-early";
/// Rows that are read at once.
const AT_ONCE: usize = 2_000;

/// The lots as they are shown, and what has to be decided about them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Looked {
    pub lots: Vec<Loaded>,
    /// Conflicts that nobody has chosen in, all of them.
    pub conflicts: Vec<Open>,
    /// Those that were settled elsewhere, as long as nobody has taken note.
    pub settled: Vec<Open>,
    /// What the market has of their lots.
    pub rows: Vec<Kept>,
    /// Refused ops that nobody has taken note of, all of them.
    pub rejected: Vec<Rejected>,
    /// When the oldest edit in the queue was made, by the device's clock.
    pub oldest: Option<i64>,
}

/// A draft that is to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    pub item: Uuid,
    pub now: Option<Draft>,
    /// As this tab stored it, or found it stored, last.
    pub before: Option<Draft>,
}

/// What can be taken back after the page was loaded anew, as it is written down.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remembered {
    pub recent: Steps,
    /// The name of the early steps that the recent ones come after. Another tab may write others.
    pub after: Uuid,
    /// Those, where they are not on the device yet.
    pub early: Option<Steps>,
}

/// Steps on the device. Programs of before wrote no name, and no early steps.
#[derive(Debug, Default, Deserialize)]
struct Named {
    #[serde(default)]
    name: Uuid,
    done: Vec<Step>,
    undone: Vec<Step>,
}

/// The same, as it is written.
#[derive(Debug, Serialize)]
struct Naming<'a> {
    name: Uuid,
    done: &'a [Step],
    undone: &'a [Step],
}

impl Remembered {
    const fn naming<'a>(&self, steps: &'a Steps) -> Naming<'a> {
        Naming {
            name: self.after,
            done: steps.done.as_slice(),
            undone: steps.undone.as_slice(),
        }
    }
}

impl From<Named> for Steps {
    fn from(Named { done, undone, .. }: Named) -> Self {
        Self { done, undone }
    }
}

/// What would be lost with the store.
#[derive(Debug, Clone, Default)]
pub struct Unsent {
    pub drafts: Vec<Draft>,
    pub queue: Vec<Queued>,
    /// Those that nobody has chosen in.
    pub conflicts: Vec<Open>,
    pub rejected: Vec<Rejected>,
    /// The lots that these are about, as the market has told them last.
    pub lots: HashMap<Uuid, Row>,
}

/// What is on its way, by lot.
#[derive(Default)]
struct Under {
    queue: HashMap<Uuid, Vec<Queued>>,
    conflicts: Vec<Open>,
    settled: Vec<Open>,
    rejected: Vec<Rejected>,
    refused: HashSet<Uuid>,
    oldest: Option<i64>,
}

impl Under {
    async fn of(tx: &mut Tx) -> Result<Self, StoreFault> {
        let mut under = Self::default();
        for queued in tx.queue(usize::MAX).await? {
            under.oldest = under.oldest.or(Some(queued.op.made_at));
            under.queue.entry(queued.op.item_id).or_default().push(queued);
        }
        for open in tx.conflicts().await? {
            if open.waits() {
                under.conflicts.push(open);
            } else if open.news().is_some() {
                under.settled.push(open);
            }
        }
        under.rejected = tx.all(Table::Rejected).await?;
        under.refused = under
            .rejected
            .iter()
            .map(|rejected| rejected.op.item_id)
            .collect();
        Ok(under)
    }

    fn loaded(&self, item_id: Uuid, kept: Option<&Kept>) -> Loaded {
        let ops = self.queue.get(&item_id).map_or(&[][..], Vec::as_slice);
        let shown = fold(kept.map(|kept| &kept.row), ops);
        let waiting = shown.as_ref().map_or(0, |shown| shown.waiting);
        let of_item = self
            .conflicts
            .iter()
            .filter(|open| open.conflict.item_id == item_id);
        Loaded {
            item_id,
            kept: shown.filter(|shown| !shown.is_deleted).map(|shown| shown.lot),
            waiting,
            conflicts: u32::try_from(of_item.count()).unwrap_or(u32::MAX),
            is_refused: self.refused.contains(&item_id),
        }
    }

    async fn told(self, tx: &mut Tx, lots: Vec<Loaded>) -> Result<Looked, StoreFault> {
        let mut rows = Vec::new();
        for open in self.conflicts.iter().chain(&self.settled) {
            rows.extend(tx.row(open.conflict.item_id).await?);
        }
        Ok(Looked {
            lots,
            conflicts: self.conflicts,
            settled: self.settled,
            rows,
            rejected: self.rejected,
            oldest: self.oldest,
        })
    }
}

impl Base {
    /// Looks at some lots.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn look(&self, items: &[Uuid]) -> Result<Looked, StoreFault> {
        self.work(async |tx| {
            let under = Under::of(tx).await?;
            let keys: Vec<_> = items.iter().copied().map(Key::from).collect();
            let kept: Vec<Option<Kept>> = tx.get_all(Table::Rows, &keys).await?;
            let lots = items.iter().zip(&kept);
            let lots = lots
                .map(|(item, kept)| under.loaded(*item, kept.as_ref()))
                .collect();
            under.told(tx, lots).await
        })
        .await
    }

    /// Looks at all lots, and hands them over part by part.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn look_at_all(&self, mut take: impl FnMut(Vec<Loaded>)) -> Result<Looked, StoreFault> {
        self.work(async |tx| {
            let under = Under::of(tx).await?;
            let mut from = None;
            let mut seen = HashSet::new();
            loop {
                let part: Vec<Kept> = tx.some(Table::Rows, from.as_ref(), AT_ONCE).await?;
                let Some(last) = part.last() else { break };
                from = Some(Key::from(last.row.item_id));
                for kept in &part {
                    if under.queue.contains_key(&kept.row.item_id) {
                        seen.insert(kept.row.item_id);
                    }
                }
                take(
                    part.iter()
                        .map(|kept| under.loaded(kept.row.item_id, Some(kept)))
                        .collect(),
                );
            }
            let new = under.queue.keys().filter(|item| !seen.contains(*item));
            let mut new: Vec<_> = new.copied().collect();
            new.sort_unstable();
            let lots = new.into_iter().map(|item| under.loaded(item, None)).collect();
            take(lots);
            under.told(tx, Vec::new()).await
        })
        .await
    }

    /// The drafts, in the order in which their lots were made.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn drafts(&self) -> Result<(Vec<Draft>, Past), StoreFault> {
        self.work(async |tx| {
            let drafts = tx.all(Table::Drafts).await?;
            let recent: Named = tx.get(Table::Meta, PAST).await?.unwrap_or_default();
            let early: Named = tx.get(Table::Meta, EARLY).await?.unwrap_or_default();
            // Steps of two tabs do not follow each other.
            let early = if early.name == recent.name {
                early.into()
            } else {
                Steps::default()
            };
            Ok((drafts, Past::of(early, recent.into())))
        })
        .await
    }

    /// Drafts of some lots, as they are stored.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn drafts_of(&self, items: &[Uuid]) -> Result<Vec<Option<Draft>>, StoreFault> {
        self.work(async |tx| tx.drafts_of(items).await).await
    }

    /// Stores drafts, and what can be taken back; `None` removes one. Another tab may have typed over the same lots, so each comes with
    /// what this one had stored before, and what is stored in the end is answered.
    ///
    /// # Errors
    /// They are not on the device.
    pub async fn store_drafts(
        &self,
        drafts: &[Typed],
        past: &Remembered,
    ) -> Result<Vec<Option<Draft>>, StoreFault> {
        let items: Vec<_> = drafts.iter().map(|typed| typed.item).collect();
        self.work(async |tx| {
            let stored = tx.drafts_of(&items).await?;
            let mut kept = Vec::with_capacity(drafts.len());
            for (typed, stored) in drafts.iter().zip(stored) {
                let joined = Draft::joined(stored, typed.before.as_ref(), typed.now.clone());
                tx.put_draft(typed.item, joined.as_ref())?;
                kept.push(joined);
            }
            tx.put(Table::Meta, PAST, &past.naming(&past.recent))?;
            if let Some(early) = &past.early {
                tx.put(Table::Meta, EARLY, &past.naming(early))?;
            }
            Ok(kept)
        })
        .await
    }

    /// Everything that would be lost with the store, for a file, and the lots that it is about.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn unsent_contents(&self) -> Result<Unsent, StoreFault> {
        self.work(async |tx| {
            let queue = tx.queue(usize::MAX).await?;
            let under = Under::of(tx).await?;
            let of_queue = queue.iter().map(|queued| queued.op.item_id);
            let of_rejected = under.rejected.iter().map(|rejected| rejected.op.item_id);
            let of_conflicts = under.conflicts.iter().map(|open| open.conflict.item_id);
            let items: HashSet<_> = of_queue.chain(of_rejected).chain(of_conflicts).collect();
            let keys: Vec<_> = items.into_iter().map(Key::from).collect();
            let rows: Vec<Option<Kept>> = tx.get_all(Table::Rows, &keys).await?;
            let rows = rows.into_iter().flatten();
            Ok(Unsent {
                drafts: tx.all(Table::Drafts).await?,
                queue,
                conflicts: under.conflicts,
                rejected: under.rejected,
                lots: rows.map(|kept| (kept.row.item_id, kept.row)).collect(),
            })
        })
        .await
    }

    /// Somebody has taken note that an op was refused.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn drop_rejected(&self, op: Uuid) -> Result<(), StoreFault> {
        self.work(async |tx| tx.delete(Table::Rejected, op)).await
    }
}

impl Tx {
    async fn drafts_of(&mut self, items: &[Uuid]) -> Result<Vec<Option<Draft>>, StoreFault> {
        let keys: Vec<_> = items.iter().copied().map(Key::from).collect();
        self.get_all(Table::Drafts, &keys).await
    }

    fn put_draft(&self, item: Uuid, draft: Option<&Draft>) -> Result<(), StoreFault> {
        match draft {
            Some(draft) => self.put(Table::Drafts, item, draft),
            None => self.delete(Table::Drafts, item),
        }
    }

    /// These drafts have become ops. What another tab has typed over the same lots stays.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn drop_drafts(&mut self, sent: &[Draft]) -> Result<(), StoreFault> {
        let items: Vec<_> = sent.iter().map(|draft| draft.item_id).collect();
        let stored = self.drafts_of(&items).await?;
        for (sent, stored) in sent.iter().zip(stored) {
            let left = Draft::left_of(stored, sent);
            self.put_draft(sent.item_id, left.as_ref())?;
        }
        Ok(())
    }
}

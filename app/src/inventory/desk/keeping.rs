//! What is typed goes to the device before anything else becomes of it.

use std::collections::HashMap;

use domain::inventory::grid::{Draft, Sheet, Steps};
use domain::inventory::sync::local::StoreFault;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::{Desk, Held};
use crate::inventory::device::{Remembered, Typed, disk};
use crate::inventory::driver::{Driver, now};
use crate::inventory::sending;

/// Whether what was typed is on the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Storing {
    #[default]
    Stored,
    Writing,
    /// There is no room, or the store is gone.
    Failed(StoreFault),
}

/// One write.
struct Write {
    drafts: Vec<Typed>,
    /// How often each lot had changed by then.
    times: HashMap<Uuid, u32>,
    past: Remembered,
    /// The number of the early steps.
    turns: u64,
}

impl Write {
    fn of(held: &Held) -> Self {
        let drafts = held.writing.keys().map(|item| Typed {
            item: *item,
            now: draft_of(&held.sheet, *item),
            before: held.stored.get(item).cloned(),
        });
        let past = held.sheet.past();
        let turns = past.turns();
        let known = held.early.filter(|(of, _)| *of == turns);
        Self {
            drafts: drafts.collect(),
            times: held.writing.clone(),
            past: Remembered {
                recent: past.recent(),
                after: known.map_or_else(Uuid::now_v7, |(_, name)| name),
                early: known.is_none().then(|| past.early()),
            },
            turns,
        }
    }
}

/// The draft of a lot as it is stored. A blank row is nothing that could be lost.
pub(super) fn draft_of(sheet: &Sheet, item: Uuid) -> Option<Draft> {
    let draft = sheet.line(item)?.draft.clone();
    draft.filter(|draft| !draft.is_blank())
}

impl Desk {
    /// Whether the draft of a lot is still on its way to the device.
    #[must_use]
    pub fn is_writing(self, item: Uuid) -> bool {
        self.held.with_value(|held| held.writing.contains_key(&item))
    }

    /// Brings drafts onto the device. One write follows the other, so that it is known what is there when the next one is made.
    pub fn store(self, items: Vec<Uuid>) {
        if items.is_empty() {
            return;
        }
        self.ask_to_keep();
        let is_busy = self.held.try_update_value(|held| {
            for item in items {
                *held.writing.entry(item).or_default() += 1;
            }
            std::mem::replace(&mut held.is_busy, true)
        });
        let Some(is_busy) = is_busy else { return };
        self.storing.set(Storing::Writing);
        if !is_busy {
            // The page may be gone before it is done; the drafts are on the device all the same.
            let driver = self.driver();
            spawn_local(async move {
                while let Some(write) = self.next_write() {
                    self.carry_out(&driver, write).await;
                }
            });
        }
    }

    /// What is to be written next: all that has changed and is not there yet. `None` where there is nothing left, or nothing can be
    /// written.
    fn next_write(self) -> Option<Write> {
        let write = self.held.try_update_value(|held| {
            held.is_busy = !held.writing.is_empty() && !held.has_failed;
            held.has_failed = false;
            held.is_busy.then(|| Write::of(held))
        });
        write.flatten()
    }

    /// The page goes: what has not been written is written without it.
    pub fn leave(self) {
        let left = self.held.try_with_value(|held| {
            let is_left = !held.writing.is_empty();
            is_left.then(|| (held.driver.base(), Write::of(held)))
        });
        if let Some((base, write)) = left.flatten() {
            spawn_local(async move {
                // Where it fails, nobody is there to be told; what waited for its turn was never said to be on the device.
                let _ = base.store_drafts(&write.drafts, &write.past).await;
            });
        }
    }

    async fn carry_out(self, driver: &Driver, write: Write) {
        let Write {
            drafts,
            times,
            mut past,
            turns,
        } = write;
        let items: Vec<_> = drafts.iter().map(|typed| typed.item).collect();
        let base = driver.base();
        let mut stored = base.store_drafts(&drafts, &past).await;
        if stored == Err(StoreFault::Full) && base.make_way(&items).await.is_ok() {
            stored = base.store_drafts(&drafts, &past).await;
            if stored == Err(StoreFault::Full) {
                // What is typed comes before what could be taken back.
                past.recent = Steps::default();
                past.early = Some(Steps::default());
                stored = base.store_drafts(&drafts, &past).await;
            }
        }
        if stored.is_ok() {
            driver.drafted(items.clone());
        }
        // The page may be gone by now; then nobody has to be told.
        let left = self.held.try_update_value(|held| {
            if stored.is_ok() {
                held.writing.retain(|item, now| times.get(item) != Some(now));
                held.early = Some((turns, past.after));
            }
            held.has_failed = stored.is_err();
            held.writing.len()
        });
        let Some(left) = left else { return };
        self.storing.set(match stored {
            Err(fault) => Storing::Failed(fault),
            Ok(_) if left > 0 => Storing::Writing,
            Ok(_) => Storing::Stored,
        });
        if let Ok(stored) = stored {
            let known = drafts.into_iter().map(|typed| (typed.item, typed.now));
            self.find_stored(known.zip(stored).map(|((item, now), stored)| (item, now, stored)));
            if self.as_typed.try_get_untracked() == Some(true) {
                sending::send_ready(self, &items);
            }
        }
        self.draw();
    }

    /// Lots of which something was typed that is not on the device yet.
    pub fn unwritten(self) -> u32 {
        let count = self.held.try_with_value(|held| held.writing.len());
        u32::try_from(count.unwrap_or_default()).unwrap_or(u32::MAX)
    }

    /// Stores once more what could not be stored.
    pub fn try_again(self) {
        let items = self
            .held
            .try_update_value(|held| held.writing.keys().copied().collect());
        self.storing.set(Storing::Stored);
        self.store(items.unwrap_or_default());
        self.driver().hint();
        self.draw();
    }

    /// Claims lots whose drafts are to become ops; those that somebody else does not let go of are left out. One draft must not become
    /// two ops.
    #[must_use]
    pub fn claim(self, items: Vec<Uuid>) -> Vec<Uuid> {
        let claimed = self.held.try_update_value(|held| {
            let mut items = items;
            items.retain(|item| held.sending.insert(*item));
            items
        });
        claimed.unwrap_or_default()
    }

    /// They are ops now, or are not going to be.
    pub fn let_go(self, items: &[Uuid]) {
        self.held
            .try_update_value(|held| held.sending.retain(|item| !items.contains(item)));
    }

    /// The first time that something is typed, the browser is asked not to clear the store; if it does not promise, the person should know.
    fn ask_to_keep(self) {
        let first = self
            .held
            .try_update_value(|held| !std::mem::replace(&mut held.is_kept, true));
        if first == Some(true) && self.is_on_device() {
            spawn_local(async move {
                let may_be_cleared = disk::keep().await == Some(false);
                self.found
                    .try_update(|found| found.may_be_cleared = may_be_cleared);
            });
        }
    }

    /// The person may not edit the stock any more; what was not sent stays for a while.
    pub(super) async fn is_gone(self) {
        let Some(base) = self.held.try_with_value(|held| held.driver.base()) else {
            return;
        };
        if let Ok(until) = base.gone(now()).await {
            self.found.try_update(|found| found.gone_until = until);
        }
    }
}

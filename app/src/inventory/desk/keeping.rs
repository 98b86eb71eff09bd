//! What is typed goes to the device before anything else becomes of it.

use domain::inventory::sync::local::StoreFault;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::Desk;
use crate::inventory::device::disk;
use crate::inventory::driver::now;
use crate::inventory::sending;

/// Steps that can be taken back after the page is loaded anew, by their changes.
const REMEMBERED: usize = 2_000;

/// Whether what was typed is on the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Storing {
    #[default]
    Stored,
    Writing,
    /// There is no room, or the store is gone.
    Failed(StoreFault),
}

impl Desk {
    /// Whether the draft of a lot is still on its way to the device.
    #[must_use]
    pub fn is_writing(self, item: Uuid) -> bool {
        self.held.with_value(|held| held.writing.contains_key(&item))
    }

    /// Brings drafts onto the device.
    pub(super) fn store(self, items: Vec<Uuid>) {
        if items.is_empty() {
            return;
        }
        self.ask_to_keep();
        let (drafts, past) = self.read(|sheet| {
            // A blank row is nothing that could be lost.
            let draft = |item: &Uuid| {
                let draft = sheet.line(*item).and_then(|line| line.draft.clone());
                (*item, draft.filter(|draft| !draft.is_blank()))
            };
            let drafts: Vec<_> = items.iter().map(draft).collect();
            (drafts, sheet.past().recent(REMEMBERED))
        });
        self.held.update_value(|held| {
            for item in &items {
                *held.writing.entry(*item).or_default() += 1;
            }
        });
        self.storing.set(Storing::Writing);
        let base = self.base();
        spawn_local(async move {
            let mut stored = base.store_drafts(&drafts, &past).await;
            if stored == Err(StoreFault::Full) && base.make_way(&items).await.is_ok() {
                stored = base.store_drafts(&drafts, &past).await;
            }
            self.stored(&items, stored);
        });
    }

    /// Stores once more what could not be stored.
    pub fn try_again(self) {
        let items = self
            .held
            .try_update_value(|held| held.writing.drain().map(|(item, _)| item).collect());
        self.storing.set(Storing::Stored);
        self.store(items.unwrap_or_default());
        self.driver().hint();
        self.draw();
    }

    /// The page may be gone by now; then nobody has to be told.
    fn stored(self, items: &[Uuid], stored: Result<(), StoreFault>) {
        let left = self.held.try_update_value(|held| {
            if stored.is_ok() {
                for item in items {
                    if let Some(times) = held.writing.get_mut(item) {
                        *times = times.saturating_sub(1);
                    }
                }
                held.writing.retain(|_, times| *times > 0);
            }
            held.writing.len()
        });
        let Some(left) = left else { return };
        self.storing.update(|storing| {
            *storing = match (stored, *storing) {
                (Err(fault), _) => Storing::Failed(fault),
                // What was not stored before is not stored now either.
                (Ok(()), Storing::Failed(fault)) if left > 0 => Storing::Failed(fault),
                (Ok(()), _) if left > 0 => Storing::Writing,
                (Ok(()), _) => Storing::Stored,
            }
        });
        self.draw();
        if stored.is_ok() && self.as_typed.get_untracked() {
            sending::send_ready(self, items);
        }
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

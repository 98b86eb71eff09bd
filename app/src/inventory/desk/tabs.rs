//! Two tabs over one store: what is typed in one is seen in the other, and neither overwrites it.

use domain::inventory::grid::Draft;
use leptos::prelude::*;
use uuid::Uuid;

use super::Desk;
use super::keeping::draft_of;

impl Desk {
    /// Another tab has stored or dropped drafts.
    pub(super) async fn look_at_drafts(self, items: &[Uuid]) {
        let Some(base) = self.held.try_with_value(|held| held.driver.base()) else {
            return;
        };
        // What cannot be read now is found when this tab stores what it has.
        let Ok(stored) = base.drafts_of(items).await else {
            return;
        };
        let known = self.held.try_with_value(|held| {
            let known = items.iter().map(|item| held.stored.get(item).cloned());
            known.collect::<Vec<_>>()
        });
        let known = known.unwrap_or_default().into_iter();
        let found = items.iter().zip(known).zip(stored);
        self.find_stored(found.map(|((item, known), stored)| (*item, known, stored)));
        self.draw();
    }

    /// Drafts were found on the device: lots, each with what was known of it here, and what is there. What was typed here since stays.
    pub(super) fn find_stored(self, found: impl Iterator<Item = (Uuid, Option<Draft>, Option<Draft>)>) {
        let found: Vec<_> = found.collect();
        self.moving(|sheet| {
            for (item, known, stored) in &found {
                let now = draft_of(sheet, *item);
                let joined = Draft::joined(stored.clone(), known.as_ref(), now.clone());
                if joined != now {
                    sheet.put_draft(*item, joined);
                }
            }
        });
        self.held.try_update_value(|held| {
            for (item, _, stored) in found {
                match stored {
                    Some(draft) => held.stored.insert(item, draft),
                    None => held.stored.remove(&item),
                };
            }
        });
    }
}

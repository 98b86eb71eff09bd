//! From drafts to ops, in one transaction: what is on its way is a draft no more.

use std::collections::HashSet;

use domain::inventory::grid::Draft;
use domain::inventory::sync::local::LocalTx;
use domain::inventory::sync::queue::{Edit, NotNoted, note, room, split};
use uuid::Uuid;

use super::base::Base;

impl Base {
    /// Notes edits and drops the drafts that they were; where that is more than a device keeps, as many as there is room for. Answers the
    /// lots that are left.
    ///
    /// # Errors
    /// Nothing is noted: there is no room at all, or those of the store.
    pub async fn note_all(&self, edits: &[Edit], drafts: &[Draft]) -> Result<HashSet<Uuid>, NotNoted> {
        match self.note_whole(edits, drafts).await {
            Err(NotNoted::TooMany) => {}
            noted => return noted.map(|()| HashSet::new()),
        }
        let waiting = self.work(async |tx| tx.edits().await).await?;
        let (now, later) = split(edits, room(waiting));
        if now.is_empty() {
            return Err(NotNoted::TooMany);
        }
        let left: HashSet<_> = later.iter().map(|edit| edit.item_id).collect();
        let drafts = drafts.iter().filter(|draft| !left.contains(&draft.item_id));
        let drafts: Vec<_> = drafts.cloned().collect();
        self.note_whole(now, &drafts).await?;
        Ok(left)
    }

    async fn note_whole(&self, edits: &[Edit], drafts: &[Draft]) -> Result<(), NotNoted> {
        self.work(async |tx| {
            for edit in edits {
                note(tx, edit).await?;
            }
            Ok(tx.drop_drafts(drafts).await?)
        })
        .await
    }
}

//! What else lies on this device: stock of other people, or of the same person in another company. Nothing of it is shown but how many
//! edits wait; they are theirs, and are sent when they are back.

use domain::inventory::sync::local::LocalTx;

use super::base::{Base, NAMES};
use super::disk::Disk;

impl Base {
    /// Edits in the other lists on this device that have not reached the market.
    pub async fn waiting_elsewhere(&self, now: i64) -> u32 {
        let mut waiting = 0;
        for name in Disk::names().await.unwrap_or_default() {
            if name.starts_with(NAMES) && name != self.name() {
                waiting += looked(&name, now).await.unwrap_or(0);
            }
        }
        waiting
    }
}

/// What waits in one list. One that cannot be opened now is looked at another time.
async fn looked(name: &str, now: i64) -> Option<u32> {
    let base = Base::existing(name).await.ok()?;
    let unsent = base.work(async |tx| tx.unsent().await).await;
    let _ = base.forget_unused(now).await;
    base.close();
    let unsent = unsent.ok()?;
    Some(unsent.edits + unsent.drafts)
}

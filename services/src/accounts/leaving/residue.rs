//! What deleting leaves behind in the file: SQLite forgets where a row stood before it forgets the row. Rows are overwritten
//! when they go (`secure_delete`), but not every copy that a page once made of them, nor the log. So in the night after an
//! account was deleted the file is written anew, once however many went, while nobody waits for it.

use domain::dates::next_hour_in_japan;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend};

use crate::error::Answer;
use crate::jobs::{self, Kind, Lease};
use crate::market::Market;
use crate::post;

/// The hour of the night in Japan.
const NIGHT: u8 = 3;
/// There is one file.
const SUBJECT: i64 = 0;

/// Leaves the job, in the transaction of a deletion.
pub(super) async fn arrange(tx: &DatabaseTransaction, now: i64) -> Answer<()> {
    // PostgreSQL gives no file to write anew: rows are gone, and their space is used again in its own time.
    if tx.get_database_backend() != DbBackend::Sqlite {
        return Ok(());
    }
    jobs::leave_until(tx, Kind::Scrub, SUBJECT, now, next_hour_in_japan(now, NIGHT)).await
}

/// The job.
pub(crate) async fn carry_out(market: &Market, lease: &Lease) -> Answer<()> {
    market.db.scrub().await?;
    let now = market.now();
    let tx = market.db.begin().await?;
    // Somebody whose last mail has not left yet is still in the file.
    let is_done = if post::holds_last_mails(&tx).await? {
        jobs::again(&tx, lease, next_hour_in_japan(now, NIGHT)).await?
    } else {
        jobs::finish(&tx, lease, now).await?
    };
    // Whoever left meanwhile has arranged for the next night.
    if is_done {
        tx.commit().await?;
    }
    Ok(())
}

//! The market's side of a pull: what has changed since a number.

use std::future::Future;

use uuid::Uuid;

use super::wire::{Changes, Pull};
use super::{PULL_ROWS, Row};

/// A look at the tables, all of it at one moment.
pub trait Look: Send {
    type Error;

    /// The life of this database.
    fn epoch(&mut self) -> impl Future<Output = Result<Uuid, Self::Error>> + Send;

    /// The last change number of the company behind which something cannot be told by rows alone: tombstones were forgotten
    /// (after 180 days), or all lots were concerned at once. 0 where there is none.
    fn horizon(&mut self, company: i64) -> impl Future<Output = Result<i64, Self::Error>> + Send;

    /// At most so many lots behind a change number, by change number, tombstones included.
    fn since(
        &mut self,
        company: i64,
        seq: i64,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<Row>, Self::Error>> + Send;
}

/// A page of what has changed. Whoever has been away for too long gets everything from the beginning.
///
/// # Errors
/// Those of the tables.
pub async fn changes<L: Look>(look: &mut L, pull: &Pull) -> Result<Changes, L::Error> {
    let db_epoch = look.epoch().await?;
    let horizon = look.horizon(pull.company_id).await?;
    let reset = pull.since <= 0 || !pull.whole && pull.since < horizon;
    let since = if reset { 0 } else { pull.since };
    let limit = pull.limit.clamp(1, PULL_ROWS);
    let mut rows = look.since(pull.company_id, since, limit + 1).await?;
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > wanted;
    rows.truncate(wanted);
    Ok(Changes {
        next: rows.last().map_or(since, |row| row.seq),
        rows,
        db_epoch,
        more,
        reset,
    })
}

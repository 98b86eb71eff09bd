//! The market's side of a pull: what has changed since a number.

use std::future::Future;

use uuid::Uuid;

use super::elsewhere::SettledElsewhere;
use super::wire::{Changes, Pull};
use super::{ASKED_AT_ONCE, ConflictId, PULL_ROWS, Row};

/// How far the change numbers of a company go, and where rows alone do not tell everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reach {
    /// The last one.
    pub seq: i64,
    /// The last one of a tombstone that was forgotten (after 180 days); 0 where there is none.
    pub forgotten: i64,
    /// The one under which all lots were deleted at once, without tombstones; 0 where they never were. Every lot that there is
    /// has a later one.
    pub cleared: i64,
}

impl Reach {
    /// Whether a device that has come so far has to begin anew. One that has come further than there is to go knows the tables
    /// of another life.
    const fn has_lost(&self, pull: &Pull) -> bool {
        let since = pull.since;
        since <= 0 || since > self.seq || since < self.cleared || !pull.whole && since < self.forgotten
    }
}

/// A look at the tables, all of it at one moment.
pub trait Look: Send {
    type Error;

    /// The life of this database.
    fn epoch(&mut self) -> impl Future<Output = Result<Uuid, Self::Error>> + Send;

    /// How far the company's change numbers go.
    fn reach(&mut self, company: i64) -> impl Future<Output = Result<Reach, Self::Error>> + Send;

    /// At most so many lots behind a change number, by change number, tombstones included.
    fn since(
        &mut self,
        company: i64,
        seq: i64,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<Row>, Self::Error>> + Send;

    /// Those of some conflicts of a user in a company that are settled.
    fn settled(
        &mut self,
        company: i64,
        user: i64,
        asks: &[ConflictId],
    ) -> impl Future<Output = Result<Vec<SettledElsewhere>, Self::Error>> + Send;
}

/// A page of what has changed. Whoever has been away for too long gets everything from the beginning.
///
/// # Errors
/// Those of the tables.
pub async fn changes<L: Look>(look: &mut L, pull: &Pull) -> Result<Changes, L::Error> {
    let db_epoch = look.epoch().await?;
    let reach = look.reach(pull.company_id).await?;
    let reset = reach.has_lost(pull);
    let since = if reset { 0 } else { pull.since };
    let limit = pull.limit.clamp(1, PULL_ROWS);
    let mut rows = look.since(pull.company_id, since, limit + 1).await?;
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > wanted;
    rows.truncate(wanted);
    // With everything told the device is at the last number, also where that one has no row: it would begin anew with each
    // pull if it stayed behind a number under which lots were forgotten.
    let next = match rows.last() {
        Some(last) if more => last.seq,
        _ => reach.seq,
    };
    let asks = &pull.asks[..pull.asks.len().min(ASKED_AT_ONCE)];
    let settled = if asks.is_empty() {
        Vec::new()
    } else {
        look.settled(pull.company_id, pull.user_id, asks).await?
    };
    Ok(Changes {
        next,
        rows,
        db_epoch,
        more,
        reset,
        settled,
    })
}

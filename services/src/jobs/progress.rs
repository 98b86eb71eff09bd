//! How far jobs have come.
//!
//! What takes several turns notes it in the job's row, with the end of each. An import is one transaction: while it is open, SQLite
//! lets nobody else write, and what it writes itself nobody sees. So it is told from memory, by the process that is at it; any
//! other process knows what stands in the row.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::Lease;
use crate::entity::job;
use crate::error::Answer;

/// What is done, of how much, by the token of the claim: two markets in one process have jobs of the same number.
static AT_WORK: Mutex<BTreeMap<Uuid, (u64, u64)>> = Mutex::new(BTreeMap::new());

fn at_work() -> MutexGuard<'static, BTreeMap<Uuid, (u64, u64)>> {
    AT_WORK.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A job's turn, as far as it has come; forgotten with its end, however that comes.
pub(crate) struct Progress {
    token: Uuid,
    total: u64,
}

impl Progress {
    /// Begins with nothing done.
    pub(crate) fn begin(lease: &Lease, total: u64) -> Self {
        at_work().insert(lease.token, (0, total));
        Self {
            token: lease.token,
            total,
        }
    }

    /// Notes how much is done altogether.
    pub(crate) fn note(&self, done: u64) {
        at_work().insert(self.token, (done.min(self.total), self.total));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        at_work().remove(&self.token);
    }
}

/// How far a job is, by its row and by what this process knows better: what is done, of how much.
pub(crate) fn of(row: &job::Model) -> (u64, u64) {
    let known = row.lease_token.and_then(|token| at_work().get(&token).copied());
    known.unwrap_or_else(|| {
        (
            row.progress_done.unsigned_abs(),
            row.progress_total.unsigned_abs(),
        )
    })
}

/// Notes how far a job has come, in the transaction that ends its turn.
pub(crate) async fn note_progress(
    tx: &impl ConnectionTrait,
    lease: &Lease,
    done: u64,
    total: u64,
) -> Answer<()> {
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    job::Entity::update_many()
        .col_expr(job::Column::ProgressDone, Expr::value(number(done)))
        .col_expr(job::Column::ProgressTotal, Expr::value(number(total)))
        .filter(job::Column::Id.eq(lease.id))
        .exec(tx)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::Kind;
    use super::*;

    #[test]
    fn what_is_done_is_known_as_long_as_the_job_is_at_work() {
        let lease = Lease {
            id: 1,
            kind: Kind::ImportStock,
            subject: 1,
            token: Uuid::new_v4(),
            attempts: 1,
        };
        let row = |token| job::Model {
            id: 1,
            kind: Kind::ImportStock.word().to_owned(),
            subject: 1,
            state: "leased".to_owned(),
            attempts: 1,
            due_at: 0,
            lease_token: token,
            lease_until: None,
            progress_done: 3,
            progress_total: 7,
            created_at: 0,
            finished_at: None,
            last_error: None,
        };
        let progress = Progress::begin(&lease, 100);
        assert_eq!(of(&row(Some(lease.token))), (0, 100));
        progress.note(40);
        assert_eq!(of(&row(Some(lease.token))), (40, 100));
        // Whoever has overtaken it is another one.
        assert_eq!(of(&row(Some(Uuid::new_v4()))), (3, 7));
        assert_eq!(of(&row(None)), (3, 7));
        progress.note(400);
        assert_eq!(of(&row(Some(lease.token))), (100, 100));
        drop(progress);
        assert_eq!(of(&row(Some(lease.token))), (3, 7));
    }
}

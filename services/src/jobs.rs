//! Work that is left for later: leased, retried, and finished in the same transaction as its effect.
//!
//! A job is claimed by giving it a token and a time. Whoever finishes it must still hold that token, in the `WHERE` of
//! the very transaction that carries the effect: a worker that was overtaken while it slept rolls its work back
//! instead of doing it twice (T66). A job that breaks or panics is tried again after 2, 4, 8… minutes and given up
//! after five times, and so is one with which the whole process went down as often; `verify` shows those (T65).

pub(crate) mod progress;

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use anyhow::anyhow;
use futures_util::FutureExt;
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType, OnConflict, Query};
use sea_orm::{
    ActiveValue::NotSet, ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, Set,
};
use tokio::sync::watch;
use uuid::Uuid;

use crate::accounts::leaving::residue;
use crate::accounts::recovery;
use crate::entity::job;
use crate::error::{Answer, Error};
use crate::inventory;
use crate::legal;
use crate::market::Market;
use crate::upkeep;
pub(crate) use progress::{Progress, note_progress};

/// How long a claim lasts without being renewed, in milliseconds. Jobs renew between their steps.
pub const LEASE: i64 = 60_000;
/// Times a job is tried before it is given up.
pub const TRIES: i32 = 5;
/// How often an idle worker looks for jobs of other processes.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// What a job does; the subject is the number of a row of its room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Reads a stock file and publishes its lots; the subject is an import.
    ImportStock,
    /// Takes an import back; the subject is the import.
    UndoImport,
    /// Mails a link to a new password, if there is an account; the subject is a request for one.
    ResetRequest,
    /// Deletes the stock of a company that has not sold for 90 days; the subject is the company (Z18).
    DeleteHiddenStock,
    /// Deletes what has had its time, every day; there is one.
    Upkeep,
    /// Writes the database's file anew, so that nothing deleted is left in it; there is one (T39).
    Scrub,
    /// Mails everybody that another edition of a document comes; the subject is the edition.
    TellOfEdition,
}

impl Kind {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::ImportStock => "import_stock",
            Self::UndoImport => "undo_import",
            Self::ResetRequest => "reset_request",
            Self::DeleteHiddenStock => "delete_hidden_stock",
            Self::Upkeep => "upkeep",
            Self::Scrub => "scrub",
            Self::TellOfEdition => "tell_of_edition",
        }
    }

    fn of_word(word: &str) -> Option<Self> {
        [
            Self::ImportStock,
            Self::UndoImport,
            Self::ResetRequest,
            Self::DeleteHiddenStock,
            Self::Upkeep,
            Self::Scrub,
            Self::TellOfEdition,
        ]
        .into_iter()
        .find(|kind| kind.word() == word)
    }
}

/// A claim on a job.
#[derive(Debug, Clone)]
pub struct Lease {
    id: i64,
    kind: Kind,
    /// The row that the job is about.
    pub subject: i64,
    token: Uuid,
    attempts: i32,
}

/// How a job stands, for whoever waits for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Waiting,
    Running,
    Done,
    GivenUp,
}

/// Leaves a job, in the transaction of whatever it follows from.
pub(crate) async fn leave(tx: &impl ConnectionTrait, kind: Kind, subject: i64, now: i64) -> Answer<()> {
    job::Entity::insert(queued(kind, subject, now, now))
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Leaves a job unless there is one about the same subject, however it stands.
pub(crate) async fn leave_once(tx: &impl ConnectionTrait, kind: Kind, subject: i64, now: i64) -> Answer<()> {
    let once = OnConflict::columns([job::Column::Kind, job::Column::Subject])
        .do_nothing()
        .to_owned();
    job::Entity::insert(queued(kind, subject, now, now))
        .on_conflict(once)
        .try_insert()
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Leaves a job for later. One about the same subject is put off, or begins anew: whoever leaves it for a day far off
/// has it look again whether it is still wanted.
pub(crate) async fn leave_until(
    tx: &impl ConnectionTrait,
    kind: Kind,
    subject: i64,
    now: i64,
    due_at: i64,
) -> Answer<()> {
    let anew = OnConflict::columns([job::Column::Kind, job::Column::Subject])
        .update_columns([
            job::Column::State,
            job::Column::Attempts,
            job::Column::DueAt,
            job::Column::LeaseToken,
            job::Column::LeaseUntil,
            job::Column::CreatedAt,
            job::Column::FinishedAt,
            job::Column::LastError,
        ])
        .to_owned();
    job::Entity::insert(queued(kind, subject, now, due_at))
        .on_conflict(anew)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

fn queued(kind: Kind, subject: i64, now: i64, due_at: i64) -> job::ActiveModel {
    job::ActiveModel {
        id: NotSet,
        kind: Set(kind.word().to_owned()),
        subject: Set(subject),
        state: Set("queued".to_owned()),
        attempts: Set(0),
        due_at: Set(due_at),
        lease_token: Set(None),
        lease_until: Set(None),
        progress_done: Set(0),
        progress_total: Set(0),
        created_at: Set(now),
        finished_at: Set(None),
        last_error: Set(None),
    }
}

/// How the job about a subject stands.
///
/// # Errors
/// Only breakages; a subject without a job counts as done.
pub async fn standing(market: &Market, kind: Kind, subject: i64) -> Answer<Standing> {
    let row = job::Entity::find()
        .filter(job::Column::Kind.eq(kind.word()))
        .filter(job::Column::Subject.eq(subject))
        .one(market.db.reader())
        .await?;
    Ok(match row.as_ref().map(|row| row.state.as_str()) {
        Some("queued") => Standing::Waiting,
        Some("leased") => Standing::Running,
        Some("failed") => Standing::GivenUp,
        _ => Standing::Done,
    })
}

/// Claims the job that has been due for longest, or one whose worker went silent.
///
/// # Errors
/// Only breakages.
pub async fn claim(market: &Market) -> Answer<Option<Lease>> {
    let now = market.now();
    let tx = market.db.begin().await?;
    let due = Condition::any()
        .add(
            Condition::all()
                .add(job::Column::State.eq("queued"))
                .add(job::Column::DueAt.lte(now)),
        )
        .add(
            Condition::all()
                .add(job::Column::State.eq("leased"))
                .add(job::Column::LeaseUntil.lt(now)),
        );
    let mut next = Query::select();
    next.column(job::Column::Id)
        .from(job::Entity)
        .cond_where(due)
        .order_by(job::Column::DueAt, sea_orm::Order::Asc)
        .limit(1);
    if market.db.backend() == DbBackend::Postgres {
        next.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    }
    let token = Uuid::new_v4();
    let claimed = job::Entity::update_many()
        .col_expr(job::Column::State, Expr::value("leased"))
        .col_expr(job::Column::LeaseToken, Expr::value(Some(token)))
        .col_expr(job::Column::LeaseUntil, Expr::value(now + LEASE))
        .col_expr(job::Column::Attempts, Expr::col(job::Column::Attempts).add(1))
        .filter(job::Column::Id.in_subquery(next))
        .exec_with_returning(&tx)
        .await?;
    tx.commit().await?;
    let Some(row) = claimed.into_iter().next() else {
        return Ok(None);
    };
    let kind = Kind::of_word(&row.kind).ok_or_else(|| anyhow!("job {} is of an unknown kind", row.id))?;
    Ok(Some(Lease {
        id: row.id,
        kind,
        subject: row.subject,
        token,
        attempts: row.attempts,
    }))
}

/// Renews a claim and notes how far the work is. False: another worker has taken over.
///
/// # Errors
/// Only breakages.
pub(crate) async fn renew(market: &Market, lease: &Lease, done: i64, total: i64) -> Answer<bool> {
    let tx = market.db.begin().await?;
    let held = held(lease)
        .col_expr(job::Column::LeaseUntil, Expr::value(market.now() + LEASE))
        .col_expr(job::Column::ProgressDone, Expr::value(done))
        .col_expr(job::Column::ProgressTotal, Expr::value(total))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(held.rows_affected == 1)
}

/// Finishes a job in the transaction of its effect. False: the claim was lost, and the caller rolls back.
///
/// # Errors
/// Only breakages.
pub(crate) async fn finish(tx: &impl ConnectionTrait, lease: &Lease, now: i64) -> Answer<bool> {
    Ok(close(tx, lease, "done", now).await?)
}

/// Puts a job off to its next time, in the transaction of its effect. False: the claim was lost, and the caller rolls back.
///
/// # Errors
/// Only breakages.
pub(crate) async fn again(tx: &impl ConnectionTrait, lease: &Lease, due_at: i64) -> Answer<bool> {
    let put_off = held(lease)
        .col_expr(job::Column::State, Expr::value("queued"))
        .col_expr(job::Column::LeaseToken, Expr::value(None::<Uuid>))
        .col_expr(job::Column::LeaseUntil, Expr::value(None::<i64>))
        .col_expr(job::Column::Attempts, Expr::value(0))
        .col_expr(job::Column::LastError, Expr::value(None::<String>))
        .col_expr(job::Column::DueAt, Expr::value(due_at))
        .exec(tx)
        .await?;
    Ok(put_off.rows_affected == 1)
}

/// Runs jobs until none is due; answers how many it ran.
///
/// # Errors
/// Only what keeps jobs from being claimed; a job's own trouble is written to its row.
pub async fn run_due(market: &Market) -> Answer<usize> {
    let mut ran = 0;
    while let Some(lease) = claim(market).await? {
        let outcome = if lease.attempts > TRIES {
            Err(Error::Broken(anyhow!(
                "the server ended in the middle of the job, {TRIES} times"
            )))
        } else {
            let work = AssertUnwindSafe(carry_out(market, &lease)).catch_unwind().await;
            work.unwrap_or_else(|_| Err(Error::Broken(anyhow!("the job panicked"))))
        };
        if let Err(error) = outcome {
            tracing::error!(
                job = lease.id,
                attempt = lease.attempts,
                error = format!("{error:#}"),
                "job failed"
            );
            put_back(market, &lease, &error).await?;
        }
        ran += 1;
    }
    Ok(ran)
}

/// Runs jobs until the server stops.
pub async fn run(market: Market, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(error) = run_due(&market).await {
            tracing::error!(error = format!("{error:#}"), "jobs cannot be claimed");
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_EVERY) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Does the work of a claimed job, once: whoever has lost the claim changes nothing.
///
/// # Errors
/// Whatever kept it from being done; [`run_due`] writes it to the job and tries again later.
pub async fn carry_out(market: &Market, lease: &Lease) -> Answer<()> {
    match lease.kind {
        Kind::ImportStock => inventory::import::carry_out(market, lease).await,
        Kind::UndoImport => inventory::undoing::carry_out(market, lease).await,
        Kind::ResetRequest => recovery::carry_out(market, lease).await,
        Kind::DeleteHiddenStock => inventory::whole::carry_out(market, lease).await,
        Kind::Upkeep => upkeep::carry_out(market, lease).await,
        Kind::Scrub => residue::carry_out(market, lease).await,
        Kind::TellOfEdition => legal::telling::carry_out(market, lease).await,
    }
}

async fn put_back(market: &Market, lease: &Lease, error: &Error) -> Answer<()> {
    let now = market.now();
    let tx = market.db.begin().await?;
    let gone = if lease.attempts >= TRIES {
        close(&tx, lease, "failed", now).await?
    } else {
        false
    };
    if !gone {
        let pause = 60_000 * (1_i64 << lease.attempts.clamp(1, TRIES));
        let pause = if error.is_passing() { 5_000 } else { pause };
        held(lease)
            .col_expr(job::Column::State, Expr::value("queued"))
            .col_expr(job::Column::LeaseToken, Expr::value(None::<Uuid>))
            .col_expr(job::Column::LeaseUntil, Expr::value(None::<i64>))
            .col_expr(job::Column::DueAt, Expr::value(now + pause))
            .exec(&tx)
            .await?;
    }
    job::Entity::update_many()
        .col_expr(job::Column::LastError, Expr::value(format!("{error:#}")))
        .filter(job::Column::Id.eq(lease.id))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

async fn close(
    tx: &impl ConnectionTrait,
    lease: &Lease,
    state: &str,
    now: i64,
) -> Result<bool, sea_orm::DbErr> {
    let closed = held(lease)
        .col_expr(job::Column::State, Expr::value(state))
        .col_expr(job::Column::LeaseToken, Expr::value(None::<Uuid>))
        .col_expr(job::Column::LeaseUntil, Expr::value(None::<i64>))
        .col_expr(job::Column::FinishedAt, Expr::value(now))
        .exec(tx)
        .await?;
    Ok(closed.rows_affected == 1)
}

/// The job's row, as long as this claim holds it.
fn held(lease: &Lease) -> sea_orm::UpdateMany<job::Entity> {
    job::Entity::update_many()
        .filter(job::Column::Id.eq(lease.id))
        .filter(job::Column::State.eq("leased"))
        .filter(job::Column::LeaseToken.eq(lease.token))
}

//! The rows of the outbox and how they change state:
//!
//! ```text
//! queued ──claim──> leased ──250──> sent
//!   ^  ^               │ 5xx, or three days of 4xx ──> failed
//!   │  └── 4xx, fault ─┤
//!   └── lease is over ─┘        queued, too late ──> expired
//! ```
//!
//! A claim draws a token, and every later change of the row names it: a worker that slept longer than its lease finds
//! that its word no longer counts (T66; see `outcome`). Expired leases are taken back before anything is claimed, so that the claim
//! itself reads one run of the index.

use domain::language::Language;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, Func, OnConflict};
use sea_orm::{
    ActiveValue::Set, Condition, DbBackend, PaginatorTrait, QuerySelect, Statement, TryInsertResult,
    UpdateMany,
};
use uuid::{NoContext, Timestamp};

use super::mail::Mail;
use super::postman::DeliveryFault;
use super::{Parcel, PostOffice};
use crate::entity::outbox;

/// How long a claim holds, in milliseconds: twice what a delivery may take.
pub(super) const LEASE: i64 = 120_000;
/// A mail that this worker may send, until the lease is over.
pub(super) struct Claim {
    pub(super) row: outbox::Model,
    pub(super) token: Uuid,
}

/// Copies that go to one address in a day unless it is proved to be the sender's (T20).
const COPIES: u64 = 10;
const DAY: i64 = 24 * 60 * 60 * 1_000;
/// What is noted of a mail that was not sent for that reason.
const KEPT_BACK: &str = "kept back: enough copies have gone to this address today";

pub(super) async fn put(tx: &impl ConnectionTrait, now: i64, parcel: &Parcel<'_>) -> Result<(), DbErr> {
    insert(tx, row(now, parcel)?).await
}

/// A copy of what somebody has typed, to an address that may be a stranger's: after enough of them in a day it is noted
/// and not sent.
pub(super) async fn put_copy(tx: &impl ConnectionTrait, now: i64, parcel: &Parcel<'_>) -> Result<(), DbErr> {
    let reader = Expr::expr(Func::lower(Expr::col(outbox::Column::Recipient)));
    let today = outbox::Entity::find()
        .filter(reader.eq(parcel.recipient.to_lowercase()))
        .filter(outbox::Column::CreatedAt.gt(now - DAY))
        .filter(outbox::Column::Kind.is_in(["request_copy", "contact_copy"]))
        .filter(outbox::Column::State.ne("expired"))
        .count(tx)
        .await?;
    let mut row = row(now, parcel)?;
    if today >= COPIES {
        row.state = Set("expired".to_owned());
        row.finished_at = Set(Some(now));
        row.last_error = Set(Some(KEPT_BACK.to_owned()));
    }
    insert(tx, row).await
}

fn row(now: i64, parcel: &Parcel<'_>) -> Result<outbox::ActiveModel, DbErr> {
    let millis = u64::try_from(now).unwrap_or(0);
    let instant = Timestamp::from_unix(
        NoContext,
        millis / 1_000,
        u32::try_from(millis % 1_000 * 1_000_000).unwrap_or(0),
    );
    let payload = serde_json::to_string(parcel.mail).map_err(|error| DbErr::Custom(error.to_string()))?;
    Ok(outbox::ActiveModel {
        id: Set(Uuid::new_v7(instant)),
        dedupe_key: Set(parcel.dedupe_key.clone()),
        kind: Set(parcel.mail.kind().to_owned()),
        recipient: Set(parcel.recipient.to_owned()),
        language: Set(parcel.language.tag().to_owned()),
        payload: Set(payload),
        state: Set("queued".to_owned()),
        attempts: Set(0),
        due_at: Set(now),
        lease_token: Set(None),
        lease_until: Set(None),
        created_at: Set(now),
        expires_at: Set(parcel.expires_at),
        finished_at: Set(None),
        last_error: Set(None),
        retried_at: Set(None),
    })
}

async fn insert(tx: &impl ConnectionTrait, row: outbox::ActiveModel) -> Result<(), DbErr> {
    let once = OnConflict::column(outbox::Column::DedupeKey)
        .do_nothing()
        .to_owned();
    match outbox::Entity::insert(row)
        .on_conflict(once)
        .try_insert()
        .exec_without_returning(tx)
        .await?
    {
        TryInsertResult::Inserted(_) | TryInsertResult::Conflicted | TryInsertResult::Empty => Ok(()),
    }
}

/// Whether a look into the outbox is worth a writing transaction.
pub(super) async fn is_anything_due(office: &PostOffice, now: i64) -> Result<bool, DbErr> {
    let waiting = Condition::all()
        .add(outbox::Column::State.eq("queued"))
        .add(outbox::Column::DueAt.lte(now));
    for condition in [waiting, overdue(now)] {
        let ids = outbox::Entity::find()
            .select_only()
            .column(outbox::Column::Id)
            .filter(condition)
            .limit(1);
        if ids.into_tuple::<Uuid>().one(office.db.reader()).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Leases that are over. The holder died, or sleeps.
fn overdue(now: i64) -> Condition {
    Condition::all()
        .add(outbox::Column::State.eq("leased"))
        .add(outbox::Column::LeaseUntil.lt(now))
}

/// Takes back what was leased too long, and lays aside what is too late to send (T52).
pub(super) async fn tidy(office: &PostOffice) -> Result<(), DbErr> {
    let now = office.clock.now();
    let tx = office.db.begin().await?;
    let back = released(outbox::Entity::update_many(), "queued")
        .filter(overdue(now))
        .exec(&tx)
        .await?;
    let late = Condition::all()
        .add(outbox::Column::State.eq("queued"))
        .add(outbox::Column::ExpiresAt.lte(now));
    let stale = released(outbox::Entity::update_many(), "expired")
        .col_expr(outbox::Column::FinishedAt, Expr::value(now))
        .filter(late)
        .exec(&tx)
        .await?;
    tx.commit().await?;
    if back.rows_affected > 0 {
        tracing::warn!(
            mails = back.rows_affected,
            "mails taken back from a worker that did not finish them"
        );
    }
    if stale.rows_affected > 0 {
        tracing::info!(mails = stale.rows_affected, "mails laid aside: too late to send");
    }
    Ok(())
}

/// The columns of a lease, laid down; and the state that follows.
pub(super) fn released(update: UpdateMany<outbox::Entity>, state: &str) -> UpdateMany<outbox::Entity> {
    update
        .col_expr(outbox::Column::State, Expr::value(state))
        .col_expr(outbox::Column::LeaseToken, Expr::value(Option::<Uuid>::None))
        .col_expr(outbox::Column::LeaseUntil, Expr::value(Option::<i64>::None))
}

/// Claims the mail that has been due longest, leaving out readers in the given domains.
pub(super) async fn claim(office: &PostOffice, busy: &[&str]) -> Result<Option<Claim>, DbErr> {
    let (now, token) = (office.clock.now(), Uuid::new_v4());
    let tx = office.db.begin().await?;
    let backend = office.db.backend();
    let mut values: Vec<sea_orm::Value> = vec![token.into(), (now + LEASE).into(), now.into()];
    let mut elsewhere = String::new();
    for domain in busy {
        values.push(format!("%@{domain}").into());
        elsewhere.push_str(&format!(" AND lower(recipient) NOT LIKE ${}", values.len()));
    }
    // Workers on PostgreSQL step around each other's rows; on SQLite there is one writer at a time.
    let lock = if backend == DbBackend::Postgres {
        "FOR UPDATE SKIP LOCKED"
    } else {
        ""
    };
    let sql = format!(
        "UPDATE outbox SET state = 'leased', lease_token = $1, lease_until = $2, attempts = attempts + 1
         WHERE state = 'queued' AND id = (
            SELECT id FROM outbox
            WHERE state = 'queued' AND due_at <= $3 AND (expires_at IS NULL OR expires_at > $3){elsewhere}
            ORDER BY due_at, id LIMIT 1 {lock})
         RETURNING *"
    );
    let statement = Statement::from_sql_and_values(backend, sql, values);
    let row = outbox::Entity::find().from_raw_sql(statement).one(&tx).await?;
    tx.commit().await?;
    Ok(row.map(|row| Claim { row, token }))
}

impl Claim {
    /// The mail, as it was written down.
    ///
    /// # Errors
    /// A row that this version cannot read; perhaps a newer one can, so it is not given up at once.
    pub(super) fn mail(&self) -> Result<(Mail, Language), DeliveryFault> {
        let mail = serde_json::from_str(&self.row.payload)
            .map_err(|error| DeliveryFault::Rejected(format!("unreadable: {error}")))?;
        let language = Language::of_tag(&self.row.language)
            .ok_or_else(|| DeliveryFault::Rejected("unknown language".into()))?;
        Ok((mail, language))
    }

    /// The domain of the reader's address, in lower case.
    pub(super) fn domain(&self) -> String {
        self.row
            .recipient
            .rsplit_once('@')
            .map_or("", |(_, domain)| domain)
            .to_ascii_lowercase()
    }
}

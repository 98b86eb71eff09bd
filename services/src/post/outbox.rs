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
//! that its word no longer counts (T66). Expired leases are taken back before anything is claimed, so that the claim
//! itself reads one run of the index.

use std::time::Duration;

use domain::language::Language;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, Condition, DbBackend, Statement, TryInsertResult};
use uuid::{NoContext, Timestamp};

use super::mail::Mail;
use super::postman::DeliveryFault;
use super::{Parcel, PostOffice};
use crate::entity::outbox;
use crate::error::Error;

/// How long a claim holds, in milliseconds: twice what a delivery may take.
pub(super) const LEASE: i64 = 120_000;
/// First wait after an answer of 4xx; doubled each time, in milliseconds.
const FIRST_WAIT: i64 = 10_000;
/// Longest wait after an answer of 4xx: a quarter of an hour.
const LONGEST_WAIT: i64 = 900_000;
/// Longest wait while nobody is there: what has waited leaves soon after the server is back.
const LONGEST_OUTAGE_WAIT: i64 = 30_000;
/// How long a mail that is turned away is tried: three days.
const GIVE_UP: i64 = 3 * 24 * 3_600_000;
/// Most characters of a fault that are kept.
const FAULT_LENGTH: usize = 300;
/// How often an outcome is written before it is left to the lease, and the pause between.
const TRIES: u32 = 5;
const TRY_AGAIN: Duration = Duration::from_secs(1);

/// A mail that this worker may send, until the lease is over.
pub(super) struct Claim {
    pub(super) row: outbox::Model,
    token: Uuid,
}

/// What came of it.
enum Outcome {
    Sent,
    /// Due again at this time; `counted` as an attempt or not.
    Again {
        due_at: i64,
        counted: bool,
        fault: String,
    },
    Failed {
        fault: String,
    },
}

pub(super) async fn put(tx: &impl ConnectionTrait, now: i64, parcel: &Parcel<'_>) -> Result<(), DbErr> {
    let millis = u64::try_from(now).unwrap_or(0);
    let instant = Timestamp::from_unix(
        NoContext,
        millis / 1_000,
        u32::try_from(millis % 1_000 * 1_000_000).unwrap_or(0),
    );
    let payload = serde_json::to_string(parcel.mail).map_err(|error| DbErr::Custom(error.to_string()))?;
    let row = outbox::ActiveModel {
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
    };
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
    if outbox::Entity::find()
        .filter(waiting)
        .one(office.db.reader())
        .await?
        .is_some()
    {
        return Ok(true);
    }
    Ok(outbox::Entity::find()
        .filter(overdue(now))
        .one(office.db.reader())
        .await?
        .is_some())
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

fn released(update: sea_orm::UpdateMany<outbox::Entity>, state: &str) -> sea_orm::UpdateMany<outbox::Entity> {
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

    /// Writes down what came of the delivery. `false` means that the lease was over and somebody else owns the mail.
    ///
    /// # Errors
    /// The database's own, after a few tries: a mail that was taken and is not marked so would go out again.
    pub(super) async fn settle(
        self,
        office: &PostOffice,
        answer: &Result<(), DeliveryFault>,
    ) -> Result<bool, Error> {
        let outcome = self.outcome(answer, office.clock.now());
        for _ in 1..TRIES {
            match self.write(office, &outcome).await.map_err(Error::from) {
                Err(error) if error.is_passing() => tokio::time::sleep(TRY_AGAIN).await,
                written => return written,
            }
        }
        Ok(self.write(office, &outcome).await?)
    }

    fn outcome(&self, answer: &Result<(), DeliveryFault>, now: i64) -> Outcome {
        let row = &self.row;
        match answer {
            Ok(()) => Outcome::Sent,
            // Waits again as long as it has waited so far: a doubling that needs no count.
            Err(DeliveryFault::Passing(fault)) => {
                let wait = (now - row.created_at).clamp(FIRST_WAIT, LONGEST_OUTAGE_WAIT);
                Outcome::Again {
                    due_at: now + wait,
                    counted: false,
                    fault: kept(fault),
                }
            }
            Err(DeliveryFault::Rejected(fault)) if now - row.created_at < GIVE_UP => {
                let doublings = u32::try_from(row.attempts.saturating_sub(1)).unwrap_or(0).min(16);
                let wait = (FIRST_WAIT << doublings).min(LONGEST_WAIT);
                Outcome::Again {
                    due_at: now + wait,
                    counted: true,
                    fault: kept(fault),
                }
            }
            Err(DeliveryFault::Rejected(fault) | DeliveryFault::Hopeless(fault)) => {
                Outcome::Failed { fault: kept(fault) }
            }
        }
    }

    async fn write(&self, office: &PostOffice, outcome: &Outcome) -> Result<bool, DbErr> {
        let finished = Expr::value(office.clock.now());
        let update = match outcome {
            Outcome::Sent => released(outbox::Entity::update_many(), "sent")
                .col_expr(outbox::Column::FinishedAt, finished)
                .col_expr(outbox::Column::LastError, Expr::value(Option::<String>::None)),
            Outcome::Again {
                due_at,
                counted,
                fault,
            } => released(outbox::Entity::update_many(), "queued")
                .col_expr(outbox::Column::DueAt, Expr::value(*due_at))
                .col_expr(
                    outbox::Column::Attempts,
                    Expr::value(self.row.attempts - i32::from(!counted)),
                )
                .col_expr(outbox::Column::LastError, Expr::value(fault.as_str())),
            Outcome::Failed { fault } => released(outbox::Entity::update_many(), "failed")
                .col_expr(outbox::Column::FinishedAt, finished)
                .col_expr(outbox::Column::LastError, Expr::value(fault.as_str())),
        };
        let mine = Condition::all()
            .add(outbox::Column::Id.eq(self.row.id))
            .add(outbox::Column::State.eq("leased"))
            .add(outbox::Column::LeaseToken.eq(self.token));
        let tx = office.db.begin().await?;
        let changed = update.filter(mine).exec(&tx).await?.rows_affected;
        tx.commit().await?;
        Ok(changed == 1)
    }
}

/// A fault as it is kept and logged: on one line, short, with addresses masked.
pub(super) fn kept(fault: &str) -> String {
    let line = super::sieve::one_line(fault);
    let words = line.split_inclusive(|c: char| {
        c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | ',' | ';' | '"' | '\'' | ':')
    });
    let shown: String = words
        .map(|word| {
            if word.contains('@') {
                super::masked(word)
            } else {
                word.to_owned()
            }
        })
        .collect();
    shown.chars().take(FAULT_LENGTH).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t73_a_kept_fault_names_nobody_and_keeps_to_its_line() {
        assert_eq!(
            kept("550 5.1.1 <taro.yamada@example.com>:\r\n no such user"),
            "550 5.1.1 <t…@example.com>: no such user"
        );
        assert_eq!(
            kept("mailbox taro@example.com full"),
            "mailbox t…@example.com full"
        );
        assert_eq!(kept(&"漢".repeat(1_000)).chars().count(), FAULT_LENGTH);
    }
}

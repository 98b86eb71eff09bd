//! The mail queue: what waits, what was sent, what was given up, and sending that on its way again.

use domain::accounts::StaffRole;
use domain::audit::Action;
use domain::desk::{MailRow, RetryReason, Which, WorkFilter, WorkPage, WorkState};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, QueryFilter};
use uuid::Uuid;

use super::queue::{self, Queue};
use crate::accounts::session::SignedIn;
use crate::entity::outbox;
use crate::error::Answer;
use crate::market::Market;
use crate::post;
use crate::proofs::{Acting, Staff, may};

impl Queue for outbox::Entity {
    const ID: outbox::Column = outbox::Column::Id;
    const KIND: outbox::Column = outbox::Column::Kind;
    const STATE: outbox::Column = outbox::Column::State;
    const TRIES: outbox::Column = outbox::Column::Attempts;
    const DUE: outbox::Column = outbox::Column::DueAt;
    const FINISHED: outbox::Column = outbox::Column::FinishedAt;
    const AGE: &'static [outbox::Column] = &[outbox::Column::CreatedAt, outbox::Column::Id];
    const SINCE: outbox::Column = outbox::Column::CreatedAt;

    fn word(state: WorkState) -> &'static str {
        state.of_mail()
    }
}

/// A page of the queue, the newest first; one past the end is brought back to the last.
///
/// # Errors
/// [`domain::refusal::Refusal::NotAllowed`] for whoever does not look after the house.
pub async fn page(
    market: &Market,
    staff: &Staff,
    who: &SignedIn,
    filter: WorkFilter,
) -> Answer<WorkPage<MailRow>> {
    may(staff.role, StaffRole::may_run)?;
    let now = market.now();
    let db = market.db.begin_reading().await?;
    let mut page = queue::page::<outbox::Entity>(market, &db, (staff, who), &filter, retriable(now)).await?;
    let rows = std::mem::take(&mut page.rows).into_iter();
    let rows: Answer<Vec<_>> = rows.map(|row| line(row, now)).collect();
    Ok(page.with_rows(rows?))
}

fn line(row: outbox::Model, now: i64) -> Answer<MailRow> {
    let state =
        WorkState::of_word(&row.state).ok_or_else(|| anyhow::anyhow!("mail {} is in no state", row.id))?;
    let can_retry = state == WorkState::Failed
        && row.recipient.contains('@')
        && row.expires_at.is_none_or(|expires| expires > now);
    Ok(MailRow {
        id: row.id.to_string(),
        kind: row.kind,
        to: post::hidden(&row.recipient),
        state,
        written_at: row.created_at,
        due_at: (state == WorkState::Queued).then_some(row.due_at),
        finished_at: row.finished_at,
        tries: row.attempts.unsigned_abs(),
        fault: row.last_error.map(|fault| post::kept(&fault)).unwrap_or_default(),
        can_retry,
    })
}

/// What was given up, still has a reader, and is not too late.
fn retriable(now: i64) -> Condition {
    let in_time = Condition::any()
        .add(outbox::Column::ExpiresAt.is_null())
        .add(outbox::Column::ExpiresAt.gt(now));
    Condition::all()
        .add(outbox::Column::State.eq("failed"))
        .add(outbox::Column::Recipient.contains("@"))
        .add(in_time)
}

/// Sends one failed mail, or all of a kind, on its way again, and answers how many there were. Nobody's mail goes out twice by it:
/// only what was given up is taken up again, and keeps its Message-ID.
///
/// # Errors
/// [`domain::refusal::Refusal::NotAllowed`] for whoever does not look after the house.
pub async fn retry(market: &Market, acting: &Acting, which: &Which, reason: &RetryReason) -> Answer<u64> {
    may(acting.role, StaffRole::may_run)?;
    let now = market.now();
    let (these, what) = match which {
        // What is no number of a mail is none of ours.
        Which::One(id) => match Uuid::try_parse(id) {
            Ok(id) => (outbox::Column::Id.eq(id), id.to_string()),
            Err(_) => return Ok(0),
        },
        Which::All(kind) => (outbox::Column::Kind.eq(kind), kind.clone()),
    };
    let these = queue::anew::<outbox::Entity>(now)
        .col_expr(outbox::Column::RetriedAt, Expr::value(now))
        .filter(these)
        .filter(retriable(now));
    queue::try_again(market, acting, these, (Action::MailRetried, &what), reason).await
}

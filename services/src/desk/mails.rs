//! The mail queue: what waits, what was sent, what was given up, and sending that on its way again.

use domain::accounts::StaffRole;
use domain::audit::Action;
use domain::desk::{MailRow, RetryReason, Which, WorkFilter, WorkPage, WorkState};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use super::{by_state, note};
use crate::accounts::proving;
use crate::accounts::session::SignedIn;
use crate::entity::outbox;
use crate::error::Answer;
use crate::lists::{few, of_page, paged};
use crate::market::Market;
use crate::post;
use crate::proofs::{Acting, Staff, may};

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
    let mut matching = Condition::all();
    if let Some(state) = filter.state {
        matching = matching.add(outbox::Column::State.eq(state.of_mail()));
    }
    if !filter.kind.is_empty() {
        matching = matching.add(outbox::Column::Kind.eq(&filter.kind));
    }
    let all = outbox::Entity::find().filter(matching);
    let total = few(all.clone().count(&db).await?);
    let (pages, page) = paged(filter.page, total);
    let ordered = all
        .order_by_desc(outbox::Column::CreatedAt)
        .order_by_desc(outbox::Column::Id);
    let rows = of_page(ordered, page).all(&db).await?;
    let rows: Answer<Vec<_>> = rows.into_iter().map(|row| line(row, now)).collect();
    Ok(WorkPage {
        role: staff.role,
        filter: filter.at_page(page),
        rows: rows?,
        total,
        pages,
        counts: by_state(&counted(&db, outbox::Column::State, Condition::all()).await?),
        kinds: kinds(&db).await?,
        failed: counted(&db, outbox::Column::Kind, retriable(now))
            .await?
            .into_iter()
            .map(|(kind, count)| (kind, few(count.unsigned_abs())))
            .collect(),
        oldest: oldest(&db, now).await?,
        asks_password: proving::asks_to_act(market, who),
    })
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

async fn counted(
    db: &impl ConnectionTrait,
    by: outbox::Column,
    which: Condition,
) -> Answer<Vec<(String, i64)>> {
    Ok(outbox::Entity::find()
        .select_only()
        .column(by)
        .column_as(outbox::Column::Id.count(), "mails")
        .filter(which)
        .group_by(by)
        .order_by_asc(by)
        .into_tuple()
        .all(db)
        .await?)
}

async fn kinds(db: &impl ConnectionTrait) -> Answer<Vec<String>> {
    Ok(outbox::Entity::find()
        .select_only()
        .column(outbox::Column::Kind)
        .distinct()
        .order_by_asc(outbox::Column::Kind)
        .into_tuple()
        .all(db)
        .await?)
}

async fn oldest(db: &impl ConnectionTrait, now: i64) -> Answer<Option<i64>> {
    Ok(outbox::Entity::find()
        .select_only()
        .column(outbox::Column::CreatedAt)
        .filter(outbox::Column::State.eq("queued"))
        .filter(outbox::Column::DueAt.lte(now))
        .order_by_asc(outbox::Column::DueAt)
        .limit(1)
        .into_tuple()
        .one(db)
        .await?)
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
    let tx = market.db.begin().await?;
    let again = outbox::Entity::update_many()
        .col_expr(outbox::Column::State, Expr::value("queued"))
        .col_expr(outbox::Column::Attempts, Expr::value(0))
        .col_expr(outbox::Column::DueAt, Expr::value(now))
        .col_expr(outbox::Column::FinishedAt, Expr::value(Option::<i64>::None))
        .col_expr(outbox::Column::RetriedAt, Expr::value(now))
        .filter(these)
        .filter(retriable(now))
        .exec(&tx)
        .await?
        .rows_affected;
    if again > 0 {
        let what = format!("{what}: {again}");
        note(&tx, acting, Action::MailRetried, &what, reason, now).await?;
        tx.commit().await?;
    }
    Ok(again)
}

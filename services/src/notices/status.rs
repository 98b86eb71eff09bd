//! How the house is doing: looked at when somebody asks, with a handful of reads along indexes. A part that cannot be looked at is
//! down; the page stands all the same.

use domain::language::Language;
use domain::notices::status::{Health, Part, Status, imports, mail};
use domain::notices::{NoticeView, Phase, REMEMBERED};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::view;
use crate::entity::{import, job, notice, outbox};
use crate::error::Answer;
use crate::jobs::Kind;
use crate::market::Market;
use crate::search::{self, AnsweredBy};

/// Notices of ninety days on the page.
const PAST: usize = 50;

/// Looks at the house.
pub async fn status(market: &Market, language: Language) -> Status {
    let now = market.now();
    let notices = graded(notices(market, language, now).await);
    let search = graded(search::answered_by(market).await).map(|by| match by {
        AnsweredBy::Index => Health::Good,
        AnsweredBy::Tables => Health::Slow,
    });
    let waits = |since: Option<i64>| since.map(|since| now - since);
    let post = graded(oldest_mail(market, now).await).map(|since| mail(waits(since)));
    let files = graded(oldest_file(market, now).await).map(|since| imports(waits(since)));
    let site = if notices.is_some() {
        Health::Good
    } else {
        Health::Down
    };
    let down = |health: Option<Health>| health.unwrap_or(Health::Down);
    let notices = notices.unwrap_or_default();
    let of = |phase| -> Vec<NoticeView> {
        let these = notices.iter().filter(|notice| notice.period.phase(now) == phase);
        these.cloned().collect()
    };
    let mut coming = of(Phase::Coming);
    coming.reverse();
    let mut past = of(Phase::Over);
    past.truncate(PAST);
    Status {
        looked_at: now,
        parts: vec![
            (Part::Site, site),
            (Part::Search, down(search)),
            (Part::Mail, down(post)),
            (Part::Imports, down(files)),
        ],
        last_import: graded(last_import(market).await).flatten(),
        now: of(Phase::Now),
        coming,
        past,
    }
}

/// A part that cannot be looked at is noted in the log; the page goes on without.
fn graded<T>(answer: Answer<T>) -> Option<T> {
    answer
        .inspect_err(|error| {
            tracing::warn!(
                error = format!("{error:#}"),
                "a part of the house cannot be looked at"
            );
        })
        .ok()
}

/// The newest first.
async fn notices(market: &Market, language: Language, now: i64) -> Answer<Vec<NoticeView>> {
    let not_long_over = |column: notice::Column| {
        Condition::any()
            .add(column.is_null())
            .add(column.gt(now - REMEMBERED))
    };
    let rows = notice::Entity::find()
        .filter(not_long_over(notice::Column::UntilAt))
        .filter(not_long_over(notice::Column::EndedAt))
        .order_by_desc(notice::Column::FromAt)
        .order_by_desc(notice::Column::Id)
        .all(market.db.reader())
        .await?;
    rows.into_iter().map(|row| view(row, language)).collect()
}

/// Since when the mail waits that should have left first.
async fn oldest_mail(market: &Market, now: i64) -> Answer<Option<i64>> {
    Ok(outbox::Entity::find()
        .select_only()
        .column(outbox::Column::DueAt)
        .filter(outbox::Column::State.eq("queued"))
        .filter(outbox::Column::DueAt.lte(now))
        .order_by_asc(outbox::Column::DueAt)
        .limit(1)
        .into_tuple()
        .one(market.db.reader())
        .await?)
}

/// Since when the stock file waits that should have been read first.
async fn oldest_file(market: &Market, now: i64) -> Answer<Option<i64>> {
    Ok(job::Entity::find()
        .select_only()
        .column(job::Column::DueAt)
        .filter(job::Column::State.eq("queued"))
        .filter(job::Column::DueAt.lte(now))
        .filter(job::Column::Kind.eq(Kind::ImportStock.word()))
        .order_by_asc(job::Column::DueAt)
        .limit(1)
        .into_tuple()
        .one(market.db.reader())
        .await?)
}

/// Imports are numbered as they come in: the newest that was taken over is a few rows from the end.
async fn last_import(market: &Market) -> Answer<Option<i64>> {
    let last: Option<Option<i64>> = import::Entity::find()
        .select_only()
        .column(import::Column::FinishedAt)
        .filter(import::Column::State.eq("imported"))
        .order_by_desc(import::Column::Id)
        .limit(1)
        .into_tuple()
        .one(market.db.reader())
        .await?;
    Ok(last.flatten())
}

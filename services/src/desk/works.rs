//! The jobs behind the scenes. One that was given up can begin anew; none can be called off: an import without its job would be a
//! file that nobody reads and nobody refuses, and the upkeep keeps what the privacy policy promises.

use std::collections::HashMap;

use domain::accounts::StaffRole;
use domain::audit::Action;
use domain::desk::{JobRow, RetryReason, Which, WorkFilter, WorkPage, WorkState};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use super::{by_state, note};
use crate::accounts::proving;
use crate::accounts::session::SignedIn;
use crate::entity::{company, import, job};
use crate::error::Answer;
use crate::jobs::Kind;
use crate::lists::{few, of_page, paged};
use crate::market::Market;
use crate::post;
use crate::proofs::{Acting, Staff, may};

/// A page of jobs, the newest first; one past the end is brought back to the last.
///
/// # Errors
/// [`domain::refusal::Refusal::NotAllowed`] for whoever does not look after the house.
pub async fn page(
    market: &Market,
    staff: &Staff,
    who: &SignedIn,
    filter: WorkFilter,
) -> Answer<WorkPage<JobRow>> {
    may(staff.role, StaffRole::may_run)?;
    let now = market.now();
    let db = market.db.begin_reading().await?;
    let mut matching = Condition::all();
    if let Some(state) = filter.state {
        matching = matching.add(job::Column::State.eq(state.word()));
    }
    if !filter.kind.is_empty() {
        matching = matching.add(job::Column::Kind.eq(&filter.kind));
    }
    let all = job::Entity::find().filter(matching);
    let total = few(all.clone().count(&db).await?);
    let (pages, page) = paged(filter.page, total);
    let ordered = all.order_by_desc(job::Column::Id);
    let rows = of_page(ordered, page).all(&db).await?;
    let files = files(&db, &rows).await?;
    let rows: Answer<Vec<_>> = rows.into_iter().map(|row| line(row, &files)).collect();
    let failed = Condition::all().add(job::Column::State.eq("failed"));
    Ok(WorkPage {
        role: staff.role,
        filter: filter.at_page(page),
        rows: rows?,
        total,
        pages,
        counts: by_state(&counted(&db, job::Column::State, Condition::all()).await?),
        kinds: counted(&db, job::Column::Kind, Condition::all())
            .await?
            .into_iter()
            .map(|(kind, _)| kind)
            .collect(),
        failed: counted(&db, job::Column::Kind, failed)
            .await?
            .into_iter()
            .map(|(kind, count)| (kind, few(count.unsigned_abs())))
            .collect(),
        oldest: oldest(&db, now).await?,
        asks_password: proving::asks_to_act(market, who),
    })
}

/// The names of stock files and of their companies, by the number of the import.
async fn files(db: &impl ConnectionTrait, rows: &[job::Model]) -> Answer<HashMap<i64, (String, String)>> {
    let imports = rows
        .iter()
        .filter(|row| row.kind == Kind::ImportStock.word())
        .map(|row| row.subject);
    let imports: Vec<(i64, i64, String)> = import::Entity::find()
        .select_only()
        .columns([
            import::Column::Id,
            import::Column::CompanyId,
            import::Column::FileName,
        ])
        .filter(import::Column::Id.is_in(imports))
        .into_tuple()
        .all(db)
        .await?;
    let companies: Vec<(i64, String)> = company::Entity::find()
        .select_only()
        .columns([company::Column::Id, company::Column::Name])
        .filter(company::Column::Id.is_in(imports.iter().map(|(_, company, _)| *company)))
        .into_tuple()
        .all(db)
        .await?;
    let companies: HashMap<i64, String> = companies.into_iter().collect();
    let named = imports.into_iter().map(|(id, company, file)| {
        let company = companies.get(&company).cloned().unwrap_or_default();
        (id, (file, company))
    });
    Ok(named.collect())
}

fn line(row: job::Model, files: &HashMap<i64, (String, String)>) -> Answer<JobRow> {
    let state =
        WorkState::of_word(&row.state).ok_or_else(|| anyhow::anyhow!("job {} is in no state", row.id))?;
    let file = (row.kind == Kind::ImportStock.word())
        .then(|| files.get(&row.subject).cloned())
        .flatten();
    let (about, company) = file.unwrap_or_else(|| (row.subject.to_string(), String::new()));
    Ok(JobRow {
        id: row.id,
        kind: row.kind,
        about,
        company,
        state,
        left_at: row.created_at,
        due_at: (state == WorkState::Queued).then_some(row.due_at),
        lease_until: row.lease_until,
        finished_at: row.finished_at,
        tries: row.attempts.unsigned_abs(),
        done: row.progress_done,
        total: row.progress_total,
        fault: row.last_error.map(|fault| post::kept(&fault)).unwrap_or_default(),
        can_retry: state == WorkState::Failed,
    })
}

async fn counted(db: &impl ConnectionTrait, by: job::Column, which: Condition) -> Answer<Vec<(String, i64)>> {
    Ok(job::Entity::find()
        .select_only()
        .column(by)
        .column_as(job::Column::Id.count(), "jobs")
        .filter(which)
        .group_by(by)
        .order_by_asc(by)
        .into_tuple()
        .all(db)
        .await?)
}

async fn oldest(db: &impl ConnectionTrait, now: i64) -> Answer<Option<i64>> {
    Ok(job::Entity::find()
        .select_only()
        .column(job::Column::DueAt)
        .filter(job::Column::State.eq("queued"))
        .filter(job::Column::DueAt.lte(now))
        .order_by_asc(job::Column::DueAt)
        .limit(1)
        .into_tuple()
        .one(db)
        .await?)
}

/// Lets a job that was given up, or all of a kind, begin anew, and answers how many there were. Its effect comes at most once: whoever
/// finishes it must hold the claim of the new round.
///
/// # Errors
/// [`domain::refusal::Refusal::NotAllowed`] for whoever does not look after the house.
pub async fn retry(market: &Market, acting: &Acting, which: &Which, reason: &RetryReason) -> Answer<u64> {
    may(acting.role, StaffRole::may_run)?;
    let now = market.now();
    let (these, what) = match which {
        Which::One(id) => match id.parse::<i64>() {
            Ok(number) => (job::Column::Id.eq(number), id.clone()),
            Err(_) => return Ok(0),
        },
        Which::All(kind) => (job::Column::Kind.eq(kind), kind.clone()),
    };
    let tx = market.db.begin().await?;
    let again = job::Entity::update_many()
        .col_expr(job::Column::State, Expr::value("queued"))
        .col_expr(job::Column::Attempts, Expr::value(0))
        .col_expr(job::Column::DueAt, Expr::value(now))
        .col_expr(job::Column::FinishedAt, Expr::value(Option::<i64>::None))
        .col_expr(job::Column::LeaseToken, Expr::value(Option::<Uuid>::None))
        .col_expr(job::Column::LeaseUntil, Expr::value(Option::<i64>::None))
        .filter(these)
        .filter(job::Column::State.eq("failed"))
        .exec(&tx)
        .await?
        .rows_affected;
    if again > 0 {
        let what = format!("{what}: {again}");
        note(&tx, acting, Action::JobRetried, &what, reason, now).await?;
        tx.commit().await?;
    }
    Ok(again)
}

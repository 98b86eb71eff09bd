//! The jobs behind the scenes. One that was given up can begin anew; none can be called off: an import without its job would be a
//! file that nobody reads and nobody refuses, and the upkeep keeps what the privacy policy promises.

use std::collections::HashMap;

use domain::accounts::StaffRole;
use domain::audit::Action;
use domain::desk::{JobRow, RetryReason, Which, WorkFilter, WorkPage, WorkState};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::queue::{self, Queue};
use crate::accounts::session::SignedIn;
use crate::entity::{company, import, job};
use crate::error::Answer;
use crate::jobs::{Kind, progress};
use crate::market::Market;
use crate::post;
use crate::proofs::{Acting, Staff, may};

impl Queue for job::Entity {
    const ID: job::Column = job::Column::Id;
    const KIND: job::Column = job::Column::Kind;
    const STATE: job::Column = job::Column::State;
    const TRIES: job::Column = job::Column::Attempts;
    const DUE: job::Column = job::Column::DueAt;
    const FINISHED: job::Column = job::Column::FinishedAt;
    const AGE: &'static [job::Column] = &[job::Column::Id];
    const SINCE: job::Column = job::Column::DueAt;

    fn word(state: WorkState) -> &'static str {
        state.word()
    }
}

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
    let db = market.db.begin_reading().await?;
    let mut page = queue::page::<job::Entity>(market, &db, (staff, who), &filter, retriable()).await?;
    let files = files(&db, &page.rows).await?;
    let rows = std::mem::take(&mut page.rows).into_iter();
    let rows: Answer<Vec<_>> = rows.map(|row| line(row, &files)).collect();
    Ok(page.with_rows(rows?))
}

/// What was given up.
fn retriable() -> Condition {
    Condition::all().add(job::Column::State.eq("failed"))
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
    let (done, total) = progress::of(&row);
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
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
        done: number(done),
        total: number(total),
        fault: row.last_error.map(|fault| post::kept(&fault)).unwrap_or_default(),
        can_retry: state == WorkState::Failed,
    })
}

/// Lets a job that was given up, or all of a kind, begin anew, and answers how many there were. Its effect comes at most once: whoever
/// finishes it must hold the claim of the new round.
///
/// # Errors
/// [`domain::refusal::Refusal::NotAllowed`] for whoever does not look after the house.
pub async fn retry(market: &Market, acting: &Acting, which: &Which, reason: &RetryReason) -> Answer<u64> {
    may(acting.role, StaffRole::may_run)?;
    let (these, what) = match which {
        Which::One(id) => match id.parse::<i64>() {
            Ok(number) => (job::Column::Id.eq(number), id.clone()),
            Err(_) => return Ok(0),
        },
        Which::All(kind) => (job::Column::Kind.eq(kind), kind.clone()),
    };
    let these = queue::anew::<job::Entity>(market.now())
        .col_expr(job::Column::LeaseToken, Expr::value(Option::<Uuid>::None))
        .col_expr(job::Column::LeaseUntil, Expr::value(Option::<i64>::None))
        .filter(these)
        .filter(retriable());
    queue::try_again(market, acting, these, (Action::JobRetried, &what), reason).await
}

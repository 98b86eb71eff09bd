//! Conflicts that have waited for a week are mailed to the company's administrators, each of them once (M35).

use domain::accounts::role::Role;
use domain::inventory::sync::Conflict;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::tables::conflict;
use super::{conflicts, sells};
use crate::accounts;
use crate::entity::{account, company, membership, sync_conflict};
use crate::error::Answer;
use crate::post::{ConflictsWait, Mail};

/// How long a conflict waits before anybody else hears of it, in milliseconds.
const PATIENCE: i64 = 7 * 24 * 60 * 60 * 1_000;

/// Mails what has waited for a week: one mail to each administrator of a company. Comes late in a transaction, for it holds the
/// conflicts without their company.
pub(crate) async fn remind(tx: &impl ConnectionTrait, now: i64) -> Answer<()> {
    let companies: Vec<i64> = sync_conflict::Entity::find()
        .select_only()
        .column(sync_conflict::Column::CompanyId)
        .distinct()
        .filter(due(now))
        .order_by_asc(sync_conflict::Column::CompanyId)
        .into_tuple()
        .all(tx)
        .await?;
    for company_id in companies {
        let company = company::Entity::find_by_id(company_id).one(tx).await?;
        if company.is_some_and(|company| sells(&company)) {
            tell(tx, company_id, now).await?;
        }
    }
    Ok(())
}

/// Those that have waited for long and were not mailed.
fn due(now: i64) -> Condition {
    Condition::all()
        .add(sync_conflict::Column::ResolvedAt.is_null())
        .add(sync_conflict::Column::MailedAt.is_null())
        .add(sync_conflict::Column::MetAt.lte(now - PATIENCE))
}

async fn tell(tx: &impl ConnectionTrait, company_id: i64, now: i64) -> Answer<()> {
    let readers = administrators(tx, company_id).await?;
    if readers.is_empty() {
        // Somebody may come.
        return Ok(());
    }
    // Whoever is here first has them: the condition is looked at again once the rows are free.
    let mut told = sync_conflict::Entity::update_many()
        .col_expr(sync_conflict::Column::MailedAt, Expr::value(now))
        .filter(sync_conflict::Column::CompanyId.eq(company_id))
        .filter(due(now))
        .exec_with_returning(tx)
        .await?;
    if told.is_empty() {
        return Ok(());
    }
    told.sort_by(|a, b| (a.met_at, a.op_id, &a.topic).cmp(&(b.met_at, b.op_id, &b.topic)));
    let told: Vec<Conflict> = told.into_iter().map(conflict).collect::<Answer<_>>()?;
    let mut models = conflicts::models(tx, company_id, &told).await?;
    let further = models.len().saturating_sub(ConflictsWait::SHOWN) as u64;
    models.truncate(ConflictsWait::SHOWN);
    let mail = Mail::ConflictsWait(ConflictsWait {
        count: told.len() as u64,
        models,
        further,
    });
    for reader in readers {
        let key = format!("conflicts:{company_id}:{reader}:{now}");
        accounts::tell(tx, reader, &mail, key, now).await?;
    }
    Ok(())
}

/// The administrators of a company who can come and see.
async fn administrators(tx: &impl ConnectionTrait, company_id: i64) -> Answer<Vec<i64>> {
    let members: Vec<i64> = membership::Entity::find()
        .select_only()
        .column(membership::Column::AccountId)
        .filter(membership::Column::CompanyId.eq(company_id))
        .filter(membership::Column::Role.eq(Role::Administrator.word()))
        .into_tuple()
        .all(tx)
        .await?;
    let active = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::Id.is_in(members))
        .filter(account::Column::State.eq("active"))
        .filter(account::Column::SuspendedAt.is_null())
        .filter(account::Column::RemovedAt.is_null())
        .order_by_asc(account::Column::Id);
    Ok(active.into_tuple().all(tx).await?)
}

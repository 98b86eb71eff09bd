//! The conflicts of a company that nobody has settled, for its administrators: whoever wrote a value that did not get its way
//! may be away, or their device lost.

use std::collections::HashMap;

use domain::inventory::sync::elsewhere::SettledElsewhere;
use domain::inventory::sync::waiting::{Waiting, WaitingList, forgotten};
use domain::inventory::sync::{Conflict, ConflictId, Row};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;

use super::history::names;
use super::row;
use super::tables::conflict;
use crate::entity::{lot, sync_conflict};
use crate::error::Answer;
use crate::market::Market;
use crate::proofs::Administrator;

/// Conflicts that are listed at once.
const LISTED: u64 = 200;

/// Lists a company's conflicts that wait, the oldest first.
///
/// # Errors
/// Only breakages.
pub async fn list(market: &Market, administrator: &Administrator) -> Answer<WaitingList> {
    let company_id = administrator.company_id;
    let db = market.db.begin_reading().await?;
    let total = open(company_id).count(&db).await?;
    let found = open(company_id)
        .order_by_asc(sync_conflict::Column::MetAt)
        .order_by_asc(sync_conflict::Column::OpId)
        .order_by_asc(sync_conflict::Column::Topic)
        .limit(LISTED)
        .all(&db)
        .await?;
    let lots = lots(&db, company_id, found.iter().map(|row| row.item_id)).await?;
    let people = found.iter().flat_map(|row| [row.mine_by, row.theirs_by]);
    let people = people.chain(lots.values().map(|lot| lot.updated_by)).flatten();
    let names = names(&db, company_id, people.collect()).await?;
    db.commit().await?;
    let named = |id: Option<i64>| id.and_then(|id| names.get(&id).cloned());
    let mut waiting = Vec::with_capacity(found.len());
    for stored in found {
        let (mine_by, since) = (stored.mine_by, stored.met_at);
        let conflict = conflict(stored)?;
        let lot = lots.get(&conflict.item_id).cloned();
        let now = lot.as_ref().map(|lot| conflict.whose(lot));
        waiting.push(Waiting {
            id: conflict.id,
            is_known: lot.is_some(),
            mine: named(mine_by),
            mine_at: conflict.mine_at,
            theirs: named(conflict.theirs_by),
            theirs_at: conflict.theirs_at,
            changed_at: now.map_or(conflict.theirs_at, |(_, at)| at),
            changed_by: named(now.and_then(|(by, _)| by)),
            row: lot.unwrap_or_else(|| forgotten(&conflict)),
            about: conflict.about,
            since,
        });
    }
    Ok(WaitingList { waiting, total })
}

/// Those that wait.
fn open(company_id: i64) -> Select<sync_conflict::Entity> {
    sync_conflict::Entity::find()
        .filter(sync_conflict::Column::CompanyId.eq(company_id))
        .filter(sync_conflict::Column::ResolvedAt.is_null())
}

/// Those of some conflicts that are settled. Who did not write what did not get its way is told nothing.
pub(super) async fn settled(
    db: &impl ConnectionTrait,
    company_id: i64,
    mine_by: i64,
    asks: &[ConflictId],
) -> Answer<Vec<SettledElsewhere>> {
    let found = sync_conflict::Entity::find()
        .filter(sync_conflict::Column::CompanyId.eq(company_id))
        .filter(sync_conflict::Column::OpId.is_in(asks.iter().map(|id| id.op_id)))
        .filter(sync_conflict::Column::MineBy.eq(mine_by))
        .filter(sync_conflict::Column::ResolvedAt.is_not_null())
        .order_by_asc(sync_conflict::Column::OpId)
        .order_by_asc(sync_conflict::Column::Topic)
        .all(db)
        .await?;
    let people = found.iter().filter_map(|row| row.resolved_by);
    let names = names(db, company_id, people.collect()).await?;
    let mut settled = Vec::with_capacity(found.len());
    for row in found {
        let (by, at) = (row.resolved_by, row.resolved_at);
        let Conflict { id, item_id, .. } = conflict(row)?;
        if let Some(at) = at.filter(|_| asks.contains(&id)) {
            let name = by.and_then(|by| names.get(&by).cloned());
            settled.push(SettledElsewhere {
                id,
                item_id,
                by,
                name,
                at,
            });
        }
    }
    Ok(settled)
}

/// A company's lots of these ids, tombstones included, as they travel.
async fn lots(
    db: &impl ConnectionTrait,
    company_id: i64,
    items: impl Iterator<Item = Uuid>,
) -> Answer<HashMap<Uuid, Row>> {
    let found = lot::Entity::find()
        .filter(lot::Column::CompanyId.eq(company_id))
        .filter(lot::Column::PublicId.is_in(items))
        .all(db)
        .await?;
    Ok(found.iter().map(|lot| (lot.public_id, row(lot))).collect())
}

/// What lots of a company that conflicts are about are called, in their order; each name once.
pub(super) async fn models(
    db: &impl ConnectionTrait,
    company_id: i64,
    conflicts: &[Conflict],
) -> Answer<Vec<String>> {
    let lots = lots(db, company_id, conflicts.iter().map(|conflict| conflict.item_id)).await?;
    let mut models: Vec<String> = Vec::new();
    for conflict in conflicts {
        let lot = lots.get(&conflict.item_id).cloned();
        let model = lot.unwrap_or_else(|| forgotten(conflict)).lot.model;
        if !model.is_empty() && !models.contains(&model) {
            models.push(model);
        }
    }
    Ok(models)
}

/// Forgets what waits, with the stock that it was about.
pub(crate) async fn forget(tx: &impl ConnectionTrait, company_id: i64) -> Answer<()> {
    sync_conflict::Entity::delete_many()
        .filter(sync_conflict::Column::CompanyId.eq(company_id))
        .exec(tx)
        .await?;
    Ok(())
}

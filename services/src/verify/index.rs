//! The search index against its tables: as many lots, the same sum of fingerprints, and every model under its norm.

use std::collections::{BTreeSet, HashMap};

use domain::search::norm;
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};

use super::Report;
use crate::accounts;
use crate::entity::{lot, model};
use crate::error::Answer;
use crate::market::Market;
use crate::search::engine::fingerprint;
use crate::search::row::Row;

/// Lots read at a time.
const PAGE: u64 = 20_000;

pub(super) async fn compare(market: &Market, report: &mut Report) -> Answer<()> {
    report.checks += 2;
    let index = market.search.built(market).await?.stats();
    let owner = accounts::owner(market.db.reader()).await?;
    let hidden = crate::search::hidden_companies(market).await?;
    let (mut after, mut lots, mut checksum) = (0, 0_u32, 0_u64);
    loop {
        let rows = page(market, after).await?;
        let Some((last, _)) = rows.last() else { break };
        after = last.id;
        for (row, stored) in rows {
            if stored.is_none_or(|stored| stored != norm(&row.model)) {
                report.faults.push(format!(
                    "a lot stands under another model than its own: lot {}",
                    row.id
                ));
            }
            if hidden.contains(&row.company_id) {
                continue;
            }
            lots += 1;
            checksum = checksum.wrapping_add(fingerprint(&row.indexed(owner)));
        }
    }
    if index.live_lots != lots || index.checksum != checksum {
        report.faults.push(format!(
            "the search index is not its tables: {} lots and sum {:x} against {lots} and {checksum:x}",
            index.live_lots, index.checksum
        ));
    }
    Ok(())
}

/// A lot, and the model that it stands under.
#[derive(FromQueryResult)]
struct Standing {
    #[sea_orm(nested)]
    lot: Row,
    model_id: i64,
}

/// Live lots with the norm they stand under.
async fn page(market: &Market, after: i64) -> Answer<Vec<(Row, Option<String>)>> {
    let lots = lot::Entity::find()
        .select_only()
        .columns(Row::COLUMNS)
        .column(lot::Column::ModelId)
        .filter(lot::Column::Id.gt(after))
        .filter(lot::Column::DeletedAt.is_null())
        .order_by_asc(lot::Column::Id)
        .limit(PAGE)
        .into_model::<Standing>()
        .all(market.db.reader())
        .await?;
    let mut norms = HashMap::new();
    let ids: BTreeSet<i64> = lots.iter().map(|row| row.model_id).collect();
    let ids: Vec<i64> = ids.into_iter().collect();
    for chunk in ids.chunks(5_000) {
        let found = model::Entity::find()
            .filter(model::Column::Id.is_in(chunk.iter().copied()))
            .all(market.db.reader())
            .await?;
        norms.extend(found.into_iter().map(|row| (row.id, row.norm)));
    }
    Ok(lots
        .into_iter()
        .map(|row| (row.lot, norms.get(&row.model_id).cloned()))
        .collect())
}

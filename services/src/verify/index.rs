//! The search index against its tables: as many lots, the same sum of fingerprints, and every model under its norm.

use domain::search::norm;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::Report;
use crate::entity::{company, lot, model};
use crate::error::Answer;
use crate::market::Market;
use crate::search::engine::{IndexedLot, fingerprint};

/// Lots read at a time.
const PAGE: u64 = 20_000;

pub(super) async fn compare(market: &Market, report: &mut Report) -> Answer<()> {
    report.checks += 2;
    let index = market.search.current(market).await?.stats();
    let owner = company::Entity::find()
        .filter(company::Column::IsOwner.eq(true))
        .one(market.db.reader())
        .await?;
    let owner = owner.map(|company| company.id);
    let hidden = crate::search::hidden_companies(market).await?;
    let (mut after, mut lots, mut checksum) = (0, 0_u32, 0_u64);
    loop {
        let rows: Vec<(lot::Model, Option<model::Model>)> = page(market, after).await?;
        let Some((last, _)) = rows.last() else { break };
        after = last.id;
        for (row, model) in rows {
            let right = norm(&row.model);
            if model.is_none_or(|model| model.norm != right) {
                report.faults.push(format!(
                    "a lot stands under another model than its own: lot {}",
                    row.id
                ));
            }
            if hidden.contains(&row.company_id) {
                continue;
            }
            lots += 1;
            checksum = checksum.wrapping_add(fingerprint(&indexed(row, owner)));
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

async fn page(market: &Market, after: i64) -> Answer<Vec<(lot::Model, Option<model::Model>)>> {
    let lots = lot::Entity::find()
        .filter(lot::Column::Id.gt(after))
        .filter(lot::Column::DeletedAt.is_null())
        .order_by_asc(lot::Column::Id)
        .limit(PAGE)
        .all(market.db.reader())
        .await?;
    let mut models = std::collections::HashMap::new();
    let ids: std::collections::BTreeSet<i64> = lots.iter().map(|row| row.model_id).collect();
    let ids: Vec<i64> = ids.into_iter().collect();
    for chunk in ids.chunks(5_000) {
        let found = model::Entity::find()
            .filter(model::Column::Id.is_in(chunk.iter().copied()))
            .all(market.db.reader())
            .await?;
        models.extend(found.into_iter().map(|row| (row.id, row)));
    }
    Ok(lots
        .into_iter()
        .map(|row| {
            let model = models.get(&row.model_id).cloned();
            (row, model)
        })
        .collect())
}

fn indexed(row: lot::Model, owner: Option<i64>) -> IndexedLot {
    IndexedLot {
        lot_id: row.id,
        company: row.company_id,
        registered: row.registered_at,
        manufacturer: row.manufacturer,
        product_name: row.product_name,
        model: row.model,
        quantity: row.quantity.unsigned_abs(),
        packing: row.packing,
        rohs: row.rohs,
        dc: row.dc.map(i16::unsigned_abs),
        location: row.location,
        remarks: row.remarks,
        owner_stock: owner == Some(row.company_id),
    }
}

//! Lots whose cells stay, while what stands beside them is another: the company's own reference. Whoever has read such a lot has to
//! notice, so it gets another version and change number, as with a change of its cells.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::lot;
use crate::error::Answer;
use crate::inventory::changes::{self, Act, By, Way};
use crate::inventory::publish::{raise_company_seq, raise_market_seq};
use crate::proofs::Supplier;

/// Gives lots another version, in a transaction in which their company is held. Answers the versions that they are in now.
pub(crate) async fn renew(
    tx: &DatabaseTransaction,
    supplier: &Supplier,
    client_id: Uuid,
    items: &[Uuid],
    now: i64,
) -> Answer<HashMap<Uuid, i32>> {
    if items.is_empty() {
        return Ok(HashMap::new());
    }
    let lots: Vec<(i64, Uuid, i32)> = lot::Entity::find()
        .select_only()
        .columns([lot::Column::Id, lot::Column::PublicId, lot::Column::Version])
        .filter(lot::Column::CompanyId.eq(supplier.company_id))
        .filter(lot::Column::PublicId.is_in(items.iter().copied()))
        .order_by_asc(lot::Column::Id)
        .into_tuple()
        .all(tx)
        .await?;
    let count = lots.len() as i64;
    let last = raise_company_seq(tx, supplier.company_id, count).await?;
    let by = By {
        account_id: supplier.account_id,
        way: Way::Device(client_id),
        now,
    };
    let ids: Vec<(i64, u32)> = lots.iter().map(|(id, ..)| (*id, 0)).collect();
    changes::carry_out(tx, by, last - count, &[(Act::Renew, &ids[..])]).await?;
    raise_market_seq(tx, count, now).await?;
    Ok(lots
        .into_iter()
        .map(|(_, item, version)| (item, version + 1))
        .collect())
}

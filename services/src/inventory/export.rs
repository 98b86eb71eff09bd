//! A company's own list as a file that can be imported again (R130, R131).

use domain::inventory::{Lot, LotForm};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::stock_file;
use crate::entity::lot;
use crate::error::Answer;
use crate::market::Market;
use crate::proofs::Supplier;

/// Lots read at a time.
const PAGE: u64 = 5_000;

/// Writes all lots of the supplier's company, oldest first, and answers how many there were.
///
/// # Errors
/// Breakages of the database or of the output.
pub async fn export(market: &Market, supplier: &Supplier, mut out: impl std::io::Write) -> Answer<u64> {
    let this_year = domain::inventory::ThisYear(9998);
    let mut written = 0;
    let mut after = 0;
    let mut writer = stock_file::Writer::new(&mut out).map_err(anyhow::Error::from)?;
    loop {
        let page = lot::Entity::find()
            .filter(lot::Column::CompanyId.eq(supplier.company_id))
            .filter(lot::Column::DeletedAt.is_null())
            .filter(lot::Column::Id.gt(after))
            .order_by_asc(lot::Column::Id)
            .limit(PAGE)
            .all(market.db.reader())
            .await?;
        let Some(last) = page.last() else { break };
        after = last.id;
        for row in &page {
            let lot = stored(row, this_year)?;
            writer.write(&lot).map_err(anyhow::Error::from)?;
            written += 1;
        }
    }
    writer.finish().map_err(anyhow::Error::from)?;
    Ok(written)
}

/// A stored row is a lot again: it kept the rules when it was written, whatever year it is now.
fn stored(row: &lot::Model, any_year: domain::inventory::ThisYear) -> Answer<Lot> {
    let form = LotForm {
        manufacturer: row.manufacturer.clone(),
        product_name: row.product_name.clone(),
        model: row.model.clone(),
        quantity: row.quantity.to_string(),
        packing: row.packing.clone(),
        rohs: row.rohs.clone(),
        dc: row.dc.map(|year| year.to_string()).unwrap_or_default(),
        location: row.location.clone(),
        remarks: row.remarks.clone(),
        date_code: row.date_code.clone(),
    };
    Ok(form
        .check(any_year)
        .map_err(|faults| anyhow::anyhow!("lot {} breaks {} rules", row.id, faults.len()))?)
}

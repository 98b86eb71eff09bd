//! The receipt: the page a requester comes back to, found by an unguessable key.

use domain::quotations::views::{ReceiptLine, ReceiptView};
use domain::quotations::{Currency, RequestNumber, TargetPrice};
use domain::refusal::Refusal;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::entity::{quotation_line, quotation_request};
use crate::error::Answer;
use crate::market::Market;
use crate::post::hidden;

/// What a requester is told at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Received {
    /// The receipt's key.
    pub key: Uuid,
    pub number: RequestNumber,
}

/// What was received under a key.
///
/// # Errors
/// [`Refusal::NotFound`] for anything that is not the key of a receipt.
pub async fn receipt(market: &Market, key: &str) -> Answer<ReceiptView> {
    let db = market.db.reader();
    let key = Uuid::try_parse(key).map_err(|_| Refusal::NotFound)?;
    let row = quotation_request::Entity::find()
        .filter(quotation_request::Column::Receipt.eq(key))
        .one(db)
        .await?
        .ok_or(Refusal::NotFound)?;
    let lines = quotation_line::Entity::find()
        .filter(quotation_line::Column::RequestId.eq(row.id))
        .order_by_asc(quotation_line::Column::LineNo)
        .all(db)
        .await?;
    Ok(ReceiptView {
        number: RequestNumber(row.id).to_string(),
        received_at: row.created_at,
        sent_to: hidden(&row.email),
        lines: lines.into_iter().map(line_of).collect(),
    })
}

fn line_of(row: quotation_line::Model) -> ReceiptLine {
    // A price without a currency cannot be stored, and a currency that is not offered is not stored.
    let currency = row.currency.and_then(|code| Currency::parse(&code).ok());
    let price = row.target_price.zip(currency);
    ReceiptLine {
        model: row.model,
        manufacturer: row.manufacturer,
        quantity: row.quantity.unsigned_abs(),
        dc: row.dc,
        packing: row.packing,
        target_price: price
            .map(|(amount, currency)| TargetPrice::of_ten_thousandths(amount, currency).shown()),
        due: row.due,
        remarks: row.remarks,
        in_stock: row.lot_id.is_some(),
    }
}

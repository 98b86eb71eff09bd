//! Wrong rows of a draft: corrected cell by cell, repaired at once, left out.

use domain::inventory::Column;
use domain::inventory::importing::How;

use super::{found, store};
use crate::error::Answer;
use crate::inventory::preview::look_at;
use crate::market::Market;
use crate::proofs::Supplier;

/// What a person has corrected in a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Corrected {
    pub row: u32,
    pub cells: Vec<(Column, String)>,
    pub left_out: bool,
}

/// Corrects rows, or leaves them out.
///
/// # Errors
/// [`NotFound`](domain::refusal::Refusal::NotFound) for what is no draft of the company.
pub async fn correct(
    market: &Market,
    supplier: &Supplier,
    key: &str,
    corrected: Vec<Corrected>,
) -> Answer<()> {
    let tx = market.db.begin().await?;
    let row = found(&tx, supplier, key).await?;
    let mut how: How = serde_json::from_str(&row.how)?;
    for Corrected { row, cells, left_out } in corrected {
        let correction = how.corrections.entry(row).or_default();
        correction.left_out = left_out;
        correction.cells.extend(cells);
        if !correction.left_out && correction.cells.is_empty() {
            how.corrections.remove(&row);
        }
    }
    store(&tx, row.id, &how, row.is_guess).await?;
    tx.commit().await?;
    Ok(())
}

/// Makes all repairs that are offered for wrong cells; answers how many.
///
/// # Errors
/// [`NotFound`](domain::refusal::Refusal::NotFound) for what is no draft of the company.
pub async fn repair_all(market: &Market, supplier: &Supplier, key: &str) -> Answer<()> {
    let found = look_at(market, supplier, key).await?;
    let corrected = found.look.wrong.into_iter().filter_map(|row| {
        let offered = row
            .repairs
            .iter()
            .filter_map(|(column, repair)| Some((*column, repair.offered()?.to_owned())));
        let cells: Vec<_> = offered.collect();
        let left_out = false;
        let row = row.row;
        (!cells.is_empty()).then_some(Corrected { row, cells, left_out })
    });
    correct(market, supplier, key, corrected.collect()).await
}

/// Leaves all wrong rows out.
///
/// # Errors
/// [`NotFound`](domain::refusal::Refusal::NotFound) for what is no draft of the company.
pub async fn leave_out_wrong(market: &Market, supplier: &Supplier, key: &str) -> Answer<()> {
    let found = look_at(market, supplier, key).await?;
    let corrected = found.wrong.keys().map(|row| Corrected {
        row: *row,
        left_out: true,
        cells: Vec::new(),
    });
    correct(market, supplier, key, corrected.collect()).await
}

/// Takes back in what was left out.
///
/// # Errors
/// [`NotFound`](domain::refusal::Refusal::NotFound) for what is no draft of the company.
pub async fn take_back_in(market: &Market, supplier: &Supplier, key: &str) -> Answer<()> {
    let row = found(market.db.reader(), supplier, key).await?;
    let how: How = serde_json::from_str(&row.how)?;
    let rows = how.corrections.into_iter().filter(|(_, row)| row.left_out);
    let corrected = rows.map(|(row, _)| Corrected {
        row,
        ..Corrected::default()
    });
    correct(market, supplier, key, corrected.collect()).await
}

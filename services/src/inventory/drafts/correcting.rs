//! Wrong rows of a draft: corrected cell by cell, repaired at once, left out.
//!
//! A row and a column name a cell of one reading only: what was corrected in a file that has been read in another way
//! since is refused. Whoever corrects other cells of the same reading disturbs nobody.

use std::collections::BTreeMap;

use domain::inventory::Column;
use domain::inventory::importing::{Correction, How};

use super::{Noted, found, held, reading, store};
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

/// Corrects rows, or leaves them out. `seen` is the reading that was shown.
///
/// # Errors
/// [`NotFound`](domain::refusal::Refusal::NotFound) for what is no draft of the company.
pub async fn correct(
    market: &Market,
    supplier: &Supplier,
    key: &str,
    seen: u64,
    corrected: Vec<Corrected>,
) -> Answer<Noted> {
    note(market, supplier, key, seen, corrected, None).await
}

/// Notes corrections in the draft as it is now. Where `looked_at` tells what was corrected when the rows were chosen, those that
/// somebody has decided about since stay as they are.
async fn note(
    market: &Market,
    supplier: &Supplier,
    key: &str,
    seen: u64,
    corrected: Vec<Corrected>,
    looked_at: Option<&BTreeMap<u32, Correction>>,
) -> Answer<Noted> {
    let tx = market.db.begin().await?;
    let draft = held(&tx, supplier, key).await?;
    let mut how: How = serde_json::from_str(&draft.how)?;
    if reading(&how)? != seen {
        return Ok(Noted::ReadSince);
    }
    for Corrected { row, cells, left_out } in corrected {
        if looked_at.is_some_and(|before| before.get(&row) != how.corrections.get(&row)) {
            continue;
        }
        let correction = how.corrections.entry(row).or_default();
        correction.left_out = left_out;
        correction.cells.extend(cells);
        if !correction.left_out && correction.cells.is_empty() {
            how.corrections.remove(&row);
        }
    }
    store(&tx, draft.id, &how, draft.is_guess).await?;
    tx.commit().await?;
    Ok(Noted::Done)
}

/// Makes all repairs that are offered for wrong cells.
///
/// # Errors
/// [`NotFound`](domain::refusal::Refusal::NotFound) for what is no draft of the company.
pub async fn repair_all(market: &Market, supplier: &Supplier, key: &str, seen: u64) -> Answer<Noted> {
    let draft = found(market.db.reader(), supplier, key).await?;
    let how: How = serde_json::from_str(&draft.how)?;
    if reading(&how)? != seen {
        return Ok(Noted::ReadSince);
    }
    let found = look_at(market, supplier, &draft).await?;
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
    let corrected = corrected.collect();
    note(market, supplier, key, seen, corrected, Some(&how.corrections)).await
}

/// Leaves all wrong rows out.
///
/// # Errors
/// [`NotFound`](domain::refusal::Refusal::NotFound) for what is no draft of the company.
pub async fn leave_out_wrong(market: &Market, supplier: &Supplier, key: &str, seen: u64) -> Answer<Noted> {
    let draft = found(market.db.reader(), supplier, key).await?;
    let how: How = serde_json::from_str(&draft.how)?;
    if reading(&how)? != seen {
        return Ok(Noted::ReadSince);
    }
    let found = look_at(market, supplier, &draft).await?;
    let corrected = found.wrong.keys().map(|row| Corrected {
        row: *row,
        left_out: true,
        cells: Vec::new(),
    });
    let corrected = corrected.collect();
    note(market, supplier, key, seen, corrected, Some(&how.corrections)).await
}

/// Takes back in what was left out.
///
/// # Errors
/// [`NotFound`](domain::refusal::Refusal::NotFound) for what is no draft of the company.
pub async fn take_back_in(market: &Market, supplier: &Supplier, key: &str, seen: u64) -> Answer<Noted> {
    let draft = found(market.db.reader(), supplier, key).await?;
    let how: How = serde_json::from_str(&draft.how)?;
    let rows = how.corrections.into_iter().filter(|(_, row)| row.left_out);
    let corrected = rows.map(|(row, _)| Corrected {
        row,
        ..Corrected::default()
    });
    correct(market, supplier, key, seen, corrected.collect()).await
}

//! The lots of a company as a plan wants them.

use std::collections::HashMap;

use domain::inventory::importing::{FileRow, Held, Shelf};
use domain::inventory::{Column, Lot, SameItem};
use domain::text::comparable;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::references;
use super::stock_file::Look;
use crate::entity::lot;
use crate::error::Answer;

/// Lots read at a time.
const PAGE: u64 = 5_000;

/// The rows of a file as a plan wants them.
pub(super) fn rows(look: &Look) -> Vec<FileRow> {
    let tells_dates = look.columns.contains(&Column::DateCode);
    let row = |(row, lot): &(u32, Lot)| FileRow {
        date_code: tells_dates.then(|| comparable(lot.date_code.as_str())),
        item: SameItem::of(lot),
        pieces: lot.quantity.pieces(),
        reference: look.references.get(row).cloned(),
    };
    look.lots.iter().map(row).collect()
}

/// Reads the company's lots, oldest first. Those with a change number after `seen` are newer than what a person has seen.
pub(super) async fn read(
    db: &impl ConnectionTrait,
    company_id: i64,
    seen: Option<i64>,
    rows: &[FileRow],
) -> Answer<Shelf> {
    let mut shelf = Shelf::for_rows(rows);
    let with_references = rows.iter().any(|row| row.reference.is_some());
    let mut after = 0;
    loop {
        let page = lot::Entity::find()
            .filter(lot::Column::CompanyId.eq(company_id))
            .filter(lot::Column::DeletedAt.is_null())
            .filter(lot::Column::Id.gt(after))
            .order_by_asc(lot::Column::Id)
            .limit(PAGE)
            .all(db)
            .await?;
        let Some(last) = page.last() else {
            return Ok(shelf);
        };
        let last = last.id;
        let references = if with_references {
            references::between(db, company_id, after, last).await?
        } else {
            HashMap::new()
        };
        after = last;
        for row in page {
            let reference = references.get(&row.id).map(String::as_str);
            let held = Held {
                lot: row.id,
                pieces: row.quantity.unsigned_abs(),
                is_newer: seen.is_some_and(|seen| row.seq > seen),
            };
            let form = row.into_form();
            let date_code = comparable(&form.date_code);
            shelf.put(&SameItem::of_form(&form), held, &date_code, reference);
        }
    }
}

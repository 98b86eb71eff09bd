//! The lots of a company as a plan wants them.

use std::collections::{BTreeMap, HashMap};

use domain::inventory::importing::{FileRow, Held, Shelf, Since};
use domain::inventory::{Column, Lot, SameItem};
use domain::text::comparable;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::references;
use super::stock_file::Look;
use super::sync::history;
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

/// Reads the company's lots, oldest first. Those with a change number after `seen` are newer than what a
/// person has seen, and stand there as they were seen.
pub(super) async fn read(
    db: &impl ConnectionTrait,
    company_id: i64,
    seen: Option<i64>,
    rows: &[FileRow],
) -> Answer<Shelf> {
    let mut shelf = Shelf::for_rows(rows);
    let with_references = rows.iter().any(|row| row.reference.is_some());
    let mut as_seen = match seen {
        Some(seen) => history::as_seen(db, company_id, seen).await?,
        None => BTreeMap::new(),
    };
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
            break;
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
            let was = as_seen.remove(&row.id).map(|was| SameItem::of_form(&was));
            let mut held = Held {
                lot: row.id,
                pieces: row.quantity.unsigned_abs(),
                since: match seen {
                    Some(seen) if row.seq > seen => Since::Changed,
                    _ => Since::Untouched,
                },
            };
            let form = row.into_form();
            let date_code = comparable(&form.date_code);
            let item = SameItem::of_form(&form);
            match was.filter(|was| *was != item) {
                // What the person has seen is what the file is compared with.
                Some(was) => {
                    held.since = Since::Other;
                    shelf.put(&was, held, &date_code, reference);
                }
                None => shelf.put(&item, held, &date_code, reference),
            }
        }
    }
    for (lot, was) in as_seen {
        let gone = Held {
            lot,
            pieces: 0,
            since: Since::Gone,
        };
        shelf.put(&SameItem::of_form(&was), gone, &comparable(&was.date_code), None);
    }
    Ok(shelf)
}

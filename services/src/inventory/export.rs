//! A company's own list, on the screen and as a file that can be imported again (R130, R131).

use std::collections::HashMap;

use domain::inventory::exporting::{ExportView, Format, LostCell};
use domain::inventory::{Column, Lot};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::references;
use super::stock_file::{self, SjisWriter, WorkbookWriter};
use crate::entity::lot;
use crate::error::Answer;
use crate::market::Market;
use crate::proofs::Supplier;

/// Lots read at a time.
const PAGE: u64 = 5_000;
/// Lots of a page on the screen.
const SHOWN: u64 = 50;
/// Cells that are listed where an encoding cannot hold them.
const LISTED: usize = 20;

/// What came of exporting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exported {
    File(Vec<u8>),
    /// Nothing, for the encoding does not have all characters: the first of the cells, and how many there are.
    Lost {
        cells: Vec<LostCell>,
        total: u64,
    },
}

fn own(supplier: &Supplier) -> Select<lot::Entity> {
    lot::Entity::find()
        .filter(lot::Column::CompanyId.eq(supplier.company_id))
        .filter(lot::Column::DeletedAt.is_null())
        .order_by_asc(lot::Column::Id)
}

/// The company's list with some of the optional columns behind the nine, a page at a time, oldest first.
///
/// # Errors
/// Only breakages.
pub async fn view(
    market: &Market,
    supplier: &Supplier,
    optional: &[Column],
    page: u32,
) -> Answer<ExportView> {
    let db = market.db.reader();
    let total = own(supplier).count(db).await?;
    let pages = total.div_ceil(SHOWN).clamp(1, u64::from(u32::MAX)) as u32;
    let page = page.clamp(1, pages);
    let rows = own(supplier)
        .offset(u64::from(page - 1) * SHOWN)
        .limit(SHOWN)
        .all(db)
        .await?;
    let references = if optional.contains(&Column::Reference) {
        let lots: Vec<_> = rows.iter().map(|row| row.id).collect();
        references::of_lots(db, &lots).await?
    } else {
        HashMap::new()
    };
    let cells = |row: lot::Model| {
        let reference = references.get(&row.id).cloned().unwrap_or_default();
        let form = row.into_form();
        let mut cells = form.cells().map(str::to_owned).to_vec();
        cells.extend(optional.iter().filter_map(|column| match column {
            Column::DateCode => Some(form.date_code.clone()),
            Column::Reference => Some(reference.clone()),
            _ => None,
        }));
        cells
    };
    Ok(ExportView {
        format: Format::default(),
        total,
        page,
        pages,
        optional: optional.to_vec(),
        rows: rows.into_iter().map(cells).collect(),
        ..ExportView::default()
    })
}

/// Writes all lots of the supplier's company in the nine columns, oldest first, and answers how many there were.
///
/// # Errors
/// Breakages of the database or of the output.
pub async fn export(market: &Market, supplier: &Supplier, out: impl std::io::Write) -> Answer<u64> {
    export_with(market, supplier, &[], out).await
}

/// Writes all lots, as [`export`] does, with some of the optional columns behind the nine.
///
/// # Errors
/// Breakages of the database or of the output.
pub async fn export_with(
    market: &Market,
    supplier: &Supplier,
    optional: &[Column],
    mut out: impl std::io::Write,
) -> Answer<u64> {
    let mut written = 0;
    let mut writer = stock_file::Writer::with(&mut out, optional).map_err(anyhow::Error::from)?;
    each(market, supplier, optional, |lot, reference| {
        written += 1;
        Ok(writer.write_with(lot, reference).map_err(anyhow::Error::from)?)
    })
    .await?;
    writer.finish().map_err(anyhow::Error::from)?;
    Ok(written)
}

/// All lots as a file of a format, with some of the optional columns behind the nine.
///
/// # Errors
/// Breakages of the database.
pub async fn export_as(
    market: &Market,
    supplier: &Supplier,
    format: Format,
    optional: &[Column],
) -> Answer<Exported> {
    let mut bytes = Vec::new();
    match format {
        Format::CsvMarked => {
            bytes.extend_from_slice("\u{FEFF}".as_bytes());
            export_with(market, supplier, optional, &mut bytes).await?;
            Ok(Exported::File(bytes))
        }
        Format::Csv => {
            export_with(market, supplier, optional, &mut bytes).await?;
            Ok(Exported::File(bytes))
        }
        Format::ShiftJis => shift_jis(market, supplier, optional).await,
        Format::Xlsx => workbook(market, supplier, optional).await,
    }
}

async fn shift_jis(market: &Market, supplier: &Supplier, optional: &[Column]) -> Answer<Exported> {
    let mut writer = SjisWriter::with(optional).map_err(anyhow::Error::from)?;
    let (mut cells, mut total) = (Vec::new(), 0);
    each(market, supplier, optional, |lot, reference| {
        for (column, characters) in writer.write(lot, reference).map_err(anyhow::Error::from)? {
            total += 1;
            if cells.len() < LISTED {
                let model = lot.model.as_str().to_owned();
                cells.push(LostCell {
                    model,
                    column,
                    characters,
                });
            }
        }
        Ok(())
    })
    .await?;
    Ok(if total == 0 {
        Exported::File(writer.finish().map_err(anyhow::Error::from)?)
    } else {
        Exported::Lost { cells, total }
    })
}

async fn workbook(market: &Market, supplier: &Supplier, optional: &[Column]) -> Answer<Exported> {
    let mut writer = WorkbookWriter::with(optional).map_err(anyhow::Error::from)?;
    each(market, supplier, optional, |lot, reference| {
        Ok(writer.write(lot, reference).map_err(anyhow::Error::from)?)
    })
    .await?;
    let bytes = tokio::task::spawn_blocking(move || writer.finish())
        .await
        .map_err(anyhow::Error::from)?;
    Ok(Exported::File(bytes.map_err(anyhow::Error::from)?))
}

/// Hands all lots to a writer, oldest first, with the company's own references where they are wanted.
async fn each(
    market: &Market,
    supplier: &Supplier,
    optional: &[Column],
    mut write: impl FnMut(&Lot, &str) -> Answer<()>,
) -> Answer<()> {
    let with_references = optional.contains(&Column::Reference);
    let mut after = 0;
    while let Some((last, lots)) = next(market, supplier, after).await? {
        let references = if with_references {
            references::between(market.db.reader(), supplier.company_id, after, last).await?
        } else {
            HashMap::new()
        };
        after = last;
        for (id, lot) in &lots {
            write(lot, references.get(id).map_or("", String::as_str))?;
        }
    }
    Ok(())
}

/// The lots after a number, with the number of the last of them; none at the end.
async fn next(market: &Market, supplier: &Supplier, after: i64) -> Answer<Option<(i64, Vec<(i64, Lot)>)>> {
    // It kept the rules when it was written, whatever year it is now.
    let any_year = domain::inventory::ThisYear(9998);
    let page = own(supplier)
        .filter(lot::Column::Id.gt(after))
        .limit(PAGE)
        .all(market.db.reader())
        .await?;
    let Some(last) = page.last().map(|row| row.id) else {
        return Ok(None);
    };
    let lots = page.into_iter().map(|row| {
        let id = row.id;
        row.into_form()
            .check(any_year)
            .map(|lot| (id, lot))
            .map_err(|faults| anyhow::anyhow!("lot {id} breaks {} rules", faults.len()).into())
    });
    Ok(Some((last, lots.collect::<Answer<_>>()?)))
}

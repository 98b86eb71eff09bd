//! What a file would do, before anything is written; and what became of imports. Pages show both.

mod found;

use domain::inventory::importing::{
    Counts, Draft, FileView, How, ImportView, Kind, Mode, Seen, Stage, UndoView, plan,
};
use domain::inventory::stock_file::{FileFault, RowFault};
use domain::refusal::Refusal;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

pub(super) use found::Found;

use super::drafts::{self, off_thread};
use super::import::{faults, imported_before, landed};
use super::stock_file::{self, Look, WrongRow};
use super::{landing, shelf};
use crate::entity::{company_seq, import, import_draft, job};
use crate::error::Answer;
use crate::jobs::{Kind as Job, progress};
use crate::market::Market;
use crate::proofs::Supplier;

/// Rows of a page of a preview.
pub const PAGE: usize = 50;
/// Imports of the list.
const LISTED: u64 = 20;

/// A page that a key names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opened {
    Draft(Box<Draft>),
    Import(Box<ImportView>),
}

/// Files that wait for a decision: key, name, when they came; and the last imports.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    pub drafts: Vec<(String, String, i64)>,
    pub imports: Vec<ImportView>,
}

/// The company's files, newest first.
///
/// # Errors
/// Only breakages.
pub async fn list(market: &Market, supplier: &Supplier) -> Answer<Listing> {
    let db = market.db.reader();
    let drafts = import_draft::Entity::find()
        .filter(import_draft::Column::CompanyId.eq(supplier.company_id))
        .order_by_desc(import_draft::Column::Id)
        .all(db)
        .await?;
    let rows = import::Entity::find()
        .filter(import::Column::CompanyId.eq(supplier.company_id))
        .order_by_desc(import::Column::CreatedAt)
        .order_by_desc(import::Column::Id)
        .limit(LISTED)
        .all(db)
        .await?;
    let mut imports = Vec::with_capacity(rows.len());
    for row in rows {
        imports.push(view(market, row, false).await?);
    }
    let line = |row: import_draft::Model| (row.public_id.to_string(), row.file_name, row.created_at);
    Ok(Listing {
        drafts: drafts.into_iter().map(line).collect(),
        imports,
    })
}

/// What a key names: a file that waits, with the rows of one kind, or an import.
///
/// # Errors
/// [`Refusal::NotFound`] for what is not the company's.
pub async fn open(
    market: &Market,
    supplier: &Supplier,
    key: &str,
    shown: Option<Kind>,
    page: u32,
) -> Answer<Opened> {
    let db = market.db.reader();
    if let Some(row) = drafts::find(db, supplier, key).await? {
        return Ok(Opened::Draft(Box::new(
            draft(market, supplier, row, shown, page).await?,
        )));
    }
    let row = drafts::imported(db, supplier, key)
        .await?
        .ok_or(Refusal::NotFound)?;
    Ok(Opened::Import(Box::new(view(market, row, true).await?)))
}

/// Whether a draft may be carried out as it is now.
pub(super) async fn is_good(market: &Market, supplier: &Supplier, key: &str) -> Answer<bool> {
    Ok(match open(market, supplier, key, None, 1).await? {
        Opened::Draft(draft) => draft.is_good(),
        Opened::Import(_) => true,
    })
}

/// An import as pages show it.
pub(crate) async fn view(market: &Market, row: import::Model, wants_faults: bool) -> Answer<ImportView> {
    let db = market.db.reader();
    let stage = match row.state.as_str() {
        "imported" => {
            let landed = landed(&row)?;
            match (&row.undone, row.undo_wanted_at) {
                (Some(undone), _) => Stage::Undone(landed, serde_json::from_str::<UndoView>(undone)?),
                (None, Some(_)) => Stage::Undoing(landed),
                (None, None) => Stage::Imported(landed),
            }
        }
        "refused" => Stage::Refused {
            total: row.fault_count.unsigned_abs(),
            faults: if wants_faults {
                faults(db, row.id).await?
            } else {
                Vec::new()
            },
        },
        _ => waiting(market, row.id).await?,
    };
    Ok(ImportView {
        key: row.public_id.to_string(),
        file_name: row.file_name,
        created_at: row.created_at,
        mode: Mode::of_word(&row.mode).unwrap_or_default(),
        stage,
    })
}

async fn waiting(market: &Market, import_id: i64) -> Answer<Stage> {
    let job = job::Entity::find()
        .filter(job::Column::Kind.eq(Job::ImportStock.word()))
        .filter(job::Column::Subject.eq(import_id))
        .one(market.db.reader())
        .await?;
    Ok(match job {
        Some(job) if job.state == "failed" => Stage::Stuck,
        Some(job) => {
            let (done, total) = progress::of(&job);
            Stage::Waiting { done, total }
        }
        None => Stage::Waiting { done: 0, total: 0 },
    })
}

/// Reads a draft's file anew with all of its rows, and holds it against the list.
pub(super) async fn look_at(
    market: &Market,
    supplier: &Supplier,
    row: &import_draft::Model,
) -> Answer<Found> {
    let how: How = serde_json::from_str(&row.how)?;
    let bytes = drafts::bytes(market.db.reader(), row.id).await?;
    let (company, this_year) = drafts::judged_by(market, row.company_id).await?;
    let mode = how.mode;
    let look = off_thread(move || stock_file::look_at_all(&bytes, &how, this_year, &company)).await?;
    compare(market, supplier, look, mode).await
}

/// Holds a file against the list as it is now.
async fn compare(market: &Market, supplier: &Supplier, look: Look, mode: Mode) -> Answer<Found> {
    let db = market.db.reader();
    let (rows, look) = off_thread(move || (shelf::rows(&look), look)).await?;
    let shelf = shelf::read(db, supplier.company_id, None, &rows).await?;
    let plan = plan(mode, &rows, &shelf);
    let over = landing::wrong_rows(db, &plan, &look.lots).await?;
    Ok(Found::of(look, plan, over))
}

struct Read {
    look: Look,
    sheets: Vec<String>,
    sample: Vec<Vec<String>>,
    how: How,
}

async fn read(market: &Market, row: &import_draft::Model) -> Answer<Read> {
    let how: How = serde_json::from_str(&row.how)?;
    let bytes = drafts::bytes(market.db.reader(), row.id).await?;
    let (company, this_year) = drafts::judged_by(market, row.company_id).await?;
    off_thread(move || Read {
        look: stock_file::look(&bytes, &how, this_year, &company),
        sheets: stock_file::sheets(&bytes),
        sample: stock_file::telling_sample(&bytes, &how),
        how,
    })
    .await
}

async fn draft(
    market: &Market,
    supplier: &Supplier,
    row: import_draft::Model,
    shown: Option<Kind>,
    page: u32,
) -> Answer<Draft> {
    let db = market.db.reader();
    // Read before the lots: what changes in between is newer than the preview, and is left alone.
    let seen = company_seq::Entity::find_by_id(supplier.company_id)
        .one(db)
        .await?
        .map_or(0, |row| row.seq);
    let seen = Seen {
        seq: seen,
        how: drafts::mark(&row.how),
    };
    let Read {
        look,
        sheets,
        sample,
        how,
    } = read(market, &row).await?;
    let found = compare(market, supplier, look, how.mode).await?;
    let counts = found.counts(&how);
    let shown = shown
        .filter(|kind| counts.of(*kind) > 0)
        .unwrap_or_else(|| first(&counts));
    let pages = (counts.of(shown) as usize).div_ceil(PAGE).max(1);
    let page = (page as usize).clamp(1, pages);
    let rows = found.rows(market, shown, (page - 1) * PAGE, &how).await?;
    let mut sample = sample.into_iter();
    Ok(Draft {
        key: row.public_id.to_string(),
        before: imported_before(db, supplier.company_id, &row.sha256).await?,
        file: FileView {
            file_name: row.file_name,
            bytes: row.bytes.unsigned_abs(),
            sheets,
            headings: sample.next().unwrap_or_default(),
            sample: sample.collect(),
            is_guess: row.is_guess,
        },
        faults: found.look.of_file().cloned().collect(),
        untold: found.look.untold(),
        reading: drafts::reading(&how)?,
        how,
        counts,
        shown,
        columns: found.look.columns,
        page: page as u32,
        pages: pages as u32,
        rows,
        seen,
    })
}

/// The kind that a person should see first.
fn first(counts: &Counts) -> Kind {
    Kind::ALL
        .into_iter()
        .find(|kind| counts.of(*kind) > 0)
        .unwrap_or(Kind::New)
}

/// What a file in the documented form would do, for the command line; and all that is wrong with it.
///
/// # Errors
/// Only breakages.
pub async fn dry_run(
    market: &Market,
    supplier: &Supplier,
    bytes: Vec<u8>,
    mode: Mode,
) -> Answer<(Counts, Vec<RowFault>)> {
    let how = How {
        mode,
        ..How::default()
    };
    let (company, this_year) = drafts::judged_by(market, supplier.company_id).await?;
    let (look, how) = off_thread(move || (stock_file::look(&bytes, &how, this_year, &company), how)).await?;
    let found = compare(market, supplier, look, mode).await?;
    let mut faults: Vec<RowFault> = found.look.of_file().cloned().collect();
    for (row, wrong) in &found.wrong {
        faults.extend(wrong.iter().cloned().map(|(column, fault)| RowFault {
            row: *row,
            column,
            fault,
        }));
    }
    Ok((found.counts(&how), faults))
}

/// The wrong rows alone, as a file, with the reason beside each: it can be corrected and sent again.
///
/// # Errors
/// [`Refusal::NotFound`] for what is no draft of the company.
pub async fn wrong_rows(
    market: &Market,
    supplier: &Supplier,
    key: &str,
    language: domain::language::Language,
) -> Answer<Vec<u8>> {
    let row = drafts::found(market.db.reader(), supplier, key).await?;
    let found = look_at(market, supplier, &row).await?;
    let rows = found.wrong.iter().map(|(row, faults)| {
        let reasons = faults.iter().map(|(column, fault)| {
            let (row, column, fault) = (*row, *column, fault.clone());
            domain::words::row_fault(&RowFault { row, column, fault }, language)
        });
        let reasons: Vec<String> = reasons.collect();
        let said = match found.uneven(*row) {
            [] => found.said(*row),
            cells => cells.to_vec(),
        };
        WrongRow {
            cells: said,
            reason: reasons.join(" / "),
            is_short: faults
                .iter()
                .any(|(_, fault)| matches!(fault, FileFault::MissingCells { .. })),
        }
    });
    let mut out = Vec::new();
    stock_file::write_wrong(&mut out, &found.look.columns, rows, language).map_err(anyhow::Error::from)?;
    Ok(out)
}

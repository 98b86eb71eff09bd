//! Importing a stock file: receive, read, publish (R118–R129).
//!
//! *Receiving* writes the file, its import and its job in one transaction, so that none can exist without the others
//! (T44). *Carrying out* reads the whole file before anything is written: with one wrong cell nothing is imported, and
//! the supplier is told every fault (R123). *Publishing* is one transaction with the end of the job and the result
//! mail in it: killed at any moment before its commit it never happened and is begun again, after it all is done (T43).
//! There is no staging table: the file itself, at most 20 MB, is read again faster than its rows could be staged.

mod keeping;

use std::io::Cursor;

use domain::inventory::Lot;
use domain::inventory::importing::{How, Landed, Mode};
use domain::inventory::stock_file::{FileFault, RowFault};
use domain::language::Language;
use domain::words;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};

pub use keeping::NewFile;
pub(crate) use keeping::{Kept, check, keep};

use super::landing;
use super::publish::{self, Source};
use super::stock_file::{self, LISTED_FAULTS, Look};
use crate::entity::{company, import, import_fault, import_file};
use crate::error::Answer;
use crate::jobs::{self, Lease, Progress};
use crate::market::Market;
use crate::post::{self, ImportFault, ImportRefused, Mail, Parcel};
use crate::proofs::Supplier;

/// Size of a stored part of a file, in bytes.
pub(super) const PART: usize = 256 * 1024;

/// What became of a file at the door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    /// Kept, with its job; the number names the import.
    Waiting(i64),
    /// Refused unread.
    Refused(FileFault),
    /// This very file was imported before; importing adds, so it asks first (R121, Z14).
    SameFile,
}

/// How an import stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Its job has still to run.
    Waiting,
    /// Published, this many lots.
    Imported { rows: u32 },
    /// Quantities were merged, or the list was replaced.
    Landed(Landed),
    /// Nothing was imported; `total` counts all faults, the list holds as many as are kept.
    Refused { total: u32, faults: Vec<RowFault> },
}

/// Takes a file in and leaves the job of reading it. `again` answers the question about the same file with yes.
///
/// # Errors
/// Only breakages; what is wrong with the file is an answer.
pub async fn receive(
    market: &Market,
    supplier: &Supplier,
    file_name: &str,
    bytes: &[u8],
    again: bool,
) -> Answer<Received> {
    receive_to(market, supplier, file_name, bytes, again, Mode::Add).await
}

/// Takes a file in for one of the three modes.
///
/// # Errors
/// Only breakages; what is wrong with the file is an answer.
pub async fn receive_to(
    market: &Market,
    supplier: &Supplier,
    file_name: &str,
    bytes: &[u8],
    again: bool,
    mode: Mode,
) -> Answer<Received> {
    let file = NewFile {
        name: file_name,
        bytes,
        again,
        mode,
    };
    if let Err(fault) = check(&file) {
        return Ok(Received::Refused(fault));
    }
    let tx = market.db.begin().await?;
    match keep(&tx, supplier, &file, market.now()).await? {
        Kept::SameFile => Ok(Received::SameFile),
        Kept::Waiting { id, .. } => {
            tx.commit().await?;
            Ok(Received::Waiting(id))
        }
    }
}

/// When this very file was imported before, last of all, and not taken back (R121, Z14).
pub(super) async fn imported_before(
    tx: &impl ConnectionTrait,
    company_id: i64,
    sha256: &[u8],
) -> Answer<Option<i64>> {
    let earlier = import::Entity::find()
        .filter(import::Column::CompanyId.eq(company_id))
        .filter(import::Column::Sha256.eq(sha256.to_vec()))
        .filter(import::Column::State.ne("refused"))
        .filter(import::Column::UndoWantedAt.is_null())
        .order_by_desc(import::Column::Id)
        .one(tx)
        .await?;
    Ok(earlier.map(|row| row.created_at))
}

/// How one of the supplier's own imports stands.
///
/// # Errors
/// [`NotFound`](domain::refusal::Refusal::NotFound) for an import of nobody or of another company.
pub async fn outcome(market: &Market, supplier: &Supplier, import_id: i64) -> Answer<Outcome> {
    let db = market.db.reader();
    let row = import::Entity::find_by_id(import_id)
        .filter(import::Column::CompanyId.eq(supplier.company_id))
        .one(db)
        .await?
        .ok_or(domain::refusal::Refusal::NotFound)?;
    Ok(match row.state.as_str() {
        "imported" if row.mode != Mode::Add.word() => Outcome::Landed(landed(&row)?),
        "imported" => Outcome::Imported {
            rows: row.rows_added.unsigned_abs(),
        },
        "refused" => Outcome::Refused {
            total: row.fault_count.unsigned_abs(),
            faults: faults(db, import_id).await?,
        },
        _ => Outcome::Waiting,
    })
}

/// What a finished import did.
pub(super) fn landed(row: &import::Model) -> Answer<Landed> {
    let added = row.rows_added.unsigned_abs();
    Ok(match &row.landed {
        Some(landed) => serde_json::from_str(landed)?,
        None => Landed {
            added,
            ..Landed::default()
        },
    })
}

pub(super) async fn faults(db: &impl ConnectionTrait, import_id: i64) -> Answer<Vec<RowFault>> {
    let rows = import_fault::Entity::find()
        .filter(import_fault::Column::ImportId.eq(import_id))
        .order_by_asc(import_fault::Column::Ord)
        .all(db)
        .await?;
    Ok(rows
        .iter()
        .map(|row| serde_json::from_str(&row.fault))
        .collect::<Result<_, _>>()?)
}

/// The job: reads the file and publishes it, or refuses it with every fault.
pub(crate) async fn carry_out(market: &Market, lease: &Lease) -> Answer<()> {
    let Some(row) = import::Entity::find_by_id(lease.subject)
        .one(market.db.reader())
        .await?
    else {
        return Ok(());
    };
    let reading = read(market, &row).await?;
    if !jobs::renew(market, lease, 0, i64::from(reading.rows)).await? {
        return Ok(());
    }
    let progress = Progress::begin(lease, u64::from(reading.rows));
    match reading.outcome {
        Ok(Lots::Add(this_file)) => {
            let import = row;
            publish::publish(market, lease, &progress, Source { import, this_file }).await
        }
        Ok(Lots::Land(mode, look)) => landing::land(market, lease, &progress, row, mode, *look).await,
        Err(faults) => refuse(market, lease, &row, faults).await,
    }
}

/// The lots of a good file, and what becomes of them.
enum Lots {
    /// Each is another one.
    Add(Vec<Lot>),
    /// What is there matters: their rows count, and their references.
    Land(Mode, Box<Look>),
}

struct Read {
    rows: u32,
    outcome: Result<Lots, stock_file::Faults>,
}

/// Reads the kept file off the async threads; the rules are CPU work.
async fn read(market: &Market, row: &import::Model) -> Answer<Read> {
    let db = market.db.reader();
    let parts = import_file::Entity::find()
        .filter(import_file::Column::ImportId.eq(row.id))
        .order_by_asc(import_file::Column::Part)
        .all(db)
        .await?;
    let company = company_name(db, row.company_id).await?;
    let this_year = crate::clock::year_in_japan(market.now());
    let bytes: Vec<u8> = parts.into_iter().flat_map(|part| part.bytes).collect();
    let mode = Mode::of_word(&row.mode).unwrap_or_default();
    let how: Option<How> = row.how.as_deref().map(serde_json::from_str).transpose()?;
    let read = move || match (mode, how) {
        (Mode::Add, how) if !stock_file::has_references(&bytes, &how.clone().unwrap_or_default()) => {
            let reading = match how {
                Some(how) => stock_file::read_as(&bytes, &how, this_year, &company),
                None => stock_file::read(Cursor::new(bytes), this_year, &company),
            };
            Read {
                rows: reading.rows,
                outcome: reading.outcome.map(Lots::Add),
            }
        }
        (mode, how) => {
            let look = stock_file::look(&bytes, &how.unwrap_or_default(), this_year, &company);
            Read {
                rows: look.rows,
                outcome: if look.faults.total == 0 {
                    Ok(Lots::Land(mode, Box::new(look)))
                } else {
                    Err(look.faults)
                },
            }
        }
    };
    Ok(tokio::task::spawn_blocking(read)
        .await
        .map_err(anyhow::Error::from)?)
}

/// The company's name, which no cell may give away (Z17).
pub(super) async fn company_name(db: &impl ConnectionTrait, company_id: i64) -> Answer<String> {
    let company = company::Entity::find_by_id(company_id).one(db).await?;
    Ok(company.map(|company| company.name).unwrap_or_default())
}

pub(super) async fn refuse(
    market: &Market,
    lease: &Lease,
    row: &import::Model,
    faults: stock_file::Faults,
) -> Answer<()> {
    let now = market.now();
    let tx = market.db.begin().await?;
    import::Entity::update_many()
        .col_expr(import::Column::State, Expr::value("refused"))
        .col_expr(import::Column::FaultCount, Expr::value(faults.total as i32))
        .col_expr(import::Column::FinishedAt, Expr::value(now))
        .filter(import::Column::Id.eq(row.id))
        .filter(import::Column::State.eq("received"))
        .exec(&tx)
        .await?;
    let kept = &faults.list[..faults.list.len().min(LISTED_FAULTS)];
    for (start, chunk) in kept.chunks(500).enumerate() {
        let rows = chunk.iter().enumerate().map(|(index, fault)| {
            Ok(import_fault::ActiveModel {
                import_id: Set(row.id),
                ord: Set((start * 500 + index) as i32),
                fault: Set(serde_json::to_string(fault)?),
            })
        });
        let rows = rows.collect::<Answer<Vec<_>>>()?;
        import_fault::Entity::insert_many(rows)
            .exec_without_returning(&tx)
            .await?;
    }
    tell(&tx, row, now, |language| refused_mail(row, &faults, language)).await?;
    if settle(&tx, lease, row.id, now).await? {
        tx.commit().await?;
    }
    Ok(())
}

fn mailed(fault: &RowFault, language: Language) -> ImportFault {
    ImportFault {
        row: (fault.row != RowFault::WHOLE_FILE).then_some(fault.row),
        column: fault.column,
        reason: words::file_fault(&fault.fault, language),
    }
}

fn refused_mail(row: &import::Model, faults: &stock_file::Faults, language: Language) -> Mail {
    let shown = faults.list.iter().take(ImportRefused::SHOWN);
    Mail::ImportRefused(ImportRefused {
        file_name: row.file_name.clone(),
        key: row.public_id.to_string(),
        fault_count: u64::from(faults.total),
        faults: shown.map(|fault| mailed(fault, language)).collect(),
    })
}

/// Leaves the one mail that tells the uploader what came of a file, in the reader's language.
pub(super) async fn tell(
    tx: &impl ConnectionTrait,
    row: &import::Model,
    now: i64,
    mail: impl FnOnce(Language) -> Mail,
) -> Answer<()> {
    let Some((recipient, language)) = crate::accounts::mail_address(tx, row.account_id).await? else {
        return Ok(());
    };
    let parcel = Parcel {
        mail: &mail(language),
        recipient: &recipient,
        language,
        dedupe_key: format!("import:{}:result", row.id),
        expires_at: None,
    };
    Ok(post::enqueue(tx, now, &parcel).await?)
}

/// The end of every import, within its transaction: the file goes, the job is finished. False: the claim was lost.
pub(super) async fn settle(
    tx: &impl ConnectionTrait,
    lease: &Lease,
    import_id: i64,
    now: i64,
) -> Answer<bool> {
    import_file::Entity::delete_many()
        .filter(import_file::Column::ImportId.eq(import_id))
        .exec(tx)
        .await?;
    jobs::finish(tx, lease, now).await
}

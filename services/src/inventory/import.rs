//! Importing a stock file: receive, read, publish (R118–R129).
//!
//! *Receiving* writes the file, its import and its job in one transaction, so that none can exist without the others
//! (T44). *Carrying out* reads the whole file before anything is written: with one wrong cell nothing is imported, and
//! the supplier is told every fault (R123). *Publishing* is one transaction with the end of the job and the result
//! mail in it: killed at any moment before its commit it never happened and is begun again, after it all is done (T43).
//! There is no staging table: the file itself, at most 20 MB, is read again faster than its rows could be staged.

use std::io::Cursor;

use domain::inventory::stock_file::{FileFault, RowFault};
use domain::language::Language;
use domain::text::limits;
use domain::words;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    QueryOrder, Set,
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::publish::{self, Source};
use super::stock_file;
use crate::entity::{company, import, import_fault, import_file};
use crate::error::Answer;
use crate::jobs::{self, Lease};
use crate::market::Market;
use crate::post::{self, ImportFault, ImportRefused, Mail, Parcel};
use crate::proofs::Supplier;

/// Size of a stored part of a file, in bytes.
const PART: usize = 256 * 1024;

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
    if let Err(fault) = stock_file::check_name(file_name) {
        return Ok(Received::Refused(fault));
    }
    if bytes.len() as u64 > limits::FILE_BYTES {
        return Ok(Received::Refused(FileFault::TooManyBytes {
            max: limits::FILE_BYTES,
        }));
    }
    let sha256 = Sha256::digest(bytes).to_vec();
    let tx = market.db.begin().await?;
    if !again && imported_before(&tx, supplier, &sha256).await? {
        return Ok(Received::SameFile);
    }
    let now = market.now();
    let row = import::ActiveModel {
        id: NotSet,
        public_id: Set(Uuid::now_v7()),
        company_id: Set(supplier.company_id),
        account_id: Set(supplier.account_id),
        file_name: Set(file_name.chars().take(255).collect()),
        bytes: Set(bytes.len() as i64),
        sha256: Set(sha256),
        state: Set("received".to_owned()),
        rows_added: Set(0),
        fault_count: Set(0),
        created_at: Set(now),
        finished_at: Set(None),
    };
    let import = row.insert(&tx).await?;
    for (part, bytes) in bytes.chunks(PART).enumerate() {
        let row = import_file::ActiveModel {
            import_id: Set(import.id),
            part: Set(part as i32),
            bytes: Set(bytes.to_vec()),
        };
        import_file::Entity::insert(row)
            .exec_without_returning(&tx)
            .await?;
    }
    jobs::leave(&tx, jobs::Kind::ImportStock, import.id, now).await?;
    tx.commit().await?;
    Ok(Received::Waiting(import.id))
}

async fn imported_before(tx: &impl ConnectionTrait, supplier: &Supplier, sha256: &[u8]) -> Answer<bool> {
    let earlier = import::Entity::find()
        .filter(import::Column::CompanyId.eq(supplier.company_id))
        .filter(import::Column::Sha256.eq(sha256.to_vec()))
        .filter(import::Column::State.ne("refused"))
        .one(tx)
        .await?;
    Ok(earlier.is_some())
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

async fn faults(db: &impl ConnectionTrait, import_id: i64) -> Answer<Vec<RowFault>> {
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
    match reading.outcome {
        Ok(lots) => {
            let source = Source {
                import: row,
                this_file: lots,
            };
            publish::publish(market, lease, source).await
        }
        Err(faults) => refuse(market, lease, &row, faults).await,
    }
}

/// Reads the kept file off the async threads; the rules are CPU work.
async fn read(market: &Market, row: &import::Model) -> Answer<stock_file::Reading> {
    let db = market.db.reader();
    let parts = import_file::Entity::find()
        .filter(import_file::Column::ImportId.eq(row.id))
        .order_by_asc(import_file::Column::Part)
        .all(db)
        .await?;
    let company = company::Entity::find_by_id(row.company_id)
        .one(db)
        .await?
        .map(|company| company.name)
        .unwrap_or_default();
    let this_year = crate::clock::year_in_japan(market.now());
    let bytes: Vec<u8> = parts.into_iter().flat_map(|part| part.bytes).collect();
    let reading =
        tokio::task::spawn_blocking(move || stock_file::read(Cursor::new(bytes), this_year, &company))
            .await
            .map_err(anyhow::Error::from)?;
    Ok(reading)
}

async fn refuse(
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
    for (start, chunk) in faults.list.chunks(500).enumerate() {
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

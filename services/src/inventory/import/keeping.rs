//! Keeping a file with its import and its job, so that none can be without the others (T44).

use domain::inventory::importing::Mode;
use domain::inventory::stock_file::FileFault;
use domain::refusal::Refusal;
use domain::text::limits;
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait,
    QueryFilter, Set,
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{PART, imported_before};
use crate::entity::{import, import_file};
use crate::error::Answer;
use crate::inventory::stock_file;
use crate::jobs;
use crate::proofs::Supplier;

/// Files of one company that may wait for their jobs at once; and after how many seconds it is worth trying again.
const AT_WORK: u64 = 20;
const AGAIN_AFTER: u32 = 60;

/// A file at the door.
#[derive(Debug, Clone, Copy)]
pub struct NewFile<'a> {
    pub name: &'a str,
    pub bytes: &'a [u8],
    /// The answer to the question about the same file.
    pub again: bool,
    pub mode: Mode,
}

/// What became of a file that was not refused unread.
pub(crate) enum Kept {
    /// By its number, and by the key of its page.
    Waiting {
        id: i64,
        key: Uuid,
    },
    SameFile,
}

/// Refuses what is not worth keeping.
///
/// # Errors
/// The fault of the name, or of the size.
pub(crate) fn check(file: &NewFile<'_>) -> Result<(), FileFault> {
    stock_file::check_name(file.name)?;
    if file.bytes.len() as u64 > limits::FILE_BYTES {
        let max = limits::FILE_BYTES;
        return Err(FileFault::TooManyBytes { max });
    }
    Ok(())
}

/// Keeps a checked file, and leaves its job, in a transaction that writes.
///
/// # Errors
/// [`Refusal::TooMany`] while too many of the company's files wait for their jobs.
pub(crate) async fn keep(
    tx: &impl ConnectionTrait,
    supplier: &Supplier,
    file: &NewFile<'_>,
    now: i64,
) -> Answer<Kept> {
    let sha256 = Sha256::digest(file.bytes).to_vec();
    if !file.again && imported_before(tx, supplier.company_id, &sha256).await?.is_some() {
        return Ok(Kept::SameFile);
    }
    let waiting = import::Entity::find()
        .filter(import::Column::CompanyId.eq(supplier.company_id))
        .filter(import::Column::State.eq("received"))
        .count(tx)
        .await?;
    if waiting >= AT_WORK {
        return Err(Refusal::TooMany { seconds: AGAIN_AFTER }.into());
    }
    let key = Uuid::now_v7();
    let row = import::ActiveModel {
        id: NotSet,
        public_id: Set(key),
        company_id: Set(supplier.company_id),
        account_id: Set(supplier.account_id),
        file_name: Set(file.name.chars().take(255).collect()),
        bytes: Set(file.bytes.len() as i64),
        sha256: Set(sha256),
        state: Set("received".to_owned()),
        rows_added: Set(0),
        fault_count: Set(0),
        created_at: Set(now),
        finished_at: Set(None),
        mode: Set(file.mode.word().to_owned()),
        how: Set(None),
        seen_seq: Set(None),
        landed: Set(None),
        undo_wanted_at: Set(None),
        undone: Set(None),
        undo_wanted_by: Set(None),
    };
    let import = row.insert(tx).await?;
    for (part, bytes) in file.bytes.chunks(PART).enumerate() {
        let row = import_file::ActiveModel {
            import_id: Set(import.id),
            part: Set(part as i32),
            bytes: Set(bytes.to_vec()),
        };
        import_file::Entity::insert(row)
            .exec_without_returning(tx)
            .await?;
    }
    jobs::leave(tx, jobs::Kind::ImportStock, import.id, now).await?;
    Ok(Kept::Waiting { id: import.id, key })
}

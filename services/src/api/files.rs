//! Files of a company's own systems, in the documented form (Z48): what one would do, importing one, and what became of it.

use domain::api::tokens::Scope;
use domain::inventory::importing::{Counts, ImportView};
use domain::inventory::stock_file::{FileFault, RowFault};
use domain::refusal::Refusal;
use uuid::Uuid;

use super::Outcome;
use super::bearer::Bearer;
use super::once::{Desk, Once};
use crate::error::Answer;
use crate::inventory::import::{self, Kept, NewFile};
use crate::inventory::{drafts, preview};
use crate::market::Market;

/// Why a file was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotTaken {
    Fault(FileFault),
    /// This very file was imported before, and nobody said that it is meant (Z14).
    SameFile,
}

/// Keeps a file and leaves the job of importing it. Answers the name of the import.
///
/// # Errors
/// Breakages; [`Refusal::NotAllowed`] where the token is for something else.
pub async fn import(
    market: &Market,
    bearer: &Bearer,
    once: Option<&Once>,
    file: NewFile<'_>,
) -> Answer<Result<Outcome<Uuid>, NotTaken>> {
    bearer.asked(Scope::Import)?;
    if let Err(fault) = import::check(&file) {
        return Ok(Err(NotTaken::Fault(fault)));
    }
    let desk = match Desk::open(market, bearer, once).await? {
        Ok(desk) => desk,
        Err(outcome) => return Ok(Ok(outcome)),
    };
    match import::keep(&desk.tx, &bearer.supplier, &file, desk.now).await? {
        Kept::SameFile => Ok(Err(NotTaken::SameFile)),
        Kept::Waiting { key, .. } => {
            desk.close(&key).await?;
            Ok(Ok(Outcome::Done(key)))
        }
    }
}

/// What a file would do, with nothing written.
///
/// # Errors
/// Breakages; [`Refusal::NotAllowed`] where the token is for something else.
pub async fn preview(
    market: &Market,
    bearer: &Bearer,
    file: NewFile<'_>,
) -> Answer<Result<(Counts, Vec<RowFault>), FileFault>> {
    bearer.asked(Scope::Import)?;
    if let Err(fault) = import::check(&file) {
        return Ok(Err(fault));
    }
    let found = preview::dry_run(market, &bearer.supplier, file.bytes.to_vec(), file.mode).await?;
    Ok(Ok(found))
}

/// What became of an import.
///
/// # Errors
/// [`Refusal::NotFound`] for another company's import and for none alike (T04); [`Refusal::NotAllowed`] where the token is for
/// something else.
pub async fn look(market: &Market, bearer: &Bearer, key: Uuid) -> Answer<ImportView> {
    bearer.asked(Scope::Import)?;
    let db = market.db.reader();
    let row = drafts::imported(db, &bearer.supplier, &key.to_string())
        .await?
        .ok_or(Refusal::NotFound)?;
    preview::view(market, row, true).await
}

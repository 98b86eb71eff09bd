//! The end of a draft: it becomes an import, or goes.

use domain::inventory::importing::{How, Mode, Seen};
use domain::refusal::Refusal;
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    QueryOrder, Set,
};

use super::{Choice, Noted, find, imported, mark, public, read_otherwise};
use crate::entity::{import, import_draft, import_draft_file, import_file};
use crate::error::{Answer, is_taken};
use crate::inventory::import::imported_before;
use crate::inventory::preview;
use crate::jobs;
use crate::market::Market;
use crate::proofs::Supplier;

/// What became of a confirmation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmed {
    /// It is an import now, and its job waits.
    Queued,
    /// This very file was imported before, and nobody has said that it is meant to be imported once more.
    SameFile,
    /// Something in it is wrong, or it would do nothing: its page says which.
    NotGood,
    /// Something else was chosen than what was shown. It is kept, and nobody has seen yet what it would do.
    ChosenOtherwise,
    /// It is read, or meant, otherwise than when it was shown: somebody has changed that elsewhere.
    ChangedSince,
}

/// Makes an import of a draft, where what is chosen is what was shown.
///
/// # Errors
/// [`Refusal::NotFound`] for what is no draft of the company.
pub async fn confirm_as_chosen(
    market: &Market,
    supplier: &Supplier,
    key: &str,
    seen: Seen,
    choice: &Choice,
    again: bool,
) -> Answer<Confirmed> {
    if let Some(draft) = find(market.db.reader(), supplier, key).await? {
        if mark(&draft.how) != seen.how {
            return Ok(Confirmed::ChangedSince);
        }
        match read_otherwise(market, supplier, key, choice).await? {
            Noted::Same => {}
            Noted::Done => return Ok(Confirmed::ChosenOtherwise),
            Noted::ReadSince => return Ok(Confirmed::ChangedSince),
        }
    }
    confirm(market, supplier, key, seen, again).await
}

/// Makes an import of a draft. `seen` is what its preview was made under.
///
/// # Errors
/// [`Refusal::NotFound`] for what is no draft of the company.
pub async fn confirm(
    market: &Market,
    supplier: &Supplier,
    key: &str,
    seen: Seen,
    again: bool,
) -> Answer<Confirmed> {
    if let Some(draft) = find(market.db.reader(), supplier, key).await? {
        if mark(&draft.how) != seen.how {
            return Ok(Confirmed::ChangedSince);
        }
        if !preview::is_good(market, supplier, key).await? {
            return Ok(Confirmed::NotGood);
        }
    }
    let now = market.now();
    let tx = market.db.begin().await?;
    let Some(draft) = find(&tx, supplier, key).await? else {
        // Pressed twice: it is an import already.
        return match imported(&tx, supplier, key).await? {
            Some(_) => Ok(Confirmed::Queued),
            None => Err(Refusal::NotFound.into()),
        };
    };
    // Changed since the look above.
    if mark(&draft.how) != seen.how {
        return Ok(Confirmed::ChangedSince);
    }
    let how: How = serde_json::from_str(&draft.how)?;
    // Replacing by the same list does nothing twice.
    let asks = how.mode != Mode::Replace && !again;
    if asks
        && imported_before(&tx, supplier.company_id, &draft.sha256)
            .await?
            .is_some()
    {
        return Ok(Confirmed::SameFile);
    }
    let row = import::ActiveModel {
        id: NotSet,
        public_id: Set(draft.public_id),
        company_id: Set(supplier.company_id),
        account_id: Set(supplier.account_id),
        file_name: Set(draft.file_name),
        bytes: Set(draft.bytes),
        sha256: Set(draft.sha256),
        state: Set("received".to_owned()),
        rows_added: Set(0),
        fault_count: Set(0),
        created_at: Set(now),
        finished_at: Set(None),
        mode: Set(how.mode.word().to_owned()),
        how: Set(Some(draft.how)),
        seen_seq: Set((how.mode != Mode::Add).then_some(seen.seq)),
        landed: Set(None),
        undo_wanted_at: Set(None),
        undone: Set(None),
        undo_wanted_by: Set(None),
    };
    let import = match row.insert(&tx).await {
        Ok(import) => import,
        Err(error) if is_taken(&error) => return Ok(Confirmed::Queued),
        Err(error) => return Err(error.into()),
    };
    move_file(&tx, draft.id, import.id).await?;
    jobs::leave(&tx, jobs::Kind::ImportStock, import.id, now).await?;
    tx.commit().await?;
    Ok(Confirmed::Queued)
}

async fn move_file(tx: &impl ConnectionTrait, draft_id: i64, import_id: i64) -> Answer<()> {
    let parts = import_draft_file::Entity::find()
        .filter(import_draft_file::Column::DraftId.eq(draft_id))
        .order_by_asc(import_draft_file::Column::Part)
        .all(tx)
        .await?;
    for part in parts {
        let row = import_file::ActiveModel {
            import_id: Set(import_id),
            part: Set(part.part),
            bytes: Set(part.bytes),
        };
        import_file::Entity::insert(row)
            .exec_without_returning(tx)
            .await?;
    }
    import_draft::Entity::delete_by_id(draft_id).exec(tx).await?;
    Ok(())
}

/// Throws a draft away.
///
/// # Errors
/// Only breakages; what is gone is gone.
pub async fn discard(market: &Market, supplier: &Supplier, key: &str) -> Answer<()> {
    let tx = market.db.begin().await?;
    import_draft::Entity::delete_many()
        .filter(import_draft::Column::PublicId.eq(public(key)?))
        .filter(import_draft::Column::CompanyId.eq(supplier.company_id))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

//! Taking a finished import back as one (Z14): its lots go, quantities and date codes are what they were, deleted lots are there again,
//! references that it gave are free, and deleted lots have theirs again unless other lots have them by now.
//!
//! What was changed after the import is nobody's to take back: such lots stay as they are, and are listed. A lot is known to be
//! untouched by its version, or by one that taking a later import back has made of that ([`untouched`]). The work is a job like
//! the import itself, in one transaction under the company's lock.

mod untouched;

use std::collections::HashMap;

use domain::inventory::importing::UndoView;
use domain::refusal::Refusal;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::changes::{self, Act, By, Way};
use super::drafts::public;
use super::landing::listed;
use super::publish::{raise_company_seq, raise_market_seq};
use super::references;
use crate::entity::{import, import_change, lot};
use crate::error::Answer;
use crate::jobs::{self, Kind, Lease};
use crate::market::Market;
use crate::proofs::Supplier;
use untouched::Untouched;

/// Leaves the job of taking an import back; asked twice, it is left once.
///
/// # Errors
/// [`Refusal::NotFound`] for what is not a finished import of the company.
pub async fn undo(market: &Market, supplier: &Supplier, key: &str) -> Answer<()> {
    let now = market.now();
    let tx = market.db.begin().await?;
    let id = public(key)?;
    let finished = import::Entity::find()
        .filter(import::Column::PublicId.eq(id))
        .filter(import::Column::CompanyId.eq(supplier.company_id))
        .filter(import::Column::State.eq("imported"))
        .one(&tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    let wanted = import::Entity::update_many()
        .col_expr(import::Column::UndoWantedAt, Expr::value(now))
        .col_expr(import::Column::UndoWantedBy, Expr::value(supplier.account_id))
        .filter(import::Column::Id.eq(finished.id))
        .filter(import::Column::UndoWantedAt.is_null())
        .exec(&tx)
        .await?;
    if wanted.rows_affected == 1 {
        jobs::leave(&tx, Kind::UndoImport, finished.id, now).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// What is to be done about lots, and which are left.
#[derive(Default)]
struct Back {
    gone: Vec<(i64, u32)>,
    reset: Vec<(i64, u32)>,
    again: Vec<(i64, u32)>,
    left: Vec<(u32, i64)>,
    /// Lots that a later import deleted, and its number: they are not to come back with it.
    forgotten: Vec<(i64, i64)>,
}

/// The job.
pub(crate) async fn carry_out(market: &Market, lease: &Lease) -> Answer<()> {
    let now = market.now();
    let tx = market.db.begin().await?;
    let Some(row) = import::Entity::find_by_id(lease.subject).one(&tx).await? else {
        return Ok(());
    };
    let seq = raise_company_seq(&tx, row.company_id, 0).await?;
    let mut back = Back::default();
    take_added(&tx, &row, &mut back).await?;
    take_changed(&tx, &row, &mut back).await?;
    let count = (back.gone.len() + back.reset.len() + back.again.len()) as i64;
    raise_company_seq(&tx, row.company_id, count).await?;
    let by = By {
        // Whoever pressed the button may not be who brought the file.
        account_id: row.undo_wanted_by.unwrap_or(row.account_id),
        way: Way::Import(row.id),
        now,
    };
    let acts = [
        (Act::Delete, &back.gone[..]),
        (Act::Requantify, &back.reset),
        (Act::BringBack, &back.again),
    ];
    changes::carry_out(&tx, by, seq, &acts).await?;
    changes::redate_back(&tx, row.id, &back.reset).await?;
    changes::note_undone(&tx, row.id, &back.reset).await?;
    changes::note_undone(&tx, row.id, &back.again).await?;
    changes::forget(&tx, &back.forgotten).await?;
    references::take_back(&tx, row.id, &back.left).await?;
    changes::refer_back(&tx, row.company_id, row.id, &back.again).await?;
    let view = UndoView {
        removed: back.gone.len() as u32,
        brought_back: back.again.len() as u32,
        reset: back.reset.len() as u32,
        left: back.left.len() as u32,
        listed: listed(&tx, &back.left).await?,
    };
    import::Entity::update_many()
        .col_expr(import::Column::Undone, Expr::value(serde_json::to_string(&view)?))
        .filter(import::Column::Id.eq(row.id))
        .exec(&tx)
        .await?;
    if !jobs::finish(&tx, lease, now).await? {
        return Ok(());
    }
    raise_market_seq(&tx, count, now).await?;
    tx.commit().await?;
    market.search.ready(market).await?;
    Ok(())
}

/// The lots that the import added: those that are there go, and those that a later import has deleted stay so.
async fn take_added(tx: &impl ConnectionTrait, row: &import::Model, back: &mut Back) -> Answer<()> {
    let lots = || {
        lot::Entity::find()
            .select_only()
            .filter(lot::Column::CompanyId.eq(row.company_id))
            .filter(lot::Column::ImportId.eq(row.id))
    };
    let untouched = Untouched::read(tx, lots().column(lot::Column::Id).into_query()).await?;
    let added: Vec<(i64, i32, Option<i64>)> = lots()
        .columns([lot::Column::Id, lot::Column::Version, lot::Column::DeletedAt])
        .into_tuple()
        .all(tx)
        .await?;
    for (lot, version, deleted_at) in added {
        match deleted_at {
            None if untouched.is(lot, version, 1) => back.gone.push((lot, 1)),
            None => back.left.push((0, lot)),
            Some(_) => {
                let by = untouched.deleted_by(lot, version);
                back.forgotten.extend(by.map(|import| (import, lot)));
            }
        }
    }
    Ok(())
}

/// The lots that it changed or deleted.
async fn take_changed(tx: &impl ConnectionTrait, row: &import::Model, back: &mut Back) -> Answer<()> {
    let changes = import_change::Entity::find()
        .filter(import_change::Column::ImportId.eq(row.id))
        .all(tx)
        .await?;
    let touched = sea_orm::sea_query::Query::select()
        .column(import_change::Column::LotId)
        .from(import_change::Entity)
        .and_where(Expr::col(import_change::Column::ImportId).eq(row.id))
        .to_owned();
    let untouched = Untouched::read(tx, touched.clone()).await?;
    let versions: HashMap<i64, i32> = lot::Entity::find()
        .select_only()
        .columns([lot::Column::Id, lot::Column::Version])
        .filter(lot::Column::CompanyId.eq(row.company_id))
        .filter(lot::Column::Id.in_subquery(touched))
        .into_tuple::<(i64, i32)>()
        .all(tx)
        .await?
        .into_iter()
        .collect();
    for change in changes {
        let quantity = change.quantity.unsigned_abs();
        let version = versions.get(&change.lot_id);
        if !version.is_some_and(|version| untouched.is(change.lot_id, *version, change.version)) {
            back.left.push((0, change.lot_id));
        } else if change.deleted {
            back.again.push((change.lot_id, quantity));
        } else {
            back.reset.push((change.lot_id, quantity));
        }
    }
    Ok(())
}

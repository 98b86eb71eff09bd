//! Publishing lots: the one transaction in which a file becomes stock.
//!
//! Change numbers are given under the row lock of the company's counter, and the market's counter is raised last, so
//! that whoever reads along the numbers can never miss a commit (search.md; S14). The search index is told after the
//! commit and before the answer: it is handed the lots of the file, and need not read them back from the tables.

use anyhow::anyhow;
use domain::inventory::Lot;
use domain::inventory::importing::Landed;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::bulk::{self, Bulk};
use super::import::{settle, tell};
use crate::entity::{company_seq, import, lot, market_seq};
use crate::error::Answer;
use crate::jobs::{Lease, Progress};
use crate::market::Market;
use crate::post::{ImportDone, Mail};
use crate::search::Span;
use crate::search::engine::IndexedLot;

/// Checked lots and where they come from.
pub(super) struct Source {
    pub(super) import: import::Model,
    pub(super) this_file: Vec<Lot>,
}

/// Publishes all lots of a file, with the result mail and the end of the job.
pub(super) async fn publish(
    market: &Market,
    lease: &Lease,
    progress: &Progress,
    source: Source,
) -> Answer<()> {
    let now = market.now();
    let Source {
        import: row,
        this_file: lots,
    } = source;
    let added = lots.len() as u32;
    let (bulk, lots) = tokio::task::spawn_blocking(move || Bulk::of(&lots).map(|bulk| (bulk, lots)))
        .await
        .map_err(anyhow::Error::from)??;
    let owner = crate::accounts::owner(market.db.reader()).await?;
    let last_public = bulk.last;
    // While the database stores the lots, another core folds them for the index.
    let folding = market
        .search
        .fold(indexed(&row, now, owner == Some(row.company_id), lots));
    let tx = market.db.begin().await?;
    // First of all, so that two writers of one company wait here and not later with other locks in hand.
    let last_seq = raise_company_seq(&tx, row.company_id, i64::from(added)).await?;
    let first_seq = last_seq - i64::from(added);
    bulk.insert(&tx, &row, now, first_seq, progress).await?;
    let published = import::Entity::update_many()
        .col_expr(import::Column::State, Expr::value("imported"))
        .col_expr(import::Column::RowsAdded, Expr::value(added as i32))
        .col_expr(import::Column::FinishedAt, Expr::value(now))
        .filter(import::Column::Id.eq(row.id))
        .filter(import::Column::State.eq("received"))
        .exec(&tx)
        .await?;
    let landed = Landed {
        added,
        ..Landed::default()
    };
    mail_result(&tx, &row, &landed, now).await?;
    let held = settle(&tx, lease, row.id, now).await?;
    if !held || published.rows_affected != 1 {
        return Ok(());
    }
    let handing = match folding {
        Some(folding) => {
            let ids = bulk::ids(&tx, row.company_id, first_seq, last_seq).await?;
            let span = Span {
                company: row.company_id,
                first_seq,
                last_seq,
                last_public,
            };
            Some(market.search.hand_over(span, folding, &ids).await?)
        }
        None => None,
    };
    raise_market_seq(&tx, i64::from(added), now).await?;
    tx.commit().await?;
    // Where no index is built, the tables answer searches, and they contain it already.
    market.search.ready(market).await?;
    drop(handing);
    Ok(())
}

/// The mail that tells how many lots there are now.
pub(super) async fn mail_result(
    tx: &impl ConnectionTrait,
    row: &import::Model,
    landed: &Landed,
    now: i64,
) -> Answer<()> {
    // Each along an index of its own: reading half a million lots to see which are deleted would take longer than
    // importing fifty thousand.
    let lots = lot::Entity::find().filter(lot::Column::CompanyId.eq(row.company_id));
    let deleted = lots.clone().filter(lot::Column::DeletedAt.is_not_null());
    let total_lots = lots.count(tx).await?.saturating_sub(deleted.count(tx).await?);
    let done = ImportDone {
        file_name: row.file_name.clone(),
        rows_added: u64::from(landed.added),
        total_lots,
        merged: u64::from(landed.merged),
        changed: u64::from(landed.changed),
        unchanged: u64::from(landed.unchanged),
        deleted: u64::from(landed.deleted),
        left: u64::from(landed.left),
        referenced: u64::from(landed.referenced),
    };
    tell(tx, row, now, |_| Mail::ImportDone(done)).await
}

/// The lots as the index is told them; their numbers follow.
fn indexed(row: &import::Model, now: i64, owner_stock: bool, lots: Vec<Lot>) -> Vec<IndexedLot> {
    let indexed = |lot: Lot| IndexedLot {
        lot_id: 0,
        company: row.company_id,
        registered: now,
        manufacturer: lot.manufacturer.into(),
        product_name: lot.product_name.into(),
        model: lot.model.into(),
        quantity: lot.quantity.pieces(),
        packing: lot.packing.into(),
        rohs: lot.rohs.into(),
        dc: lot.dc.map(|year| year.number()),
        location: lot.location.into(),
        remarks: lot.remarks.into(),
        owner_stock,
    };
    lots.into_iter().map(indexed).collect()
}

/// Takes `by` change numbers for a company; the lock on its row is held until the commit.
pub(super) async fn raise_company_seq(tx: &impl ConnectionTrait, company_id: i64, by: i64) -> Answer<i64> {
    let raised = company_seq::Entity::update_many()
        .col_expr(
            company_seq::Column::Seq,
            Expr::col(company_seq::Column::Seq).add(by),
        )
        .filter(company_seq::Column::CompanyId.eq(company_id))
        .exec_with_returning(tx)
        .await?;
    let row = raised
        .into_iter()
        .next()
        .ok_or_else(|| anyhow!("company {company_id} has no change number"))?;
    Ok(row.seq)
}

/// Raises the market's counter; the last statement before a commit.
pub(super) async fn raise_market_seq(tx: &impl ConnectionTrait, by: i64, now: i64) -> Answer<()> {
    market_seq::Entity::update_many()
        .col_expr(
            market_seq::Column::Seq,
            Expr::col(market_seq::Column::Seq).add(by),
        )
        .col_expr(market_seq::Column::ChangedAt, Expr::value(now))
        .filter(market_seq::Column::Id.eq(1))
        .exec(tx)
        .await?;
    Ok(())
}

//! Publishing lots: the one transaction in which a file becomes stock.
//!
//! Change numbers are given under the row lock of the company's counter, and the market's counter is raised last, so
//! that whoever reads along the numbers can never miss a commit (search.md; S14). The search index is told after the
//! commit and before the answer.

use std::collections::HashMap;

use anyhow::anyhow;
use domain::inventory::Lot;
use domain::search::norm;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect,
    Set,
};
use uuid::Uuid;

use super::import::{settle, tell};
use crate::entity::{company_seq, import, lot, market_seq, model};
use crate::error::Answer;
use crate::jobs::Lease;
use crate::market::Market;
use crate::post::{ImportDone, Mail};

/// Rows of one INSERT. A lot has 20 values, and SQLite takes 32,766 in a statement.
const LOTS: usize = 1_000;
/// Norms of one statement.
const NORMS: usize = 5_000;

/// Checked lots and where they come from.
pub(super) struct Source {
    pub(super) import: import::Model,
    pub(super) this_file: Vec<Lot>,
}

/// Publishes all lots of a file, with the result mail and the end of the job.
pub(super) async fn publish(market: &Market, lease: &Lease, source: Source) -> Answer<()> {
    let now = market.now();
    let Source {
        import: row,
        this_file: lots,
    } = source;
    let norms: Vec<String> = lots.iter().map(|lot| norm(lot.model.as_str())).collect();
    let tx = market.db.begin().await?;
    // First of all, so that two writers of one company wait here and not later with other locks in hand.
    let last_seq = raise_company_seq(&tx, row.company_id, lots.len() as i64).await?;
    let models = model_ids(&tx, &norms).await?;
    let added = lots.len() as u32;
    insert_lots(&tx, &row, now, last_seq, lots.iter().zip(&norms), &models).await?;
    let published = import::Entity::update_many()
        .col_expr(import::Column::State, Expr::value("imported"))
        .col_expr(import::Column::RowsAdded, Expr::value(added as i32))
        .col_expr(import::Column::FinishedAt, Expr::value(now))
        .filter(import::Column::Id.eq(row.id))
        .filter(import::Column::State.eq("received"))
        .exec(&tx)
        .await?;
    mail_result(&tx, &row, added, now).await?;
    let held = settle(&tx, lease, row.id, now).await?;
    if !held || published.rows_affected != 1 {
        return Ok(());
    }
    raise_market_seq(&tx, i64::from(added), now).await?;
    tx.commit().await?;
    // Where no index is built, the tables answer searches, and they contain it already.
    market.search.ready(market).await?;
    Ok(())
}

/// The mail that tells how many lots there are now.
async fn mail_result(tx: &impl ConnectionTrait, row: &import::Model, added: u32, now: i64) -> Answer<()> {
    let total_lots = lot::Entity::find()
        .filter(lot::Column::CompanyId.eq(row.company_id))
        .filter(lot::Column::DeletedAt.is_null())
        .count(tx)
        .await?;
    let done = ImportDone {
        file_name: row.file_name.clone(),
        rows_added: u64::from(added),
        total_lots,
    };
    tell(tx, row, now, |_| Mail::ImportDone(done)).await
}

/// The rows of all norms, made where they are missing.
async fn model_ids(tx: &impl ConnectionTrait, norms: &[String]) -> Answer<HashMap<String, i64>> {
    let mut distinct: Vec<&String> = norms.iter().collect();
    // In order, so that two imports that make the same models wait for each other instead of deadlocking.
    distinct.sort_unstable();
    distinct.dedup();
    let mut ids = HashMap::with_capacity(distinct.len());
    for chunk in distinct.chunks(NORMS) {
        let rows = chunk.iter().map(|norm| model::ActiveModel {
            id: NotSet,
            norm: Set((*norm).clone()),
        });
        let skip = OnConflict::column(model::Column::Norm).do_nothing().to_owned();
        model::Entity::insert_many(rows)
            .on_conflict(skip)
            .exec_without_returning(tx)
            .await?;
        let found: Vec<(i64, String)> = model::Entity::find()
            .select_only()
            .columns([model::Column::Id, model::Column::Norm])
            .filter(model::Column::Norm.is_in(chunk.iter().copied()))
            .into_tuple()
            .all(tx)
            .await?;
        ids.extend(found.into_iter().map(|(id, norm)| (norm, id)));
    }
    Ok(ids)
}

async fn insert_lots<'a>(
    tx: &impl ConnectionTrait,
    row: &import::Model,
    now: i64,
    last_seq: i64,
    lots: impl ExactSizeIterator<Item = (&'a Lot, &'a String)>,
    models: &HashMap<String, i64>,
) -> Answer<()> {
    let mut seq = last_seq - lots.len() as i64;
    let mut rows = Vec::with_capacity(LOTS);
    for (lot, norm) in lots {
        seq += 1;
        let model_id = *models
            .get(norm)
            .ok_or_else(|| anyhow!("a model was not stored"))?;
        rows.push(lot_row(row, now, seq, model_id, lot));
        if rows.len() == LOTS {
            lot::Entity::insert_many(std::mem::take(&mut rows))
                .exec_without_returning(tx)
                .await?;
        }
    }
    if !rows.is_empty() {
        lot::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

fn lot_row(row: &import::Model, now: i64, seq: i64, model_id: i64, lot: &Lot) -> lot::ActiveModel {
    lot::ActiveModel {
        id: NotSet,
        public_id: Set(Uuid::now_v7()),
        company_id: Set(row.company_id),
        model_id: Set(model_id),
        import_id: Set(Some(row.id)),
        registered_at: Set(now),
        updated_at: Set(now),
        updated_by: Set(Some(row.account_id)),
        manufacturer: Set(lot.manufacturer.as_str().to_owned()),
        product_name: Set(lot.product_name.as_str().to_owned()),
        model: Set(lot.model.as_str().to_owned()),
        quantity: Set(lot.quantity.pieces() as i32),
        packing: Set(lot.packing.as_str().to_owned()),
        rohs: Set(lot.rohs.as_str().to_owned()),
        dc: Set(lot.dc.map(|year| year.number() as i16)),
        location: Set(lot.location.as_str().to_owned()),
        remarks: Set(lot.remarks.as_str().to_owned()),
        date_code: Set(lot.date_code.as_str().to_owned()),
        version: Set(1),
        seq: Set(seq),
        deleted_at: Set(None),
    }
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

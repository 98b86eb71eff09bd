//! All lots of a company at once: hidden when it stops selling, shown when it sells again, deleted for good.
//!
//! Hiding and showing write one row, however many lots there are: the company takes a change number of its own, which
//! says that whoever follows the numbers reads its lots anew (`company_seq.whole`). Whoever calls raises the market's
//! number last, by one ([`tell_market`]), and refreshes the index after the commit.

use sea_orm::sea_query::{Expr, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};

use super::publish::{raise_company_seq, raise_market_seq};
use super::sync::forgetting;
use crate::entity::{company, company_seq, import, import_draft, import_habit, job, lot};
use crate::error::Answer;
use crate::jobs::{self, Kind, Lease};
use crate::market::Market;

/// How long hidden stock is kept, in milliseconds (Z18).
pub(crate) const KEPT: i64 = 90 * 24 * 60 * 60 * 1_000;

/// Lots that can be found and requested: there, and their company sells.
pub(crate) fn on_sale() -> Condition {
    Condition::all()
        .add(lot::Column::DeletedAt.is_null())
        .add(lot::Column::CompanyId.not_in_subquery(hidden()))
}

/// That a company's stock is hidden: it has stopped selling, or is suspended.
pub(crate) fn not_selling() -> Condition {
    Condition::any()
        .add(company::Column::StockHiddenAt.is_not_null())
        .add(company::Column::SuspendedAt.is_not_null())
}

/// The companies whose stock is hidden.
pub(crate) fn hidden() -> SelectStatement {
    Query::select()
        .column(company::Column::Id)
        .from(company::Entity)
        .cond_where(not_selling())
        .to_owned()
}

/// Hides a company's stock, and leaves the job that deletes it when nobody has come back.
pub(crate) async fn hide(tx: &impl ConnectionTrait, company_id: i64, now: i64) -> Answer<()> {
    changed(tx, company_id).await?;
    company::Entity::update_many()
        .col_expr(company::Column::StockHiddenAt, Expr::value(now))
        .filter(company::Column::Id.eq(company_id))
        .exec(tx)
        .await?;
    jobs::leave_until(tx, Kind::DeleteHiddenStock, company_id, now, now + KEPT).await
}

/// Shows a company's stock again.
pub(crate) async fn show(tx: &impl ConnectionTrait, company_id: i64) -> Answer<()> {
    changed(tx, company_id).await?;
    company::Entity::update_many()
        .col_expr(company::Column::StockHiddenAt, Expr::value(Option::<i64>::None))
        .filter(company::Column::Id.eq(company_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Deletes a company's lots, the imports that they came by, and files that were not decided on.
pub(crate) async fn delete(tx: &impl ConnectionTrait, company_id: i64) -> Answer<()> {
    // First of all, so that an import that is about to publish waits here, and then finds itself gone.
    changed(tx, company_id).await?;
    // No tombstone tells of it: devices begin anew.
    company_seq::Entity::update_many()
        .col_expr(company_seq::Column::Cleared, Expr::col(company_seq::Column::Seq))
        .filter(company_seq::Column::CompanyId.eq(company_id))
        .exec(tx)
        .await?;
    forgetting::forget_stock(tx, company_id).await?;
    let imports = Query::select()
        .column(import::Column::Id)
        .from(import::Entity)
        .and_where(import::Column::CompanyId.eq(company_id))
        .to_owned();
    job::Entity::delete_many()
        .filter(job::Column::Kind.is_in([Kind::ImportStock.word(), Kind::UndoImport.word()]))
        .filter(job::Column::Subject.in_subquery(imports))
        .exec(tx)
        .await?;
    lot::Entity::delete_many()
        .filter(lot::Column::CompanyId.eq(company_id))
        .exec(tx)
        .await?;
    import::Entity::delete_many()
        .filter(import::Column::CompanyId.eq(company_id))
        .exec(tx)
        .await?;
    import_draft::Entity::delete_many()
        .filter(import_draft::Column::CompanyId.eq(company_id))
        .exec(tx)
        .await?;
    import_habit::Entity::delete_by_id(company_id).exec(tx).await?;
    Ok(())
}

/// Takes a change number for all lots of a company.
pub(crate) async fn changed(tx: &impl ConnectionTrait, company_id: i64) -> Answer<()> {
    let number = raise_company_seq(tx, company_id, 1).await?;
    company_seq::Entity::update_many()
        .col_expr(company_seq::Column::Whole, Expr::value(number))
        .filter(company_seq::Column::CompanyId.eq(company_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Raises the market's number after [`hide`], [`show`] or [`delete`]; the last statement before the commit.
pub(crate) async fn tell_market(tx: &impl ConnectionTrait, now: i64) -> Answer<()> {
    raise_market_seq(tx, 1, now).await
}

/// The job: deletes stock that is hidden and has been for 90 days; whoever sells again meanwhile keeps theirs.
pub(crate) async fn carry_out(market: &Market, lease: &Lease) -> Answer<()> {
    let now = market.now();
    let tx = market.db.begin().await?;
    let company = company::Entity::find_by_id(lease.subject).one(&tx).await?;
    let over = company
        .and_then(|company| company.stock_hidden_at)
        .is_some_and(|since| since + KEPT <= now);
    if over {
        delete(&tx, lease.subject).await?;
    }
    if !jobs::finish(&tx, lease, now).await? {
        return Ok(());
    }
    if over {
        tell_market(&tx, market.now()).await?;
    }
    tx.commit().await?;
    market.search.refresh(market).await
}

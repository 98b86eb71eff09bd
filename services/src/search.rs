//! Finding lots: what a page of results shows, and the index that finds it.
//!
//! The index ([`engine`]) is a cache of the tables and never ahead or behind: whoever changes stock commits first and
//! refreshes before answering, and every search first compares one number with the database's, so that a change of
//! another process is seen at once too ([`feed`]). The twenty rows of a page are then read by key. Until the index is
//! built the tables answer alone, more slowly and with the same results ([`tables`]).

pub mod engine;
mod feed;
mod handing;
mod index;
pub mod missed;
mod page;
mod parts;
mod reading;
pub(crate) mod row;
mod tables;

use domain::accounts::AccountType;
use domain::search::parts::Part;
use domain::search::results::{MarketFigures, PartFound, ResultPage};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use tokio::sync::watch;

use crate::accounts::session::SignedIn;
use crate::entity::{company, company_seq, market_seq};
use crate::error::Answer;
use crate::market::Market;
pub use feed::SearchRoom;
pub(crate) use feed::hidden_companies;
pub(crate) use handing::Span;
use index::{By, Index};

/// What answers searches at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnsweredBy {
    /// The index in this process.
    Index,
    /// The tables alone, while the index is being built.
    Tables,
}

/// The results for the part of an address behind the question mark.
///
/// # Errors
/// Only breakages: whatever is odd about the address is part of the answer.
pub async fn find(market: &Market, who: Option<&SignedIn>, query_string: &str) -> Answer<ResultPage> {
    page::find(market, who, query_string).await
}

/// What there is of each part of a list, in the order of the list.
///
/// # Errors
/// [`domain::refusal::Refusal::Busy`] while the index is still being built.
pub async fn parts(market: &Market, who: Option<&SignedIn>, list: Vec<Part>) -> Answer<Vec<PartFound>> {
    parts::find(market, who, list).await
}

/// Brings the index up to date with the tables; reads them whole the first time.
///
/// # Errors
/// Only breakages.
pub async fn refresh(market: &Market) -> Answer<()> {
    market.search.refresh(market).await
}

/// Builds the index while the server serves already; returns when it is there or the server stops.
pub async fn build(market: Market, stop: watch::Receiver<bool>) {
    feed::build(market, stop).await;
}

/// What would answer a search now: tells too that one would be answered.
///
/// # Errors
/// Only breakages.
pub async fn answered_by(market: &Market) -> Answer<AnsweredBy> {
    Ok(match By::of(market).await? {
        By::Index(_) => AnsweredBy::Index,
        By::Tables(_) => AnsweredBy::Tables,
    })
}

/// How much there is to find.
///
/// # Errors
/// Only breakages.
pub async fn figures(market: &Market) -> Answer<MarketFigures> {
    let lots = match By::of(market).await? {
        By::Index(engine) => Index::lots(&*engine).await?,
        By::Tables(tables) => tables.lots().await?,
    };
    let sellers = Query::select()
        .column(company::Column::Id)
        .from(company::Entity)
        .and_where(company::Column::TradeType.eq(AccountType::Supplier.word()))
        .to_owned();
    let suppliers = company_seq::Entity::find()
        .filter(company_seq::Column::Seq.gt(0))
        .filter(company_seq::Column::CompanyId.in_subquery(sellers))
        .count(market.db.reader())
        .await?;
    let changed_at = market_seq::Entity::find_by_id(1_i16)
        .one(market.db.reader())
        .await?
        .map_or(0, |row| row.changed_at);
    let age = (market.now() - changed_at).max(0) / 1_000;
    Ok(MarketFigures {
        age: (changed_at > 0).then(|| u32::try_from(age).unwrap_or(u32::MAX)),
        lots,
        suppliers: u32::try_from(suppliers).unwrap_or(u32::MAX),
    })
}

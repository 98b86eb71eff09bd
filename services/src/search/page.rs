//! One page of results: the address is read, the index asked, the rows fetched.

use std::collections::HashMap;

use domain::search::results::{Outcome, ResultPage, ResultRow, Results};
use domain::search::{Query, SearchRequest};
use sea_orm::{ColumnTrait, QueryFilter};

use super::engine::{Hit, Page};
use super::index::{By, Index};
use super::reading;
use super::row::Row;
use crate::accounts::session::SignedIn;
use crate::clock::date_in_japan;
use crate::entity::lot;
use crate::error::Answer;
use crate::inventory::whole::on_sale;
use crate::market::Market;

pub(super) async fn find(market: &Market, who: Option<&SignedIn>, query_string: &str) -> Answer<ResultPage> {
    let (mut request, odd) = SearchRequest::from_query_string(query_string);
    let query = match Query::parse(&request.q) {
        Ok(query) => query,
        // No letter to search for: the database is not asked (R095).
        Err(reason) => {
            return Ok(ResultPage {
                request,
                odd,
                outcome: Outcome::NotSearched(reason),
            });
        }
    };
    let Found { page, pages, near } = match By::of(market).await? {
        By::Index(engine) => look_up(&*engine, &query, &mut request).await?,
        By::Tables(tables) => look_up(&tables, &query, &mut request).await?,
    };
    if page.total_lots == 0 {
        market.search.missed.note(&query, &request);
    }
    let rows = rows(market, who, &page.hits).await?;
    let results = Results {
        shown: query.shown().to_owned(),
        total_lots: page.total_lots,
        total_models: page.total_models,
        tiers: page.tiers,
        pages,
        rows,
        facets: page.facets.unwrap_or_default(),
        near,
    };
    Ok(ResultPage {
        request,
        odd,
        outcome: Outcome::Searched(results),
    })
}

/// What an index says to a query.
struct Found {
    page: Page,
    pages: u32,
    near: Vec<String>,
}

/// Looks up the page asked for, or the last one there is.
async fn look_up(index: &impl Index, query: &Query, request: &mut SearchRequest) -> Answer<Found> {
    let mut page = index.page(query, request).await?;
    let pages = page.total_lots.div_ceil(request.per_page.lots());
    if request.page > pages.max(1) {
        request.page = pages.max(1);
        page = index.page(query, request).await?;
    }
    let near = if page.total_lots == 0 {
        index.near(query).await?
    } else {
        Vec::new()
    };
    Ok(Found { page, pages, near })
}

/// The rows of hits, in their order. One that was deleted since the index was asked is left out.
pub(super) async fn rows(market: &Market, who: Option<&SignedIn>, hits: &[Hit]) -> Answer<Vec<ResultRow>> {
    if hits.is_empty() {
        return Ok(Vec::new());
    }
    let lots = reading::lots()
        .filter(lot::Column::Id.is_in(hits.iter().map(|hit| hit.lot_id)))
        .filter(on_sale());
    let found = reading::read(lots, market.db.reader()).await?;
    let mut found: HashMap<i64, Row> = found.into_iter().map(|row| (row.id, row)).collect();
    let own = who.and_then(|who| who.member.company());
    let rows = hits.iter().filter_map(|hit| {
        let row = found.remove(&hit.lot_id)?;
        let is_own = Some(row.company_id) == own;
        Some(view(row, hit, is_own))
    });
    Ok(rows.collect())
}

fn view(row: Row, hit: &Hit, own: bool) -> ResultRow {
    ResultRow {
        lot: row.id,
        tier: hit.tier,
        registered: date_in_japan(row.registered_at).to_string(),
        manufacturer: row.manufacturer,
        product_name: row.product_name,
        model: row.model,
        quantity: row.quantity.unsigned_abs(),
        packing: row.packing,
        rohs: row.rohs,
        dc: row.dc.map(i16::unsigned_abs),
        location: row.location,
        remarks: row.remarks,
        own,
        owner_stock: hit.owner_stock,
    }
}

//! Searching with the database alone: what answers while the index is being built, and where there is none.
//!
//! The database finds the models whose letters and digits contain the query's, with a plain scan: it is short beside
//! reading their lots. Of these lots, and no others, an engine is made for this one answer. It decides tiers, order and
//! counts as the large one does, so that nothing about a page depends on which of the two has answered.

use std::collections::HashSet;

use domain::search::{Query, SearchRequest};
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::engine::{Counts, Engine, Page, may_be_near};
use super::index::Index;
use super::reading::{self, Assembly};
use crate::entity::{lot, model};
use crate::error::Answer;
use crate::inventory::whole::on_sale;
use crate::market::Market;

/// Models whose lots are read at a time.
const MODELS: usize = 5_000;
/// Models looked at at a time for near ones.
const PAGE: u64 = 20_000;

/// The tables as they are at this moment.
pub(super) struct Tables<'a> {
    pub(super) market: &'a Market,
    /// The change number that they are known to contain.
    pub(super) seq: i64,
}

impl Index for Tables<'_> {
    async fn page(&self, query: &Query, request: &SearchRequest) -> Answer<Page> {
        let tables = self.market.db.begin_reading().await?;
        let models = models_with(&tables, query.norm()).await?;
        let engine = self.engine_of(&tables, &models).await?;
        Ok(engine.search(query, request, Counts::Facets))
    }

    async fn near(&self, query: &Query) -> Answer<Vec<String>> {
        let tables = self.market.db.begin_reading().await?;
        let models = models_near(&tables, query).await?;
        Ok(self.engine_of(&tables, &models).await?.near(query))
    }

    async fn lots(&self) -> Answer<u32> {
        let lots = lot::Entity::find()
            .filter(on_sale())
            .count(self.market.db.reader())
            .await?;
        Ok(u32::try_from(lots).unwrap_or(u32::MAX))
    }
}

impl Tables<'_> {
    /// An engine that knows the lots of some models.
    async fn engine_of(&self, tables: &impl ConnectionTrait, models: &[i64]) -> Answer<Engine> {
        let assembly = Assembly::begin(crate::accounts::owner(tables).await?, self.seq, HashSet::new())?;
        for models in models.chunks(MODELS) {
            let lots = reading::lots()
                .filter(lot::Column::ModelId.is_in(models.iter().copied()))
                .filter(on_sale());
            assembly.add(reading::read(lots, tables).await?).await?;
        }
        assembly.finish().await
    }
}

/// Models that contain some letters and digits.
async fn models_with(tables: &impl ConnectionTrait, norm: &str) -> Answer<Vec<i64>> {
    let place = match tables.get_database_backend() {
        DbBackend::Postgres => "strpos",
        _ => "instr",
    };
    let place = Func::cust(place)
        .arg(Expr::col((model::Entity, model::Column::Norm)))
        .arg(norm);
    let ids = model::Entity::find()
        .select_only()
        .column(model::Column::Id)
        .filter(Expr::expr(place).gt(0))
        .into_tuple()
        .all(tables)
        .await?;
    Ok(ids)
}

/// Models that may be near a query: the engine made of their lots knows which are.
async fn models_near(tables: &impl ConnectionTrait, query: &Query) -> Answer<Vec<i64>> {
    let (mut near, mut after) = (Vec::new(), 0);
    loop {
        let models = model::Entity::find()
            .filter(model::Column::Id.gt(after))
            .order_by_asc(model::Column::Id)
            .limit(PAGE)
            .all(tables)
            .await?;
        let Some(last) = models.last() else {
            return Ok(near);
        };
        after = last.id;
        let offered = models.iter().filter(|model| may_be_near(query, &model.norm));
        near.extend(offered.map(|model| model.id));
    }
}

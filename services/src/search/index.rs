//! What finds lots: the index in this process, or, while there is none, the tables alone ([`super::tables`]). Both give
//! the same answers; the tests hold one against the other on both databases.

use std::sync::Arc;

use domain::search::{Query, SearchRequest};

use super::engine::{Counts, Engine, Page};
use super::feed::market_number;
use super::tables::Tables;
use crate::error::Answer;
use crate::market::Market;

/// Finds lots.
pub(super) trait Index {
    /// The page that a request asks for, with everything counted.
    fn page(&self, query: &Query, request: &SearchRequest) -> impl Future<Output = Answer<Page>> + Send;

    /// At most five models near a query without a hit, nearest first.
    fn near(&self, query: &Query) -> impl Future<Output = Answer<Vec<String>>> + Send;

    /// How many lots there are to find.
    fn lots(&self) -> impl Future<Output = Answer<u32>> + Send;
}

impl Index for Engine {
    async fn page(&self, query: &Query, request: &SearchRequest) -> Answer<Page> {
        Ok(self.search(query, request, Counts::Facets))
    }

    async fn near(&self, query: &Query) -> Answer<Vec<String>> {
        Ok(Engine::near(self, query))
    }

    async fn lots(&self) -> Answer<u32> {
        Ok(Engine::lots(self))
    }
}

/// What answers at this moment.
pub(super) enum By<'a> {
    Index(Arc<Engine>),
    Tables(Tables<'a>),
}

impl<'a> By<'a> {
    /// The index if it is there, containing every change committed before this call as the tables do.
    pub(super) async fn of(market: &'a Market) -> Answer<Self> {
        if let Some(engine) = market.search.ready(market).await? {
            return Ok(Self::Index(engine));
        }
        let seq = market_number(market).await?;
        Ok(Self::Tables(Tables { market, seq }))
    }
}

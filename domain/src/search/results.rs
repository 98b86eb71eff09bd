//! A page of results as it crosses the wire. Nothing in it tells who a supplier is (Z17).

use serde::{Deserialize, Serialize};

use super::counts::{FacetCounts, TierCounts};
use super::parts::Part;
use super::query::Unsearchable;
use super::request::{Odd, SearchRequest};
use super::tier::Tier;

/// The answer to a search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultPage {
    /// The search as it was understood; its page is within the results.
    pub request: SearchRequest,
    /// What of the address was not understood.
    pub odd: Vec<Odd>,
    pub outcome: Outcome,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// Nothing was looked up.
    NotSearched(Unsearchable),
    /// Looked up; maybe without a hit.
    Searched(Results),
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Results {
    /// What was searched for, after folding of width.
    pub shown: String,
    pub total_lots: u32,
    pub total_models: u32,
    pub tiers: TierCounts,
    /// From 1; 0 without a hit.
    pub pages: u32,
    pub rows: Vec<ResultRow>,
    pub facets: FacetCounts,
    /// Models near the query, at most five, when it has no hit.
    pub near: Vec<String>,
}

/// One lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultRow {
    /// The lot's number; a request names it.
    pub lot: i64,
    pub tier: Tier,
    /// Date of first registration in Japan, `YYYY-MM-DD`.
    pub registered: String,
    pub manufacturer: String,
    pub product_name: String,
    pub model: String,
    /// Pieces.
    pub quantity: u32,
    pub packing: String,
    pub rohs: String,
    pub dc: Option<u16>,
    pub location: String,
    pub remarks: String,
    /// Stock of the visitor's own company: blue, and not to be requested (R099).
    pub own: bool,
    /// Stock of the company that runs the marketplace (R100).
    pub owner_stock: bool,
}

/// What was found of one part of a pasted list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartFound {
    pub part: Part,
    /// Nothing was looked up for a reason.
    pub found: Result<PartHits, Unsearchable>,
}

/// The hits of one part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PartHits {
    /// Lots of the very model, separators aside.
    pub same: u32,
    /// Lots whose model contains it otherwise.
    pub similar: u32,
    /// Of the lots of the very model that are not the visitor's own, the one that fits the quantity best.
    pub best: Option<ResultRow>,
}

/// Figures of the home page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MarketFigures {
    pub lots: u32,
    /// Companies that have registered stock.
    pub suppliers: u32,
    /// Seconds since stock changed last; nothing before the first lot.
    pub age: Option<u32>,
}

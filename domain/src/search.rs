//! What a search asks and what its answer means: folding, queries, relevance tiers, the request that lives in the URL,
//! and the shape of counts.
//!
//! Everything here is pure and is used on both sides of the wire, so that the page, the index and the database speak
//! of the same thing. How lots are found quickly is not here: that is `services::search`. The rule every engine is
//! held against is [`tier`]: plain, slow and meant to be read.

pub mod counts;
pub mod facets;
pub mod folding;
pub mod highlight;
pub mod missed;
pub mod parts;
pub mod query;
pub mod request;
pub mod results;
pub mod sort;
pub mod tier;
pub(crate) mod url;

pub use counts::{FacetCount, FacetCounts, FacetValues, QuantityCount, TierCounts, YearCount};
pub use facets::Facets;
pub use folding::{Spelling, fold_width, folded, norm};
pub use query::{Query, Unsearchable};
pub use request::{Odd, PerPage, SearchRequest};
pub use sort::{Direction, SortBy};
pub use tier::{Tier, tier, tier_of_norm};
pub use url::pairs;

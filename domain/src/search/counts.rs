//! The numbers beside the results.
//!
//! A facet's counts ignore what is chosen in that facet and respect everything else: they say what a further tick
//! would bring.

use serde::{Deserialize, Serialize};

use super::tier::Tier;

/// Lots in each tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TierCounts {
    pub exact: u32,
    pub same_without_separators: u32,
    pub begins_with: u32,
    pub contains: u32,
    pub differs_by_point: u32,
}

impl TierCounts {
    /// Lots in one tier.
    #[must_use]
    pub const fn of(&self, tier: Tier) -> u32 {
        match tier {
            Tier::Exact => self.exact,
            Tier::SameWithoutSeparators => self.same_without_separators,
            Tier::BeginsWith => self.begins_with,
            Tier::Contains => self.contains,
            Tier::DiffersByPoint => self.differs_by_point,
        }
    }

    /// The number to be raised for one tier.
    pub const fn of_mut(&mut self, tier: Tier) -> &mut u32 {
        match tier {
            Tier::Exact => &mut self.exact,
            Tier::SameWithoutSeparators => &mut self.same_without_separators,
            Tier::BeginsWith => &mut self.begins_with,
            Tier::Contains => &mut self.contains,
            Tier::DiffersByPoint => &mut self.differs_by_point,
        }
    }

    /// Lots in all tiers.
    #[must_use]
    pub const fn total(&self) -> u32 {
        self.exact + self.same_without_separators + self.begins_with + self.contains + self.differs_by_point
    }
}

/// One value of a text facet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetCount {
    /// A spelling in which a supplier writes the value; a chosen value that no lot has stands as it was asked for.
    pub label: String,
    /// Lots.
    pub count: u32,
    pub selected: bool,
}

/// The values of one text facet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FacetValues {
    /// The [`FacetValues::SHOWN`] most frequent, most frequent first, equal ones by folded text; after them the chosen
    /// ones that are not among those, in the order in which they were chosen.
    pub values: Vec<FacetCount>,
    /// How many further values have lots.
    pub others: u32,
}

impl FacetValues {
    /// Values listed for each facet.
    pub const SHOWN: usize = 12;
}

/// Lots of one year of manufacture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearCount {
    pub year: u16,
    pub count: u32,
}

/// Lots of at least so many pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct QuantityCount {
    pub at_least: u32,
    pub count: u32,
}

/// The counts of all facets.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FacetCounts {
    pub manufacturers: FacetValues,
    pub rohs: FacetValues,
    pub packing: FacetValues,
    pub country: FacetValues,
    /// Ascending; only years with lots. Lots without a DC are not in it.
    pub dc: Vec<YearCount>,
    /// One for each of [`FacetCounts::QUANTITIES`].
    pub quantity: Vec<QuantityCount>,
    /// Lots of the marketplace's owner.
    pub owner_stock: u32,
}

impl FacetCounts {
    /// The steps offered as a minimum quantity.
    pub const QUANTITIES: [u32; 5] = [1, 100, 1_000, 10_000, 100_000];
}

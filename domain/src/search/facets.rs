//! What a visitor has narrowed the results to.

use serde::{Deserialize, Serialize};

use crate::text::comparable;

/// The chosen values; the default narrows nothing.
///
/// Several values of one facet widen it ("or"), different facets narrow each other ("and"). Values compare folded in
/// case and width (Z12, [`comparable`]), so they may be in any spelling; the order is the order in the URL.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Facets {
    pub manufacturers: Vec<String>,
    pub rohs: Vec<String>,
    pub packing: Vec<String>,
    /// Country or place where the stock lies (the column "location").
    pub country: Vec<String>,
    /// First year accepted. With either bound, lots without a DC drop out.
    pub dc_from: Option<u16>,
    /// Last year accepted.
    pub dc_to: Option<u16>,
    /// Fewest pieces in one lot.
    pub min_quantity: Option<u32>,
    /// Only stock of the marketplace's owner (R100).
    pub owner_stock: bool,
}

impl Facets {
    /// Most values of one facet that a URL may carry; more is no person's choice.
    pub const MAX_VALUES: usize = 20;
    /// Longest value: the longest column, location.
    pub const MAX_LENGTH: usize = 60;

    /// Whether nothing is narrowed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The chosen values of one text facet as they are compared.
    #[must_use]
    pub fn keys(values: &[String]) -> Vec<String> {
        values.iter().map(|value| comparable(value)).collect()
    }

    /// Whether a year of manufacture is accepted.
    #[must_use]
    pub fn accepts_dc(&self, dc: Option<u16>) -> bool {
        match dc {
            _ if self.dc_from.is_none() && self.dc_to.is_none() => true,
            Some(year) => {
                self.dc_from.is_none_or(|from| year >= from) && self.dc_to.is_none_or(|to| year <= to)
            }
            None => false,
        }
    }

    /// Whether a quantity is accepted.
    #[must_use]
    pub fn accepts_quantity(&self, quantity: u32) -> bool {
        self.min_quantity.is_none_or(|least| quantity >= least)
    }

    /// Whether a lot is accepted by whose stock it is.
    #[must_use]
    pub const fn accepts_owner(&self, owner_stock: bool) -> bool {
        owner_stock || !self.owner_stock
    }
}

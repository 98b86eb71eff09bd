//! By which column results are ordered, and the words for it in the URL.
//!
//! Every order ends with the newest registration first and then the lower lot number, so that pages never overlap
//! (Z35). Lots that differ by a decimal point stand last in every order. Blank cells stand last in both directions:
//! nobody sorts to read blanks. Texts compare folded (`text::comparable`), models by letters and digits, then points.

use serde::{Deserialize, Serialize};

/// The key of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum SortBy {
    /// Tier first, then the newest registration.
    #[default]
    Relevance,
    Registered,
    Manufacturer,
    ProductName,
    Model,
    Quantity,
    Packing,
    Rohs,
    Dc,
    Location,
    Remarks,
}

impl SortBy {
    /// Relevance and the ten columns, as they stand in the table of results.
    pub const ALL: [Self; 11] = [
        Self::Relevance,
        Self::Registered,
        Self::Manufacturer,
        Self::ProductName,
        Self::Model,
        Self::Quantity,
        Self::Packing,
        Self::Rohs,
        Self::Dc,
        Self::Location,
        Self::Remarks,
    ];

    /// The stable word for URLs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Relevance => "relevance",
            Self::Registered => "registered",
            Self::Manufacturer => "manufacturer",
            Self::ProductName => "product",
            Self::Model => "model",
            Self::Quantity => "quantity",
            Self::Packing => "packing",
            Self::Rohs => "rohs",
            Self::Dc => "dc",
            Self::Location => "location",
            Self::Remarks => "remarks",
        }
    }

    /// Reads [`SortBy::word`]; `None` for any other text.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.word() == word)
    }
}

/// Which end of an order comes first. Relevance knows no direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Direction {
    #[default]
    Ascending,
    Descending,
}

impl Direction {
    /// The stable word for URLs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ascending => "asc",
            Self::Descending => "desc",
        }
    }

    /// Reads [`Direction::word`]; `None` for any other text.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Ascending, Self::Descending]
            .into_iter()
            .find(|direction| direction.word() == word)
    }

    /// The other direction: what a second click on a heading asks for.
    #[must_use]
    pub const fn turned(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back() {
        for sort in SortBy::ALL {
            assert_eq!(SortBy::parse(sort.word()), Some(sort));
        }
        for direction in [Direction::Ascending, Direction::Descending] {
            assert_eq!(Direction::parse(direction.word()), Some(direction));
            assert_eq!(direction.turned().turned(), direction);
        }
        assert_eq!(SortBy::parse("id; DROP TABLE lot"), None);
    }
}

//! The ten columns, and the order that is none of them: their names and their places in the stylesheet.

use domain::search::SortBy;

use crate::labels::Locale;
use crate::say;

/// The columns as they stand in the table (R096).
pub(super) const COLUMNS: [SortBy; 10] = [
    SortBy::Registered,
    SortBy::Manufacturer,
    SortBy::ProductName,
    SortBy::Model,
    SortBy::Quantity,
    SortBy::Packing,
    SortBy::Rohs,
    SortBy::Dc,
    SortBy::Location,
    SortBy::Remarks,
];

/// The class of a column's cells.
pub(super) const fn class(column: SortBy) -> &'static str {
    match column {
        SortBy::Registered => "lot-registered",
        SortBy::Manufacturer => "lot-manufacturer",
        SortBy::ProductName => "lot-product",
        SortBy::Model => "lot-model",
        SortBy::Quantity => "lot-quantity num",
        SortBy::Packing => "lot-packing",
        SortBy::Rohs => "lot-rohs",
        SortBy::Dc => "lot-dc",
        SortBy::Location => "lot-location",
        SortBy::Remarks => "lot-remarks",
        SortBy::Relevance => "",
    }
}

/// The name of an order: the heading of its column.
pub(super) fn name(column: SortBy, locale: Locale) -> &'static str {
    match column {
        SortBy::Relevance => say!(locale, search.relevance),
        SortBy::Registered => say!(locale, search.registered),
        SortBy::Manufacturer => say!(locale, search.manufacturer),
        SortBy::ProductName => say!(locale, search.product_name),
        SortBy::Model => say!(locale, search.model_column),
        SortBy::Quantity => say!(locale, search.quantity),
        SortBy::Packing => say!(locale, search.packing),
        SortBy::Rohs => say!(locale, search.rohs),
        SortBy::Dc => say!(locale, search.dc),
        SortBy::Location => say!(locale, search.location),
        SortBy::Remarks => say!(locale, search.remarks),
    }
}

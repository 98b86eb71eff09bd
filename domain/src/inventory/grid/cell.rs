//! One cell of one lot, wherever it stands on the screen.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::inventory::{Column, LotForm};

/// A cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Cell {
    pub item_id: Uuid,
    pub column: Column,
}

/// What stands in a column of a lot.
#[must_use]
pub fn text(lot: &LotForm, column: Column) -> &str {
    match column {
        Column::Manufacturer => &lot.manufacturer,
        Column::ProductName => &lot.product_name,
        Column::Model => &lot.model,
        Column::Quantity => &lot.quantity,
        Column::Packing => &lot.packing,
        Column::Rohs => &lot.rohs,
        Column::Dc => &lot.dc,
        Column::Location => &lot.location,
        Column::Remarks => &lot.remarks,
        Column::DateCode => &lot.date_code,
        // No part of the lot: a name that its company has for it.
        Column::Reference => "",
    }
}

/// The columns of a lot, with the date code, which is not shown among them.
pub fn columns() -> impl Iterator<Item = Column> {
    Column::ALL.into_iter().chain([Column::DateCode])
}

/// All that can differ between two states of a lot: its columns, and the date code, which has none of its own.
pub fn parts() -> impl Iterator<Item = Option<Column>> {
    Column::ALL.into_iter().map(Some).chain([None])
}

/// What stands in one of the [`parts`].
#[must_use]
pub fn part(lot: &LotForm, column: Option<Column>) -> &str {
    column.map_or(&lot.date_code, |column| text(lot, column))
}

/// Writes into a column of a lot.
pub fn write(lot: &mut LotForm, column: Column, text: String) {
    let cell = match column {
        Column::Manufacturer => &mut lot.manufacturer,
        Column::ProductName => &mut lot.product_name,
        Column::Model => &mut lot.model,
        Column::Quantity => &mut lot.quantity,
        Column::Packing => &mut lot.packing,
        Column::Rohs => &mut lot.rohs,
        Column::Dc => &mut lot.dc,
        Column::Location => &mut lot.location,
        Column::Remarks => &mut lot.remarks,
        Column::DateCode => &mut lot.date_code,
        Column::Reference => return,
    };
    *cell = text;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_read_where_it_was_written() {
        let mut lot = LotForm::default();
        for column in Column::ALL {
            write(&mut lot, column, column.field().to_owned());
        }
        for (column, cell) in Column::ALL.into_iter().zip(lot.cells()) {
            assert_eq!(cell, column.field());
            assert_eq!(text(&lot, column), cell);
        }
    }
}

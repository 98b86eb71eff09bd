//! Which columns are shown, in which order and how wide. A browser remembers it, and what it remembers may be older than the
//! program or written by anybody: whatever is read becomes something that can be shown.

use serde::{Deserialize, Serialize};

use crate::inventory::Column;

/// The narrowest that a column may be, in pixels.
pub const NARROWEST: u16 = 48;
/// The widest.
pub const WIDEST: u16 = 640;

/// A column in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    pub column: Column,
    pub is_shown: bool,
    /// In pixels.
    pub width: u16,
}

impl Placed {
    const fn usual(column: Column) -> Self {
        let width = match column {
            Column::Manufacturer => 136,
            Column::ProductName => 144,
            Column::Model => 176,
            Column::Quantity => 96,
            Column::Packing | Column::Location => 112,
            Column::Rohs => 88,
            Column::Dc => 72,
            Column::Remarks | Column::DateCode | Column::Reference => 160,
        };
        Self {
            column,
            is_shown: true,
            width,
        }
    }
}

/// All columns, each once, in their order; at least one is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Placed>", into = "Vec<Placed>")]
pub struct Columns {
    all: Vec<Placed>,
    shown: Vec<Column>,
}

impl Default for Columns {
    fn default() -> Self {
        Self::from(Vec::new())
    }
}

impl From<Vec<Placed>> for Columns {
    /// Of a column that is named twice, the first place counts; one that is missing comes to the end.
    fn from(read: Vec<Placed>) -> Self {
        let mut all: Vec<Placed> = Vec::with_capacity(Column::ALL.len());
        for mut placed in read.into_iter().chain(Column::ALL.map(Placed::usual)) {
            placed.width = placed.width.clamp(NARROWEST, WIDEST);
            if all.iter().all(|there| there.column != placed.column) {
                all.push(placed);
            }
        }
        if all.iter().all(|placed| !placed.is_shown) {
            all.iter_mut().for_each(|placed| placed.is_shown = true);
        }
        let shown = all.iter().filter(|placed| placed.is_shown);
        let shown = shown.map(|placed| placed.column).collect();
        Self { all, shown }
    }
}

impl From<Columns> for Vec<Placed> {
    fn from(columns: Columns) -> Self {
        columns.all
    }
}

impl Columns {
    /// All of them, in their order.
    #[must_use]
    pub fn all(&self) -> &[Placed] {
        &self.all
    }

    /// Those that are shown, in their order.
    #[must_use]
    pub fn shown(&self) -> &[Column] {
        &self.shown
    }

    /// Shows a column or hides it. The last one that is shown stays.
    #[must_use]
    pub fn with(self, column: Column, is_shown: bool) -> Self {
        if self.shown == [column] {
            return self;
        }
        self.changed(column, |placed| placed.is_shown = is_shown)
    }

    /// Shows these columns as well.
    #[must_use]
    pub fn showing(self, columns: &[Column]) -> Self {
        columns.iter().fold(self, |all, column| all.with(*column, true))
    }

    /// Makes a column wider or narrower.
    #[must_use]
    pub fn resized(self, column: Column, width: u16) -> Self {
        self.changed(column, |placed| placed.width = width)
    }

    fn changed(mut self, column: Column, change: impl FnOnce(&mut Placed)) -> Self {
        if let Some(placed) = self.all.iter_mut().find(|placed| placed.column == column) {
            change(placed);
        }
        Self::from(self.all)
    }

    /// Moves a column one place towards the beginning or the end.
    #[must_use]
    pub fn moved(mut self, column: Column, to_the_end: bool) -> Self {
        let at = self.all.iter().position(|placed| placed.column == column);
        let other = at.and_then(|at| {
            if to_the_end {
                at.checked_add(1)
            } else {
                at.checked_sub(1)
            }
        });
        if let (Some(at), Some(other)) = (at, other.filter(|other| *other < self.all.len())) {
            self.all.swap(at, other);
        }
        Self::from(self.all)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_placed() -> impl Strategy<Value = Placed> {
        let column = proptest::sample::select(Column::ALL.to_vec());
        (column, any::<bool>(), any::<u16>()).prop_map(|(column, is_shown, width)| Placed {
            column,
            is_shown,
            width,
        })
    }

    #[test]
    fn columns_are_hidden_moved_and_resized() {
        let columns = Columns::default();
        assert_eq!(columns.shown(), Column::ALL);
        let columns = columns
            .with(Column::Rohs, false)
            .moved(Column::Model, false)
            .moved(Column::Model, false)
            .moved(Column::Model, false)
            .resized(Column::Model, 300);
        assert_eq!(columns.shown()[..2], [Column::Model, Column::Manufacturer]);
        assert!(!columns.shown().contains(&Column::Rohs));
        assert_eq!(columns.all()[0].width, 300);
        let columns = columns.moved(Column::Remarks, true);
        assert_eq!(
            columns.shown().last(),
            Some(&Column::Remarks),
            "the end is the end"
        );
    }

    #[test]
    fn the_last_one_stays() {
        let hidden = Column::ALL
            .into_iter()
            .fold(Columns::default(), |columns, column| columns.with(column, false));
        assert_eq!(hidden.shown(), [Column::Remarks]);
    }

    proptest! {
        #[test]
        fn whatever_is_read_can_be_shown(read in proptest::collection::vec(any_placed(), 0..14)) {
            let columns = Columns::from(read);
            let mut all: Vec<_> = columns.all().iter().map(|placed| placed.column).collect();
            all.sort();
            prop_assert_eq!(all, Column::ALL.to_vec());
            prop_assert!(!columns.shown().is_empty());
            prop_assert!(columns.all().iter().all(|placed| (NARROWEST..=WIDEST).contains(&placed.width)));
            prop_assert_eq!(Columns::from(Vec::from(columns.clone())), columns, "as it was kept");
        }
    }
}

//! Where the keyboard is, and what is chosen around it: rows and columns as they stand on the screen.

/// A place on the screen: row and column, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Place {
    pub row: usize,
    pub column: usize,
}

/// A rectangle of cells, from where it was begun to where the keyboard is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Range {
    pub anchor: Place,
    pub head: Place,
}

/// A way of moving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// So many rows down (or up) and columns to the right (or left), stopping at the edge.
    By { rows: isize, columns: isize },
    /// To the first column, or the last.
    RowEnd { last: bool },
    /// To the first column of the first row, or the last of the last.
    Corner { last: bool },
    /// To the first row, or the last, in the same column.
    ColumnEnd { last: bool },
    /// To the next cell, or the one before, over the ends of rows.
    Next { back: bool },
}

/// How large the grid is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    pub rows: usize,
    pub columns: usize,
}

impl Range {
    /// One cell.
    #[must_use]
    pub const fn at(place: Place) -> Self {
        Self {
            anchor: place,
            head: place,
        }
    }

    /// First and last row.
    #[must_use]
    pub fn rows(&self) -> (usize, usize) {
        let (a, b) = (self.anchor.row, self.head.row);
        (a.min(b), a.max(b))
    }

    /// First and last column.
    #[must_use]
    pub fn columns(&self) -> (usize, usize) {
        let (a, b) = (self.anchor.column, self.head.column);
        (a.min(b), a.max(b))
    }

    /// Whether a place is within.
    #[must_use]
    pub fn holds(&self, place: Place) -> bool {
        let ((top, bottom), (left, right)) = (self.rows(), self.columns());
        (top..=bottom).contains(&place.row) && (left..=right).contains(&place.column)
    }

    /// Whether it is no more than one cell.
    #[must_use]
    pub fn is_one(&self) -> bool {
        self.anchor == self.head
    }

    /// The range after a move; `extend` leaves its beginning where it is. `None` where there is no way on: the next cell of the last one.
    #[must_use]
    pub fn moved(&self, way: Way, extend: bool, size: Size) -> Option<Self> {
        let head = step(self.head, way, size)?;
        let anchor = if extend { self.anchor } else { head };
        Some(Self { anchor, head })
    }

    /// The same range in a grid that has become smaller.
    #[must_use]
    pub fn within(&self, size: Size) -> Self {
        let clamp = |place: Place| Place {
            row: place.row.min(size.rows.saturating_sub(1)),
            column: place.column.min(size.columns.saturating_sub(1)),
        };
        Self {
            anchor: clamp(self.anchor),
            head: clamp(self.head),
        }
    }
}

fn step(from: Place, way: Way, size: Size) -> Option<Place> {
    let last = Place {
        row: size.rows.checked_sub(1)?,
        column: size.columns.checked_sub(1)?,
    };
    let end = |is_last: bool, edge: usize| if is_last { edge } else { 0 };
    Some(match way {
        Way::By { rows, columns } => Place {
            row: from.row.saturating_add_signed(rows).min(last.row),
            column: from.column.saturating_add_signed(columns).min(last.column),
        },
        Way::RowEnd { last: is_last } => Place {
            column: end(is_last, last.column),
            ..from
        },
        Way::ColumnEnd { last: is_last } => Place {
            row: end(is_last, last.row),
            ..from
        },
        Way::Corner { last: is_last } => Place {
            row: end(is_last, last.row),
            column: end(is_last, last.column),
        },
        Way::Next { back } => {
            let at = from.row * size.columns + from.column;
            let next = if back {
                at.checked_sub(1)?
            } else {
                Some(at + 1).filter(|next| *next < size.rows * size.columns)?
            };
            Place {
                row: next / size.columns,
                column: next % size.columns,
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SIZE: Size = Size { rows: 5, columns: 9 };

    const fn place(row: usize, column: usize) -> Place {
        Place { row, column }
    }

    #[test]
    fn tab_goes_on_in_the_next_row_and_ends_with_the_last_cell() {
        let next = Way::Next { back: false };
        let at = |row, column| Range::at(place(row, column)).moved(next, false, SIZE);
        assert_eq!(at(0, 8), Some(Range::at(place(1, 0))));
        assert_eq!(at(4, 8), None);
        let first = Range::at(place(0, 0));
        assert_eq!(first.moved(Way::Next { back: true }, false, SIZE), None);
    }

    #[test]
    fn shift_leaves_the_beginning_where_it_is() {
        let way = Way::By { rows: 2, columns: -1 };
        let range = Range::at(place(1, 3)).moved(way, true, SIZE).expect("inside");
        assert_eq!(range.rows(), (1, 3));
        assert_eq!(range.columns(), (2, 3));
        assert!(range.holds(place(2, 2)) && !range.holds(place(2, 4)));
    }

    fn any_way() -> impl Strategy<Value = Way> {
        prop_oneof![
            (-9_isize..9, -9_isize..9).prop_map(|(rows, columns)| Way::By { rows, columns }),
            any::<bool>().prop_map(|last| Way::RowEnd { last }),
            any::<bool>().prop_map(|last| Way::ColumnEnd { last }),
            any::<bool>().prop_map(|last| Way::Corner { last }),
            any::<bool>().prop_map(|back| Way::Next { back }),
        ]
    }

    proptest! {
        #[test]
        fn nobody_leaves_the_grid(ways in proptest::collection::vec((any_way(), any::<bool>()), 0..40)) {
            let mut range = Range::default();
            for (way, extend) in ways {
                range = range.moved(way, extend, SIZE).unwrap_or(range);
                prop_assert_eq!(range.within(SIZE), range);
                prop_assert!(range.holds(range.head) && range.holds(range.anchor));
            }
        }
    }
}

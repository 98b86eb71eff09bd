//! How two lots compare in an order, whether they stand in a base or in a delta, on one shelf or on two.

use std::cmp::{Ordering as Order, Reverse};

use domain::search::{Direction, SortBy};

use super::base::{Base, Column};
use super::delta::{BLANK_PLACE, Row};
use super::lot::Text;

/// An order within one block of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ordering {
    pub(super) key: Key,
    pub(super) descending: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    /// What every order ends with; as a key of its own it is relevance and "registered, descending".
    Newest,
    Oldest,
    Model,
    Column(Column),
}

impl Ordering {
    pub(super) fn of(sort: SortBy, direction: Direction) -> Self {
        let descending = direction == Direction::Descending;
        let key = match sort {
            SortBy::Relevance => Key::Newest,
            SortBy::Registered if descending => Key::Newest,
            SortBy::Registered => Key::Oldest,
            SortBy::Model => Key::Model,
            SortBy::Manufacturer => Key::Column(Column::Text(Text::Manufacturer)),
            SortBy::ProductName => Key::Column(Column::Text(Text::ProductName)),
            SortBy::Quantity => Key::Column(Column::Quantity),
            SortBy::Packing => Key::Column(Column::Text(Text::Packing)),
            SortBy::Rohs => Key::Column(Column::Text(Text::Rohs)),
            SortBy::Dc => Key::Column(Column::Dc),
            SortBy::Location => Key::Column(Column::Text(Text::Location)),
            SortBy::Remarks => Key::Column(Column::Text(Text::Remarks)),
        };
        Self { key, descending }
    }

    /// The first key of a lot of the base, on the scale of [`Ordering::place_of_row`].
    pub(super) fn place_of_lot(self, base: &Base, position: u32) -> u64 {
        match self.key {
            Key::Newest => 0,
            Key::Oldest => rising(base.registered.get(position as usize)),
            Key::Model => self.turned(u64::from(base.model_of[position as usize]) * 2 + 1),
            Key::Column(column) => {
                let code = base.code(column, position);
                if column.is_blank(code) {
                    return BLANK_PLACE;
                }
                self.turned(if matches!(column, Column::Text(_)) {
                    u64::from(code) * 2 + 1
                } else {
                    code.into()
                })
            }
        }
    }

    /// The first key of a row of the delta.
    fn place_of_row(self, row: &Row) -> u64 {
        match self.key {
            Key::Newest => 0,
            Key::Oldest => rising(row.lot.registered),
            Key::Model => self.turned(row.model_place),
            Key::Column(Column::Quantity) => self.turned(row.lot.quantity.into()),
            Key::Column(Column::Dc) => row.lot.dc.map_or(BLANK_PLACE, |year| self.turned(year.into())),
            Key::Column(Column::Text(text)) => match row.text_places[text as usize] {
                BLANK_PLACE => BLANK_PLACE,
                place => self.turned(place),
            },
        }
    }

    /// Where a lot of a base stands among those of all shelves.
    pub(super) fn standing_of_lot(self, base: &Base, position: u32) -> Standing<'_> {
        let at = position as usize;
        let (place, text) = match self.key {
            Key::Column(Column::Text(text)) => {
                let column = base.text(text);
                self.text_standing(column.dictionary.key(column.codes.get(at)))
            }
            _ => (self.place_of_lot(base, position), ""),
        };
        let end = (Reverse(base.registered.get(at)), base.ids.get(at));
        self.standing(place, text, end)
    }

    /// Where a row of a delta stands among those of all shelves.
    pub(super) fn standing_of_row(self, row: &Row) -> Standing<'_> {
        let (place, text) = match self.key {
            Key::Column(Column::Text(text)) => self.text_standing(row.key(text)),
            _ => (self.place_of_row(row), ""),
        };
        self.standing(place, text, (Reverse(row.lot.registered), row.lot.lot_id))
    }

    /// The place and the text that decide for a folded text.
    const fn text_standing(self, key: &str) -> (u64, &str) {
        (if key.is_empty() { BLANK_PLACE } else { 0 }, key)
    }

    const fn standing(self, place: u64, text: &str, end: (Reverse<i64>, i64)) -> Standing<'_> {
        Standing {
            place,
            text,
            descending: self.descending,
            end,
        }
    }

    const fn turned(self, place: u64) -> u64 {
        if self.descending { !place } else { place }
    }

    pub(super) fn of_rows(self, a: &Row, b: &Row) -> Order {
        // Values that the base does not know may share a gap between two that it knows.
        let unknown = || {
            let order = match self.key {
                Key::Model => (&a.spelling.norm, &a.spelling.dots).cmp(&(&b.spelling.norm, &b.spelling.dots)),
                Key::Column(Column::Text(text)) => a.key(text).cmp(b.key(text)),
                _ => Order::Equal,
            };
            if self.descending { order.reverse() } else { order }
        };
        let end = |row: &Row| (Reverse(row.lot.registered), row.lot.lot_id);
        self.place_of_row(a)
            .cmp(&self.place_of_row(b))
            .then_with(unknown)
            .then_with(|| end(a).cmp(&end(b)))
    }

    /// Whether a row of the delta comes before a lot of the base.
    pub(super) fn row_first(self, row: &Row, base: &Base, position: u32) -> bool {
        let at = position as usize;
        (
            self.place_of_row(row),
            Reverse(row.lot.registered),
            row.lot.lot_id,
        ) < (
            self.place_of_lot(base, position),
            Reverse(base.registered.get(at)),
            base.ids.get(at),
        )
    }
}

/// Where a lot stands, without regard to the numbers that models and values have on its shelf. Lots of two shelves are never
/// compared by model: the shelves themselves stand in that order.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Standing<'a> {
    place: u64,
    /// Decides between two of the same place; empty where the column is none of text.
    text: &'a str,
    descending: bool,
    end: (Reverse<i64>, i64),
}

impl Ord for Standing<'_> {
    fn cmp(&self, other: &Self) -> Order {
        let text = self.text.cmp(other.text);
        self.place
            .cmp(&other.place)
            .then(if self.descending { text.reverse() } else { text })
            .then_with(|| self.end.cmp(&other.end))
    }
}

impl PartialOrd for Standing<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Order> {
        Some(self.cmp(other))
    }
}

/// Signed time on an unsigned scale.
const fn rising(time: i64) -> u64 {
    time.cast_unsigned() ^ 1 << 63
}

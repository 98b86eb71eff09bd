//! In which order lines stand, and which of them.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::line::{Line, Safety};
use super::range::{Place, Size};
use super::sheet::Sheet;
use crate::inventory::Column;
use crate::text::comparable;

/// A direction of sorting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    Up,
    Down,
}

/// Which lines are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Only {
    #[default]
    All,
    /// Typed and not sent.
    Drafts,
    /// With a red cell.
    Wrong,
    /// Waiting for a choice, or refused.
    Open,
}

/// An order and a choice of lines.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Arrangement {
    /// By which column; `None` is the order in which lots came.
    pub sort: Option<(Column, Direction)>,
    /// Words that all have to stand somewhere in a line; case and width do not count.
    pub filter: String,
    pub only: Only,
}

impl Arrangement {
    /// Pressing a column's heading: up, down, and as it came.
    pub fn press(&mut self, column: Column) {
        self.sort = match self.sort {
            Some((sorted, Direction::Up)) if sorted == column => Some((column, Direction::Down)),
            Some((sorted, Direction::Down)) if sorted == column => None,
            _ => Some((column, Direction::Up)),
        };
    }

    /// The direction of a column that is sorted by.
    #[must_use]
    pub fn direction(&self, column: Column) -> Option<Direction> {
        self.sort
            .filter(|(sorted, _)| *sorted == column)
            .map(|(_, direction)| direction)
    }

    /// Whether no line is left out.
    #[must_use]
    pub fn shows_all(&self) -> bool {
        self.filter.trim().is_empty() && self.only == Only::All
    }

    /// Whether lines stand as they came, all of them.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.sort.is_none() && self.shows_all()
    }

    /// The lines that are shown, by their numbers, in their order.
    #[must_use]
    pub fn order(&self, lines: &[Line]) -> Vec<usize> {
        let words = words(&self.filter);
        let shown = lines.iter().enumerate().filter(|(_, line)| {
            !line.is_gone() && self.is_chosen(line) && words.iter().all(|word| holds(line, word))
        });
        let mut order: Vec<usize> = shown.map(|(at, _)| at).collect();
        if let Some((column, direction)) = self.sort {
            let mut keyed: Vec<_> = order
                .into_iter()
                .map(|at| (Key::of(column, lines[at].text(column)), at))
                .collect();
            keyed.sort_by(|(a, _), (b, _)| a.compare(b, direction));
            order = keyed.into_iter().map(|(_, at)| at).collect();
        }
        order
    }

    fn is_chosen(&self, line: &Line) -> bool {
        match self.only {
            Only::All => true,
            Only::Drafts => line.draft.is_some(),
            Only::Wrong => line.is_wrong(),
            Only::Open => matches!(line.safety(), Safety::Conflict | Safety::Refused),
        }
    }
}

/// The words of a filter, as cells are compared with them.
fn words(filter: &str) -> Vec<String> {
    filter.split_whitespace().map(comparable).collect()
}

/// Whether a text stands in a line; the text as [`comparable`] makes it.
fn holds(line: &Line, word: &str) -> bool {
    Column::ALL
        .into_iter()
        .any(|column| comparable(line.text(column)).contains(word))
}

impl Sheet {
    /// The next cell with a text in it behind a place, once around the whole grid.
    #[must_use]
    pub fn find(&self, text: &str, from: Place) -> Option<Place> {
        let sought = comparable(text);
        let Size { rows, columns } = self.size();
        let cells = rows * columns;
        if sought.is_empty() {
            return None;
        }
        let begin = from.row * columns + from.column;
        let place = |at: usize| Place {
            row: at / columns,
            column: at % columns,
        };
        let mut others = (1..=cells).map(|on| place((begin + on) % cells));
        others.find(|place| {
            self.row(place.row)
                .is_some_and(|line| is_found(line, self.columns().shown()[place.column], &sought))
        })
    }
}

/// Whether a text that is looked for stands in a cell.
fn is_found(line: &Line, column: Column, sought: &str) -> bool {
    comparable(line.text(column)).contains(sought)
}

/// What a cell is sorted by. Numbers go by their size, before all else; empty cells are last, whichever way.
enum Key {
    Number(u64),
    Text(String),
    Empty,
}

impl Key {
    fn of(column: Column, text: &str) -> Self {
        let text = comparable(text);
        if text.is_empty() {
            return Self::Empty;
        }
        let is_number = matches!(column, Column::Quantity | Column::Dc);
        match text.parse() {
            Ok(number) if is_number => Self::Number(number),
            _ => Self::Text(text),
        }
    }

    fn compare(&self, other: &Self, direction: Direction) -> Ordering {
        let compared = match (self, other) {
            (Self::Empty, Self::Empty) => return Ordering::Equal,
            (Self::Empty, _) => return Ordering::Greater,
            (_, Self::Empty) => return Ordering::Less,
            (Self::Number(a), Self::Number(b)) => a.cmp(b),
            (Self::Number(_), Self::Text(_)) => Ordering::Less,
            (Self::Text(_), Self::Number(_)) => Ordering::Greater,
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
        };
        match direction {
            Direction::Up => compared,
            Direction::Down => compared.reverse(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::inventory::LotForm;
    use crate::violations::Violations;

    fn line(n: u128, model: &str, quantity: &str) -> Line {
        Line {
            kept: Some(LotForm {
                model: model.into(),
                quantity: quantity.into(),
                ..LotForm::default()
            }),
            ..Line::empty(Uuid::from_u128(n), Violations::none())
        }
    }

    fn by(column: Column, direction: Direction) -> Arrangement {
        Arrangement {
            sort: Some((column, direction)),
            ..Arrangement::default()
        }
    }

    #[test]
    fn numbers_go_by_their_size_and_empty_cells_last() {
        let lines = [
            line(1, "b", "900"),
            line(2, "A", "1000"),
            line(3, "", ""),
            line(4, "c", "5"),
        ];
        assert_eq!(by(Column::Quantity, Direction::Up).order(&lines), [3, 0, 1, 2]);
        assert_eq!(by(Column::Quantity, Direction::Down).order(&lines), [1, 0, 3, 2]);
        assert_eq!(by(Column::Model, Direction::Up).order(&lines), [1, 0, 3, 2]);
    }

    #[test]
    fn all_words_of_a_filter_have_to_be_there() {
        let lines = [
            line(1, "TC74HC", "300"),
            line(2, "ＴＣ74ＬＳ", "300"),
            Line::empty(Uuid::from_u128(3), Violations::none()),
        ];
        let filtered = |filter: &str| {
            let filter = filter.to_owned();
            Arrangement {
                filter,
                ..Arrangement::default()
            }
            .order(&lines)
        };
        assert_eq!(filtered("tc74"), [0, 1]);
        assert_eq!(filtered(" hc 300 "), [0]);
        assert_eq!(filtered(""), [0, 1], "what is gone is not shown");
        assert!(filtered("999").is_empty());
    }

    #[test]
    fn a_heading_sorts_up_then_down_then_not_at_all() {
        let mut arrangement = Arrangement::default();
        let mut seen = Vec::new();
        for _ in 0..3 {
            arrangement.press(Column::Model);
            seen.push(arrangement.direction(Column::Model));
        }
        assert_eq!(seen, [Some(Direction::Up), Some(Direction::Down), None]);
    }

    proptest! {
        #[test]
        fn sorting_loses_nothing(models in proptest::collection::vec("[a-cＡ-Ｃ0-9]{0,3}", 0..20), down in any::<bool>()) {
            let lines: Vec<_> = models.iter().zip(0..).map(|(model, n)| line(n, model, model)).collect();
            let direction = if down { Direction::Down } else { Direction::Up };
            let mut order = by(Column::Quantity, direction).order(&lines);
            order.sort_unstable();
            prop_assert_eq!(order, (0..lines.len()).collect::<Vec<_>>());
        }
    }
}

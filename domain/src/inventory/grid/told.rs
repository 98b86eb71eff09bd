//! What happened to a lot, told as changes: what each state has in place of the one before it.

use uuid::Uuid;

use super::cell::{self, Cell};
use super::sheet::Sheet;
use crate::inventory::sync::wire::State;
use crate::inventory::{Column, LotForm};

/// What a change was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Added,
    Changed,
    Deleted,
    /// Deleted before, and there again.
    BroughtBack,
    /// What it was before is not here: it was forgotten, or stands on the next page.
    Oldest,
}

/// A cell that a change has replaced. `None` is the date code, which has no column of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    pub column: Option<Column>,
    pub before: String,
    pub after: String,
}

/// A change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub state: State,
    pub kind: Kind,
    /// Of a change: what it replaced. Otherwise nothing.
    pub cells: Vec<Replaced>,
}

/// Tells states, newest first, as they come from the market.
#[must_use]
pub fn told(states: &[State]) -> Vec<Told> {
    let older = states.iter().skip(1).map(Some).chain([None]);
    let pairs = states.iter().zip(older);
    pairs
        .map(|(state, older)| {
            let kind = kind(state, older);
            let cells = older
                .filter(|_| matches!(kind, Kind::Changed | Kind::BroughtBack))
                .map(|older| replaced(&older.lot, &state.lot));
            Told {
                state: state.clone(),
                kind,
                cells: cells.unwrap_or_default(),
            }
        })
        .collect()
}

fn kind(state: &State, older: Option<&State>) -> Kind {
    match older {
        _ if state.is_deleted => Kind::Deleted,
        Some(older) if older.is_deleted => Kind::BroughtBack,
        Some(_) => Kind::Changed,
        None if state.version == 1 => Kind::Added,
        None => Kind::Oldest,
    }
}

impl Sheet {
    /// Writes all that a lot once was over what it is, as one act.
    pub fn bring_back(&mut self, item_id: Uuid, lot: &LotForm) -> Vec<Uuid> {
        self.write(texts(item_id, lot))
    }
}

/// All that a lot says, cell by cell, with the date code, which has no column on the screen.
#[must_use]
pub fn texts(item_id: Uuid, lot: &LotForm) -> Vec<(Cell, String)> {
    cell::columns()
        .map(|column| (Cell { item_id, column }, cell::text(lot, column).to_owned()))
        .collect()
}

/// The cells in which two states of a lot differ.
fn replaced(before: &LotForm, after: &LotForm) -> Vec<Replaced> {
    let cells = cell::parts().map(|column| Replaced {
        column,
        before: cell::part(before, column).to_owned(),
        after: cell::part(after, column).to_owned(),
    });
    cells.filter(|cell| cell.before != cell.after).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::sync::wire::Source;

    fn state(version: i32, quantity: &str, is_deleted: bool) -> State {
        State {
            version,
            at: i64::from(version),
            by: Some(7),
            name: None,
            source: Source::Unknown,
            is_deleted,
            lot: LotForm {
                model: "TC74HC".into(),
                quantity: quantity.into(),
                ..LotForm::default()
            },
        }
    }

    #[test]
    fn each_change_is_told_against_the_state_before_it() {
        let states = [
            state(5, "5", false),
            state(4, "5", true),
            state(3, "5", true),
            state(2, "5", false),
            state(1, "3", false),
        ];
        let told = told(&states);
        let kinds: Vec<_> = told.iter().map(|told| told.kind).collect();
        assert_eq!(
            kinds,
            [
                Kind::BroughtBack,
                Kind::Deleted,
                Kind::Deleted,
                Kind::Changed,
                Kind::Added
            ]
        );
        let replaced = Replaced {
            column: Some(Column::Quantity),
            before: "3".into(),
            after: "5".into(),
        };
        assert_eq!(told[3].cells, [replaced]);
        assert!(told[0].cells.is_empty() && told[4].cells.is_empty());
    }

    #[test]
    fn where_the_state_before_is_not_here_nothing_is_said_of_it() {
        let told = told(&[state(3, "5", false)]);
        assert_eq!((told[0].kind, told[0].cells.len()), (Kind::Oldest, 0));
    }

    #[test]
    fn the_date_code_is_told_too() {
        let mut newer = state(2, "3", false);
        newer.lot.date_code = "2420".into();
        let told = told(&[newer, state(1, "3", false)]);
        assert_eq!(told[0].cells[0].column, None);
        assert_eq!(told[0].cells[0].after, "2420");
    }
}

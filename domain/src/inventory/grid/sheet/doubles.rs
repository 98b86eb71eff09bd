//! New rows that are the same as a lot that is there (R116): added to it, or kept apart.

use uuid::Uuid;

use super::Sheet;
use crate::inventory::grid::Cell;
use crate::inventory::grid::line::Line;
use crate::inventory::grid::past::Change;
use crate::inventory::{Column, Quantity};

impl Sheet {
    /// Adds the quantity of a new row to a lot that is the same, and takes the row away (R116). Nothing where one of the two is no number.
    pub fn add_up(&mut self, new: Uuid, to: Uuid) -> Vec<Uuid> {
        let quantity = |item: Uuid| {
            let line = self.line(item).filter(|line| !line.is_gone())?;
            let text = line.text(Column::Quantity);
            Some((text.to_owned(), u64::from(Quantity::parse(text).ok()?.pieces())))
        };
        let is_new = |line: &&Line| line.kept.is_none() && new != to;
        let draft = self.line(new).filter(is_new).and_then(|line| line.draft.clone());
        let (Some((_, more)), Some((before, there)), Some(draft)) = (quantity(new), quantity(to), draft)
        else {
            return Vec::new();
        };
        let cell = Cell {
            item_id: to,
            column: Column::Quantity,
        };
        let after = there.saturating_add(more).to_string();
        self.act(vec![
            Change::Text { cell, before, after },
            Change::Line {
                item_id: new,
                before: Some(Box::new(draft)),
                after: None,
            },
        ])
    }

    /// Lets a new row be a lot of its own, although there is one that is the same.
    pub fn keep_apart(&mut self, item: Uuid) -> Vec<Uuid> {
        let draft = self.at.get(&item).and_then(|at| self.lines[*at].draft.as_mut());
        draft.map_or_else(Vec::new, |draft| {
            draft.stays_apart = true;
            vec![item]
        })
    }
}

//! A line of the grid: a lot as it is shown, and what is typed over it.

use uuid::Uuid;

use super::cell;
use super::draft::Draft;
use crate::inventory::{Column, LotForm};
use crate::violations::Violations;

/// A lot as the device's store has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    pub item_id: Uuid,
    /// With the device's own ops on top; `None` where it is not there, or deleted.
    pub kept: Option<LotForm>,
    pub waiting: u32,
    /// Conflicts that nobody has chosen in.
    pub conflicts: u32,
    pub is_refused: bool,
}

impl Loaded {
    /// A lot that is not there any more.
    #[must_use]
    pub const fn gone(item_id: Uuid) -> Self {
        Self {
            item_id,
            kept: None,
            waiting: 0,
            conflicts: 0,
            is_refused: false,
        }
    }
}

/// Where a line is safe, and what is in its way. One word for each row of the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Safety {
    /// Somebody has to choose between two values.
    Conflict,
    /// The market said no.
    Refused,
    /// Typed but not sent; on this device.
    Draft,
    /// Sent on its way; on this device until the market answers.
    Waiting,
    /// As the market has it.
    Server,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub item_id: Uuid,
    /// The lot, with the device's own ops on top; `None` where it is not there, or not any more.
    pub kept: Option<LotForm>,
    pub draft: Option<Draft>,
    /// Ops that have no answer yet.
    pub waiting: u32,
    /// Conflicts that nobody has chosen in.
    pub conflicts: u32,
    pub is_refused: bool,
    /// What is wrong with what is typed.
    pub faults: Violations,
}

impl Line {
    /// A line with nothing in it.
    #[must_use]
    pub const fn empty(item_id: Uuid, faults: Violations) -> Self {
        Self {
            item_id,
            kept: None,
            draft: None,
            waiting: 0,
            conflicts: 0,
            is_refused: false,
            faults,
        }
    }

    /// The lot as it stands on the screen.
    #[must_use]
    pub fn lot(&self) -> Option<&LotForm> {
        self.draft
            .as_ref()
            .map(|draft| &draft.typed)
            .or(self.kept.as_ref())
    }

    /// The lot under what is typed; of one that is to be there again, as it was when it was deleted.
    #[must_use]
    pub(super) fn behind(&self) -> Option<LotForm> {
        let back = || self.draft.as_ref().filter(|draft| draft.is_back)?.saw.clone();
        self.kept.clone().or_else(back)
    }

    /// What stands in a column.
    #[must_use]
    pub fn text(&self, column: Column) -> &str {
        self.lot().map_or("", |lot| cell::text(lot, column))
    }

    /// Whether there is nothing to show.
    #[must_use]
    pub const fn is_gone(&self) -> bool {
        self.kept.is_none() && self.draft.is_none()
    }

    /// Whether it is a row that was never sent.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.draft.as_ref().is_some_and(|draft| draft.saw.is_none())
    }

    /// Whether it is to be deleted with the next Send.
    #[must_use]
    pub fn is_ticked(&self) -> bool {
        self.draft.as_ref().is_some_and(|draft| draft.is_ticked)
    }

    /// Whether something in it keeps Send from going through: what will be deleted may be as wrong as it likes.
    #[must_use]
    pub fn is_wrong(&self) -> bool {
        !self.faults.is_empty() && !self.is_ticked()
    }

    /// Where it is safe.
    #[must_use]
    pub const fn safety(&self) -> Safety {
        if self.conflicts > 0 {
            Safety::Conflict
        } else if self.is_refused {
            Safety::Refused
        } else if self.draft.is_some() {
            Safety::Draft
        } else if self.waiting > 0 {
            Safety::Waiting
        } else {
            Safety::Server
        }
    }
}

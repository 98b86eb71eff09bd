//! What a change does to a line, and whether lines have come or gone by it.

use uuid::Uuid;

use super::cell;
use super::draft::Draft;
use super::line::Line;
use super::past::Change;
use crate::inventory::LotForm;

/// Whether lines have come or gone.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Moves {
    pub(super) any_gone: bool,
    pub(super) any_back: bool,
}

impl Moves {
    pub(super) const fn note(&mut self, was_gone: bool, is_gone: bool) {
        self.any_gone |= is_gone;
        self.any_back |= was_gone && !is_gone;
    }
}

/// A new row.
pub(super) fn added((item_id, typed): (Uuid, LotForm)) -> Change {
    let draft = Draft {
        typed,
        ..Draft::blank(item_id)
    };
    Change::Line {
        item_id,
        before: None,
        after: Some(Box::new(draft)),
    }
}

/// The draft of a line, made where there was none.
fn draft_of(line: &mut Line) -> &mut Draft {
    let fresh = match &line.kept {
        Some(kept) => Draft::over(line.item_id, kept),
        None => Draft::blank(line.item_id),
    };
    line.draft.get_or_insert(fresh)
}

/// Makes a change of a line.
pub(super) fn apply(line: &mut Line, change: Change) {
    match change {
        // Deleted since: there is nothing to write into.
        Change::Text { .. } if line.is_gone() => {}
        Change::Text { cell, after, .. } => {
            let draft = draft_of(line);
            cell::write(&mut draft.typed, cell.column, after);
            // Another item than the one that was asked about.
            draft.stays_apart = false;
        }
        Change::Tick {
            after: false,
            lot: Some(lot),
            ..
        } if line.is_gone() => line.draft = Some(Draft::back(line.item_id, &lot)),
        Change::Tick { after: true, .. } if line.draft.as_ref().is_some_and(|draft| draft.is_back) => {
            line.draft = None;
        }
        Change::Tick { .. } if line.is_gone() => {}
        Change::Tick { after, .. } => draft_of(line).is_ticked = after,
        Change::Line { before, after, .. } => {
            let is_new = |draft: &Option<Box<Draft>>| draft.as_ref().is_none_or(|draft| draft.saw.is_none());
            if line.kept.is_some() && is_new(&before) && is_new(&after) {
                // The new row has become a lot since: it goes and comes no other way than by being deleted or not.
                draft_of(line).is_ticked = after.is_none();
            } else {
                line.draft = after.map(|draft| *draft);
                if let (Some(kept), Some(draft)) = (&line.kept, &mut line.draft) {
                    draft.rebase(kept);
                }
            }
        }
    }
}

/// A draft that changes nothing is none.
pub(super) fn settle(line: &mut Line) {
    if line.draft.as_ref().is_some_and(Draft::is_idle) {
        line.draft = None;
    }
}

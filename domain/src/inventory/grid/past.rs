//! What was changed, so that it can be taken back and done again.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::cell::Cell;
use super::draft::Draft;
use crate::inventory::LotForm;

/// Steps that are remembered.
const STEPS: usize = 200;
/// Changes that are remembered, all steps together: as much as a paste may bring.
const CHANGES: usize = 200_000;

/// One change; it can be read from either side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    Text {
        cell: Cell,
        before: String,
        after: String,
    },
    Tick {
        item_id: Uuid,
        after: bool,
        /// The lot, so that it can be brought back after it was deleted.
        #[serde(default)]
        lot: Option<Box<LotForm>>,
    },
    /// A line that had no lot behind it came or went.
    Line {
        item_id: Uuid,
        before: Option<Box<Draft>>,
        after: Option<Box<Draft>>,
    },
}

impl Change {
    /// The change that takes this one back.
    #[must_use]
    pub fn reversed(self) -> Self {
        match self {
            Self::Text { cell, before, after } => Self::Text {
                cell,
                before: after,
                after: before,
            },
            Self::Tick { item_id, after, lot } => Self::Tick {
                item_id,
                after: !after,
                lot,
            },
            Self::Line {
                item_id,
                before,
                after,
            } => Self::Line {
                item_id,
                before: after,
                after: before,
            },
        }
    }
}

/// What one act of a person changed.
pub type Step = Vec<Change>;

/// The steps behind and, after some were taken back, ahead.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    done: Vec<Step>,
    undone: Vec<Step>,
}

impl Past {
    /// Notes what was done; what had been taken back is forgotten.
    pub fn note(&mut self, step: Step) {
        if step.is_empty() {
            return;
        }
        self.undone.clear();
        self.done.push(step);
        let mut changes: usize = self.done.iter().map(Vec::len).sum();
        let mut oldest = 0;
        while self.done.len() - oldest > STEPS || (changes > CHANGES && self.done.len() - oldest > 1) {
            changes -= self.done[oldest].len();
            oldest += 1;
        }
        self.done.drain(..oldest);
    }

    /// Notes that the text that was typed last has been typed on, or goes on to be: one step, however often it was looked at. Typed
    /// back, it is none.
    pub fn go_on(&mut self, cell: Cell, text: &str) -> bool {
        let last = self.done.last_mut().map(Vec::as_mut_slice);
        let Some(
            [
                Change::Text {
                    cell: of,
                    before,
                    after,
                },
            ],
        ) = last
        else {
            return false;
        };
        if *of != cell {
            return false;
        }
        text.clone_into(after);
        if before == after {
            self.done.pop();
        }
        true
    }

    /// As much of it as is kept over a loading of the page: the newest step, whatever its size, for somebody has pasted a whole list and wants
    /// it back; and those before it while they have no more than so many changes altogether.
    #[must_use]
    pub fn recent(&self, changes: usize) -> Self {
        let newest = |steps: &[Step]| {
            let mut left = changes;
            let kept = steps.iter().rev().enumerate().take_while(|(at, step)| {
                let fits = *at == 0 || step.len() <= left;
                left = left.saturating_sub(step.len());
                fits
            });
            steps[steps.len() - kept.count()..].to_vec()
        };
        Self {
            done: newest(&self.done),
            undone: newest(&self.undone),
        }
    }

    /// The changes that take the last step back, in the order in which they have to be made.
    pub fn undo(&mut self) -> Option<Step> {
        let step = self.done.pop()?;
        let back = step.iter().rev().cloned().map(Change::reversed).collect();
        self.undone.push(step);
        Some(back)
    }

    /// The changes of the last step that was taken back.
    pub fn redo(&mut self) -> Option<Step> {
        let step = self.undone.pop()?;
        self.done.push(step.clone());
        Some(step)
    }

    /// Whether there is something to take back.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    /// Whether there is something to do again.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tick(n: u128) -> Step {
        vec![Change::Tick {
            item_id: Uuid::from_u128(n),
            after: true,
            lot: None,
        }]
    }

    #[test]
    fn a_new_step_forgets_what_was_taken_back() {
        let mut past = Past::default();
        past.note(tick(1));
        past.note(tick(2));
        let back = Change::Tick {
            item_id: Uuid::from_u128(2),
            after: false,
            lot: None,
        };
        assert_eq!(past.undo(), Some(vec![back]));
        assert!(past.can_redo());
        past.note(tick(3));
        assert!(!past.can_redo());
        assert_eq!(past.redo(), None);
    }

    #[test]
    fn the_oldest_steps_are_forgotten_and_the_newest_never() {
        let mut past = Past::default();
        for n in 0..300 {
            past.note(tick(n));
        }
        let undone = std::iter::from_fn(|| past.undo()).count();
        assert_eq!(undone, STEPS);
        past = Past::default();
        past.note(tick(1));
        past.note(tick(2));
        assert_eq!(past.recent(1).undo().map(|step| step.len()), Some(1));
        let mut kept = past.recent(0);
        assert_eq!(
            (kept.undo().is_some(), kept.can_undo()),
            (true, false),
            "the newest always"
        );
        past.note((0..500).flat_map(tick).collect());
        let mut kept = past.recent(100);
        assert_eq!(
            kept.undo().map(|step| step.len()),
            Some(500),
            "a paste is taken back whole"
        );
        assert!(!kept.can_undo());
        past.note(tick(3));
        let mut kept = past.recent(100);
        assert_eq!(kept.undo().map(|step| step.len()), Some(1));
        assert!(!kept.can_undo(), "and goes once something came after it");
        let mut past = Past::default();
        past.note(tick(1));
        past.note((0..=CHANGES as u128).flat_map(tick).collect());
        assert!(past.undo().is_some());
        assert!(past.undo().is_none());
    }
}

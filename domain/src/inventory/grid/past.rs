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
/// Changes of the recent steps of one side, at most.
const RECENT: usize = 2_000;

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

/// Steps as a device keeps them over a loading of the page, the oldest first on both sides.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Steps {
    pub done: Vec<Step>,
    /// The next one that can be done again comes last.
    pub undone: Vec<Step>,
}

/// The steps behind and, after some were taken back, ahead.
///
/// What a person types is written down at every turn, and a pasted list may be a hundred thousand cells. So steps are kept in two parts:
/// the recent ones are few and small, and the early ones seldom change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Past {
    done: Stack,
    undone: Stack,
}

/// One side.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Stack {
    steps: Vec<Step>,
    /// How many of them are early.
    early: usize,
    /// How often these have changed; that the oldest were forgotten does not count.
    turns: u64,
}

impl Stack {
    fn of(early: Vec<Step>, recent: Vec<Step>) -> Self {
        let mut stack = Self {
            early: early.len(),
            steps: early,
            turns: 0,
        };
        stack.steps.extend(recent);
        stack.forget();
        stack
    }

    fn push(&mut self, step: Step) {
        let is_large = step.len() > RECENT;
        self.steps.push(step);
        if changes(&self.steps[self.early..]) > RECENT {
            // What is typed last may be typed on, so that it stays recent.
            self.early = self.steps.len() - usize::from(!is_large);
            self.turns += 1;
        }
        self.forget();
    }

    fn pop(&mut self) -> Option<Step> {
        let step = self.steps.pop()?;
        if self.steps.len() < self.early {
            // So that the next ones need no other turn.
            let mut left = RECENT / 2;
            let back = self.steps.iter().rev().take_while(|step| {
                let fits = step.len() <= left;
                left = left.saturating_sub(step.len());
                fits
            });
            self.early = self.steps.len() - back.count();
            self.turns += 1;
        }
        Some(step)
    }

    fn clear(&mut self) {
        self.turns += u64::from(self.early > 0);
        self.early = 0;
        self.steps.clear();
    }

    /// Forgets the oldest, where there are too many.
    fn forget(&mut self) {
        let mut changes = changes(&self.steps);
        let mut oldest = 0;
        while self.steps.len() - oldest > STEPS || (changes > CHANGES && self.steps.len() - oldest > 1) {
            changes -= self.steps[oldest].len();
            oldest += 1;
        }
        self.steps.drain(..oldest);
        self.early = self.early.saturating_sub(oldest);
    }

    fn parts(&self) -> (&[Step], &[Step]) {
        self.steps.split_at(self.early)
    }
}

fn changes(steps: &[Step]) -> usize {
    steps.iter().map(Vec::len).sum()
}

impl Past {
    /// What was kept.
    #[must_use]
    pub fn of(early: Steps, recent: Steps) -> Self {
        Self {
            done: Stack::of(early.done, recent.done),
            undone: Stack::of(early.undone, recent.undone),
        }
    }

    /// Notes what was done; what had been taken back is forgotten.
    pub fn note(&mut self, step: Step) {
        if step.is_empty() {
            return;
        }
        self.undone.clear();
        self.done.push(step);
    }

    /// Notes that the text that was typed last has been typed on, or goes on to be: one step, however often it was looked at. Typed
    /// back, it is none.
    pub fn go_on(&mut self, cell: Cell, text: &str) -> bool {
        let last = self.done.steps.last_mut().map(Vec::as_mut_slice);
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

    /// The steps that were made lately: not many changes.
    #[must_use]
    pub fn recent(&self) -> Steps {
        Steps {
            done: self.done.parts().1.to_vec(),
            undone: self.undone.parts().1.to_vec(),
        }
    }

    /// Those before them.
    #[must_use]
    pub fn early(&self) -> Steps {
        Steps {
            done: self.done.parts().0.to_vec(),
            undone: self.undone.parts().0.to_vec(),
        }
    }

    /// Another number whenever [`Past::early`] is something else; that the oldest were forgotten does not count, for whoever keeps them
    /// ([`Past::of`]) forgets them again.
    #[must_use]
    pub const fn turns(&self) -> u64 {
        self.done.turns + self.undone.turns
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
    pub const fn can_undo(&self) -> bool {
        !self.done.steps.is_empty()
    }

    /// Whether there is something to do again.
    #[must_use]
    pub const fn can_redo(&self) -> bool {
        !self.undone.steps.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tick(n: u128) -> Step {
        vec![Change::Tick {
            item_id: Uuid::from_u128(n),
            after: true,
            lot: None,
        }]
    }

    fn ticks(count: usize) -> Step {
        (0..count as u128).flat_map(tick).collect()
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
        let mut past = Past::default();
        past.note(tick(1));
        past.note(ticks(CHANGES + 1));
        assert!(past.undo().is_some());
        assert!(past.undo().is_none());
    }

    #[test]
    fn a_pasted_list_is_written_down_once_and_what_is_typed_after_it_by_itself() {
        let mut past = Past::default();
        past.note(tick(1));
        assert_eq!((past.turns(), past.early().done.len()), (0, 0));
        past.note(ticks(90_000));
        let turns = past.turns();
        for n in 0..150 {
            past.note(tick(n));
            assert_eq!(past.turns(), turns, "nothing is written again");
            assert_eq!(changes(&past.recent().done), n as usize + 1);
        }
        let mut kept = Past::of(past.early(), past.recent());
        let sizes: Vec<usize> = std::iter::from_fn(|| kept.undo())
            .map(|step| step.len())
            .collect();
        assert_eq!((sizes.len(), sizes[150], sizes[151]), (152, 90_000, 1));
        let sizes: Vec<usize> = std::iter::from_fn(|| kept.redo())
            .map(|step| step.len())
            .collect();
        assert_eq!((sizes.len(), sizes[0], sizes[1]), (152, 1, 90_000));
    }

    #[derive(Debug, Clone)]
    enum Act {
        Note(usize),
        Undo,
        Redo,
        Load,
    }

    fn any_act() -> impl Strategy<Value = Act> {
        prop_oneof![
            8 => prop_oneof![Just(1_usize), 2_usize..700, 1_500_usize..2_500].prop_map(Act::Note),
            5 => Just(Act::Undo),
            3 => Just(Act::Redo),
            1 => Just(Act::Load),
        ]
    }

    proptest! {
        #[test]
        fn what_a_device_keeps_is_what_there_is(acts in proptest::collection::vec(any_act(), 0..60)) {
            let mut past = Past::default();
            // As a device keeps it: the early part is written when its number is another one.
            let (mut early, mut turns) = (Steps::default(), 0);
            for act in acts {
                match act {
                    Act::Note(count) => past.note(ticks(count)),
                    Act::Undo => drop(past.undo()),
                    Act::Redo => drop(past.redo()),
                    Act::Load => {
                        past = Past::of(early.clone(), past.recent());
                        turns = 0;
                    }
                }
                if past.turns() != turns {
                    (early, turns) = (past.early(), past.turns());
                }
                let recent = past.recent();
                prop_assert!(changes(&recent.done) <= RECENT && changes(&recent.undone) <= RECENT);
                let kept = Past::of(early.clone(), recent);
                prop_assert_eq!(&kept.done.steps, &past.done.steps);
                prop_assert_eq!(&kept.undone.steps, &past.undone.steps);
            }
        }
    }
}

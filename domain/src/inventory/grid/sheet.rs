//! The lots as they are shown, with what is typed over them.

mod doubles;
mod following;
mod typing;

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::arrange::Arrangement;
use super::cell::Cell;
use super::changes::{Moves, added, apply, settle};
use super::columns::Columns;
use super::draft::Draft;
use super::line::{Line, Loaded};
use super::past::{Change, Past, Step};
use super::range::{Place, Size};
use crate::inventory::LotForm;
use crate::inventory::sync::Judge;
use crate::violations::Violations;

pub use following::Chosen;

/// How many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub lots: usize,
    pub drafts: usize,
    /// Ops that have no answer yet, also those of lots that they delete, which are not shown any more.
    pub waiting: u32,
}

/// The grid's contents. Everything that changes it answers with the lots whose drafts have to be stored anew.
#[derive(Debug)]
pub struct Sheet {
    judge: Judge,
    lines: Vec<Line>,
    at: HashMap<Uuid, usize>,
    /// The lines that are shown, in their order.
    order: Vec<usize>,
    arrangement: Arrangement,
    columns: Columns,
    past: Past,
    is_typed_in: bool,
}

impl Sheet {
    /// An empty one, whose cells are judged so.
    #[must_use]
    pub fn new(judge: Judge) -> Self {
        Self {
            judge,
            lines: Vec::new(),
            at: HashMap::new(),
            order: Vec::new(),
            arrangement: Arrangement::default(),
            columns: Columns::default(),
            past: Past::default(),
            is_typed_in: false,
        }
    }

    /// How a lot is judged.
    #[must_use]
    pub const fn judge(&self) -> &Judge {
        &self.judge
    }

    /// How large the grid is.
    #[must_use]
    pub fn size(&self) -> Size {
        Size {
            rows: self.order.len(),
            columns: self.columns.shown().len(),
        }
    }

    /// All lines, also those that are not shown.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| !line.is_gone())
    }

    /// Counts all lines, also those that are not shown.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for line in &self.lines {
            counts.lots += usize::from(line.kept.is_some());
            counts.drafts += usize::from(line.draft.is_some());
            counts.waiting += line.waiting;
        }
        counts
    }

    /// The line of a row on the screen.
    #[must_use]
    pub fn row(&self, row: usize) -> Option<&Line> {
        self.order.get(row).map(|at| &self.lines[*at])
    }

    /// The line of a lot.
    #[must_use]
    pub fn line(&self, item: Uuid) -> Option<&Line> {
        self.at.get(&item).map(|at| &self.lines[*at])
    }

    /// The row in which a lot stands.
    #[must_use]
    pub fn row_of(&self, item: Uuid) -> Option<usize> {
        let at = self.at.get(&item)?;
        self.order.iter().position(|shown| shown == at)
    }

    /// The cell at a place of the screen.
    #[must_use]
    pub fn cell(&self, place: Place) -> Option<Cell> {
        let item_id = self.row(place.row)?.item_id;
        let column = *self.columns.shown().get(place.column)?;
        Some(Cell { item_id, column })
    }

    /// How it is arranged.
    #[must_use]
    pub const fn arrangement(&self) -> &Arrangement {
        &self.arrangement
    }

    /// Arranges it anew.
    pub fn arrange(&mut self, arrangement: Arrangement) {
        self.arrangement = arrangement;
        self.order = self.arrangement.order(&self.lines);
    }

    /// Leaves no line out any more; what they are sorted by stays.
    pub fn show_all(&mut self) {
        if self.arrangement.shows_all() {
            return;
        }
        let sort = self.arrangement.sort;
        self.arrange(Arrangement {
            sort,
            ..Arrangement::default()
        });
    }

    /// Which columns are shown. Places on the screen count these only.
    #[must_use]
    pub const fn columns(&self) -> &Columns {
        &self.columns
    }

    /// Shows other columns.
    pub fn show_columns(&mut self, columns: Columns) {
        self.columns = columns;
    }

    /// Takes lots as the store has them, and drafts that were stored. New ones come to the end; what is gone, goes.
    pub fn load(&mut self, lots: Vec<Loaded>, drafts: Vec<Draft>) {
        let before = self.lines.len();
        let mut moves = Moves::default();
        for lot in lots {
            let line = self.line_of(lot.item_id);
            let was_gone = line.is_gone();
            if let (Some(kept), Some(draft)) = (&lot.kept, &mut line.draft)
                && line.kept.as_ref() != Some(kept)
            {
                draft.rebase(kept);
            }
            line.kept = lot.kept;
            line.waiting = lot.waiting;
            line.conflicts = lot.conflicts;
            line.is_refused = lot.is_refused;
            settle(line);
            moves.note(was_gone, line.is_gone());
            self.rejudge(lot.item_id);
        }
        for mut draft in drafts {
            let item = draft.item_id;
            let line = self.line_of(item);
            let was_gone = line.is_gone();
            if let Some(kept) = &line.kept {
                draft.rebase(kept);
            }
            line.draft = Some(draft);
            settle(line);
            moves.note(was_gone, line.is_gone());
            self.rejudge(item);
        }
        self.appear(before, moves);
    }

    /// Lines behind `before` come to the end of what is shown, and so do those that are back; what is gone is shown no more.
    fn appear(&mut self, before: usize, moves: Moves) {
        if !self.arrangement.is_plain() && !self.is_typed_in {
            if moves.any_gone || moves.any_back || self.lines.len() > before {
                self.order = self.arrangement.order(&self.lines);
            }
            return;
        }
        self.come_last(before, moves);
    }

    /// The same, whatever lines are sorted by.
    fn come_last(&mut self, before: usize, moves: Moves) {
        if moves.any_gone {
            let lines = &self.lines;
            self.order.retain(|at| !lines[*at].is_gone());
        }
        if moves.any_back {
            let shown: HashSet<_> = self.order.iter().copied().collect();
            let back = (0..before).filter(|at| !shown.contains(at) && !self.lines[*at].is_gone());
            let back: Vec<_> = back.collect();
            self.order.extend(back);
        }
        let new = (before..self.lines.len()).filter(|at| !self.lines[*at].is_gone());
        self.order.extend(new);
    }

    fn line_of(&mut self, item: Uuid) -> &mut Line {
        let end = self.lines.len();
        let at = *self.at.entry(item).or_insert(end);
        if at == end {
            self.lines.push(Line::empty(item, Violations::none()));
        }
        &mut self.lines[at]
    }

    fn rejudge(&mut self, item: Uuid) {
        let Some(at) = self.at.get(&item) else { return };
        let line = &mut self.lines[*at];
        line.faults = match &line.draft {
            Some(draft) if !draft.is_blank() => self.judge.check(&draft.typed).err().unwrap_or_default(),
            _ => Violations::none(),
        };
    }

    /// Writes into cells, as one act. What stands there already is left alone.
    pub fn write(&mut self, texts: Vec<(Cell, String)>) -> Vec<Uuid> {
        self.paste(texts, Vec::new())
    }

    fn typed(&self, cell: Cell, after: String) -> Option<Change> {
        let line = self.line(cell.item_id).filter(|line| !line.is_gone())?;
        let before = line.text(cell.column).to_owned();
        (before != after).then_some(Change::Text { cell, before, after })
    }

    /// Adds rows at the end, with what was pasted into them; blank ones where nothing was.
    pub fn add(&mut self, rows: Vec<(Uuid, LotForm)>) -> Vec<Uuid> {
        self.act(rows.into_iter().map(added).collect())
    }

    /// Writes into cells and adds rows, as one act.
    pub fn paste(&mut self, texts: Vec<(Cell, String)>, rows: Vec<(Uuid, LotForm)>) -> Vec<Uuid> {
        let texts = texts.into_iter();
        let mut step: Step = texts
            .filter_map(|(cell, after)| self.typed(cell, after))
            .collect();
        step.extend(rows.into_iter().map(added));
        self.act(step)
    }

    /// Takes a draft as another tab has left it; none where it was dropped there.
    pub fn put_draft(&mut self, item: Uuid, draft: Option<Draft>) {
        if let Some(draft) = draft {
            self.load(Vec::new(), vec![draft]);
            return;
        }
        let before = self.lines.len();
        let line = self.line_of(item);
        let was_gone = line.is_gone();
        line.draft = None;
        let mut moves = Moves::default();
        moves.note(was_gone, line.is_gone());
        self.rejudge(item);
        self.appear(before, moves);
    }

    /// Ticks lots to be deleted with the next Send, or not.
    pub fn tick(&mut self, items: &[Uuid], after: bool) -> Vec<Uuid> {
        let other = |item: &&Uuid| {
            self.line(**item)
                .is_some_and(|line| !line.is_gone() && line.is_ticked() != after)
        };
        let step = items.iter().filter(other).map(|item_id| Change::Tick {
            item_id: *item_id,
            after,
            lot: self.line(*item_id).and_then(Line::behind).map(Box::new),
        });
        let step = step.collect();
        self.act(step)
    }

    /// Throws drafts away: what was typed over lots, and new rows.
    pub fn drop_drafts(&mut self, items: &[Uuid]) -> Vec<Uuid> {
        let drafts = items.iter().filter_map(|item| self.line(*item)?.draft.clone());
        let step = drafts.map(|draft| Change::Line {
            item_id: draft.item_id,
            before: Some(Box::new(draft)),
            after: None,
        });
        let step = step.collect();
        self.act(step)
    }

    /// These drafts have been sent. What was typed since stays, typed over what was sent; what became of the lots has been loaded by now.
    pub fn sent(&mut self, drafts: &[Draft]) {
        let before = self.lines.len();
        for draft in drafts {
            let line = self.line_of(draft.item_id);
            let as_sent = |now: &Draft| now.typed == draft.typed && now.is_ticked == draft.is_ticked;
            if line.draft.as_ref().is_some_and(as_sent) {
                line.draft = None;
            } else if let (Some(now), Some(kept)) = (&mut line.draft, &line.kept) {
                now.typed_on(draft, kept);
            }
            settle(line);
            self.rejudge(draft.item_id);
        }
        let any_gone = true;
        self.appear(
            before,
            Moves {
                any_gone,
                ..Moves::default()
            },
        );
    }

    /// Takes the last act back.
    pub fn undo(&mut self) -> Vec<Uuid> {
        let step = self.past.undo().unwrap_or_default();
        self.make(step)
    }

    /// Does again what was taken back.
    pub fn redo(&mut self) -> Vec<Uuid> {
        let step = self.past.redo().unwrap_or_default();
        self.make(step)
    }

    /// What can be taken back.
    #[must_use]
    pub const fn past(&self) -> &Past {
        &self.past
    }

    /// What could be taken back before the page was loaded anew.
    pub fn remember(&mut self, past: Past) {
        self.past = past;
    }

    fn act(&mut self, step: Step) -> Vec<Uuid> {
        self.past.note(step.clone());
        self.make(step)
    }

    fn make(&mut self, step: Step) -> Vec<Uuid> {
        let before = self.lines.len();
        let (mut changed, mut moves) = (Vec::with_capacity(step.len()), Moves::default());
        for change in step {
            let item = match &change {
                Change::Text { cell, .. } => cell.item_id,
                Change::Tick { item_id, .. } | Change::Line { item_id, .. } => *item_id,
            };
            let line = self.line_of(item);
            let was_gone = line.is_gone();
            apply(line, change);
            settle(line);
            moves.note(was_gone, line.is_gone());
            changed.push(item);
        }
        changed.sort_unstable();
        changed.dedup();
        for item in &changed {
            self.rejudge(*item);
        }
        // What somebody does here moves no other row: new ones stay at the end until it is sorted again.
        if self.arrangement.shows_all() {
            self.come_last(before, moves);
        } else {
            self.appear(before, moves);
        }
        changed
    }
}

#[cfg(test)]
mod tests;

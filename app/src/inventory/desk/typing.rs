//! A cell that somebody types in. What stands in it goes to the device after a moment, judged as it is, so that a tab that is closed in the
//! middle of a word loses next to nothing; and it belongs to the lot in which it was begun, wherever rows have gone meanwhile.

use std::time::Duration;

use domain::inventory::grid::Cell;
use leptos::prelude::*;
use uuid::Uuid;

use super::Desk;
use crate::inventory::sending::{self, Ask};

/// How long nothing is typed before what stands there is kept.
const MOMENT: Duration = Duration::from_secs(1);

/// What is being typed.
pub(super) struct Typing {
    cell: Cell,
    /// What stood there before.
    before: String,
    /// Something of it is in the sheet already.
    is_kept: bool,
    /// Rings when it is to be kept.
    bell: Option<TimeoutHandle>,
}

impl Desk {
    /// Somebody begins to type in the cell that has the keyboard.
    pub fn begin(self) {
        let head = self.range.get_untracked().head;
        if let Some(cell) = self.read(|sheet| sheet.cell(head)) {
            self.begin_in(cell);
        }
    }

    /// Somebody begins to type in a cell; or goes on to.
    pub fn begin_in(self, cell: Cell) {
        if !self.is_typed_in(cell) {
            self.held.update_value(|held| {
                let line = held.sheet.line(cell.item_id);
                held.typing = Some(Typing {
                    cell,
                    before: line
                        .map(|line| line.text(cell.column).to_owned())
                        .unwrap_or_default(),
                    is_kept: false,
                    bell: None,
                });
                held.sheet.hold_still(true);
            });
        }
        if !self.editing.get_untracked() {
            self.editing.set(true);
        }
    }

    /// Whether somebody types in this cell.
    #[must_use]
    pub fn is_typed_in(self, cell: Cell) -> bool {
        self.held
            .with_value(|held| held.typing.as_ref().is_some_and(|typing| typing.cell == cell))
    }

    /// What stands in the cell is kept after a moment, if `text` still gives one by then: there is none while an input method composes.
    pub fn keep_soon(self, text: impl Fn() -> Option<String> + 'static) {
        let ring = move || {
            if let Some(text) = text() {
                self.keep(text);
            }
        };
        let bell = set_timeout_with_handle(ring, MOMENT).ok();
        self.held.update_value(|held| {
            let Some(typing) = &mut held.typing else { return };
            if let Some(before) = std::mem::replace(&mut typing.bell, bell) {
                before.clear();
            }
        });
    }

    /// Keeps what stands in the cell so far, as it was typed. It is not sent before it is done.
    pub fn keep(self, text: String) {
        let items = self.held.try_update_value(|held| {
            let typing = held.typing.as_mut()?;
            let items = held.sheet.type_in(typing.cell, text, typing.is_kept);
            typing.is_kept |= !items.is_empty();
            Some(items)
        });
        if let Some(items) = items.flatten().filter(|items| !items.is_empty()) {
            self.store(items);
            self.draw();
        }
    }

    /// It is done: what was typed goes into the cell, also where nothing new may be typed any more.
    pub fn end(self, text: &str) {
        let ended = self.held.try_update_value(|held| {
            let Typing {
                cell,
                before,
                is_kept,
                bell,
            } = held.typing.take()?;
            if let Some(bell) = bell {
                bell.clear();
            }
            let text = cell.column.tidy(text);
            let is_gone = held.sheet.line(cell.item_id).is_none_or(|line| line.is_gone());
            let lost = (is_gone && text != before).then(|| text.clone());
            let items = held.sheet.type_in(cell, text, is_kept);
            held.sheet.hold_still(false);
            Some((cell.item_id, items, lost))
        });
        self.editing.set(false);
        let Some((item, items, lost)) = ended.flatten() else {
            return;
        };
        if let Some(text) = lost {
            self.ask.set(Ask::Lost(text));
        }
        if items.is_empty() {
            // All of it has been kept before, and waits for nothing but its end.
            if self.as_typed.get_untracked() && !self.is_writing(item) {
                sending::send_ready(self, &[item]);
            }
        } else {
            self.store(items);
        }
        self.draw();
    }

    /// What was typed is forgotten: the cell is as it was before.
    pub fn give_up(self) {
        let before = self.held.try_with_value(|held| {
            let typing = held.typing.as_ref()?;
            Some(typing.before.clone())
        });
        if let Some(before) = before.flatten() {
            // As it was, and not tidied: it was not typed now.
            self.keep(before.clone());
            self.end(&before);
        }
    }

    /// The lot that is being typed in.
    #[must_use]
    pub fn typed_in(self) -> Option<Uuid> {
        let typing = self
            .held
            .try_with_value(|held| held.typing.as_ref().map(|typing| typing.cell.item_id));
        typing.flatten()
    }
}

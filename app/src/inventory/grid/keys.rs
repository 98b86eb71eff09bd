//! What each key does in the grid.

use domain::inventory::grid::range::{Size, Way};
use domain::inventory::grid::{Place, Range, Sheet};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::editor::{field, fill_chosen, forget, settle};
use crate::inventory::desk::Desk;
use crate::inventory::tools::FIND;

/// Rows of a page of keys.
const PAGE: isize = 15;
/// What browsers report for a key that an input method takes.
const TAKEN: u32 = 229;

/// Puts the keyboard into the grid, without moving the page.
pub fn focus_grid() {
    if let Some(field) = field() {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        drop(field.focus_with_options(&options));
        field.select();
    }
}

/// Deals with a key. Answers whether the next Tab leaves the grid: after Escape it does, so that nobody is caught in here.
pub(super) fn pressed(desk: Desk, event: &KeyboardEvent, was_leaving: bool) -> bool {
    // Enter that confirms a candidate, arrows that choose one: the input method's, not ours.
    if event.is_composing() || event.key_code() == TAKEN {
        return false;
    }
    if desk.editing.get_untracked() {
        typing(desk, event);
        return false;
    }
    let key = event.key();
    match key.as_str() {
        "Escape" => return true,
        "Tab" if was_leaving => return true,
        // Keys that only accompany others change nothing.
        "Shift" | "Control" | "Alt" | "Meta" => return was_leaving,
        _ => {}
    }
    let with_control = event.ctrl_key() || event.meta_key();
    if let Some(way) = way(&key, event.shift_key(), with_control) {
        let extend = event.shift_key() && !matches!(way, Way::Next { .. }) && key != "Enter";
        // Behind the last cell, Tab goes on in the page.
        if go(desk, way, extend) {
            event.prevent_default();
        }
    } else if with_control && command(desk, event, &key) {
        event.prevent_default();
    } else if matches!(key.as_str(), "Delete" | "Backspace") {
        event.prevent_default();
        let range = desk.range.get_untracked();
        desk.change(|sheet| sheet.clear(range));
    } else if key == "F2" {
        event.prevent_default();
        begin(desk);
    }
    false
}

/// Begins to type behind what stands there.
pub(super) fn begin(desk: Desk) {
    if !untrack(|| desk.lets_type()) {
        return;
    }
    desk.begin();
    if let Some(field) = field() {
        let end = field.value().encode_utf16().count();
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        drop(field.set_selection_range(end, end));
    }
}

/// While a cell is typed in, only the keys that end it are ours.
fn typing(desk: Desk, event: &KeyboardEvent) {
    let back = event.shift_key();
    let way = match event.key().as_str() {
        "Enter" if event.ctrl_key() || event.meta_key() => {
            event.prevent_default();
            fill_chosen(desk);
            None
        }
        "Enter" => Some(Way::By {
            rows: if back { -1 } else { 1 },
            columns: 0,
        }),
        "Tab" => Some(Way::Next { back }),
        "ArrowUp" => Some(Way::By { rows: -1, columns: 0 }),
        "ArrowDown" => Some(Way::By { rows: 1, columns: 0 }),
        "Escape" => {
            event.prevent_default();
            forget(desk);
            None
        }
        _ => None,
    };
    if let Some(way) = way {
        settle(desk);
        if go(desk, way, false) {
            event.prevent_default();
        }
    }
}

fn way(key: &str, back: bool, to_the_edge: bool) -> Option<Way> {
    let by = |rows, columns| Way::By { rows, columns };
    Some(match (key, to_the_edge) {
        ("ArrowUp", false) => by(-1, 0),
        ("ArrowDown", false) => by(1, 0),
        ("ArrowLeft", false) => by(0, -1),
        ("ArrowRight", false) => by(0, 1),
        ("ArrowUp", true) => Way::ColumnEnd { last: false },
        ("ArrowDown", true) => Way::ColumnEnd { last: true },
        ("ArrowLeft", true) | ("Home", false) => Way::RowEnd { last: false },
        ("ArrowRight", true) | ("End", false) => Way::RowEnd { last: true },
        ("Home", true) => Way::Corner { last: false },
        ("End", true) => Way::Corner { last: true },
        ("PageUp", _) => by(-PAGE, 0),
        ("PageDown", _) => by(PAGE, 0),
        ("Enter", _) => by(if back { -1 } else { 1 }, 0),
        ("Tab", false) => Way::Next { back },
        _ => return None,
    })
}

/// Moves; `false` where there is no way on.
fn go(desk: Desk, way: Way, extend: bool) -> bool {
    let size = desk.read(Sheet::size);
    let moved = desk.range.get_untracked().moved(way, extend, size);
    if let Some(range) = moved {
        desk.range.set(range);
    }
    moved.is_some()
}

/// Keys with Control, or Command on a Mac. `false` where the key is the browser's.
fn command(desk: Desk, event: &KeyboardEvent, key: &str) -> bool {
    let range = desk.range.get_untracked();
    match key.to_ascii_lowercase().as_str() {
        "z" if event.shift_key() => desk.change(Sheet::redo),
        "z" => desk.change(Sheet::undo),
        "y" => desk.change(Sheet::redo),
        "d" => desk.change(|sheet| sheet.fill_down(range)),
        "a" => choose_all(desk),
        "f" => {
            let field = document().get_element_by_id(FIND);
            if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
                drop(field.focus());
            }
        }
        _ => return false,
    }
    true
}

fn choose_all(desk: Desk) {
    let Size { rows, columns } = desk.read(Sheet::size);
    let head = Place {
        row: rows.saturating_sub(1),
        column: columns.saturating_sub(1),
    };
    let anchor = Place::default();
    desk.range.set(Range { anchor, head });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_move_as_in_a_spreadsheet() {
        assert_eq!(way("Enter", true, false), Some(Way::By { rows: -1, columns: 0 }));
        assert_eq!(way("Tab", false, false), Some(Way::Next { back: false }));
        assert_eq!(way("End", false, true), Some(Way::Corner { last: true }));
        assert_eq!(way("Tab", false, true), None, "the browser's own");
        assert_eq!(way("a", false, false), None);
    }
}

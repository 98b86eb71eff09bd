//! The keyboard on the page of results: arrows move between the rows, down from the search field into the first and up
//! from the first back to it; Enter on a row's mail asks for it, as on any link.

use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement, KeyboardEvent};

use super::typing::FIELD;

/// What moves the focus from row to row: the mail, or the tick.
const MAIL: &str = ".lots a.mail";
const TICK: &str = ".lots .tick > input";

/// Listens as long as the page stands.
pub(super) fn listen() {
    Effect::new(move |_| {
        let handle = window_event_listener(ev::keydown, on_key);
        on_cleanup(move || handle.remove());
    });
}

fn on_key(event: KeyboardEvent) {
    let down = match event.key().as_str() {
        "ArrowDown" => true,
        "ArrowUp" => false,
        _ => return,
    };
    let busy = event.default_prevented() || event.is_composing();
    if busy || event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key() {
        return;
    }
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    if let Some(next) = target.and_then(|target| neighbour(&target, down)) {
        event.prevent_default();
        // The focus stays where it is if the row has just gone.
        let _ = next.focus();
    }
}

fn neighbour(target: &Element, down: bool) -> Option<HtmlElement> {
    let from_above =
        target.id() == FIELD || (target.id() == "content" && window().scroll_y().is_ok_and(|y| y < 1.0));
    if from_above {
        return down.then(|| column(MAIL).into_iter().next()).flatten();
    }
    let kind = [MAIL, TICK]
        .into_iter()
        .find(|kind| target.matches(kind).is_ok_and(|is| is))?;
    let column = column(kind);
    let at = column
        .iter()
        .position(|element| element.is_same_node(Some(target)))?;
    match (down, at) {
        (true, at) => column.get(at + 1).cloned(),
        (false, 0) => document().get_element_by_id(FIELD)?.dyn_into().ok(),
        (false, at) => column.get(at - 1).cloned(),
    }
}

/// What can be focused in one column of the table, from above; own rows have nothing of it.
fn column(kind: &str) -> Vec<HtmlElement> {
    let rows = document().get_elements_by_tag_name("tr");
    (0..rows.length())
        .filter_map(|at| {
            rows.item(at)?
                .query_selector(kind)
                .ok()
                .flatten()?
                .dyn_into()
                .ok()
        })
        .collect()
}

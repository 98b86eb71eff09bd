//! The keys of the console: `j` and `k` go on and back, `a` and `r` lead to the decision. They never do anything while
//! something is typed, decide nothing by themselves, and can be switched off (WCAG 2.1.4).

use gloo::storage::{LocalStorage, Storage};
use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement, KeyboardEvent};

use crate::labels::locale;
use crate::say;

/// Where it is kept that somebody wants no keys.
const OFF: &str = "console-keys-off";
/// Ids and classes of what the keys lead to.
pub(super) const PREVIOUS: &str = "go-previous";
pub(super) const NEXT: &str = "go-next";
pub(super) const APPROVE: &str = "approve";
pub(super) const REJECT: &str = "reject";
pub(super) const REASON: &str = "reason";
const ROW: &str = "a.queue-open";

/// Listens on the page of an application.
pub(super) fn listen_on_sheet() {
    listen(|key| match key {
        "j" => follow(NEXT),
        "k" => follow(PREVIOUS),
        "a" => focus(APPROVE),
        "r" => {
            if let Some(part) = document().get_element_by_id(REJECT) {
                drop(part.set_attribute("open", ""));
            }
            focus(REASON)
        }
        _ => false,
    });
}

/// Listens on the page of the queue.
pub(super) fn listen_in_queue() {
    listen(|key| match key {
        "j" => step(true),
        "k" => step(false),
        _ => false,
    });
}

fn listen(act: fn(&str) -> bool) {
    Effect::new(move |_| {
        let handle = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
            if !is_for_us(&event) || is_off() {
                return;
            }
            if act(&event.key()) {
                event.prevent_default();
            }
        });
        on_cleanup(move || handle.remove());
    });
}

fn is_for_us(event: &KeyboardEvent) -> bool {
    let modified = event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key();
    let types = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .and_then(|target| target.closest("input, textarea, select, [contenteditable]").ok())
        .flatten()
        .is_some();
    !(modified || types || event.default_prevented() || event.is_composing())
}

fn is_off() -> bool {
    LocalStorage::get::<bool>(OFF).unwrap_or(false)
}

fn element(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Follows a link, as a click would.
fn follow(id: &str) -> bool {
    element(id).map(|link| link.click()).is_some()
}

fn focus(id: &str) -> bool {
    element(id).is_some_and(|field| field.focus().is_ok())
}

/// To the next row of the queue, or the one before.
fn step(on: bool) -> bool {
    let links = document().get_elements_by_class_name("queue-open");
    let here = document().active_element();
    let at = (0..links.length()).find(|at| {
        links
            .item(*at)
            .is_some_and(|link| here.as_ref().is_some_and(|here| here.is_same_node(Some(&link))))
    });
    let next = match (at, on) {
        (None, true) => Some(0),
        (None, false) => None,
        (Some(at), true) => Some(at + 1),
        (Some(at), false) => at.checked_sub(1),
    };
    let link = next
        .and_then(|at| links.item(at))
        .filter(|link| link.matches(ROW).unwrap_or(false))
        .and_then(|link| link.dyn_into::<HtmlElement>().ok());
    link.is_some_and(|link| link.focus().is_ok())
}

/// Says which keys there are, once the page listens to them, and switches them off and on.
#[component]
pub(super) fn KeysNote(text: &'static str) -> impl IntoView {
    let locale = locale();
    let off = RwSignal::new(None::<bool>);
    Effect::new(move |_| off.set(Some(is_off())));
    let switch = move |_| {
        let now = !is_off();
        drop(LocalStorage::set(OFF, now));
        off.set(Some(now));
    };
    move || {
        let off = off.get()?;
        let words = if off {
            say!(locale, console.keys_on)
        } else {
            say!(locale, console.keys_off)
        };
        Some(view! {
            <span class="console-keys quiet small">
                {(!off).then_some(text)}
                <button class="button plain" type="button" on:click=switch>
                    {words}
                </button>
            </span>
        })
    }
}

//! What the whole window is listened to for: letters being composed, forms being sent, `/` for the search field.

use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Event, HtmlElement, HtmlInputElement, KeyboardEvent, SubmitEvent};

use super::FIELD;
use super::course::Course;
use crate::search::forms::Destination;

/// Listens as long as the frame stands, and first hears what was typed before. The server listens to nothing.
pub(super) fn listen(course: Course, early: Option<String>) {
    Effect::new(move |_| {
        if let Some(text) = early.clone() {
            course.typed(text);
        }
    });
    Effect::new(move |before: Option<String>| {
        let here = course.here();
        if before.is_some_and(|before| before != here) {
            course.moved(&here);
        }
        here
    });
    Effect::new(move |_| {
        let handles = [
            window_event_listener(ev::compositionstart, move |event| {
                if field(&event).is_some() {
                    course.compose();
                }
            }),
            window_event_listener(ev::compositionend, move |event| {
                if let Some(field) = field(&event) {
                    course.settle(field.value());
                }
            }),
            window_event_listener(ev::focusout, move |event| {
                if field(&event).is_some() {
                    course.leave();
                }
            }),
            window_event_listener(ev::submit, move |event| submitted(course, &event)),
            window_event_listener(ev::keydown, |event| slash(&event)),
        ];
        on_cleanup(move || handles.into_iter().for_each(WindowListenerHandle::remove));
    });
}

/// The search field, if that is where it happened.
fn field(event: &Event) -> Option<HtmlInputElement> {
    let field = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    (field.id() == FIELD).then_some(field)
}

fn submitted(course: Course, event: &SubmitEvent) {
    let Some(destination) = Destination::of(event) else {
        return;
    };
    event.prevent_default();
    if destination.is_search_box() {
        course.send(destination.address);
        // Where a page loaded anew would have it: the keyboard of a phone goes away, the next key meets the results.
        request_animation_frame(|| focus("content"));
    } else {
        let scroll = !destination.stays();
        course.follow(destination.address, scroll);
    }
}

/// `/` leads to the search field from wherever nothing is typed.
fn slash(event: &KeyboardEvent) {
    let with_others = event.ctrl_key() || event.alt_key() || event.meta_key();
    if event.key() != "/" || with_others || event.is_composing() || event.default_prevented() {
        return;
    }
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlElement>().ok());
    let typing = target.is_some_and(|target| {
        target.is_content_editable()
            || target
                .matches("input:not([type=checkbox]), textarea, select")
                .is_ok_and(|is| is)
    });
    if !typing {
        event.prevent_default();
        focus(FIELD);
    }
}

/// Moves the keyboard to an element; into a field with all of its text chosen.
pub(in crate::search) fn focus(id: &str) {
    let element = document()
        .get_element_by_id(id)
        .and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        // What cannot take the focus leaves it where it is.
        let _ = element.focus();
        if let Some(field) = element.dyn_ref::<HtmlInputElement>() {
            field.select();
        }
    }
}

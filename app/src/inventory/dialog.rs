//! A question over everything else: the browser's own dialog, of which the keyboard does not come out until it is answered.

use leptos::prelude::request_animation_frame;
use leptos::wasm_bindgen::JsValue;

use super::device::request::call;

/// Opens a dialog, once it is in the document.
pub(super) fn open(dialog: &JsValue) {
    let dialog = dialog.clone();
    request_animation_frame(move || drop(call(&dialog, "showModal", &[])));
}

/// Closes a dialog; the keyboard goes back to where it was before.
pub(super) fn close(dialog: &JsValue) {
    drop(call(dialog, "close", &[]));
}

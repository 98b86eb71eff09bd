//! Which tab speaks for the device: the one that holds a lock of the browser. If it dies, the next one has it at once.

use domain::inventory::sync::courier::Event;
use gloo::events::EventListener;
use js_sys::{Promise, Reflect};
use leptos::prelude::{document, window};
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast, JsValue};
use web_sys::Document;

use super::Driver;
use crate::inventory::device::request::call;

/// Waits for the lock, and then for what may mean that there is a connection.
pub(super) fn lead(driver: &Driver) {
    listen(driver);
    let leading = driver.clone();
    let begin = Closure::once_into_js(move |_lock: JsValue| {
        // As long as this is not fulfilled, the lock is held: until the tab goes, or its store.
        let held = Promise::new(&mut |fulfil, _reject| leading.hold(fulfil));
        leading.feed(Event::Led);
        held
    });
    let name = format!("sync-{}", driver.base().name());
    let locks = Reflect::get(&window().navigator(), &"locks".into()).unwrap_or_default();
    let asked = call(&locks, "request", &[&name.into(), &begin]);
    if asked.is_err() {
        // Without locks every tab speaks. The market decides each op once, however often it is sent.
        driver.feed(Event::Led);
    }
}

/// As long as the tab stands.
fn listen(driver: &Driver) {
    let online = driver.clone();
    EventListener::new(&window(), "online", move |_| online.feed(Event::Hint)).forget();
    let seen = driver.clone();
    EventListener::new(&document(), "visibilitychange", move |_| {
        if !is_hidden(&document()) {
            seen.feed(Event::Hint);
        }
    })
    .forget();
}

fn is_hidden(document: &Document) -> bool {
    let document: &JsValue = document.unchecked_ref();
    Reflect::get(document, &"hidden".into()).is_ok_and(|hidden| hidden.is_truthy())
}

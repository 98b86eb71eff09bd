//! The service worker, which keeps the page itself for times without a connection. Where the browser has none, the page is there as
//! long as it stays open.
//!
//! A new program comes with a new worker, which waits while pages of the old one are open: they still load parts of it. A page that
//! is of the new program already lets it take over; one of the old program says so, and is loaded anew when the person wants it.

use std::cell::Cell;
use std::time::Duration;

use gloo::events::EventListener;
use js_sys::{Array, Promise, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{EventTarget, MessageEvent};

use super::device::request::call;

const WORKER: &str = "/sw.js";
/// How often a page that stays open asks for a new program.
const EVERY: Duration = Duration::from_secs(30 * 60);
/// What the worker is told, and what it says: whether a file is one of its program's; to take over.
const IS_YOURS: &str = "is yours";
const TAKE_OVER: &str = "take over";

fn get(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or_default()
}

/// What there may be and may not be.
fn some(value: JsValue) -> Option<JsValue> {
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

fn workers() -> Option<JsValue> {
    some(get(&window().navigator(), "serviceWorker"))
}

thread_local! {
    /// Whether there is a newer program, and the page that wants to know.
    static NEWER: Cell<(bool, Option<RwSignal<bool>>)> = const { Cell::new((false, None)) };
    static HAS_BEGUN: Cell<bool> = const { Cell::new(false) };
}

/// Asks the browser to keep the page, and raises `newer` once there is a newer program.
pub fn keep(newer: RwSignal<bool>) {
    let (is_newer, _) = NEWER.get();
    NEWER.set((is_newer, Some(newer)));
    newer.set(is_newer);
    // Without it the page works as long as there is a connection to load it.
    if let (Some(workers), false) = (workers(), HAS_BEGUN.replace(true)) {
        listen(&workers);
        spawn_local(async move {
            let _ = begin(&workers).await;
        });
    }
}

async fn begin(workers: &JsValue) -> Option<()> {
    let registration = answer(workers, "register", &[&WORKER.into()]).await?;
    follow(&registration);
    ask_waiting(&registration);
    // As long as the tab stands.
    let update = move || drop(call(&registration, "update", &[]));
    set_interval_with_handle(update, EVERY).ok().map(drop)
}

fn say_newer() {
    let (_, page) = NEWER.get();
    NEWER.set((true, page));
    if let Some(page) = page {
        page.try_set(true);
    }
}

async fn answer(target: &JsValue, method: &str, words: &[&JsValue]) -> Option<JsValue> {
    let asked: Promise = call(target, method, words).ok()?.dyn_into().ok()?;
    JsFuture::from(asked).await.ok().and_then(some)
}

/// A worker that has just been installed waits, if pages of the one before it are open.
fn follow(registration: &JsValue) {
    let (found, target) = (registration.clone(), target(registration));
    let listener = EventListener::new(&target, "updatefound", move |_| {
        let Some(installing) = some(get(&found, "installing")) else {
            return;
        };
        let found = found.clone();
        let worker = self::target(&installing);
        EventListener::new(&worker, "statechange", move |_| ask_waiting(&found)).forget();
    });
    listener.forget();
}

fn target(value: &JsValue) -> EventTarget {
    value.clone().unchecked_into()
}

/// Asks the one that waits whether this page is of its program.
fn ask_waiting(registration: &JsValue) {
    if let (Some(waiting), Some(own)) = (some(get(registration, "waiting")), own_file()) {
        post(&waiting, &[IS_YOURS, &own]);
    }
}

/// The file of this program.
fn own_file() -> Option<String> {
    let link = document()
        .query_selector("link[rel=modulepreload][href*='/pkg/']")
        .ok()??;
    link.get_attribute("href")
}

fn post(worker: &JsValue, words: &[&str]) {
    let words: Array = words.iter().map(|word| JsValue::from_str(word)).collect();
    drop(call(worker, "postMessage", &[&words]));
}

/// The answer of the one that waits.
fn listen(workers: &JsValue) {
    let answered = EventListener::new(&target(workers), "message", move |event| {
        let Some(event) = event.dyn_ref::<MessageEvent>() else {
            return;
        };
        let said = Array::from(&event.data());
        if said.get(0).as_string().as_deref() != Some(IS_YOURS) {
            return;
        }
        if said.get(1).is_truthy() {
            if let Some(worker) = some(get(event, "source")) {
                post(&worker, &[TAKE_OVER]);
            }
        } else {
            say_newer();
        }
    });
    answered.forget();
}

/// How long the newer program may take to take over.
const PATIENCE: Duration = Duration::from_secs(3);

/// Loads the page anew, as the newer program. What is typed is on the device, and what is on its way is sent again.
pub fn load_newer() {
    let reload = || drop(window().location().reload());
    spawn_local(async move {
        let waiting = async {
            let workers = workers()?;
            let registration = answer(&workers, "getRegistration", &[]).await?;
            let waiting = some(get(&registration, "waiting"))?;
            EventListener::once(&target(&workers), "controllerchange", move |_| reload()).forget();
            Some(waiting)
        };
        match waiting.await {
            Some(waiting) => {
                post(&waiting, &[TAKE_OVER]);
                set_timeout(reload, PATIENCE);
            }
            None => reload(),
        }
    });
}

//! Waiting for what the browser's database answers.

use domain::inventory::sync::local::StoreFault;
use js_sys::{Array, Function, Promise, Reflect};
use leptos::wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::tables::Stored;

/// A request that was made. The answer is listened for from the moment it was.
pub struct Pending {
    request: JsValue,
    answered: Promise,
}

impl Pending {
    /// Listens to a request.
    ///
    /// # Errors
    /// The request could not even be made.
    pub fn of(request: Result<JsValue, StoreFault>) -> Result<Self, StoreFault> {
        let request = request?;
        // Both ends resolve: which of them it was, the request says.
        let answered = first_of(&request, &["onsuccess", "onerror"]);
        Ok(Self { request, answered })
    }

    /// The answer.
    ///
    /// # Errors
    /// What went wrong; the transaction is undone then.
    pub async fn answer(self) -> Result<JsValue, StoreFault> {
        let Ok(_) = JsFuture::from(self.answered).await else {
            return Err(StoreFault::Gone);
        };
        let error = get(&self.request, "error")?;
        if error.is_null() || error.is_undefined() {
            get(&self.request, "result")
        } else {
            Err(fault(&error))
        }
    }
}

/// The first event of several kinds.
pub(super) fn first_of(target: &JsValue, kinds: &[&str]) -> Promise {
    Promise::new(&mut |resolve, _reject| {
        for kind in kinds {
            drop(Reflect::set(target, &(*kind).into(), &resolve));
        }
    })
}

/// Reads a property.
///
/// # Errors
/// It threw.
pub(super) fn get(target: &JsValue, name: &str) -> Result<JsValue, StoreFault> {
    Reflect::get(target, &name.into()).map_err(|error| fault(&error))
}

/// Calls a method of the database. They are called by their names: a binding for each would be part of the first page.
///
/// # Errors
/// It threw.
pub(super) fn ask(target: &JsValue, method: &str, words: &[&JsValue]) -> Result<JsValue, StoreFault> {
    call(target, method, words).map_err(|error| fault(&error))
}

/// Makes a request and waits for its answer.
///
/// # Errors
/// What went wrong.
pub async fn answer(request: Result<JsValue, StoreFault>) -> Result<JsValue, StoreFault> {
    Pending::of(request)?.answer().await
}

/// What an exception means.
pub fn fault(error: &JsValue) -> StoreFault {
    let name = Reflect::get(error, &"name".into())
        .ok()
        .and_then(|name| name.as_string());
    if name.as_deref() == Some("QuotaExceededError") {
        StoreFault::Full
    } else {
        StoreFault::Gone
    }
}

/// A value as it is stored: its text as JSON, beside what it is looked up by.
///
/// # Errors
/// The browser refuses; none does.
pub fn packed(stored: &Stored) -> Result<JsValue, StoreFault> {
    let object = js_sys::Object::new();
    let set = |name: &str, value: &JsValue| {
        Reflect::set(&object, &name.into(), value).map_err(|error| fault(&error))
    };
    set(JSON, &stored.json.as_str().into())?;
    if let Some((index, key)) = &stored.index {
        set(index.name(), &key.into())?;
    }
    Ok(object.into())
}

const JSON: &str = "json";

/// The value of what was stored; `None` where nothing was.
///
/// # Errors
/// It is not what we have stored.
pub fn json(stored: &JsValue) -> Result<Option<String>, StoreFault> {
    if stored.is_undefined() || stored.is_null() {
        return Ok(None);
    }
    let json = Reflect::get(stored, &JSON.into()).ok();
    let json = json.and_then(|json| json.as_string());
    json.map(Some).ok_or(StoreFault::Gone)
}

/// The values of a list of what was stored.
///
/// # Errors
/// One is not what we have stored.
pub fn jsons(stored: &JsValue) -> Result<Vec<String>, StoreFault> {
    let list = Array::from(stored);
    let values = list.iter().map(|stored| json(&stored)?.ok_or(StoreFault::Gone));
    values.collect()
}

/// Calls a method that `web-sys` counts among those that are not settled yet.
///
/// # Errors
/// There is no such method, or it threw.
pub fn call(this: &JsValue, method: &str, words: &[&JsValue]) -> Result<JsValue, JsValue> {
    let function: Function = Reflect::get(this, &method.into())?.unchecked_into();
    let list = Array::new();
    for word in words {
        list.push(word);
    }
    Reflect::apply(&function, this, &list)
}

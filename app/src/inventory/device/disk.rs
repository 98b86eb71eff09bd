//! The browser's database on the device: opening and removing it, and transactions in it.
//!
//! A transaction ends by itself as soon as nobody asks it for anything. So between its begin and its commit nothing is waited for
//! but its own requests; a promise of anything else would find it closed.

use domain::inventory::sync::local::StoreFault;
use js_sys::{Array, Object, Promise, Reflect};
use leptos::prelude::window;
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::base::NoBase;
use super::request::{Pending, answer, ask, call, fault, first_of, get, json, jsons, packed};
use super::tables::{Index, Key, Stored, Table};

/// The version of the tables below; it is only ever raised, with another step in [`upgrade`].
const VERSION: u32 = 1;

/// What a list of a hundred thousand lots and its queue may come to, in bytes.
const ROOM: f64 = 50.0 * 1024.0 * 1024.0;

impl From<&Key> for JsValue {
    /// Numbers of ops are counted up from 1, and times are milliseconds: far below what a JavaScript number can tell apart.
    fn from(key: &Key) -> Self {
        match key {
            Key::Number(number) => Self::from_f64(*number as f64),
            Key::Text(text) => text.into(),
        }
    }
}

fn key_of(value: &JsValue) -> Option<Key> {
    let number = || value.as_f64().map(|number| Key::Number(number as i64));
    value.as_string().map(Key::Text).or_else(number)
}

/// An open database. Clones are the same.
#[derive(Clone)]
pub struct Disk(JsValue);

impl Disk {
    /// Opens a database, and makes it where there is none.
    ///
    /// # Errors
    /// Why there is none.
    pub(super) async fn open(name: &str) -> Result<Self, NoBase> {
        let refused = |_| NoBase::Refused;
        let factory = factory().ok_or(NoBase::Refused)?;
        let request = ask(&factory, "open", &[&name.into(), &VERSION.into()]).map_err(refused)?;
        listen_for_upgrade(&request);
        let settled = first_of(&request, &["onsuccess", "onerror", "onblocked"]);
        let event = JsFuture::from(settled).await.map_err(|_| NoBase::Refused)?;
        match kind(&event).as_deref() {
            Some("success") => get(&request, "result").map(Self).map_err(refused),
            Some("blocked") => Err(NoBase::Blocked),
            _ => Err(NoBase::Refused),
        }
    }

    /// Whether the browser says that there is less room than a stock list may need.
    pub(super) async fn is_short_of_room() -> bool {
        room().await.is_some_and(|room| room < ROOM)
    }

    /// Whether there is a database of this name, as far as the browser tells.
    pub(super) async fn is_there(name: &str) -> bool {
        let names = Self::names().await.unwrap_or_default();
        names.iter().any(|known| known == name)
    }

    /// The names of all databases; `None` where the browser does not tell.
    pub(super) async fn names() -> Option<Vec<String>> {
        let asked: Promise = call(&factory()?, "databases", &[]).ok()?.dyn_into().ok()?;
        let list = Array::from(&JsFuture::from(asked).await.ok()?);
        let names = list.iter().filter_map(|one| get(&one, "name").ok()?.as_string());
        Some(names.collect())
    }

    /// Removes a database and all that is in it.
    ///
    /// # Errors
    /// The browser does not let us.
    pub(super) async fn remove(name: &str) -> Result<(), StoreFault> {
        let factory = factory().ok_or(StoreFault::Gone)?;
        answer(ask(&factory, "deleteDatabase", &[&name.into()]))
            .await
            .map(drop)
    }

    pub(super) fn close(&self) {
        drop(ask(&self.0, "close", &[]));
    }

    /// A newer program wants to change the tables, somebody signs out, or the browser clears it.
    pub(super) fn when_in_the_way(&self, tell: impl FnMut() + 'static) {
        let tell = Closure::<dyn FnMut()>::new(tell).into_js_value();
        for kind in ["onversionchange", "onclose"] {
            drop(Reflect::set(&self.0, &kind.into(), &tell));
        }
    }

    /// Begins a transaction over all tables.
    ///
    /// # Errors
    /// The database is closed or broken.
    pub(super) fn begin(&self) -> Result<DiskTx, StoreFault> {
        let names: Array = Table::ALL
            .iter()
            .map(|table| JsValue::from_str(table.name()))
            .collect();
        let options = Object::new();
        drop(Reflect::set(&options, &"durability".into(), &"strict".into()));
        let words: [&JsValue; 3] = [&names, &"readwrite".into(), &options];
        let transaction = ask(&self.0, "transaction", &words)?;
        Ok(DiskTx {
            ending: Some(first_of(&transaction, &["oncomplete", "onabort"])),
            transaction,
        })
    }
}

/// A transaction over all tables; undone when it is dropped.
pub struct DiskTx {
    transaction: JsValue,
    /// Its end, listened for from its beginning on.
    ending: Option<Promise>,
}

impl Drop for DiskTx {
    fn drop(&mut self) {
        if self.ending.is_some() {
            // One that failed is undone already.
            drop(ask(&self.transaction, "abort", &[]));
        }
    }
}

impl DiskTx {
    fn store(&self, table: Table) -> Result<JsValue, StoreFault> {
        ask(&self.transaction, "objectStore", &[&table.name().into()])
    }

    fn index(&self, table: Table, index: Index) -> Result<JsValue, StoreFault> {
        ask(&self.store(table)?, "index", &[&index.name().into()])
    }

    /// All are asked for at once: one after the other, each would wait for its turn.
    pub(super) async fn get(&self, table: Table, keys: &[Key]) -> Result<Vec<Option<String>>, StoreFault> {
        let store = self.store(table)?;
        let asked = keys
            .iter()
            .map(|key| Pending::of(ask(&store, "get", &[&key.into()])));
        let asked: Vec<_> = asked.collect::<Result<_, _>>()?;
        let mut found = Vec::with_capacity(keys.len());
        for pending in asked {
            found.push(json(&pending.answer().await?)?);
        }
        Ok(found)
    }

    pub(super) async fn all(
        &self,
        table: Table,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Vec<String>, StoreFault> {
        let after = match after {
            Some(key) => range("lowerBound", key)?,
            None => JsValue::UNDEFINED,
        };
        // No limit is no word at all.
        let limit = u32::try_from(limit).map_or(JsValue::UNDEFINED, JsValue::from);
        jsons(&answer(ask(&self.store(table)?, "getAll", &[&after, &limit])).await?)
    }

    pub(super) async fn keys(&self, table: Table) -> Result<Vec<Key>, StoreFault> {
        let keys = answer(ask(&self.store(table)?, "getAllKeys", &[])).await?;
        Ok(Array::from(&keys).iter().filter_map(|key| key_of(&key)).collect())
    }

    pub(super) async fn last(&self, table: Table) -> Result<Option<String>, StoreFault> {
        let words: [&JsValue; 2] = [&JsValue::NULL, &"prev".into()];
        let cursor = answer(ask(&self.store(table)?, "openCursor", &words)).await?;
        if cursor.is_null() {
            return Ok(None);
        }
        json(&get(&cursor, "value")?)
    }

    pub(super) async fn count(&self, table: Table) -> Result<u32, StoreFault> {
        let counted = answer(ask(&self.store(table)?, "count", &[])).await?;
        Ok(counted.as_f64().unwrap_or_default() as u32)
    }

    pub(super) async fn by(&self, table: Table, index: Index, key: &Key) -> Result<Vec<String>, StoreFault> {
        let found = ask(&self.index(table, index)?, "getAll", &[&key.into()]);
        jsons(&answer(found).await?)
    }

    pub(super) async fn keys_below(
        &self,
        table: Table,
        index: Index,
        end: &Key,
    ) -> Result<Vec<Key>, StoreFault> {
        let keys = ask(
            &self.index(table, index)?,
            "getAllKeys",
            &[&range("upperBound", end)?],
        );
        let keys = answer(keys).await?;
        Ok(Array::from(&keys).iter().filter_map(|key| key_of(&key)).collect())
    }

    /// Writes without waiting: what fails undoes the transaction, and its commit says so.
    pub(super) fn put(&self, table: Table, key: &Key, stored: &Stored) -> Result<(), StoreFault> {
        ask(&self.store(table)?, "put", &[&packed(stored)?, &key.into()]).map(drop)
    }

    pub(super) fn delete(&self, table: Table, key: &Key) -> Result<(), StoreFault> {
        ask(&self.store(table)?, "delete", &[&key.into()]).map(drop)
    }

    /// Waits until the disk has it.
    ///
    /// # Errors
    /// It was undone, and why.
    pub(super) async fn commit(mut self) -> Result<(), StoreFault> {
        let ending = self.ending.take().ok_or(StoreFault::Gone)?;
        let event = JsFuture::from(ending).await.map_err(|_| StoreFault::Gone)?;
        if kind(&event).as_deref() == Some("complete") {
            return Ok(());
        }
        Err(fault(&get(&self.transaction, "error")?))
    }
}

/// Keys on one side of another, which is not among them.
fn range(method: &str, end: &Key) -> Result<JsValue, StoreFault> {
    let ranges = get(&js_sys::global(), "IDBKeyRange")?;
    ask(&ranges, method, &[&end.into(), &true.into()])
}

fn factory() -> Option<JsValue> {
    let factory = get(&window(), "indexedDB").ok()?;
    (!factory.is_undefined() && !factory.is_null()).then_some(factory)
}

fn storage() -> Option<JsValue> {
    let storage = get(&window().navigator(), "storage").ok()?;
    (!storage.is_undefined()).then_some(storage)
}

/// How much room there is; `None` where the browser does not say.
async fn room() -> Option<f64> {
    let estimate: Promise = call(&storage()?, "estimate", &[]).ok()?.dyn_into().ok()?;
    let estimate = JsFuture::from(estimate).await.ok()?;
    get(&estimate, "quota").ok()?.as_f64()
}

/// Asks the browser not to clear the store when room is short. Answers whether it will not; `None` where it cannot be asked.
pub async fn keep() -> Option<bool> {
    let asked: Promise = call(&storage()?, "persist", &[]).ok()?.dyn_into().ok()?;
    JsFuture::from(asked).await.ok()?.as_bool()
}

/// The name of an event.
fn kind(event: &JsValue) -> Option<String> {
    get(event, "type").ok()?.as_string()
}

fn listen_for_upgrade(request: &JsValue) {
    let opening = request.clone();
    let raise = Closure::once_into_js(move |event: JsValue| {
        // A step that fails undoes the whole opening, and the store is reported as refused.
        let raised = get(&opening, "result").and_then(|database| {
            let from = get(&event, "oldVersion")?.as_f64().unwrap_or_default();
            upgrade(&database, from)
        });
        raised.is_ok()
    });
    drop(Reflect::set(request, &"onupgradeneeded".into(), &raise));
}

/// Raises the tables from a version, step by step.
fn upgrade(database: &JsValue, from: f64) -> Result<(), StoreFault> {
    let create = |table: Table| ask(database, "createObjectStore", &[&table.name().into()]);
    let index = |store: &JsValue, index: Index| {
        let name = index.name();
        ask(store, "createIndex", &[&name.into(), &name.into()])
    };
    if from < 1.0 {
        index(&create(Table::Rows)?, Index::Pass)?;
        index(&create(Table::Queue)?, Index::Item)?;
        index(&create(Table::Acked)?, Index::At)?;
        index(&create(Table::Conflicts)?, Index::Item)?;
        for plain in [Table::Rejected, Table::Drafts, Table::Meta] {
            create(plain)?;
        }
    }
    Ok(())
}

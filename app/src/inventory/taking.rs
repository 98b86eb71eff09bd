//! Edits that have not reached the market, as a file for the person: before a store is wiped, or when nothing goes on.

use std::collections::HashSet;
use std::time::Duration;

use domain::inventory::grid::unsent;
use domain::language::Language;
use js_sys::Array;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsValue;
use web_sys::{Blob, BlobPropertyBag, Url};

use super::desk::Desk;
use super::device::request::call;

/// How much the file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Took {
    All,
    /// What is typed on this page; the device's store cannot be read.
    Typed,
}

/// Hands everything that was not sent to the person: what is typed, as it stands on the screen, the rest as the device has it. `None` where
/// the browser makes no file.
pub async fn take_along(desk: Desk, language: Language) -> Option<Took> {
    let mut drafts = desk.read(|sheet| {
        let drafts = sheet.lines().filter_map(|line| line.draft.clone());
        drafts.filter(|draft| !draft.is_blank()).collect::<Vec<_>>()
    });
    let shown: HashSet<_> = drafts.iter().map(|draft| draft.item_id).collect();
    let (took, queue, looked) = match desk.base().unsent_contents().await {
        Ok((stored, queue, looked)) => {
            // Those of other tabs.
            drafts.extend(stored.into_iter().filter(|draft| !shown.contains(&draft.item_id)));
            (Took::All, queue, looked)
        }
        Err(_) => (Took::Typed, Vec::new(), Default::default()),
    };
    let text = unsent::csv(language, &drafts, &queue, &looked.conflicts, &looked.rejected);
    hand_over(&text)?;
    Some(took)
}

fn hand_over(text: &str) -> Option<()> {
    let kind = BlobPropertyBag::new();
    kind.set_type("text/csv;charset=utf-8");
    let parts = Array::of1(&JsValue::from_str(text));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &kind).ok()?;
    let address = Url::create_object_url_with_blob(&blob).ok()?;
    let link = document().create_element("a").ok()?;
    link.set_attribute("href", &address).ok()?;
    link.set_attribute("download", "unsent-stock.csv").ok()?;
    call(&link, "click", &[]).ok()?;
    // The browser needs the address a moment longer.
    set_timeout(
        move || drop(Url::revoke_object_url(&address)),
        Duration::from_secs(60),
    );
    Some(())
}

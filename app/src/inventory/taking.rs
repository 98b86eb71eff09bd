//! Edits that have not reached the market, as a file for the person: before a store is wiped, or when nothing goes on.

use std::collections::HashSet;
use std::time::Duration;

use domain::inventory::grid::unsent::{Contents, csv};
use domain::language::Language;
use js_sys::Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsValue;
use web_sys::{Blob, BlobPropertyBag, Url};

use super::desk::Desk;
use super::device::Unsent;
use super::device::request::call;
use super::refused::why;
use crate::labels::{language, locale, locale_of};
use crate::say;
use crate::ui::Icon;

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
    let (took, unsent) = match desk.base().unsent_contents().await {
        Ok(unsent) => (Took::All, unsent),
        Err(_) => (Took::Typed, Unsent::default()),
    };
    // Those of other tabs.
    let stored = unsent.drafts.iter();
    drafts.extend(stored.filter(|draft| !shown.contains(&draft.item_id)).cloned());
    let contents = Contents {
        drafts: &drafts,
        queue: &unsent.queue,
        conflicts: &unsent.conflicts,
        rejected: &unsent.rejected,
        lots: &unsent.lots,
    };
    let text = csv(language, &contents, |refused| {
        why(refused, locale_of(language), language)
    });
    hand_over(&text)?;
    Some(took)
}

/// The button for it.
#[component]
pub fn TakeAlong(desk: Desk) -> impl IntoView {
    let (locale, language) = (locale(), language());
    let take = move |_| {
        spawn_local(async move {
            let _ = take_along(desk, language).await;
        });
    };
    view! {
        <button class="button" type="button" on:click=take>
            <Icon name="download" small=true />
            {say!(locale, inventory.take_along)}
        </button>
    }
    .into_any()
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

//! The parts of the page, once the store is open: how it stands, what can be done, the grid or its cards, and what is to be decided.

use domain::inventory::grid::Sheet;
use domain::inventory::{Column, suggestions};
use gloo::events::EventListener;
use leptos::prelude::*;

use super::bar::Bar;
use super::cards::Cards;
use super::conflicts::Conflicts;
use super::desk::Desk;
use super::grid::Grid;
use super::history::History;
use super::leaving::Leaving;
use super::sending::SendAsk;
use super::tools::{BelowGrid, Tools};

/// Narrower than this, rows are cards.
const NARROW: &str = "(max-width: 45rem)";

/// The room.
#[component]
pub fn Room(desk: Desk) -> impl IntoView {
    let narrow = narrow();
    let counts = Memo::new(move |_| desk.with(Sheet::counts));
    let sheet = move || {
        if narrow.get() {
            view! { <Cards desk /> }.into_any()
        } else {
            view! { <Grid desk /> }.into_any()
        }
    };
    view! {
        <Bar desk counts />
        <Conflicts desk />
        <Tools desk counts />
        <SendAsk desk />
        <History desk />
        {sheet}
        <BelowGrid desk />
        <p class="visually-hidden" role="status" aria-live="polite">
            {move || desk.said.get()}
        </p>
        <Leaving desk />
        {[Column::Packing, Column::Rohs].map(offered)}
    }
    .into_any()
}

/// What is offered in a column where the text is free.
fn offered(column: Column) -> impl IntoView {
    let words = suggestions(column)
        .iter()
        .map(|word| view! { <option value=*word></option> });
    view! { <datalist id=offer_id(column)>{words.collect_view()}</datalist> }
}

/// The id of the list of what is offered in a column; `None` where nothing is.
#[must_use]
pub fn offer_id(column: Column) -> Option<String> {
    (!suggestions(column).is_empty()).then(|| format!("stock-offer-{}", column.field()))
}

/// Whether the window is narrow, now and later.
fn narrow() -> RwSignal<bool> {
    let query = window().match_media(NARROW).ok().flatten();
    let narrow = RwSignal::new(query.as_ref().is_some_and(web_sys::MediaQueryList::matches));
    if let Some(query) = query {
        let asked = query.clone();
        let changed = EventListener::new(&query, "change", move |_| {
            narrow.try_set(asked.matches());
        });
        // It is held by the page, and goes with it.
        StoredValue::new_local(changed);
    }
    narrow
}

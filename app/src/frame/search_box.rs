//! The search field: in the middle of the home page, top left everywhere else (R017).

use domain::places::Place;
use leptos::prelude::*;

use crate::labels::locale;
use crate::say;
use crate::ui::Icon;

/// A form that leads to the results.
#[component]
pub fn SearchBox(
    /// What the field shows.
    #[prop(into)]
    query: Signal<String>,
    /// Whether it is the large one of the home page.
    #[prop(optional)]
    home: bool,
    /// Told of every change while typing.
    #[prop(optional)]
    typed: Option<Callback<String>>,
) -> impl IntoView {
    let locale = locale();
    let on_input = move |event| {
        if let Some(typed) = typed {
            typed.run(event_target_value(&event));
        }
    };
    view! {
        <form class="searchbox" role="search" action=Place::Search.path() method="get">
            <label class="visually-hidden" for="q">{say!(locale, frame.search_label)}</label>
            <input
                class="searchbox-text"
                id="q"
                name="q"
                type="search"
                value=move || query.get()
                prop:value=move || query.get()
                on:input=on_input
                placeholder=say!(locale, frame.search_label)
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                enterkeyhint="search"
                aria-keyshortcuts="/"
            />
            <button class="searchbox-go" type="submit">
                <Icon name="search" />
                <span class=if home { "" } else { "visually-hidden" }>{say!(locale, frame.search)}</span>
            </button>
        </form>
    }
}

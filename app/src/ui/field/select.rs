//! One of a list: the smaller control beside the text of a field.

use domain::countries::{self, Country};
use domain::language::Language;
use leptos::html;
use leptos::prelude::*;

/// A list to choose from. What was chosen before the program woke stays chosen.
#[component]
pub fn Select(
    #[prop(into)] name: String,
    /// Said to those who do not see what it stands beside.
    label: &'static str,
    chosen: RwSignal<String>,
    /// Values and what is read.
    options: Vec<(&'static str, String)>,
    #[prop(optional)] autocomplete: Option<&'static str>,
) -> impl IntoView {
    let node = NodeRef::<html::Select>::new();
    Effect::new(move |awake: Option<bool>| {
        let Some(node) = node.get() else { return false };
        let shown = node.value();
        if awake != Some(true) && chosen.with_untracked(|chosen| *chosen != shown) {
            chosen.set(shown.clone());
        }
        let chosen = chosen.get();
        if chosen != shown {
            node.set_value(&chosen);
        }
        true
    });
    let now = chosen.get_untracked();
    let options = options.into_iter().map(|(value, text)| {
        view! {
            <option value=value selected=value == now>
                {text}
            </option>
        }
    });
    view! {
        <select
            node_ref=node
            class="select"
            name=name
            aria-label=label
            autocomplete=autocomplete
            on:change=move |event| chosen.set(event_target_value(&event))
        >
            {options.collect_view()}
        </select>
    }
}

/// Countries by their names in the reader's language, with their calling codes.
#[must_use]
pub fn calling_codes(language: Language) -> Vec<(&'static str, String)> {
    named(language, |country, name| format!("+{} {name}", country.calling))
}

/// Countries by their names in the reader's language.
#[must_use]
pub fn country_names(language: Language) -> Vec<(&'static str, String)> {
    named(language, |_, name| name.to_owned())
}

fn named(language: Language, text: fn(&Country, &'static str) -> String) -> Vec<(&'static str, String)> {
    let name = |country: &Country| match language {
        Language::En => country.en,
        Language::Ja => country.ja,
    };
    let mut all: Vec<_> = countries::ALL.iter().collect();
    if language == Language::Ja {
        all.sort_by_key(|country| country.ja);
    }
    all.into_iter()
        .map(|country| (country.code, text(country, name(country))))
        .collect()
}

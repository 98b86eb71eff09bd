//! A field for a number. What the address says replaces what stands in it, except under a person's hands.

use leptos::html::Input;
use leptos::prelude::*;

/// The field; its label is the caller's.
#[component]
pub fn NumberField(
    name: &'static str,
    value: Option<u32>,
    placeholder: String,
    #[prop(default = "input")] class: &'static str,
    #[prop(optional, into)] id: Option<&'static str>,
    #[prop(optional, into)] label: Option<String>,
) -> impl IntoView {
    let text = value.map(|value| value.to_string()).unwrap_or_default();
    let field = NodeRef::<Input>::new();
    let shown = text.clone();
    Effect::new(move |_| {
        if let Some(input) = field.get() {
            let focused = document()
                .active_element()
                .is_some_and(|active| active.is_same_node(Some(&input)));
            if !focused {
                input.set_value(&shown);
            }
        }
    });
    view! {
        <input
            class=class
            id=id
            name=name
            type="text"
            inputmode="numeric"
            autocomplete="off"
            aria-label=label
            placeholder=placeholder
            value=text
            node_ref=field
        />
    }
}

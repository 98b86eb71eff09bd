//! A field that is answered from a list, and has to be.

use leptos::html;
use leptos::prelude::*;
use web_sys::HtmlSelectElement;

use super::control::follow;
use super::{Caution, Entry, Fault, FieldText, described, star};

/// A label, its list and what is said about it.
#[component]
pub fn Choice(
    text: FieldText,
    entry: Entry,
    /// What stands there before anything is chosen.
    empty: &'static str,
    /// Values and what is read.
    options: Vec<(&'static str, String)>,
    #[prop(optional)] autocomplete: Option<&'static str>,
    /// What is to be said though it is no fault.
    #[prop(optional)]
    caution: Option<Signal<Option<String>>>,
) -> AnyView {
    let FieldText {
        id,
        name,
        label,
        help,
    } = text;
    let node = NodeRef::<html::Select>::new();
    follow(
        node,
        entry,
        HtmlSelectElement::value,
        HtmlSelectElement::set_value,
    );
    let caution = caution.unwrap_or_else(|| Signal::stored(None));
    let described = described(&id, help.is_some(), entry, caution);
    let now = entry.text_now();
    let options = options.into_iter().map(|(value, text)| {
        view! {
            <option value=value selected=value == now>
                {text}
            </option>
        }
    });
    let choose = move |event| {
        entry.type_in(event_target_value(&event));
        entry.leave();
    };
    view! {
        <div class="field">
            <label class="label" for=id.clone()>
                {label}
                {star()}
            </label>
            <select
                node_ref=node
                class="select"
                id=id.clone()
                name=name
                required=true
                autocomplete=autocomplete
                aria-invalid=move || entry.is_wrong().then_some("true")
                aria-describedby=move || described.get()
                on:change=choose
            >
                <option value="">{empty}</option>
                {options.collect_view()}
            </select>
            {help.map(|help| view! { <p class="help" id=format!("{id}-help")>{help}</p> })}
            <Caution id=format!("{id}-caution") text=caution />
            <Fault id=format!("{id}-fault") entry />
        </div>
    }
    .into_any()
}

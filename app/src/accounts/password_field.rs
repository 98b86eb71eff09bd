//! A password, which can be looked at once the program is awake.

use leptos::prelude::*;

use crate::labels::locale;
use crate::say;
use crate::ui::{Control, Entry, Field, FieldText};

/// The field with its button.
#[component]
pub fn PasswordField(
    text: FieldText,
    entry: Entry,
    /// `current-password` or `new-password`.
    autocomplete: &'static str,
) -> impl IntoView {
    let locale = locale();
    let (awake, shown) = (RwSignal::new(false), RwSignal::new(false));
    Effect::new(move |_| awake.set(true));
    let kind = Signal::derive(move || if shown.get() { "text" } else { "password" });
    let said = move || {
        if shown.get() {
            say!(locale, accounts.hide)
        } else {
            say!(locale, accounts.show)
        }
    };
    let (id, label) = (text.id.clone(), text.label);
    let reveal = move || {
        let id = id.clone();
        awake.get().then(|| {
            view! {
                <button
                    class="button"
                    type="button"
                    aria-controls=id
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {said}
                    <span class="visually-hidden">" " {label}</span>
                </button>
            }
        })
    };
    view! {
        <Field
            text
            entry
            required=true
            control=Control { kind, autocapitalize: Some("off"), ..Control::default().known_as(autocomplete) }
            after=reveal.into_any()
        />
    }
}

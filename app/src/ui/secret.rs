//! A field for a password, which can be looked at once the program is awake.

use leptos::prelude::*;

use super::{Control, Entry, Field, FieldText};
use crate::labels::locale;
use crate::say;

/// The field; what is typed is never written into a page.
#[component]
pub fn SecretField(
    text: FieldText,
    entry: Entry,
    /// What browsers call it: `current-password`, `new-password`.
    known_as: &'static str,
) -> impl IntoView {
    let locale = locale();
    let (awake, shown) = (RwSignal::new(false), RwSignal::new(false));
    Effect::new(move |_| awake.set(true));
    let kind = Signal::derive(move || if shown.get() { "text" } else { "password" });
    let said = move || {
        if shown.get() {
            (say!(locale, accounts.hide), say!(locale, accounts.hide_password))
        } else {
            (say!(locale, accounts.show), say!(locale, accounts.show_password))
        }
    };
    let id = text.id.clone();
    let reveal = move || {
        let id = id.clone();
        awake.get().then(|| {
            view! {
                <button
                    class="button"
                    type="button"
                    aria-label=move || said().1
                    aria-controls=id
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {move || said().0}
                </button>
            }
        })
    };
    view! {
        <Field
            text
            entry
            required=true
            control=Control { kind, autocapitalize: Some("off"), ..Control::default().known_as(known_as) }
            after=reveal.into_any()
        />
    }
}

//! A telephone number, with the country whose calling code it has.

use domain::text::limits;
use leptos::prelude::*;

use crate::labels::{language, locale};
use crate::say;
use crate::ui::{Control, Entry, Field, FieldText, Select, calling_codes};

/// The field with its list. Whether a number can be called depends on the country.
#[component]
pub fn PhoneField(
    text: FieldText,
    entry: Entry,
    country: RwSignal<String>,
    /// As the country is posted.
    #[prop(into)]
    country_name: String,
) -> AnyView {
    Effect::new(move |_| {
        country.track();
        entry.reconsider();
    });
    let before = view! {
        <Select
            name=country_name
            label=say!(locale(), sign_up.phone_country)
            chosen=country
            options=calling_codes(language())
            autocomplete="tel-country-code"
        />
    };
    view! {
        <Field
            text
            entry
            rule=limits::PHONE
            control=Control::of("tel").known_as("tel-national")
            before=before.into_any()
        />
    }
    .into_any()
}

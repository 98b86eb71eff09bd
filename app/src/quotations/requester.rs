//! Who asks, and what happens once they have.

use domain::text::{TextRule, limits};
use leptos::prelude::*;

use super::draft::Draft;
use super::wording::label;
use crate::labels::{language, locale};
use crate::say;
use crate::ui::{Control, Field, FieldText, Select, calling_codes};

/// Name, company and how to reach the person.
#[component]
pub fn RequesterFields(draft: Draft) -> AnyView {
    let locale = locale();
    let text = |field: &str, help| FieldText {
        id: field.to_owned(),
        name: format!("form[{field}]"),
        label: label(field, locale),
        help,
    };
    Effect::new(move |_| {
        // Whether a number can be called depends on its country.
        draft.phone_country.track();
        draft.phone.reconsider();
    });
    let country = view! {
        <Select
            name="form[phone_country]"
            label=say!(locale, quotations.phone_country)
            chosen=draft.phone_country
            options=calling_codes(language())
            autocomplete="tel-country-code"
        />
    };
    view! {
        <fieldset class="request-part" aria-labelledby="who-title">
            <h2 id="who-title">{say!(locale, quotations.who)}</h2>
            <div class="fields">
                <Field text=text("name", None) entry=draft.name rule=limits::NAME control=Control::default().known_as("name") />
                <Field
                    text=text("furigana", Some(say!(locale, quotations.furigana_help)))
                    entry=draft.furigana
                    rule=TextRule { required: false, ..limits::FURIGANA }
                />
                <Field
                    text=text("company", None)
                    entry=draft.company
                    rule=limits::COMPANY
                    control=Control::default().known_as("organization")
                />
                <Field
                    text=text("email", Some(say!(locale, quotations.email_help)))
                    entry=draft.email
                    rule=limits::EMAIL
                    control=Control::of("email").known_as("email")
                />
                <Field
                    text=text("phone", Some(say!(locale, quotations.phone_help)))
                    entry=draft.phone
                    rule=limits::PHONE
                    control=Control::of("tel").known_as("tel-national")
                    before=country.into_any()
                />
            </div>
        </fieldset>
    }
    .into_any()
}

/// What happens next, in order.
#[component]
pub fn NextSteps(
    /// Whether the first step is done.
    #[prop(optional)]
    sent: bool,
) -> AnyView {
    let locale = locale();
    view! {
        <h2 id="next-title">{say!(locale, quotations.next)}</h2>
        <ol class="steps">
            <li class=sent.then_some("done")>{say!(locale, quotations.next_copy)}</li>
            <li>{say!(locale, quotations.next_suppliers)}</li>
            <li>{say!(locale, quotations.next_quotation)}</li>
        </ol>
    }
    .into_any()
}

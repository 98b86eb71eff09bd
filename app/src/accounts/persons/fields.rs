//! The fields of an individual, and of a corporation with whoever is in charge there.

use domain::persons::PersonKind;
use domain::text::limits;
use leptos::prelude::*;

use super::PREFIX;
use super::draft::{PersonDraft, label};
use crate::accounts::phone_field::PhoneField;
use crate::accounts::profile_fields::company::{CountryChoice, FixedCountry, follow_country};
use crate::labels::locale;
use crate::say;
use crate::ui::{Control, Entry, Field, FieldText};

/// All fields of the draft's kind.
#[component]
pub fn PersonSheet(
    draft: PersonDraft,
    /// Whether country and date of birth are only shown: they are fixed after registration (R035).
    #[prop(optional)]
    fixed: bool,
) -> AnyView {
    follow_country(
        draft.country,
        draft.postcode,
        vec![(draft.phone, draft.phone_country)],
    );
    match draft.kind {
        PersonKind::Individual => view! { <IndividualFields draft fixed /> }.into_any(),
        PersonKind::Corporate => view! { <CorporateFields draft fixed /> }.into_any(),
    }
}

fn text(draft: PersonDraft, field: &str, help: Option<&'static str>) -> FieldText {
    FieldText {
        id: field.to_owned(),
        name: format!("{PREFIX}[{field}]"),
        label: label(field, draft.kind, locale()),
        help,
    }
}

#[component]
fn IndividualFields(draft: PersonDraft, fixed: bool) -> AnyView {
    let locale = locale();
    let born = if fixed {
        view! { <FixedBirth entry=draft.born /> }.into_any()
    } else {
        let control = Control {
            max: Some(draft.today()),
            ..Control::of("date").known_as("bday")
        };
        let text = text(draft, "born", Some(say!(locale, persons.born_help)));
        view! { <Field text entry=draft.born required=true control /> }.into_any()
    };
    view! {
        <fieldset class="form-part" aria-labelledby="person-title">
            <h2 id="person-title">{say!(locale, sign_up.person)}</h2>
            <NameFields draft />
            {born}
            {country(draft, fixed)}
            {phone(draft)}
        </fieldset>
        <fieldset class="form-part" aria-labelledby="link-title">
            <h2 id="link-title">{say!(locale, persons.link_part)}</h2>
            <p>{say!(locale, persons.link_text)}</p>
            <CorporateAddress draft />
        </fieldset>
    }
    .into_any()
}

/// Where an individual enters the corporation (R089).
#[component]
fn CorporateAddress(draft: PersonDraft) -> impl IntoView {
    let control = Control::address("off");
    let text = text(
        draft,
        "corporate",
        Some(say!(locale(), persons.corporate_email_help)),
    );
    view! { <Field text entry=draft.corporate control /> }
}

#[component]
fn CorporateFields(draft: PersonDraft, fixed: bool) -> AnyView {
    let locale = locale();
    view! {
        <fieldset class="form-part" aria-labelledby="company-title">
            <h2 id="company-title">{say!(locale, persons.corporate_part)}</h2>
            <Field
                text=text(draft, "company", None)
                entry=draft.company
                rule=limits::COMPANY
                control=Control::default().known_as("organization")
            />
            <Field
                text=text(draft, "department", Some(say!(locale, persons.department_help)))
                entry=draft.department
                rule=limits::DEPARTMENT
            />
            {country(draft, fixed)}
            <Field
                text=text(draft, "postcode", Some(say!(locale, sign_up.postcode_help)))
                entry=draft.postcode
                rule=limits::POSTCODE
                control=Control::default().known_as("postal-code")
            />
            <Field
                text=text(draft, "address", None)
                entry=draft.address
                rule=limits::ADDRESS
                control=Control::default().known_as("address-line1")
            />
        </fieldset>
        <fieldset class="form-part" aria-labelledby="person-title">
            <h2 id="person-title">{say!(locale, persons.in_charge_part)}</h2>
            <NameFields draft />
            {phone(draft)}
        </fieldset>
    }
    .into_any()
}

#[component]
fn NameFields(draft: PersonDraft) -> AnyView {
    view! {
        <Field
            text=text(draft, "name", None)
            entry=draft.name
            rule=limits::NAME
            control=Control::default().known_as("name")
        />
        <Field
            text=text(draft, "furigana", Some(say!(locale(), sign_up.furigana_help)))
            entry=draft.furigana
            rule=limits::FURIGANA
        />
    }
    .into_any()
}

fn phone(draft: PersonDraft) -> AnyView {
    let help = say!(locale(), sign_up.phone_help);
    view! {
        <PhoneField
            text=text(draft, "phone", Some(help))
            entry=draft.phone
            country=draft.phone_country
            country_name=format!("{PREFIX}[phone_country]")
        />
    }
    .into_any()
}

fn country(draft: PersonDraft, fixed: bool) -> AnyView {
    if fixed {
        view! { <FixedCountry entry=draft.country prefix=PREFIX /> }.into_any()
    } else {
        view! { <CountryChoice entry=draft.country prefix=PREFIX /> }.into_any()
    }
}

/// The date of birth that was told on registration.
#[component]
fn FixedBirth(entry: Entry) -> impl IntoView {
    let locale = locale();
    view! {
        <div class="field">
            <label class="label" for="born">
                {say!(locale, persons.born)}
            </label>
            <input class="input" id="born" type="text" readonly=true value=entry.text_now() aria-describedby="born-help" />
            <p class="help" id="born-help">
                {say!(locale, sign_up.country_fixed)}
            </p>
        </div>
    }
}

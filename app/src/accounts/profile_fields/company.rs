//! The company, how to reach it, and what it wants here.

use domain::text::{TextRule, limits};
use leptos::prelude::*;

use super::{ProfileDraft, label, text};
use crate::labels::{language, locale};
use crate::say;
use crate::ui::{Choice, Control, Entry, Field, Select, calling_codes, country_names};

/// The company's fields and the purpose.
#[component]
pub fn CompanyFields(
    draft: ProfileDraft,
    /// What the names of the fields begin with: `form[profile]`.
    prefix: &'static str,
    /// Whether the country is only shown: it is fixed after registration (R035).
    #[prop(optional)]
    country_fixed: bool,
) -> AnyView {
    let locale = locale();
    follow_country(
        draft.country,
        draft.postcode,
        vec![(draft.phone, draft.phone_country), (draft.fax, draft.fax_country)],
    );
    let country = if country_fixed {
        view! { <FixedCountry entry=draft.country prefix /> }.into_any()
    } else {
        view! { <CountryChoice entry=draft.country prefix /> }.into_any()
    };
    view! {
        <fieldset class="form-part" aria-labelledby="company-title">
            <h2 id="company-title">{say!(locale, sign_up.company_part)}</h2>
            <Field
                text=text(prefix, "company", None, locale)
                entry=draft.company caution=draft.remark("company")
                rule=limits::COMPANY
                control=Control::default().known_as("organization")
            />
            {country}
            <ReachFields draft prefix />
            <TradeFields draft prefix />
        </fieldset>
        <fieldset class="form-part" aria-labelledby="purpose-title">
            <h2 id="purpose-title">{say!(locale, sign_up.purpose_part)}</h2>
            <Field
                text=text(prefix, "purpose", None, locale)
                entry=draft.purpose caution=draft.remark("purpose")
                rule=limits::PURPOSE
                control=Control::area()
            />
        </fieldset>
    }
    .into_any()
}

/// What depends on a country is judged again when it changes; numbers not yet typed are called with its code.
pub(in crate::accounts) fn follow_country(
    country: Entry,
    postcode: Entry,
    numbers: Vec<(Entry, RwSignal<String>)>,
) {
    let followed = numbers.clone();
    Effect::new(move |before: Option<String>| {
        let chosen = country.text();
        if before.is_some_and(|before| before != chosen) && !chosen.is_empty() {
            for (number, code) in &numbers {
                if number.text_now().is_empty() {
                    code.set(chosen.clone());
                }
            }
            postcode.reconsider();
        }
        chosen
    });
    for (number, code) in followed {
        Effect::new(move |_| {
            code.track();
            number.reconsider();
        });
    }
}

/// The choice of a country or region.
#[component]
pub(in crate::accounts) fn CountryChoice(entry: Entry, prefix: &'static str) -> impl IntoView {
    let locale = locale();
    view! {
        <Choice
            text=text(prefix, "country", Some(say!(locale, sign_up.country_help)), locale)
            entry
            empty=say!(locale, sign_up.country_choose)
            options=country_names(language())
            autocomplete="country"
        />
    }
}

/// The country or region that was chosen on registration.
#[component]
pub(in crate::accounts) fn FixedCountry(entry: Entry, prefix: &'static str) -> impl IntoView {
    let locale = locale();
    let code = entry.text_now();
    let name = country_names(language())
        .into_iter()
        .find_map(|(known, name)| (known == code).then_some(name));
    view! {
        <div class="field">
            <label class="label" for="country">
                {label("country", locale)}
            </label>
            <input class="input" id="country" type="text" readonly=true value=name aria-describedby="country-help" />
            <input type="hidden" name=format!("{prefix}[country]") value=code />
            <p class="help" id="country-help">
                {say!(locale, sign_up.country_fixed)}
            </p>
        </div>
    }
}

/// Where the company is and how it is called.
#[component]
fn ReachFields(draft: ProfileDraft, prefix: &'static str) -> AnyView {
    let locale = locale();
    let calling = |field, label, chosen, autocomplete| {
        let name = format!("{prefix}[{field}]");
        view! { <Select name label chosen options=calling_codes(language()) autocomplete /> }.into_any()
    };
    let phone_code = calling(
        "phone_country",
        say!(locale, sign_up.phone_country),
        draft.phone_country,
        "tel-country-code",
    );
    let fax_code = calling(
        "fax_country",
        say!(locale, sign_up.fax_country),
        draft.fax_country,
        "off",
    );
    view! {
        <Field
            text=text(prefix, "postcode", Some(say!(locale, sign_up.postcode_help)), locale)
            entry=draft.postcode caution=draft.remark("postcode")
            rule=limits::POSTCODE
            control=Control::default().known_as("postal-code")
        />
        <Field
            text=text(prefix, "address", None, locale)
            entry=draft.address caution=draft.remark("address")
            rule=limits::ADDRESS
            control=Control::default().known_as("address-line1")
        />
        <Field
            text=text(prefix, "phone", Some(say!(locale, sign_up.phone_help)), locale)
            entry=draft.phone caution=draft.remark("phone")
            rule=limits::PHONE
            control=Control::of("tel").known_as("tel-national")
            before=phone_code
        />
        <Field
            text=text(prefix, "fax", Some(say!(locale, sign_up.fax_help)), locale)
            entry=draft.fax caution=draft.remark("fax")
            rule=TextRule { required: false, ..limits::PHONE }
            control=Control::of("tel").known_as("off")
            before=fax_code
        />
    }
    .into_any()
}

/// What the company does and who leads it.
#[component]
fn TradeFields(draft: ProfileDraft, prefix: &'static str) -> AnyView {
    let locale = locale();
    let required = draft.tells_more();
    let rule = |rule: TextRule| TextRule { required, ..rule };
    let site = Control {
        inputmode: Some("url"),
        autocapitalize: Some("off"),
        ..Control::default().known_as("url")
    };
    let founded = Control {
        max: Some(draft.rules.today.get_value()),
        ..Control::of("date")
    };
    view! {
        <Field
            text=text(prefix, "url", Some(say!(locale, sign_up.url_help)), locale)
            entry=draft.url caution=draft.remark("url")
            rule=limits::URL
            control=site
        />
        <Field
            text=text(prefix, "business", None, locale)
            entry=draft.business caution=draft.remark("business")
            rule=limits::BUSINESS
            control=Control::area()
        />
        <Field text=text(prefix, "established", None, locale) entry=draft.established caution=draft.remark("established") required control=founded />
        <Field
            text=text(prefix, "capital", Some(say!(locale, sign_up.capital_help)), locale)
            entry=draft.capital caution=draft.remark("capital")
            rule=rule(limits::CAPITAL)
        />
        <Field
            text=text(prefix, "representative", None, locale)
            entry=draft.representative caution=draft.remark("representative")
            rule=rule(limits::REPRESENTATIVE)
        />
    }
    .into_any()
}

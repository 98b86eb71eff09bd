//! The company, how to reach it, and what it wants here.

use domain::accounts::{Asks, CompanyType};
use domain::text::{TextRule, limits};
use domain::words;
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
    let asks = draft.asks();
    let kind = match asks {
        Asks::Buyer | Asks::Supplier => None,
        Asks::Company => Some(view! { <FixedType entry=draft.company_type prefix /> }.into_any()),
        Asks::Temporary | Asks::Definitive => Some(view! { <TypeChoice draft prefix /> }.into_any()),
    };
    // The first of two steps asks no more than this.
    let rest = (asks != Asks::Temporary).then(|| {
        view! {
            <ReachFields draft prefix />
            <TradeFields draft prefix />
        }
    });
    let purpose = (!asks.is_company()).then(|| view! { <PurposeField draft prefix /> });
    view! {
        <fieldset class="form-part" aria-labelledby="company-title">
            <h2 id="company-title">{say!(locale, sign_up.company_part)}</h2>
            {kind}
            <Field
                text=text(prefix, "company", None, locale)
                entry=draft.company caution=draft.remark("company")
                rule=limits::COMPANY
                control=Control::default().known_as("organization")
            />
            {country}
            {rest}
        </fieldset>
        {purpose}
    }
    .into_any()
}

#[component]
fn PurposeField(draft: ProfileDraft, prefix: &'static str) -> AnyView {
    let locale = locale();
    view! {
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

/// What kind of company it is (R041).
#[component]
fn TypeChoice(draft: ProfileDraft, prefix: &'static str) -> impl IntoView {
    let locale = locale();
    let options = CompanyType::ALL.map(|kind| {
        let name = words::company_type(kind, language()).to_owned();
        (kind.word(), name)
    });
    view! {
        <Choice
            text=text(prefix, "company_type", None, locale)
            entry=draft.company_type
            empty=say!(locale, sign_up.company_type_choose)
            options=options.into()
            caution=draft.remark("company_type")
        />
    }
}

/// What was registered once and is only shown.
#[component]
fn Fixed(
    field: &'static str,
    prefix: &'static str,
    /// As it is posted.
    value: String,
    /// As it is read.
    shown: Option<String>,
    help: &'static str,
) -> impl IntoView {
    let described = format!("{field}-help");
    view! {
        <div class="field">
            <label class="label" for=field>
                {label(field, locale())}
            </label>
            <input class="input" id=field type="text" readonly=true value=shown aria-describedby=described.clone() />
            <input type="hidden" name=format!("{prefix}[{field}]") value=value />
            <p class="help" id=described>
                {help}
            </p>
        </div>
    }
}

#[component]
fn FixedType(entry: Entry, prefix: &'static str) -> impl IntoView {
    let value = entry.text_now();
    let shown = CompanyType::of_word(&value).map(|kind| words::company_type(kind, language()).to_owned());
    let help = say!(locale(), sign_up.company_type_fixed);
    view! { <Fixed field="company_type" prefix value shown help /> }
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
    let value = entry.text_now();
    let shown = country_names(language())
        .into_iter()
        .find_map(|(known, name)| (known == value).then_some(name));
    let help = say!(locale(), sign_up.country_fixed);
    view! { <Fixed field="country" prefix value shown help /> }
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
    let asks = draft.asks();
    let required = asks.wants_capital();
    let rule = |rule: TextRule, required| TextRule { required, ..rule };
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
            rule=rule(limits::CAPITAL, required)
        />
        <Field
            text=text(prefix, "representative", None, locale)
            entry=draft.representative caution=draft.remark("representative")
            rule=rule(limits::REPRESENTATIVE, asks.wants_representative())
        />
    }
    .into_any()
}

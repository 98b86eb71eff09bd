//! What an applicant tells, field by field, and what it was the last time.

use std::collections::BTreeMap;

use domain::accounts::{CompanyType, ProfileForm};
use domain::countries::Country;
use domain::language::Language;
use domain::screening::Kind;
use domain::screening::fields::{changed, of, value};
use domain::words::{company_type, profile_field};
use leptos::prelude::*;

use crate::labels::{language, locale};
use crate::say;
use crate::ui::Icon;

/// What stands in a field, as it is read.
fn shown(form: &ProfileForm, field: &str) -> String {
    let text = value(form, field);
    let text = match (field, Country::of_code(&text)) {
        ("country", Some(country)) => match language() {
            Language::En => country.en.to_owned(),
            Language::Ja => country.ja.to_owned(),
        },
        _ => match CompanyType::of_word(&text).filter(|_| field == "company_type") {
            Some(kind) => company_type(kind, language()).to_owned(),
            None => text,
        },
    };
    if text.is_empty() { "–".to_owned() } else { text }
}

/// The form beside the one before, if there was one.
#[component]
pub fn Difference(
    kind: Kind,
    form: ProfileForm,
    before: Option<ProfileForm>,
    /// Why fields were not accepted.
    reasons: BTreeMap<String, String>,
) -> AnyView {
    let locale = locale();
    let differs = before.as_ref().map(|before| changed(kind, before, &form));
    let count = differs.as_ref().map(|fields| {
        let words = match fields.len() {
            0 => say!(locale, console.unchanged).to_owned(),
            count => say!(locale, console.changed_count, count = count).to_string(),
        };
        view! { <p>{words}</p> }
    });
    let rows = of(kind).map(|field| {
        let is_changed = differs.as_ref().is_some_and(|fields| fields.contains(&field));
        let now = shown(&form, field);
        let earlier = before
            .as_ref()
            .filter(|_| is_changed)
            .map(|before| shown(before, field));
        let reason = reasons.get(field).cloned();
        row(field, now, earlier, reason)
    });
    view! {
        {count}
        <dl class="console-form">{rows.collect_view()}</dl>
    }
    .into_any()
}

fn row(field: &'static str, now: String, earlier: Option<String>, reason: Option<String>) -> impl IntoView {
    let locale = locale();
    let class = if earlier.is_some() { "changed" } else { "" };
    let badge = earlier.is_some().then(|| {
        view! {
            " "
            <span class="badge wait">{say!(locale, console.changed)}</span>
        }
    });
    let value = match earlier {
        Some(earlier) => view! {
            <span class="console-before">
                <span class="quiet small">{say!(locale, console.before)}</span>
                <del>{earlier}</del>
            </span>
            <span class="console-now">
                <span class="quiet small">{say!(locale, console.now)}</span>
                <ins>{now}</ins>
            </span>
        }
        .into_any(),
        None => now.into_any(),
    };
    let reason = reason.map(|reason| {
        view! {
            <span class="fault">
                <Icon name="warn" />
                <span>{reason}</span>
            </span>
        }
    });
    view! {
        <div class=class>
            <dt>{profile_field(field, language())} {badge}</dt>
            <dd>{value} {reason}</dd>
        </div>
    }
}

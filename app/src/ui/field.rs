//! The one field: label, star, help, counter and message, and how they are tied to the control, are drawn here.
//!
//! Nothing is cut off while it is typed: a counter tells the length, and the rules of `domain` say what is wrong
//! ([`Entry`]). Full-width letters become half width where a field takes only those, but never within the composition
//! of a Japanese word (Z10). What is typed before the program wakes stays.

pub mod choice;
pub mod control;
pub mod entry;
pub mod faults;
pub mod select;

pub use choice::Choice;
pub use control::Control;
use control::{ControlView, Wiring};
use domain::text::{TextRule, length};
use domain::words;
pub use entry::Entry;
pub use faults::{FaultLink, FaultSummary, SUMMARY, focus};
use leptos::prelude::*;
pub use select::{Select, calling_codes, country_names};

use super::Icon;
use crate::labels::{language, locale};
use crate::say;

/// What a field is called.
#[derive(Debug, Clone)]
pub struct FieldText {
    /// Unique on the page; the ids of counter, help and message begin with it.
    pub id: String,
    /// As it is posted.
    pub name: String,
    pub label: &'static str,
    pub help: Option<&'static str>,
}

/// What a field is called: its id, the name that it is posted by, its label, its help.
#[must_use]
pub fn named(
    id: impl Into<String>,
    name: impl Into<String>,
    label: &'static str,
    help: Option<&'static str>,
) -> FieldText {
    FieldText {
        id: id.into(),
        name: name.into(),
        label,
        help,
    }
}

/// A label, its control and what is said about it.
#[component]
pub fn Field(
    text: FieldText,
    entry: Entry,
    /// Limit and characters; gives the counter and the star.
    #[prop(optional)]
    rule: Option<TextRule>,
    /// For fields without a [`TextRule`].
    #[prop(optional)]
    required: bool,
    #[prop(optional)] control: Control,
    /// Its place in the room.
    #[prop(optional)]
    class: &'static str,
    /// A remark that is not a fault.
    #[prop(optional, into)]
    caution: Option<Signal<Option<String>>>,
    /// A smaller control in front of this one.
    #[prop(optional)]
    before: Option<AnyView>,
    /// A smaller control behind this one.
    #[prop(optional)]
    after: Option<AnyView>,
) -> AnyView {
    let FieldText {
        id,
        name,
        label,
        help,
    } = text;
    let required = required || rule.is_some_and(|rule| rule.required);
    let folds = control.folds || rule.is_some_and(|rule| rule.class.folds_width());
    let caution = caution.unwrap_or_else(|| Signal::stored(None));
    let wiring = Wiring {
        id: id.clone(),
        name,
        required,
        folds,
        described: described(&id, help.is_some(), entry, caution),
    };
    let pair = match (&before, &after) {
        (None, None) => None,
        (Some(_), _) => Some("pair"),
        (None, Some(_)) => Some("pair wide-first"),
    };
    let control = view! { <ControlView control entry wiring /> };
    let control = match pair {
        Some(class) => view! { <div class=class>{before} {control} {after}</div> }.into_any(),
        None => control.into_any(),
    };
    view! {
        <div class=format!("field {class}").trim_end().to_owned()>
            <label class="label" for=id.clone()>
                {label}
                {required.then(star)}
            </label>
            {control}
            {rule.map(|rule| counter(&id, entry, rule))}
            {help.map(|help| view! { <p class="help" id=format!("{id}-help")>{help}</p> })}
            <Caution id=format!("{id}-caution") text=caution />
            <Fault id=format!("{id}-fault") entry />
        </div>
    }
    .into_any()
}

/// The message of a field, while there is one.
#[component]
pub fn Fault(id: String, entry: Entry) -> impl IntoView {
    let language = language();
    move || {
        let sentence = words::violation(&entry.fault()?, language);
        Some(view! {
            <p class="fault" id=id.clone()>
                <Icon name="warn" />
                <span>{sentence}</span>
            </p>
        })
    }
}

#[component]
fn Caution(id: String, text: Signal<Option<String>>) -> impl IntoView {
    move || {
        let sentence = text.get()?;
        Some(view! {
            <p class="caution" id=id.clone()>
                <Icon name="warn" />
                <span>{sentence}</span>
            </p>
        })
    }
}

/// Says that a field must be filled, to eyes and to ears.
pub fn star() -> impl IntoView {
    let locale = locale();
    view! {
        <span class="star" aria-hidden="true">
            "*"
        </span>
        <span class="visually-hidden">{say!(locale, quotations.required)}</span>
    }
}

/// What the star says, above a form.
#[component]
pub fn Starred() -> impl IntoView {
    let locale = locale();
    view! {
        <p class="quiet small">
            {say!(locale, quotations.star_before)}
            <span class="star" aria-hidden="true">
                "*"
            </span>
            <span class="visually-hidden">{say!(locale, quotations.star)}</span>
            {say!(locale, quotations.star_after)}
        </p>
    }
}

/// Length and limit, counted as the rule counts: after normalisation, in Unicode scalar values (Z23).
fn counter(id: &str, entry: Entry, rule: TextRule) -> impl IntoView + use<> {
    let max = u32::from(rule.max);
    let count = Memo::new(move |_| length(&rule.tidy(&entry.text())));
    let class = move || match count.get() {
        over if over > max => "counter over",
        near if near * 10 >= max * 9 => "counter near",
        _ => "counter",
    };
    view! {
        <span class=class id=format!("{id}-count")>
            {move || format!("{} / {max}", count.get())}
        </span>
    }
}

/// The ids of what is said about a field, the most pressing first.
fn described(id: &str, help: bool, entry: Entry, caution: Signal<Option<String>>) -> Signal<Option<String>> {
    let id = id.to_owned();
    Signal::derive(move || {
        let parts = [
            (entry.is_wrong(), "fault"),
            (caution.with(Option::is_some), "caution"),
            (help, "help"),
        ];
        let ids: Vec<_> = parts
            .into_iter()
            .filter(|(there, _)| *there)
            .map(|(_, part)| format!("{id}-{part}"))
            .collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    })
}

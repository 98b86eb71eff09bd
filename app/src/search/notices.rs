//! What the page says instead of results: nothing typed, too short, too long, no answer; and quietly, what of the
//! address was left out.

use domain::search::{Odd, Query, Unsearchable};
use leptos::prelude::*;

use crate::labels::{Locale, locale};
use crate::problem::{PassingNotice, Problem};
use crate::say;
use crate::ui::Icon;

/// Why nothing was looked up, and what to do about it (R095).
#[component]
pub fn NotSearched(
    why: Unsearchable,
    /// As typed.
    typed: String,
) -> impl IntoView {
    let locale = locale();
    let (class, icon) = match why {
        Unsearchable::Empty => ("notice info", "info"),
        Unsearchable::TooShort | Unsearchable::TooLong => ("notice wait", "warn"),
    };
    let (title, text) = match why {
        Unsearchable::Empty => (
            say!(locale, search.empty_title),
            say!(locale, search.empty_text).to_owned(),
        ),
        Unsearchable::TooShort => (say!(locale, search.short_title), too_short(&typed, locale)),
        Unsearchable::TooLong => (
            say!(locale, search.long_title),
            say!(locale, search.long_text, max = Query::MAX).to_string(),
        ),
    };
    view! {
        <div class=class role="status">
            <Icon name=icon />
            <h2 class="notice-title">{title}</h2>
            <p>{text}</p>
        </div>
    }
}

fn too_short(typed: &str, locale: Locale) -> String {
    let typed = typed.trim();
    if domain::search::norm(typed).is_empty() {
        say!(locale, search.short_none, query = typed).to_string()
    } else {
        say!(locale, search.short_one, query = typed).to_string()
    }
}

/// What of the address was not understood.
#[component]
pub fn OddParts(odd: Vec<Odd>) -> impl IntoView {
    let locale = locale();
    let names: Vec<_> = odd.into_iter().map(|odd| name(odd, locale)).collect();
    (!names.is_empty()).then(|| {
        let parts = names.join(say!(locale, search.odd_between));
        view! { <p class="quiet small">{say!(locale, search.odd, parts = parts).to_string()}</p> }
    })
}

fn name(odd: Odd, locale: Locale) -> &'static str {
    match odd {
        Odd::Sort => say!(locale, search.odd_sort),
        Odd::Direction => say!(locale, search.odd_direction),
        Odd::Page => say!(locale, search.odd_page),
        Odd::PerPage => say!(locale, search.odd_per_page),
        Odd::Dc => say!(locale, search.odd_dc),
        Odd::MinQuantity => say!(locale, search.odd_quantity),
        Odd::OwnerStock => say!(locale, search.odd_owner),
        Odd::Facet => say!(locale, search.odd_facet),
    }
}

/// No answer, and a way to ask again.
#[component]
pub fn Failed(
    problem: Problem,
    /// The address asked for.
    address: String,
    /// Asks again without loading the document.
    retry: Callback<()>,
) -> impl IntoView {
    let locale = locale();
    let again = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        retry.run(());
    };
    view! {
        <h2>{say!(locale, search.failed_title)}</h2>
        <PassingNotice problem />
        <p class="actions">
            <a class="button" href=address on:click=again>
                {say!(locale, search.retry)}
            </a>
        </p>
    }
}

//! Which rows of a list are shown: the form above it, what can be chosen there, and the way further below it.

use domain::places::Console;
use leptos::prelude::*;

use crate::labels::locale;
use crate::say;
use crate::ui::Icon;

/// The form, around its fields. It is sent by its button, so that nothing is looked for halfway.
#[component]
pub(super) fn Filter(place: Console, children: Children) -> AnyView {
    let locale = locale();
    view! {
        <form class="console-filter" action=place.path() method="get" role="search" aria-label=say!(locale, console.filter)>
            {children()}
            <button class="button" type="submit">
                <Icon name="filter" />
                {say!(locale, console.show)}
            </button>
        </form>
    }
    .into_any()
}

/// A text that is looked for.
pub(super) fn sought(label: &'static str, text: String) -> impl IntoView {
    view! {
        <div class="field console-text">
            <label class="label" for="text">
                {label}
            </label>
            <input class="input" id="text" type="search" name="text" value=text />
        </div>
    }
}

/// Choices by word and name.
pub(super) fn choices<'a>(these: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<(String, String)> {
    let these = these.into_iter();
    these
        .map(|(word, name)| (word.to_owned(), name.to_owned()))
        .collect()
}

/// The same after the choice of any, which is what is shown without being asked.
pub(super) fn any_or<'a>(
    any: &'a str,
    these: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Vec<(String, String)> {
    choices([("", any)].into_iter().chain(these))
}

/// The same before the choice of all, where something else is shown without being asked.
pub(super) fn or_all<'a>(
    these: impl IntoIterator<Item = (&'a str, &'a str)>,
    all: &'a str,
) -> Vec<(String, String)> {
    choices(these.into_iter().chain([("all", all)]))
}

/// The ways further along a list that has no numbered pages: addresses, and what they are called.
pub(super) fn further(
    newest: Option<(String, &'static str)>,
    older: Option<(String, &'static str)>,
) -> Option<AnyView> {
    let step = |(to, words): (String, &'static str)| {
        view! {
            <a class="button" href=to>
                {words}
            </a>
        }
    };
    (newest.is_some() || older.is_some()).then(|| {
        view! {
            <nav class="row" aria-label=say!(locale(), console.pages)>
                {newest.map(step)}
                {older.map(step)}
            </nav>
        }
        .into_any()
    })
}

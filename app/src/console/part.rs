//! A part of a page: its heading, and what stands below it.

use leptos::prelude::*;

use crate::labels::locale;
use crate::say;

/// The part.
#[component]
pub(super) fn Part(
    /// Of its heading.
    id: &'static str,
    title: &'static str,
    children: Children,
) -> AnyView {
    view! {
        <section class="stack" aria-labelledby=id>
            <h2 id=id>{title}</h2>
            {children()}
        </section>
    }
    .into_any()
}

/// Lines one below the other, or that there are none.
pub(super) fn listed<L: IntoView + 'static>(lines: impl Iterator<Item = L>, none: &'static str) -> AnyView {
    let lines: Vec<L> = lines.collect();
    if lines.is_empty() {
        view! { <p class="quiet">{none}</p> }.into_any()
    } else {
        view! { <ul class="console-talk">{lines.into_iter().collect_view()}</ul> }.into_any()
    }
}

/// What was typed into a form that is not there any more, because somebody else was faster: nobody types it again.
#[component]
pub(super) fn Typed(texts: Vec<String>) -> AnyView {
    let texts: Vec<_> = texts.into_iter().filter(|text| !text.trim().is_empty()).collect();
    if texts.is_empty() {
        return ().into_any();
    }
    let texts = texts.into_iter().map(|text| view! { <p class="said">{text}</p> });
    view! {
        <section class="stack tight" aria-labelledby="typed-title">
            <h3 id="typed-title">{say!(locale(), console.typed)}</h3>
            {texts.collect_view()}
        </section>
    }
    .into_any()
}

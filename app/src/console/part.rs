//! A part of a page: its heading, and what stands below it.

use leptos::prelude::*;

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

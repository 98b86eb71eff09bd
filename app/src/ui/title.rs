//! The title of a page, the same as its heading.

use leptos::prelude::*;
use leptos_meta::Title;

/// Sets the document's title: the page's own, then the name of the site.
///
/// On the server the framework writes a title without escaping it, and in the browser an escaped one would be shown as
/// such. So the one sign that could end the element early becomes one that looks like it.
#[component]
pub fn PageTitle(#[prop(into)] text: Signal<String>) -> impl IntoView {
    let whole = |text: String| format!("{} – Reelstock", text.replace('<', "‹"));
    // The server writes the head last of all, when the page and its signals may be gone already.
    let first = whole(text.get_untracked());
    view! { <Title text=move || text.try_get().map_or_else(|| first.clone(), whole) /> }
}

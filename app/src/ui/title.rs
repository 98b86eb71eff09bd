//! The title of a page, the same as its heading.

use leptos::prelude::*;
use leptos_meta::Title;

/// Sets the document's title: the page's own, then the name of the site.
#[component]
pub fn PageTitle(#[prop(into)] text: Signal<String>) -> impl IntoView {
    view! { <Title text=move || format!("{} – Reelstock", text.get()) /> }
}

//! The house's own icons: one sprite, drawn for it, cached for ever.

use leptos::prelude::*;

/// An icon beside words; it says nothing of its own to a screen reader.
#[component]
pub fn Icon(
    /// The symbol in the sprite.
    name: &'static str,
    /// The smaller of the two sizes.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    let class = if small { "icon small" } else { "icon" };
    view! {
        <svg class=class aria-hidden="true">
            <use href=format!("/icons.svg#{name}")></use>
        </svg>
    }
}

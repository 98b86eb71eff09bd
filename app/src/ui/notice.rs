//! What has just happened, in a box of its colour, said aloud as it appears.

use leptos::prelude::*;

use super::Icon;

/// Something was done.
#[component]
pub fn Done(#[prop(optional)] title: Option<&'static str>, #[prop(into)] text: String) -> impl IntoView {
    view! {
        <div class="notice safe" role="status">
            <Icon name="check" />
            {title.map(headed)}
            <p>{text}</p>
        </div>
    }
}

/// Something was not done, or is not there.
#[component]
pub fn Wrong(#[prop(optional)] title: Option<&'static str>, #[prop(into)] text: String) -> impl IntoView {
    view! {
        <div class="notice wrong" role="alert">
            <Icon name="warn" />
            {title.map(headed)}
            <p>{text}</p>
        </div>
    }
}

fn headed(title: &'static str) -> impl IntoView {
    view! { <h2 class="notice-title">{title}</h2> }
}

//! The summary above a form that was not accepted: what to correct, with links to the fields.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::ui::Icon;

/// The id of the summary; it takes the focus when it appears.
pub const SUMMARY: &str = "faults";

/// One fault in the summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultLink {
    /// The id of the field, if it stands at one.
    pub field: Option<String>,
    /// Field and fault.
    pub text: String,
}

/// What to correct. Without scripts the browser moves the focus here when the page arrives.
#[component]
pub fn FaultSummary(
    #[prop(into)] title: String,
    /// A sentence below the title.
    #[prop(optional_no_strip)]
    text: Option<String>,
    #[prop(optional)] links: Vec<FaultLink>,
    /// A way on.
    #[prop(optional_no_strip)]
    way_on: Option<AnyView>,
) -> impl IntoView {
    let list = (!links.is_empty()).then(|| {
        view! { <ul>{links.into_iter().map(|link| view! { <li>{item(link)}</li> }).collect_view()}</ul> }
    });
    view! {
        <div class="notice wrong" id=SUMMARY role="alert" tabindex="-1" autofocus=true aria-labelledby="faults-title">
            <Icon name="warn" />
            <h2 class="notice-title" id="faults-title">
                {title}
            </h2>
            {text.map(|text| view! { <p>{text}</p> })}
            {list}
            {way_on}
        </div>
    }
}

fn item(link: FaultLink) -> AnyView {
    let Some(field) = link.field else {
        return link.text.into_any();
    };
    let href = format!("#{field}");
    let go = move |event: leptos::ev::MouseEvent| {
        // A jump alone would leave the keyboard where it was.
        event.prevent_default();
        focus(&field);
    };
    view! {
        <a href=href on:click=go>
            {link.text}
        </a>
    }
    .into_any()
}

/// Moves the keyboard to an element, as soon as it is drawn.
pub fn focus(id: &str) {
    let id = id.to_owned();
    request_animation_frame(move || {
        let element = document()
            .get_element_by_id(&id)
            .and_then(|element| element.dyn_into::<HtmlElement>().ok());
        if let Some(element) = element {
            drop(element.focus());
        }
    });
}

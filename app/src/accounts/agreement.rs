//! The documents that one agrees to, and the one tick for them, as every form of accounts asks for it (R021).

use domain::places::Place;
use leptos::html;
use leptos::prelude::*;

use crate::labels::locale;
use crate::say;
use crate::ui::{Entry, Fault, star};

/// What a form says about it.
#[derive(Debug, Clone, Copy)]
pub struct AgreementText {
    pub title: &'static str,
    pub please_read: &'static str,
    /// What is agreed to by ticking.
    pub agreed: &'static str,
}

/// The documents, and the tick.
#[component]
pub fn Agreement(
    text: AgreementText,
    /// Empty until it is ticked.
    entry: Entry,
    /// As it is posted.
    name: &'static str,
    /// Whether the browser may insist on it as well.
    #[prop(optional)]
    required: bool,
) -> AnyView {
    let locale = locale();
    let document = |place: Place, name: &'static str| {
        view! {
            <li>
                <a href=place.path() target="_blank" rel="external noopener">
                    {name}
                </a>
            </li>
        }
    };
    view! {
        <fieldset class="form-part" aria-labelledby="agreement-title">
            <h2 id="agreement-title">{text.title}</h2>
            <p>{text.please_read}</p>
            <ul class="documents">
                {document(Place::Terms, say!(locale, frame.terms))}
                {document(Place::Privacy, say!(locale, frame.privacy))}
            </ul>
            <Tick entry name words=text.agreed required />
        </fieldset>
    }
    .into_any()
}

#[component]
fn Tick(entry: Entry, name: &'static str, words: &'static str, required: bool) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    let text = |ticked: bool| if ticked { "1".to_owned() } else { String::new() };
    Effect::new(move |_| {
        // What was ticked before the program woke stays ticked.
        if let Some(node) = node.get() {
            entry.adopt(text(node.checked()));
        }
    });
    let change = move |event| {
        entry.type_in(text(event_target_checked(&event)));
        entry.leave();
    };
    let ticked = !entry.text_now().is_empty();
    view! {
        <div class="stack tight">
            <label class="check" for="agreed">
                <input
                    node_ref=node
                    type="checkbox"
                    id="agreed"
                    name=name
                    value="1"
                    required=required
                    checked=ticked
                    aria-invalid=move || entry.is_wrong().then_some("true")
                    aria-describedby=move || entry.is_wrong().then_some("agreed-fault")
                    on:change=change
                />
                <span>{words} {star()}</span>
            </label>
            <Fault id="agreed-fault".to_owned() entry />
        </div>
    }
}

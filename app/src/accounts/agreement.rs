//! The documents that one agrees to, and the ticks for them, as every form of accounts asks for it (R021).

use domain::places::Place;
use leptos::html;
use leptos::prelude::*;

use crate::labels::locale;
use crate::say;
use crate::ui::{Entry, Fault, star};

/// One tick. The entry is empty until it is ticked.
#[derive(Clone, Copy)]
pub struct Tick {
    pub id: &'static str,
    /// As it is posted.
    pub name: &'static str,
    pub entry: Entry,
    /// What is agreed to.
    pub words: &'static str,
}

/// The documents, and a tick for all of them or one for each.
#[component]
pub fn Agreement(
    title: &'static str,
    please_read: &'static str,
    ticks: Vec<Tick>,
    /// Whether the browser may insist on them as well.
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
            <h2 id="agreement-title">{title}</h2>
            <p>{please_read}</p>
            <ul class="documents">
                {document(Place::Terms, say!(locale, frame.terms))}
                {document(Place::Privacy, say!(locale, frame.privacy))}
            </ul>
            {ticks.into_iter().map(|tick| view! { <TickBox tick required /> }).collect_view()}
        </fieldset>
    }
    .into_any()
}

#[component]
fn TickBox(tick: Tick, required: bool) -> impl IntoView {
    let Tick {
        id,
        name,
        entry,
        words,
    } = tick;
    let fault = format!("{id}-fault");
    let described = fault.clone();
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
            <label class="check" for=id>
                <input
                    node_ref=node
                    type="checkbox"
                    id=id
                    name=name
                    value="1"
                    required=required
                    checked=ticked
                    aria-invalid=move || entry.is_wrong().then_some("true")
                    aria-describedby=move || entry.is_wrong().then(|| described.clone())
                    on:change=change
                />
                <span>{words} {star()}</span>
            </label>
            <Fault id=fault entry />
        </div>
    }
}

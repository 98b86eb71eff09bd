//! The control of a field: a line of text, or several.

use std::time::Duration;

use domain::text::fold_width;
use leptos::ev::{CompositionEvent, Event, InputEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::tachys::html::node_ref::NodeRefContainer;
use leptos::wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};

use super::Entry;

/// How long to wait before looking again whether the mouse is still held down.
const RELEASE: Duration = Duration::from_millis(50);

/// What kind of control a field has. The default is a line of ordinary text.
#[derive(Clone)]
pub struct Control {
    /// `type` of the input.
    pub kind: Signal<&'static str>,
    /// Several lines instead of one; `kind` does not matter then.
    pub area: bool,
    /// How it is set: `pn` for part numbers, `num` for figures.
    pub face: &'static str,
    pub autocomplete: Option<&'static str>,
    pub inputmode: Option<&'static str>,
    /// `off` where a phone's keyboard should not begin with a capital.
    pub autocapitalize: Option<&'static str>,
    /// The earliest date.
    pub min: Option<String>,
    /// The latest date.
    pub max: Option<String>,
    /// Whether full-width signs become half width though no rule says so.
    pub folds: bool,
}

impl Default for Control {
    fn default() -> Self {
        Self {
            kind: Signal::stored("text"),
            area: false,
            face: "",
            autocomplete: None,
            inputmode: None,
            autocapitalize: None,
            min: None,
            max: None,
            folds: false,
        }
    }
}

impl Control {
    /// A line of this `type`.
    #[must_use]
    pub fn of(kind: &'static str) -> Self {
        Self {
            kind: Signal::stored(kind),
            ..Self::default()
        }
    }

    /// A line that browsers may fill in from what they know of the person.
    #[must_use]
    pub fn known_as(self, autocomplete: &'static str) -> Self {
        Self {
            autocomplete: Some(autocomplete),
            ..self
        }
    }

    /// A number in plain digits, with this on-screen keyboard.
    #[must_use]
    pub fn number(inputmode: &'static str) -> Self {
        Self {
            face: "num",
            inputmode: Some(inputmode),
            folds: true,
            ..Self::default()
        }
    }

    /// A part number.
    #[must_use]
    pub fn part() -> Self {
        Self {
            face: "pn",
            autocapitalize: Some("off"),
            ..Self::default()
        }
    }

    /// An e-mail address in a line that browsers do not judge.
    #[must_use]
    pub fn address(known_as: &'static str) -> Self {
        Self {
            autocapitalize: Some("off"),
            inputmode: Some("email"),
            folds: true,
            ..Self::default().known_as(known_as)
        }
    }

    /// The password that one has.
    #[must_use]
    pub fn password() -> Self {
        Self {
            autocapitalize: Some("off"),
            ..Self::of("password").known_as("current-password")
        }
    }

    /// Several lines.
    #[must_use]
    pub fn area() -> Self {
        Self {
            area: true,
            ..Self::default()
        }
    }
}

/// How a control is tied to what stands around it.
#[derive(Clone)]
pub struct Wiring {
    pub id: String,
    pub name: String,
    pub required: bool,
    pub folds: bool,
    pub described: Signal<Option<String>>,
}

/// The control, tied to its entry.
#[component]
pub fn ControlView(control: Control, entry: Entry, wiring: Wiring) -> impl IntoView {
    if control.area {
        area(entry, wiring).into_any()
    } else {
        line(control, entry, wiring).into_any()
    }
}

fn line(control: Control, entry: Entry, wiring: Wiring) -> impl IntoView {
    let Wiring {
        id,
        name,
        required,
        folds,
        described,
    } = wiring;
    let node = NodeRef::<html::Input>::new();
    follow(node, entry, HtmlInputElement::value, HtmlInputElement::set_value);
    // A part number is no word of any language.
    let spellcheck = (control.face == "pn").then_some("false");
    view! {
        <input
            node_ref=node
            class=format!("input {}", control.face).trim_end().to_owned()
            id=id
            name=name
            type=move || control.kind.get()
            value=entry.text_now()
            required=required
            min=control.min
            max=control.max
            autocomplete=control.autocomplete
            inputmode=control.inputmode
            spellcheck=spellcheck
            autocapitalize=control.autocapitalize
            aria-invalid=move || entry.is_wrong().then_some("true")
            aria-describedby=move || described.get()
            on:input=move |event| typed(&event, entry, folds)
            on:compositionend=move |event| composed(&event, entry, folds)
            on:blur=move |_| once_released(move || entry.leave())
        />
    }
}

/// What stands in a text area: the framework writes its children without escaping them.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

fn area(entry: Entry, wiring: Wiring) -> impl IntoView {
    let Wiring {
        id,
        name,
        required,
        described,
        ..
    } = wiring;
    let node = NodeRef::<html::Textarea>::new();
    follow(
        node,
        entry,
        HtmlTextAreaElement::value,
        HtmlTextAreaElement::set_value,
    );
    let text = escaped(&entry.text_now());
    view! {
        <textarea
            node_ref=node
            class="area"
            id=id
            name=name
            rows="1"
            required=required
            aria-invalid=move || entry.is_wrong().then_some("true")
            aria-describedby=move || described.get()
            on:input=move |event| entry.type_in(event_target_value(&event))
            on:blur=move |_| once_released(move || entry.leave())
            inner_html=text
        ></textarea>
    }
}

/// Takes over what was typed before the program woke, and from then on keeps the control at the state of its entry.
pub(super) fn follow<E, N>(node: NodeRef<E>, entry: Entry, read: fn(&N) -> String, write: fn(&N, &str))
where
    E: html::ElementType<Output = N> + 'static,
    N: JsCast + Clone + 'static,
    NodeRef<E>: NodeRefContainer<E> + Get<Value = Option<N>>,
{
    Effect::new(move |awake: Option<bool>| {
        let Some(node) = node.get() else { return false };
        let shown = read(&node);
        if awake != Some(true) {
            entry.adopt(shown.clone());
        }
        let text = entry.text();
        if text != shown {
            write(&node, &text);
        }
        true
    });
}

/// Calls back at once, or, while the mouse is held down, when it is let go: a message that appears in between would
/// push away the very button that is being pressed.
fn once_released(done: impl FnOnce() + 'static) {
    if document()
        .query_selector(":active")
        .is_ok_and(|pressed| pressed.is_some())
    {
        set_timeout(move || once_released(done), RELEASE);
    } else {
        done();
    }
}

fn typed(event: &Event, entry: Entry, folds: bool) {
    let composing = event
        .dyn_ref::<InputEvent>()
        .is_some_and(InputEvent::is_composing);
    take(event, entry, folds && !composing);
}

fn composed(event: &CompositionEvent, entry: Entry, folds: bool) {
    if folds {
        take(event, entry, true);
    }
}

fn take(event: &Event, entry: Entry, fold: bool) {
    let Some(input) = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
    else {
        return;
    };
    let text = input.value();
    let folded = if fold { fold_width(&text) } else { text.clone() };
    if folded != text {
        // Each sign is as long as before, so the cursor stays where it was; some types of input have none.
        let (start, end) = (
            input.selection_start().ok().flatten(),
            input.selection_end().ok().flatten(),
        );
        input.set_value(&folded);
        if let (Some(start), Some(end)) = (start, end) {
            drop(input.set_selection_range(start, end));
        }
    }
    entry.type_in(folded);
}

//! Coming to a page without a new document: the browser then leaves the keyboard, and whoever listens to the page, on
//! a link that is gone. The heading takes them over.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// How this page was come to. Made while the page itself is built, not within what it waits for.
#[derive(Clone, Copy)]
pub struct Arrival {
    with_document: bool,
}

impl Arrival {
    /// Whether the document has just been loaded; then there is nothing to take over.
    #[must_use]
    pub fn here() -> Self {
        let hydrating = Owner::current_shared_context().is_some_and(|context| context.during_hydration());
        Self {
            with_document: hydrating,
        }
    }

    /// Moves the keyboard to the heading, once it is drawn.
    pub fn greet(self) {
        if self.with_document {
            return;
        }
        Effect::new(move |_| {
            request_animation_frame(|| {
                let heading = document().query_selector("#content h1").ok().flatten();
                let Some(heading) = heading.and_then(|heading| heading.dyn_into::<HtmlElement>().ok()) else {
                    return;
                };
                heading.set_tab_index(-1);
                drop(heading.focus());
            });
        });
    }
}

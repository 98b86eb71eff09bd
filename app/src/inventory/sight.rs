//! What is in sight of a long list: only these of its rows are in the document.

use gloo::events::EventListener;
use leptos::html;
use leptos::prelude::*;

/// A frame in which rows of one height scroll.
#[derive(Clone, Copy)]
pub(super) struct Sight {
    pub(super) scroller: NodeRef<html::Div>,
    /// Pixels above what is in sight, and how many are.
    pub(super) top: RwSignal<f64>,
    pub(super) seen: RwSignal<f64>,
    /// The rows that are drawn: the first, and the one behind the last.
    pub(super) drawn: Memo<(usize, usize)>,
}

impl Sight {
    /// Over `rows` of a height in pixels, of which some are drawn beyond what is in sight, above and below.
    pub(super) fn over(rows: Memo<usize>, height: f64, spare: usize) -> Self {
        let (top, seen) = (RwSignal::new(0.0_f64), RwSignal::new(720.0_f64));
        let drawn = Memo::new(move |_| {
            let first = ((top.get() / height) as usize).saturating_sub(spare);
            let count = (seen.get() / height) as usize + 2 * spare + 1;
            (first.min(rows.get()), (first + count).min(rows.get()))
        });
        let sight = Self {
            scroller: NodeRef::new(),
            top,
            seen,
            drawn,
        };
        Effect::new(move |_| {
            if sight.scroller.get().is_some() {
                sight.measure();
            }
        });
        StoredValue::new_local(EventListener::new(&window(), "resize", move |_| sight.measure()));
        sight
    }

    fn measure(self) {
        if let Some(scroller) = self.scroller.get_untracked() {
            self.seen.try_set(f64::from(scroller.client_height()));
        }
    }

    /// Somebody has scrolled.
    pub(super) fn scrolled(self) {
        if let Some(scroller) = self.scroller.get_untracked() {
            self.top.set(f64::from(scroller.scroll_top()));
        }
    }
}

//! What is in sight of a long list: only these of its rows are in the document.
//!
//! A list may be taller than a browser lays anything out: a hundred thousand cards are. Its frame is then as tall as can be relied on,
//! and a pixel of scrolling moves the rows by a little more than one.

use gloo::events::EventListener;
use leptos::html;
use leptos::prelude::*;

/// The tallest frame, in pixels. Chromium ends at 33,554,431.
const TALLEST: f64 = 30_000_000.0;

/// How a list of rows lies in its frame; all in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Layout {
    /// Of all rows, one below the other.
    rows: f64,
    /// Of the frame that is looked through.
    seen: f64,
}

impl Layout {
    const fn frame(self) -> f64 {
        self.rows.min(TALLEST)
    }

    /// How much is scrolled of the rows for each pixel of the frame.
    fn pace(self) -> f64 {
        let free = |tall: f64| (tall - self.seen).max(1.0);
        free(self.rows) / free(self.frame())
    }

    /// What of the rows is at the upper edge, where the frame is scrolled to `top`.
    fn scrolled(self, top: f64) -> f64 {
        top * self.pace()
    }

    /// How far the frame has to be scrolled, so that this of the rows is at the upper edge.
    fn top(self, scrolled: f64) -> f64 {
        scrolled / self.pace()
    }
}

/// A frame in which rows of one height scroll.
#[derive(Clone, Copy)]
pub(super) struct Sight {
    pub(super) scroller: NodeRef<html::Div>,
    /// The rows that are drawn: the first, and the one behind the last.
    pub(super) drawn: Memo<(usize, usize)>,
    height: f64,
    layout: Memo<Layout>,
    /// Pixels of the frame above what is in sight, and how many are.
    top: RwSignal<f64>,
    seen: RwSignal<f64>,
}

impl Sight {
    /// Over `rows` of a height in pixels, of which some are drawn beyond what is in sight, above and below.
    pub(super) fn over(rows: Memo<usize>, height: f64, spare: usize) -> Self {
        let (top, seen) = (RwSignal::new(0.0_f64), RwSignal::new(720.0_f64));
        let layout = Memo::new(move |_| Layout {
            rows: height * rows.get() as f64,
            seen: seen.get(),
        });
        let drawn = Memo::new(move |_| {
            let first = (layout.get().scrolled(top.get()) / height) as usize;
            let first = first.saturating_sub(spare);
            let count = (seen.get() / height) as usize + 2 * spare + 1;
            (first.min(rows.get()), (first + count).min(rows.get()))
        });
        let sight = Self {
            scroller: NodeRef::new(),
            drawn,
            height,
            layout,
            top,
            seen,
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

    /// How tall the frame of all rows is, as a style.
    pub(super) fn frame(self) -> String {
        format!("{}px", self.layout.get().frame())
    }

    /// Where a row begins in the frame, as a style.
    pub(super) fn moved(self, row: usize) -> String {
        let (layout, top) = (self.layout.get(), self.top.get());
        let begin = self.height * row as f64;
        // In a list that is no taller than its frame, rows stay where they are while it is scrolled.
        let ahead = layout.scrolled(top) - top;
        format!("translateY({}px)", (begin - ahead).round())
    }

    /// Scrolls to a row, unless its beginning is in sight.
    pub(super) fn bring(self, row: usize) {
        let (layout, top) = (self.layout.get_untracked(), self.top.get_untracked());
        let begin = self.height * row as f64;
        let above = layout.scrolled(top);
        let is_seen = begin >= above && begin < above + layout.seen;
        if let Some(scroller) = self.scroller.get_untracked().filter(|_| !is_seen) {
            scroller.set_scroll_top(layout.top(begin).ceil() as i32);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_fits_is_scrolled_by_the_pixel() {
        let layout = Layout {
            rows: 36.0 * 100_000.0,
            seen: 720.0,
        };
        assert_eq!(layout.frame(), 3_600_000.0);
        assert_eq!(layout.scrolled(1_234.0), 1_234.0);
        assert_eq!(layout.top(1_234.0), 1_234.0);
        let empty = Layout { rows: 0.0, ..layout };
        assert_eq!((empty.frame(), empty.scrolled(0.0)), (0.0, 0.0));
    }

    #[test]
    fn the_last_card_of_a_hundred_thousand_is_reached() {
        let (rows, seen) = (360.0 * 100_000.0, 700.0);
        let layout = Layout { rows, seen };
        assert_eq!(layout.frame(), TALLEST, "what Chromium lays out");
        assert_eq!(layout.scrolled(0.0), 0.0);
        assert_eq!(layout.scrolled(TALLEST - seen).round(), rows - seen);
        let row = 360.0 * 54_321.0;
        assert_eq!(layout.scrolled(layout.top(row)).round(), row);
    }
}

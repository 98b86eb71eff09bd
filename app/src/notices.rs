//! What visitors are told of the house: the banners of every page and the status page. The server writes both alone, so that they
//! cost the program nothing.

pub mod banners;
pub mod status;

use domain::notices::{NoticeKind, NoticeView};
use leptos::prelude::*;

use crate::labels::{Locale, locale};
use crate::say;
use crate::ui::Moment;

/// What a notice is about.
#[must_use]
pub fn kind(kind: NoticeKind, locale: Locale) -> &'static str {
    match kind {
        NoticeKind::Announcement => say!(locale, notices.announcement),
        NoticeKind::Maintenance => say!(locale, notices.maintenance),
        NoticeKind::Trouble => say!(locale, notices.trouble),
    }
}

/// Colour and icon of a kind; the word stands beside them.
const fn look(kind: NoticeKind) -> (&'static str, &'static str) {
    match kind {
        NoticeKind::Announcement => ("info", "info"),
        NoticeKind::Maintenance => ("wait", "clock"),
        NoticeKind::Trouble => ("wrong", "warn"),
    }
}

/// From when to when a notice holds.
#[component]
fn Times(notice: NoticeView) -> impl IntoView {
    let locale = locale();
    let until = match notice.period.over_at() {
        Some(at) => view! { <Moment at=at /> }.into_any(),
        None => say!(locale, notices.open_end).into_any(),
    };
    view! {
        <p class="quiet small">
            <Moment at=notice.period.from />
            " – "
            {until}
        </p>
    }
}

/// A text, line by line; nothing in it is markup.
fn paragraphs(text: &str) -> impl IntoView + use<> {
    let lines: Vec<String> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(str::to_owned)
        .collect();
    lines
        .into_iter()
        .map(|line| view! { <p>{line}</p> })
        .collect_view()
}

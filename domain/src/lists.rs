//! The lists that the owner's people look through, as they stand in an address: what is looked for, and how far one has come.
//!
//! Which rows a list shows is its room's business: [`crate::screening::queue`], [`crate::contact::thread`], [`crate::desk`],
//! [`crate::people::filter`], [`crate::audit`].

use crate::places::percent;

/// Rows on a page.
pub const PAGE: u32 = 50;
/// Longest text that is looked for, in characters.
const TEXT: usize = 100;
/// No offset overflows with it.
const PAGES: u32 = 1_000_000;
/// What is asked for where something else is shown without being asked.
const ALL: &str = "all";

/// A text that is looked for.
pub(crate) fn text(value: &str) -> String {
    value.trim().chars().take(TEXT).collect()
}

/// The number of a page, from 1.
pub(crate) fn page(value: &str) -> u32 {
    value.parse().unwrap_or(1).clamp(1, PAGES)
}

/// Where a page begins that is found by the last row before it.
pub(crate) fn before(value: &str) -> Option<i64> {
    value.parse().ok().filter(|number| *number > 0)
}

/// Which state is shown: any, the one that is named, or the one that is shown without being asked.
pub(crate) fn state<S>(value: &str, of_word: fn(&str) -> Option<S>, unasked: Option<S>) -> Option<S> {
    if value == ALL {
        None
    } else {
        of_word(value).or(unasked)
    }
}

/// How an address names what [`state`] reads; nothing for what is shown without being asked.
pub(crate) fn state_word<S: PartialEq>(
    shown: Option<S>,
    unasked: S,
    word: fn(S) -> &'static str,
) -> &'static str {
    match shown {
        Some(state) if state == unasked => "",
        Some(state) => word(state),
        None => ALL,
    }
}

/// How an address names a page; the first is shown without being asked.
pub(crate) fn page_word(page: u32) -> String {
    if page > 1 { page.to_string() } else { String::new() }
}

/// How an address names what [`before`] reads.
pub(crate) fn before_word(before: Option<i64>) -> String {
    before.map_or_else(String::new, |number| number.to_string())
}

/// The part of an address behind the question mark, of all that says something.
pub(crate) fn query<const N: usize>(parts: [(&str, &str); N]) -> String {
    let parts = parts.into_iter().filter(|(_, value)| !value.is_empty());
    let parts: Vec<_> = parts
        .map(|(key, value)| format!("{key}={}", percent(value)))
        .collect();
    parts.join("&")
}

//! What stands around every page: header with search, menus, language and theme; footer; skip link (R012–R018).
//!
//! Entries whose rooms do not exist yet are absent. Everything here is a link or a plain form, so it works before WASM
//! wakes; menus are `<details>`.

pub mod footer;
pub mod header;
pub mod kinds;
pub mod search_box;

pub use footer::Footer;
pub use header::{Header, SkipLink};
pub use search_box::SearchBox;

use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The address that a form of the frame comes back to: this page.
fn here() -> Signal<String> {
    let location = use_location();
    Signal::derive(move || {
        let (path, query) = (location.pathname.get(), location.search.get());
        if query.is_empty() {
            path
        } else {
            format!("{path}?{}", query.trim_start_matches('?'))
        }
    })
}

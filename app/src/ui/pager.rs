//! Turning the pages of a list that the server writes.

use leptos::prelude::*;

use crate::labels::locale;
use crate::say;

/// The pages of a list, where it has more than one; `to` is the address of each.
pub fn pager(page: u32, pages: u32, to: impl Fn(u32) -> String) -> Option<AnyView> {
    let locale = locale();
    let step = |there: bool, page: u32, rel: &'static str, words: &'static str| {
        there.then(|| {
            view! {
                <a class="button" rel=rel href=to(page)>
                    {words}
                </a>
            }
        })
    };
    (pages > 1).then(|| {
        view! {
            <nav class="row" aria-label=say!(locale, console.pages)>
                {step(page > 1, page.saturating_sub(1), "prev", say!(locale, console.previous_page))}
                <span>{say!(locale, console.page_of, page = page, pages = pages).to_string()}</span>
                {step(page < pages, page + 1, "next", say!(locale, console.next_page))}
            </nav>
        }
        .into_any()
    })
}

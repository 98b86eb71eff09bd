//! A table that scrolls by itself, named by a heading of the page.

use leptos::prelude::*;

/// The table; `class` is for its frame, `titled_by` the heading's id.
pub(super) fn table(
    class: &'static str,
    titled_by: &'static str,
    heads: impl IntoView + 'static,
    rows: impl IntoView + 'static,
) -> AnyView {
    view! {
        <div class=class tabindex="0" role="region" aria-labelledby=titled_by>
            <table class="table">
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

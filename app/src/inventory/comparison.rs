//! The two sides of a conflict beside each other, with what stood there before: in the panel of the grid, and on the page of a
//! company's administrators. Where there is little room they stand below each other, each with its name.

use domain::inventory::grid::compare::Compared;
use leptos::prelude::*;

use super::wording;
use crate::labels::{Locale, locale};
use crate::say;

/// The heading of one side.
pub(super) struct Side<V> {
    pub(super) name: &'static str,
    /// Whose it is, and since when.
    pub(super) when: V,
}

/// The table.
pub(super) fn comparison(
    model: &str,
    lines: Vec<Compared>,
    mine: Side<impl IntoView + 'static>,
    now: Side<impl IntoView + 'static>,
) -> AnyView {
    let locale = locale();
    let names = [mine.name, now.name];
    let body = lines
        .into_iter()
        .map(|line| row(line, names, locale))
        .collect_view();
    view! {
        <table class="table">
            <caption>{say!(locale, inventory.conflict_of, model = model).to_string()}</caption>
            <thead>
                <tr>
                    <th scope="col">{say!(locale, inventory.column)}</th>
                    <th scope="col">{mine.name} <span class="stock-when">{mine.when}</span></th>
                    <th scope="col">{now.name} <span class="stock-when">{now.when}</span></th>
                    <th scope="col">{say!(locale, inventory.before)}</th>
                </tr>
            </thead>
            <tbody>{body}</tbody>
        </table>
    }
    .into_any()
}

fn row(line: Compared, [mine, now]: [&'static str; 2], locale: Locale) -> impl IntoView {
    let name = wording::name(line.column, locale);
    let side = |text: Option<String>| match text {
        Some(text) => wording::text(text, locale),
        None => say!(locale, inventory.deleted).to_owned(),
    };
    let before = wording::text(line.before, locale);
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="stock-mine" data-label=mine>
                {side(line.mine)}
            </td>
            <td data-label=now>{side(line.now)}</td>
            <td class="quiet" data-label=say!(locale, inventory.before)>
                {before}
            </td>
        </tr>
    }
}

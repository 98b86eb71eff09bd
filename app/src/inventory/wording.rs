//! How panels write the parts of a lot: in rows of their own, with words where a cell is empty.

use domain::inventory::Column;

use crate::labels::{Locale, language};
use crate::say;

/// The name of a part; the date code has no column of its own.
pub(super) fn name(column: Option<Column>, locale: Locale) -> &'static str {
    match column {
        Some(column) => column.heading(language()),
        None => say!(locale, inventory.date_code),
    }
}

/// What stands there.
pub(super) fn text(text: String, locale: Locale) -> String {
    if text.is_empty() {
        say!(locale, inventory.nothing).to_owned()
    } else {
        text
    }
}

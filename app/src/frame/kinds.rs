//! What the types of account are called.

use domain::accounts::AccountType;

use crate::labels::Locale;
use crate::say;

/// The name of a type.
#[must_use]
pub fn type_name(kind: AccountType, locale: Locale) -> &'static str {
    match kind {
        AccountType::Buyer => say!(locale, frame.buyer),
        AccountType::Supplier => say!(locale, frame.supplier),
        AccountType::Individual => say!(locale, frame.individual),
        AccountType::Corporate => say!(locale, frame.corporate),
        AccountType::Staff => say!(locale, frame.staff),
    }
}

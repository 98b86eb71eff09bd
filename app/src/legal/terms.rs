//! The terms of use, in their first edition.

use domain::legal::Text;

use super::pages::sections;
use crate::labels::Locale;
use crate::say;

/// The text.
pub(super) fn text(locale: Locale, owner: &str) -> Text {
    Text {
        lead: say!(locale, legal.terms.lead, owner = owner).to_string(),
        sections: sections!(
            locale,
            terms: service, accounts, screening, stock, quotations, anonymity, inspection, payment, conduct, suspension,
            liability, changes, law,
        ),
    }
}

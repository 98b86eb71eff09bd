//! The privacy policy, in its first edition.

use domain::legal::Text;

use super::pages::sections;
use crate::labels::Locale;
use crate::say;

/// The text.
pub(super) fn text(locale: Locale, owner: &str) -> Text {
    Text {
        lead: say!(locale, legal.privacy.lead, owner = owner).to_string(),
        sections: sections!(
            locale,
            privacy: stored, why, anonymity, screening, cards, cookies, shared, kept, deletion, rights, safety, changes,
        ),
    }
}

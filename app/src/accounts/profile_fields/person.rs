//! Who registers.

use domain::text::limits;
use leptos::prelude::*;

use super::{ProfileDraft, text};
use crate::labels::locale;
use crate::say;
use crate::ui::{Control, Field};

/// The person's name and how it is read.
#[component]
pub fn PersonFields(
    draft: ProfileDraft,
    /// What the names of the fields begin with: `form[profile]`.
    prefix: &'static str,
) -> AnyView {
    let locale = locale();
    // A company in two steps is not asked how the name is read.
    let furigana = (!draft.asks().is_company()).then(|| {
        view! {
            <Field
                text=text(prefix, "furigana", Some(say!(locale, sign_up.furigana_help)), locale)
                entry=draft.furigana caution=draft.remark("furigana")
                rule=limits::FURIGANA
            />
        }
    });
    view! {
        <fieldset class="form-part" aria-labelledby="person-title">
            <h2 id="person-title">{say!(locale, sign_up.person)}</h2>
            <Field
                text=text(prefix, "name", None, locale)
                entry=draft.name caution=draft.remark("name")
                rule=limits::NAME
                control=Control::default().known_as("name")
            />
            {furigana}
        </fieldset>
    }
    .into_any()
}

//! Backup codes on the security page: how many are left, and new ones, shown once and fit to be printed.

use domain::accounts::second_factor::Protection;
use leptos::prelude::*;

use super::app_sheet::One;
use crate::labels::locale;
use crate::say;
use crate::ui::Icon;

/// How many there are, and the button that makes ten new ones.
#[component]
pub fn CodesSheet(stands: Protection) -> AnyView {
    let locale = locale();
    let state = if stands.is_on() {
        say!(locale, factor.codes_left, left = stands.codes).to_string()
    } else {
        say!(locale, factor.codes_not_yet).to_owned()
    };
    let makes = stands.is_on() && stands.proved;
    view! {
        <section class="card security-part" aria-labelledby="codes-title">
            <h2 id="codes-title">{say!(locale, factor.codes_title)}</h2>
            <p>{say!(locale, factor.codes_text)}</p>
            <p>{state}</p>
            {makes.then(|| view! { <One act="new-codes" label=say!(locale, factor.codes_make) /> })}
        </section>
    }
    .into_any()
}

/// Ten codes, this once.
#[component]
pub fn NewCodes(codes: Vec<String>) -> impl IntoView {
    let locale = locale();
    let lines = codes
        .into_iter()
        .map(|code| view! { <li translate="no">{code}</li> })
        .collect_view();
    view! {
        <section class="card security-part new-codes" aria-labelledby="new-codes-title">
            <h2 id="new-codes-title">
                <Icon name="check" />
                " "
                {say!(locale, factor.codes_new)}
            </h2>
            <p>{say!(locale, factor.codes_keep)}</p>
            <ol class="codes pn">{lines}</ol>
        </section>
    }
}

//! A secret on its way into an authenticator app: as a picture, in letters, as a link; and the field for a code.

use domain::accounts::second_factor::Enrolment;
use leptos::prelude::*;

use crate::labels::locale;
use crate::say;
use crate::ui::{Control, Entry, Field, named};

/// Where the secret is read off.
#[component]
pub fn SecretSheet(enrolment: Enrolment) -> impl IntoView {
    let locale = locale();
    let Enrolment {
        secret,
        picture,
        side,
        address,
    } = enrolment;
    view! {
        <div class="secret">
            <p>{say!(locale, factor.enrol_scan)}</p>
            <svg
                class="secret-picture"
                viewBox=format!("0 0 {side} {side}")
                role="img"
                aria-label=say!(locale, factor.enrol_picture)
                shape-rendering="crispEdges"
            >
                <path d=picture></path>
            </svg>
            <p>{say!(locale, factor.enrol_letters)}</p>
            <p class="secret-letters pn" translate="no">
                {secret}
            </p>
            <p>
                <a href=address>{say!(locale, factor.enrol_link)}</a>
            </p>
        </div>
    }
}

/// The field for a code of six digits.
#[component]
pub fn CodeField(entry: Entry) -> impl IntoView {
    let locale = locale();
    let text = named(
        "code",
        "code",
        say!(locale, factor.code),
        Some(say!(locale, factor.code_help)),
    );
    let control = Control::number("numeric").known_as("one-time-code");
    view! { <Field text entry required=true control /> }
}

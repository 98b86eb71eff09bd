//! What a sign-in may ask for after the second factor, or in its place: the code that was mailed, and a new password.

use domain::places::Place;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::accounts::selfcare::pieces::NewPassword;
use crate::labels::locale;
use crate::problem::Problem;
use crate::problem::form::entry;
use crate::say;
use crate::ui::{Control, Field, Icon, named};

/// The code that was mailed (R061).
#[component]
pub fn AskMailed(
    /// Mostly hidden.
    address: String,
    /// Seconds until a new one can be sent.
    again_in: u32,
    #[prop(optional_no_strip)] faults: Option<Problem>,
) -> AnyView {
    let locale = locale();
    let entry = entry(String::new(), faults.as_ref(), "mailed");
    let text = named(
        "mailed",
        "mailed",
        say!(locale, factor.mailed),
        Some(say!(locale, factor.mailed_help)),
    );
    let control = Control::number("numeric").known_as("one-time-code");
    let is_sent = use_query_map().read_untracked().get("sent").is_some() && faults.is_none();
    let sent = is_sent.then(|| {
        view! {
            <div class="notice safe" role="status">
                <Icon name="mail" />
                <p>{say!(locale, factor.mailed_sent)}</p>
            </div>
        }
    });
    let wait = (again_in > 0).then(
        || view! { <p class="help">{say!(locale, factor.mailed_wait, seconds = again_in).to_string()}</p> },
    );
    view! {
        {sent}
        <form class="sign-in-form" action=Place::SecondStep.path() method="post" novalidate=true>
            <p>{say!(locale, factor.mailed_text, address = address).to_string()}</p>
            <Field text entry required=true control />
            <button class="button primary large" type="submit">
                {say!(locale, factor.enter)}
            </button>
        </form>
        <form class="sign-in-form" action=Place::SecondStep.path() method="post">
            <p>{say!(locale, factor.mailed_none)}</p>
            {wait}
            <button class="button" type="submit" name="again" value="1">
                {say!(locale, factor.mailed_again)}
            </button>
        </form>
    }
    .into_any()
}

/// A new password, before anything else (R060).
#[component]
pub fn AskPassword(
    /// Its fewest characters.
    least: u32,
    #[prop(optional_no_strip)] faults: Option<Problem>,
) -> AnyView {
    let locale = locale();
    view! {
        <h2>{say!(locale, factor.renew_title)}</h2>
        <p>{say!(locale, factor.renew_text)}</p>
        <form class="sign-in-form" action=Place::SecondStep.path() method="post" novalidate=true>
            <NewPassword least problem=faults label=say!(locale, factor.renew) />
            <button class="button primary large" type="submit">
                {say!(locale, factor.enter)}
            </button>
        </form>
    }
    .into_any()
}

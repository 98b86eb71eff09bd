//! After the form of whoever was invited: what comes next, or why the invitation is no longer good.

use domain::accounts::AccountType;
use domain::places::Place;
use domain::refusal::Refusal;
use leptos::prelude::*;

use crate::frame::kinds::type_name;
use crate::labels::{language, locale, locale_of};
use crate::problem::{Problem, sentence};
use crate::say;
use crate::ui::{Done, Wrong};

/// The account is there.
#[component]
pub(super) fn Joined(
    /// The word of the type that signs in.
    kind: String,
) -> AnyView {
    let locale = locale();
    let kind = AccountType::of_word(&kind).unwrap_or(AccountType::Buyer);
    let text = say!(locale, users.joined_text, kind = type_name(kind, locale)).to_string();
    view! {
        <Done title=say!(locale, users.joined_title) text />
        <p class="actions">
            <a class="button primary large" href=Place::SignInAs(kind).path() rel="external">
                {say!(locale, users.joined_way)}
            </a>
        </p>
    }
    .into_any()
}

/// An invitation that does nothing any more, and ways on.
#[component]
pub(super) fn DeadInvitation(problem: Problem) -> AnyView {
    let language = language();
    let locale = locale_of(language);
    let (title, text) = match &problem {
        Problem::Refused(Refusal::LinkUsed) => {
            let title = say!(locale, users.used_title);
            return view! {
                <Done title text=say!(locale, users.used_text) />
                <Ways />
            }
            .into_any();
        }
        Problem::Refused(Refusal::LinkExpired) => (
            say!(locale, users.expired_title),
            say!(locale, users.expired_text).to_owned(),
        ),
        Problem::Refused(Refusal::LinkDead) => (
            say!(locale, users.dead_title),
            say!(locale, users.dead_text).to_owned(),
        ),
        other => (say!(locale, users.not_done), sentence(other, language)),
    };
    view! {
        <Wrong title text />
        <Ways />
    }
    .into_any()
}

#[component]
fn Ways() -> impl IntoView {
    let locale = locale();
    view! {
        <p class="actions">
            <a class="button primary" href=Place::SignIn.path() rel="external">
                {say!(locale, users.log_in)}
            </a>
            <a class="button" href=Place::Contact.path() rel="external">
                {say!(locale, users.contact)}
            </a>
        </p>
    }
}

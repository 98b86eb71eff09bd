//! What one logs in with: the address and the password, how strong it seems, and that all of it is to be remembered (R023).

use domain::accounts::AccountType;
use domain::text::limits;
use domain::violations::Violation;
use leptos::prelude::*;

use super::wording::label;
use crate::accounts::password_field::PasswordField;
use crate::frame::kinds::type_name;
use crate::labels::locale;
use crate::say;
use crate::ui::{Control, Entry, Field, FieldText, Icon};

/// What one logs in with, as it is being filled in.
#[derive(Clone, Copy)]
pub struct LogIn {
    /// The type that the sign-in asks for; nothing where it asks for none (R042).
    pub kind: Option<AccountType>,
    pub email: Entry,
    pub password: Entry,
    pub password_again: Entry,
}

/// The fields of the log-in.
#[component]
pub fn LogInFields(
    log_in: LogIn,
    /// How good the password seems, from 0 to 4.
    strength: Memo<u8>,
    /// Where whoever has an account already goes instead, and what the link says.
    instead: (String, &'static str),
) -> AnyView {
    let locale = locale();
    let text = |field: &str, help| FieldText {
        id: field.to_owned(),
        name: format!("form[{field}]"),
        label: label(field, locale),
        help,
    };
    repeats(log_in.password, log_in.password_again);
    view! {
        <fieldset class="form-part" aria-labelledby="log-in-title">
            <h2 id="log-in-title">{say!(locale, sign_up.log_in)}</h2>
            <Remember kind=log_in.kind />
            <Field
                text=text("email", Some(say!(locale, sign_up.email_help)))
                entry=log_in.email
                rule=limits::EMAIL
                control=Control::of("email").known_as("email")
            />
            <Taken email=log_in.email instead />
            <PasswordField
                text=text("password", Some(say!(locale, sign_up.password_help)))
                entry=log_in.password
                autocomplete="new-password"
            />
            <Strength password=log_in.password strength />
            <PasswordField
                text=text("password_again", Some(say!(locale, sign_up.password_again_help)))
                entry=log_in.password_again
                autocomplete="new-password"
            />
        </fieldset>
    }
    .into_any()
}

/// The second password follows the first; a form that came back without both has not changed yet.
pub fn repeats(password: Entry, again: Entry) {
    Effect::new(move |before: Option<()>| {
        drop(password.text());
        if before.is_some() {
            again.reconsider();
        }
    });
}

#[component]
fn Remember(#[prop(optional_no_strip)] kind: Option<AccountType>) -> impl IntoView {
    let locale = locale();
    let (title, text) = match kind {
        None => (
            say!(locale, company.remember_title),
            say!(locale, company.remember).to_owned(),
        ),
        Some(kind) => {
            let kind = type_name(kind, locale);
            (
                say!(locale, sign_up.remember_title),
                say!(locale, sign_up.remember, kind = kind).to_string(),
            )
        }
    };
    view! {
        <div class="notice info">
            <Icon name="info" />
            <h3 class="notice-title">{title}</h3>
            <p>{text}</p>
        </div>
    }
}

/// Who has an account already need not register.
#[component]
fn Taken(email: Entry, instead: (String, &'static str)) -> impl IntoView {
    let (path, text) = instead;
    move || {
        (email.fault() == Some(Violation::AddressTaken)).then(|| {
            view! {
                <p class="after-field">
                    <a href=path.clone()>{text}</a>
                </p>
            }
        })
    }
}

/// How strong the password seems, in words and as a bar, while there is one.
#[component]
pub(in crate::accounts) fn Strength(
    password: Entry,
    /// From 0 to 4.
    strength: Memo<u8>,
) -> impl IntoView {
    let locale = locale();
    let there = Memo::new(move |_| !password.text().is_empty());
    let word = move || match strength.get() {
        0 => say!(locale, sign_up.strength_0),
        1 => say!(locale, sign_up.strength_1),
        2 => say!(locale, sign_up.strength_2),
        3 => say!(locale, sign_up.strength_3),
        _ => say!(locale, sign_up.strength_4),
    };
    let meter = move || {
        there.get().then(|| {
            view! {
                <meter
                    min="0"
                    max="4"
                    low="2"
                    high="3"
                    optimum="4"
                    prop:value=move || f64::from(strength.get())
                    aria-label=say!(locale, sign_up.strength)
                    aria-valuetext=word
                ></meter>
                <span>{say!(locale, sign_up.strength)} ": " <b>{word}</b></span>
            }
        })
    };
    view! {
        <p class="strength" aria-live="polite">
            {meter}
        </p>
    }
}

//! What one logs in with: the address and the password, how strong it seems, and that all of it is to be remembered (R023).

use domain::accounts::{AccountType, Asks};
use domain::places::Place;
use domain::text::limits;
use domain::violations::Violation;
use leptos::prelude::*;

use super::draft::Draft;
use super::wording::label;
use crate::accounts::password_field::PasswordField;
use crate::labels::{Locale, locale};
use crate::say;
use crate::ui::{Control, Entry, Field, FieldText, Icon};

/// The fields of the log-in.
#[component]
pub fn LogInFields(draft: Draft) -> AnyView {
    let locale = locale();
    let text = |field: &str, help| FieldText {
        id: field.to_owned(),
        name: format!("form[{field}]"),
        label: label(field, locale),
        help,
    };
    Effect::new(move |before: Option<()>| {
        // The second password follows the first; a form that came back without both has not changed yet.
        drop(draft.password.text());
        if before.is_some() {
            draft.password_again.reconsider();
        }
    });
    view! {
        <fieldset class="form-part" aria-labelledby="log-in-title">
            <h2 id="log-in-title">{say!(locale, sign_up.log_in)}</h2>
            <Remember asks=draft.asks />
            <Field
                text=text("email", Some(say!(locale, sign_up.email_help)))
                entry=draft.email
                rule=limits::EMAIL
                control=Control::of("email").known_as("email")
            />
            <Taken draft />
            <PasswordField
                text=text("password", Some(say!(locale, sign_up.password_help)))
                entry=draft.password
                autocomplete="new-password"
            />
            <Strength password=draft.password strength=Memo::new(move |_| draft.strength()) />
            <PasswordField
                text=text("password_again", Some(say!(locale, sign_up.password_again_help)))
                entry=draft.password_again
                autocomplete="new-password"
            />
        </fieldset>
    }
    .into_any()
}

/// The name of a type, as on the log-in page.
pub(in crate::accounts) fn type_name(kind: AccountType, locale: Locale) -> &'static str {
    match kind {
        AccountType::Buyer => say!(locale, frame.buyer),
        AccountType::Supplier => say!(locale, frame.supplier),
        AccountType::Staff => say!(locale, frame.staff),
    }
}

#[component]
fn Remember(asks: Asks) -> impl IntoView {
    let locale = locale();
    // The member page asks for no type (R042).
    let (title, text) = if asks.is_company() {
        (
            say!(locale, company.remember_title),
            say!(locale, company.remember).to_owned(),
        )
    } else {
        let kind = type_name(asks.account_type(), locale);
        (
            say!(locale, sign_up.remember_title),
            say!(locale, sign_up.remember, kind = kind).to_string(),
        )
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
fn Taken(draft: Draft) -> impl IntoView {
    let locale = locale();
    move || {
        (draft.email.fault() == Some(Violation::AddressTaken)).then(|| {
            view! {
                <p class="after-field">
                    <a href=Place::SignInAs(draft.asks.account_type()).path()>{say!(locale, sign_up.taken_link)}</a>
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

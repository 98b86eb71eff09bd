//! The sign-in form. What was wrong is said at empty fields only: which of type, name and password did not fit is told
//! to nobody (T01).

use domain::accounts::AccountType;
use domain::accounts::sign_in::Entrance;
use domain::places::{Place, inside};
use domain::refusal::Refusal;
use leptos::prelude::*;

use super::api::OpenSignIn;
use super::password_field::PasswordField;
use crate::frame::kinds::type_name;
use crate::labels::{Locale, locale};
use crate::problem::Problem;
use crate::problem::form::{Trouble, entry};
use crate::say;
use crate::ui::{Control, Entry, Fault, Field, named, star};

/// The form for the public, or for staff, who are not asked for their type; nor is anybody on the member page (Z47).
#[component]
pub fn SignInSheet(page: OpenSignIn, staff: bool) -> AnyView {
    let locale = locale();
    let OpenSignIn { form, problem } = page;
    let found = |text: String, field: &str| entry(text, problem.as_ref(), field);
    let (login, password) = (found(form.login, "login"), found(String::new(), "password"));
    let asked = form.account_type != Entrance::MEMBER;
    let kind = if staff {
        view! { <input type="hidden" name="account_type" value=AccountType::Staff.word() /> }.into_any()
    } else if !asked {
        view! { <input type="hidden" name="account_type" value=Entrance::MEMBER /> }.into_any()
    } else {
        view! { <TypeChoice kind=found(form.account_type, "account_type") /> }.into_any()
    };
    let place = if staff { Place::StaffSignIn } else { Place::SignIn };
    let next = inside(&form.next).map(str::to_owned);
    view! {
        {problem.map(|problem| view! { <NotIn problem /> })}
        <form class="sign-in-form" action=place.path() method="post" novalidate=true>
            {next.map(|next| view! { <input type="hidden" name="next" value=next /> })}
            {kind}
            <Field
                text=named("login", "login", say!(locale, accounts.login), Some(say!(locale, accounts.login_help)))
                entry=login
                required=true
                control=Control { autocapitalize: Some("off"), ..Control::default().known_as("username") }
            />
            <PasswordField
                text=named("password", "password", say!(locale, accounts.password), None)
                entry=password
                autocomplete="current-password"
            />
            {(!staff).then(|| view! { <Stay ticked=form.stay.is_some() /> })}
            <button class="button primary large" type="submit">
                {say!(locale, accounts.submit)}
            </button>
        </form>
        <p>
            <a href=Place::ForgotPassword.path()>{say!(locale, selfcare.forgot_title)}</a>
        </p>
    }
    .into_any()
}

/// Staff are not asked: their sessions end with the browser (T36).
#[component]
fn Stay(ticked: bool) -> impl IntoView {
    view! {
        <label class="check">
            <input type="checkbox" name="stay" value="1" checked=ticked />
            {say!(locale(), accounts.stay)}
        </label>
    }
}

/// Buyer, supplier, individual or corporation: the wrong one fails like a wrong password (R055, R056).
#[component]
fn TypeChoice(kind: Entry) -> AnyView {
    let locale = locale();
    let chosen = kind.text_now();
    let choices = AccountType::PUBLIC.map(|of| {
        let (id, checked) = (format!("account_type-{}", of.word()), chosen == of.word());
        view! {
            <label class="choice">
                <input
                    type="radio"
                    id=id
                    name="account_type"
                    value=of.word()
                    checked=checked
                    required=true
                    on:change=move |_| kind.type_in(of.word().to_owned())
                />
                {who(of, locale)}
            </label>
        }
    });
    view! {
        <fieldset
            class="stack tight"
            aria-describedby=move || kind.is_wrong().then_some("account_type-fault")
        >
            <legend class="label">{say!(locale, accounts.kind)} {star()}</legend>
            <div class="choices">{choices.collect_view()}</div>
            <Fault id="account_type-fault".to_owned() entry=kind />
        </fieldset>
    }
    .into_any()
}

/// What somebody who signs in calls themselves.
fn who(kind: AccountType, locale: Locale) -> &'static str {
    match kind {
        AccountType::Individual => say!(locale, persons.as_individual),
        AccountType::Corporate => say!(locale, persons.as_corporate),
        other => type_name(other, locale),
    }
}

/// Why nobody was signed in.
#[component]
fn NotIn(problem: Problem) -> impl IntoView {
    let locale = locale();
    let title = match problem {
        Problem::Refused(Refusal::WrongCredentials) => say!(locale, accounts.no_match),
        _ => say!(locale, accounts.not_logged_in),
    };
    let field = |path: &'static str, id: &str, label: &'static str| (path, id.to_owned(), label);
    let fields = vec![
        field("account_type", "account_type-buyer", say!(locale, accounts.kind)),
        field("login", "login", say!(locale, accounts.login)),
        field("password", "password", say!(locale, accounts.password)),
    ];
    view! { <Trouble problem title fields counted=true /> }
}

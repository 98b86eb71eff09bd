//! What these pages have in common: roles in words, the choice of one, the login password, and why nothing was done.

use domain::accounts::Role;
use domain::refusal::Refusal;
use leptos::prelude::*;

use crate::accounts::password_field::PasswordField;
use crate::labels::{Locale, locale};
use crate::problem::Problem;
use crate::problem::form::{self, entry};
use crate::say;
use crate::ui::{Entry, Fault, named, star};

/// The name of a role.
pub(crate) fn role_name(role: Role, locale: Locale) -> &'static str {
    match role {
        Role::Administrator => say!(locale, users.administrator),
        Role::Member => say!(locale, users.member),
        Role::Stock => say!(locale, users.stock),
        Role::Quotations => say!(locale, users.quotations),
    }
}

/// What a role may do.
fn role_may(role: Role, locale: Locale) -> &'static str {
    match role {
        Role::Administrator => say!(locale, users.administrator_may),
        Role::Member => say!(locale, users.member_may),
        Role::Stock => say!(locale, users.stock_may),
        Role::Quotations => say!(locale, users.quotations_may),
    }
}

/// The roles to choose from, each with what it may do.
#[component]
pub(super) fn RoleChoice(entry: Entry) -> AnyView {
    let locale = locale();
    let chosen = entry.text_now();
    let choices = Role::ALL.map(|role| {
        let (id, checked) = (format!("role-{}", role.word()), chosen == role.word());
        view! {
            <label class="choice">
                <input
                    type="radio"
                    id=id
                    name="role"
                    value=role.word()
                    checked=checked
                    required=true
                    on:change=move |_| entry.type_in(role.word().to_owned())
                />
                <span class="user-role">
                    <span>{role_name(role, locale)}</span>
                    <span class="quiet small">{role_may(role, locale)}</span>
                </span>
            </label>
        }
    });
    view! {
        <fieldset class="stack tight" aria-describedby=move || entry.is_wrong().then_some("role-fault")>
            <legend class="label">{say!(locale, users.role)} {star()}</legend>
            <div class="choices user-roles">{choices.collect_view()}</div>
            <Fault id="role-fault".to_owned() entry />
        </fieldset>
    }
    .into_any()
}

/// The login password, where it was not shown a moment ago (T21).
pub(super) fn login_password(id: &'static str, problem: Option<&Problem>) -> impl IntoView + use<> {
    let locale = locale();
    view! {
        <PasswordField
            text=named(id, "password", say!(locale, users.password), Some(say!(locale, users.password_help)))
            entry=entry(String::new(), problem, "password")
            autocomplete="current-password"
        />
    }
}

/// Why nothing was changed. `fields` are path, id and label.
#[component]
pub(in crate::accounts) fn Trouble(
    problem: Problem,
    fields: Vec<(&'static str, &'static str, &'static str)>,
) -> AnyView {
    let locale = locale();
    let text = match problem {
        Problem::Refused(Refusal::PassOnFirst) => Some(say!(locale, users.last_administrator).to_owned()),
        Problem::Refused(Refusal::NotFound) => Some(say!(locale, users.gone).to_owned()),
        _ => None,
    };
    let fields = fields.into_iter();
    let fields = fields
        .map(|(path, id, label)| (path, id.to_owned(), label))
        .collect();
    view! { <form::Trouble problem title=say!(locale, users.not_done) fields counted=true text /> }.into_any()
}

//! Passkeys on the security page: each with its name, when it was added and used, and a new one.

use domain::accounts::PasskeyName;
use domain::accounts::second_factor::{PasskeyLine, Protection};
use domain::places::Place;
use domain::violations::Violation;
use leptos::prelude::*;

use super::passkey::Wish;
use super::passkey_sheet::PasskeyButton;
use super::security::Act;
use crate::labels::locale;
use crate::problem::Problem;
use crate::problem::form::fault_at;
use crate::say;
use crate::ui::{Entry, Field, Moment, named};

/// The passkeys of the account.
#[component]
pub fn PasskeysSheet(
    stands: Protection,
    problem: Option<Problem>,
    /// The button that came back with a fault, its passkey, and what was typed there.
    act: String,
    id: i64,
    name: String,
    site: String,
) -> AnyView {
    let locale = locale();
    let fault = fault_at(problem.as_ref(), "name");
    let (proved, removable) = (stands.proved, !stands.must_keep_one);
    let empty = stands.passkeys.is_empty();
    let renamed = (act == "rename-passkey").then(|| (id, name.clone(), fault.clone()));
    let lines = stands
        .passkeys
        .into_iter()
        .map(|line| {
            let back = renamed.clone().filter(|(id, ..)| *id == line.id);
            view! { <Line line proved removable back /> }
        })
        .collect_view();
    let (typed, wrong) = if act == "add-passkey" {
        (name, fault)
    } else {
        (String::new(), None)
    };
    view! {
        <section class="card security-part" aria-labelledby="passkeys-title">
            <h2 id="passkeys-title">{say!(locale, factor.passkeys_title)}</h2>
            <p>{say!(locale, factor.passkeys_text)}</p>
            {if empty {
                view! { <p>{say!(locale, factor.passkeys_none)}</p> }.into_any()
            } else {
                view! { <ul class="passkeys">{lines}</ul> }.into_any()
            }}
            {proved.then(|| view! { <Add site entry=Entry::unjudged(typed).blamed(wrong) /> })}
        </section>
    }
    .into_any()
}

#[component]
fn Line(
    line: PasskeyLine,
    proved: bool,
    removable: bool,
    back: Option<(i64, String, Option<Violation>)>,
) -> AnyView {
    let locale = locale();
    let PasskeyLine {
        id,
        name,
        created_at,
        used_at,
    } = line;
    let (typed, wrong) = back.map_or_else(|| (name.clone(), None), |(_, typed, wrong)| (typed, wrong));
    let used = match used_at {
        Some(at) => view! {
            {say!(locale, factor.passkey_used)}
            " "
            <Moment at />
        }
        .into_any(),
        None => say!(locale, factor.passkey_unused).into_any(),
    };
    let change = proved.then(|| {
        let remove_label = say!(locale, factor.passkey_remove_named, name = name.as_str()).to_string();
        view! {
            <form class="security-form" action=Place::AccountSecurity.path() method="post" novalidate=true>
                <input type="hidden" name="id" value=id />
                <NameField id=format!("name-{id}") entry=Entry::unjudged(typed).blamed(wrong) />
                <p class="actions">
                    <Act act="rename-passkey" label=say!(locale, factor.passkey_rename) class="button" />
                    {removable
                        .then(|| {
                            view! {
                                <button
                                    class="button"
                                    type="submit"
                                    name="act"
                                    value="remove-passkey"
                                    aria-label=remove_label
                                >
                                    {say!(locale, factor.passkey_remove)}
                                </button>
                            }
                        })}
                </p>
            </form>
        }
    });
    view! {
        <li>
            <h3>{name}</h3>
            <p class="help">
                {say!(locale, factor.passkey_added)} " " <Moment at=created_at /> " · " {used}
            </p>
            {change}
        </li>
    }
    .into_any()
}

#[component]
fn NameField(id: String, entry: Entry) -> impl IntoView {
    let locale = locale();
    let help = Some(say!(locale, factor.passkey_name_help));
    let text = named(id, "name", say!(locale, factor.passkey_name), help);
    view! { <Field text entry rule=PasskeyName::RULE /> }
}

#[component]
fn Add(site: String, entry: Entry) -> impl IntoView {
    let locale = locale();
    view! {
        <form class="security-form" action=Place::AccountSecurity.path() method="post" novalidate=true>
            <h3>{say!(locale, factor.passkey_new)}</h3>
            <noscript>
                <p>{say!(locale, factor.passkey_script)}</p>
            </noscript>
            <input type="hidden" name="act" value="add-passkey" />
            <NameField id="name".to_owned() entry />
            <PasskeyButton wish=Wish::Make site label=say!(locale, factor.passkey_add) class="button" />
        </form>
    }
}

//! One's e-mail addresses: the list, where one is chosen and made the main one or deleted, and the form that adds one (R076).

use domain::accounts::own::{Address, Standing};
use domain::places::Place;
use leptos::prelude::*;

use super::api::{self, OpenAddresses};
use super::pieces::{Matter, ToAccount};
use crate::accounts::linked::done;
use crate::accounts::password_field::PasswordField;
use crate::labels::locale;
use crate::problem::form::{Trouble, entry};
use crate::problem::{Problem, ProblemNotice};
use crate::say;
use crate::ui::{Control, Done, Entry, Fault, Field, Moment, named};

/// The addresses of who is signed in.
#[component]
pub fn AddressesPage() -> impl IntoView {
    let locale = locale();
    let after = done();
    let opened = Resource::new_blocking(|| (), |()| api::own_addresses());
    view! {
        <Matter title=say!(locale, selfcare.addresses_title)>
            <Suspense>
                {move || {
                    let after = after.clone();
                    Suspend::new(async move {
                        match opened.await {
                            Ok(page) => view! { <Sheets page after /> }.into_any(),
                            Err(problem) => view! { <ProblemNotice problem /> }.into_any(),
                        }
                    })
                }}
            </Suspense>
            <ToAccount />
        </Matter>
    }
}

#[component]
fn Sheets(page: OpenAddresses, after: Option<String>) -> impl IntoView {
    let locale = locale();
    let OpenAddresses {
        addresses,
        email,
        chosen,
        not_added,
        not_changed,
    } = page;
    let untroubled = not_added.is_none() && not_changed.is_none();
    let after = match after.as_deref().filter(|_| untroubled) {
        Some("added") => Some((
            say!(locale, selfcare.added_title),
            say!(locale, selfcare.added_text),
        )),
        Some("main") => Some((
            say!(locale, selfcare.main_title),
            say!(locale, selfcare.main_text),
        )),
        Some("deleted") => Some((
            say!(locale, selfcare.deleted_title),
            say!(locale, selfcare.deleted_text),
        )),
        _ => None,
    };
    let asks = addresses.asks_password;
    let has_room = addresses.has_room;
    view! {
        {after.map(|(title, text)| view! { <Done title text /> })}
        <p>{say!(locale, selfcare.addresses_text)}</p>
        <List list=addresses.list chosen problem=not_changed asks />
        <section class="stack" aria-labelledby="add-title">
            <h2 id="add-title">{say!(locale, selfcare.add_title)}</h2>
            {if has_room {
                view! { <Add email problem=not_added asks /> }.into_any()
            } else {
                view! { <p>{say!(locale, selfcare.full)}</p> }.into_any()
            }}
        </section>
    }
}

/// The login password, where it was not shown a moment ago (T21).
fn login_password(id: &'static str, entry: Entry) -> impl IntoView {
    let locale = locale();
    view! {
        <PasswordField
            text=named(
                id,
                "password",
                say!(locale, selfcare.login_password),
                Some(say!(locale, selfcare.login_password_help)),
            )
            entry
            autocomplete="current-password"
        />
    }
}

#[component]
fn List(list: Vec<Address>, chosen: String, problem: Option<Problem>, asks: bool) -> impl IntoView {
    let locale = locale();
    let choice = entry(chosen.clone(), problem.as_ref(), "address");
    let password = entry(String::new(), problem.as_ref(), "password");
    // One address is the main one, about which there is nothing to do.
    let several = list.len() > 1;
    let first = list
        .first()
        .map_or(String::new(), |first| format!("address-{}", first.id));
    let rows = list.into_iter().map(|address| {
        let checked = chosen == address.id.to_string();
        row(&address, choice, several, checked)
    });
    let rows = rows.collect_view();
    let trouble = problem.map(|problem| {
        let fields = vec![
            ("address", first, say!(locale, selfcare.address)),
            (
                "password",
                "list-password".to_owned(),
                say!(locale, selfcare.login_password),
            ),
        ];
        view! { <Trouble problem title=say!(locale, selfcare.not_changed) fields counted=true /> }
    });
    view! {
        {trouble}
        <form class="stack" action=Place::AccountAddresses.path() method="post" novalidate=true>
            <fieldset
                class="stack tight"
                aria-describedby=move || choice.is_wrong().then_some("address-fault")
            >
                <legend class="label">{say!(locale, selfcare.yours)}</legend>
                {rows}
                <Fault id="address-fault".to_owned() entry=choice />
            </fieldset>
            {several
                .then(|| {
                    view! {
                        {asks.then(|| login_password("list-password", password))}
                        <p class="actions">
                            <button class="button primary" type="submit" name="step" value="main">
                                {say!(locale, selfcare.make_main)}
                            </button>
                            <button class="button danger" type="submit" name="step" value="delete">
                                {say!(locale, selfcare.delete)}
                            </button>
                        </p>
                    }
                })}
        </form>
    }
}

fn row(address: &Address, choice: Entry, several: bool, checked: bool) -> AnyView {
    let locale = locale();
    let (id, value) = (format!("address-{}", address.id), address.id.to_string());
    let standing = match address.standing {
        Standing::Main => view! { <b>{say!(locale, selfcare.main)}</b> }.into_any(),
        Standing::Proved => say!(locale, selfcare.proved).into_any(),
        Standing::Waiting { until } => view! {
            {say!(locale, selfcare.waiting)}
            " "
            <Moment at=until />
        }
        .into_any(),
        Standing::Lapsed => say!(locale, selfcare.lapsed).into_any(),
    };
    let words = view! {
        <span class="selfcare-address">
            <span>{address.address.clone()}</span>
            <span class="quiet small">{standing}</span>
        </span>
    };
    if !several {
        return view! { <p>{words}</p> }.into_any();
    }
    let chosen = value.clone();
    view! {
        <label class="choice">
            <input
                type="radio"
                id=id
                name="address"
                value=value
                checked=checked
                on:change=move |_| choice.type_in(chosen.clone())
            />
            {words}
        </label>
    }
    .into_any()
}

#[component]
fn Add(email: String, problem: Option<Problem>, asks: bool) -> impl IntoView {
    let locale = locale();
    let email = entry(email, problem.as_ref(), "email");
    let password = entry(String::new(), problem.as_ref(), "password");
    view! {
        {problem
            .map(|problem| {
                let fields = vec![
                    ("email", "email".to_owned(), say!(locale, selfcare.email)),
                    ("password", "add-password".to_owned(), say!(locale, selfcare.login_password)),
                ];
                view! { <Trouble problem title=say!(locale, selfcare.not_changed) fields counted=true /> }
            })}
        <form class="stack" action=Place::AccountAddresses.path() method="post" novalidate=true>
            <Field
                text=named("email", "email", say!(locale, selfcare.email), Some(say!(locale, selfcare.add_share)))
                entry=email
                required=true
                control=Control::address("email")
            />
            {asks.then(|| login_password("add-password", password))}
            <p class="actions">
                <button class="button primary" type="submit" name="step" value="add">
                    {say!(locale, selfcare.send)}
                </button>
            </p>
        </form>
    }
}

//! "List of user management": who works for the company, who was invited, and the form that invites (R051, R053, R054).

use domain::accounts::users::{Invited, User, UserList};
use domain::language::Language;
use domain::places::Place;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{self, OpenUsers};
use super::pieces::{RoleChoice, Trouble, login_password, role_name};
use crate::labels::{locale, locale_of};
use crate::problem::form::entry;
use crate::problem::{Problem, ProblemNotice};
use crate::say;
use crate::ui::{Arrival, Control, Done, Entry, Fault, Field, Moment, PageTitle, named};

/// The page.
#[component]
pub fn UsersPage() -> impl IntoView {
    let locale = locale();
    Arrival::here().greet();
    let done = use_query_map().read_untracked().get("done");
    let opened = Resource::new_blocking(|| (), |()| api::users());
    view! {
        <PageTitle text=say!(locale, users.title).to_owned() />
        <main id="content" tabindex="-1" class="page account users">
            <p>
                <a href=Place::Account.path()>{say!(locale, users.account)}</a>
            </p>
            <h1>{say!(locale, users.title)}</h1>
            <Suspense>
                {move || {
                    let done = done.clone();
                    Suspend::new(async move {
                        match opened.await {
                            Ok(page) => view! { <Lists page done /> }.into_any(),
                            Err(problem) => view! { <ProblemNotice problem /> }.into_any(),
                        }
                    })
                }}
            </Suspense>
        </main>
    }
}

#[component]
fn Lists(page: OpenUsers, done: Option<String>) -> AnyView {
    let locale = locale();
    let untroubled = page.not_invited.is_none() && page.not_changed.is_none();
    let done = done.filter(|_| untroubled).and_then(|what| after(&what));
    let administers = page.list.administers;
    let lead = if administers {
        say!(locale, users.lead)
    } else {
        say!(locale, users.lead_others)
    };
    let OpenUsers {
        list,
        form,
        not_invited,
        not_changed,
    } = page;
    let UserList {
        users,
        invitations,
        asks_password,
        ..
    } = list;
    let rest = administers.then(|| {
        view! {
            <Invitations invitations problem=not_changed asks=asks_password />
            <Add form problem=not_invited asks=asks_password />
        }
    });
    view! {
        {done.map(|(title, text)| view! { <Done title text /> })}
        <p>{lead}</p>
        <Users users administers />
        {rest}
    }
    .into_any()
}

/// What the page says after a form.
fn after(what: &str) -> Option<(&'static str, &'static str)> {
    let locale = locale();
    Some(match what {
        "invited" => (
            say!(locale, users.done_invited),
            say!(locale, users.done_invited_text),
        ),
        "resent" => (
            say!(locale, users.done_resent),
            say!(locale, users.done_resent_text),
        ),
        "revoked" => (
            say!(locale, users.done_revoked),
            say!(locale, users.done_revoked_text),
        ),
        "role" => (say!(locale, users.done_role), say!(locale, users.done_role_text)),
        "removed" => (
            say!(locale, users.done_removed),
            say!(locale, users.done_removed_text),
        ),
        _ => return None,
    })
}

/// Everybody; administrators see how they stand, and come from here to each.
#[component]
fn Users(users: Vec<User>, administers: bool) -> AnyView {
    let locale = locale();
    let more = administers.then(|| {
        view! {
            <th scope="col">{say!(locale, users.state)}</th>
            <th scope="col">{say!(locale, users.seen)}</th>
        }
    });
    let rows = users.into_iter().map(|user| row(user, administers));
    view! {
        <div class="scroll" tabindex="0" role="region" aria-labelledby="users-caption">
            <table class="table">
                <caption class="visually-hidden" id="users-caption">
                    {say!(locale, users.title)}
                </caption>
                <thead>
                    <tr>
                        <th scope="col">{say!(locale, users.name)}</th>
                        <th scope="col">{say!(locale, users.email)}</th>
                        <th scope="col">{say!(locale, users.role)}</th>
                        {more}
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(user: User, administers: bool) -> AnyView {
    let locale = locale();
    let you = user
        .here
        .then(|| view! { <span class="quiet small">" " {say!(locale, users.you)}</span> });
    let name = if administers {
        let label = say!(locale, users.change_of, name = user.name.as_str()).to_string();
        // Loaded anew: within one room, a page that follows another has been seen with the query of that other one.
        view! {
            <a href=Place::AccountUser(user.number.clone()).path() rel="external" aria-label=label>
                {user.name.clone()}
            </a>
        }
        .into_any()
    } else {
        user.name.clone().into_any()
    };
    let more = administers.then(|| {
        let state = if user.suspended {
            say!(locale, users.suspended)
        } else {
            say!(locale, users.active)
        };
        let seen = match user.seen {
            Some(at) => view! { <Moment at /> }.into_any(),
            None => say!(locale, users.never).into_any(),
        };
        view! {
            <td>{state}</td>
            <td>{seen}</td>
        }
    });
    view! {
        <tr>
            <th scope="row">{name} {you}</th>
            <td>{user.email}</td>
            <td>{role_name(user.role, locale)}</td>
            {more}
        </tr>
    }
    .into_any()
}

/// Whoever was invited and has not come yet.
#[component]
fn Invitations(invitations: Vec<Invited>, problem: Option<Problem>, asks: bool) -> AnyView {
    let locale = locale();
    let some = !invitations.is_empty();
    let rows = invitations.into_iter().map(invited).collect_view();
    let trouble = problem.clone().map(|problem| {
        let fields = vec![("password", "waiting-password", say!(locale, users.password))];
        view! { <Trouble problem fields /> }
    });
    let list = if some {
        view! {
            <form class="stack" action=Place::AccountUsers.path() method="post" novalidate=true>
                <div class="scroll" tabindex="0" role="group" aria-labelledby="invited-title">
                    <table class="table">
                        <thead>
                            <tr>
                                <th scope="col">{say!(locale, users.email)}</th>
                                <th scope="col">{say!(locale, users.role)}</th>
                                <th scope="col">{say!(locale, users.state)}</th>
                                <td></td>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                {asks.then(|| login_password("waiting-password", problem.as_ref()))}
            </form>
        }
        .into_any()
    } else {
        view! { <p>{say!(locale, users.none_invited)}</p> }.into_any()
    };
    view! {
        <section class="stack" aria-labelledby="invited-title">
            <h2 id="invited-title">{say!(locale, users.invited)}</h2>
            {trouble}
            {list}
        </section>
    }
    .into_any()
}

fn invited(waiting: Invited) -> AnyView {
    let locale = locale();
    let state = match waiting.until {
        Some(at) => view! {
            {say!(locale, users.waits_until)}
            " "
            <Moment at />
        }
        .into_any(),
        None => say!(locale, users.lapsed).into_any(),
    };
    let (id, email) = (waiting.id.to_string(), waiting.address.clone());
    let resend = say!(locale, users.resend_of, email = email.as_str()).to_string();
    let revoke = say!(locale, users.revoke_of, email = email.as_str()).to_string();
    view! {
        <tr>
            <th scope="row">
                <span class="user-invited">
                    <span>{waiting.address}</span>
                    <span class="quiet small">{waiting.name}</span>
                </span>
            </th>
            <td>{role_name(waiting.role, locale)}</td>
            <td>{state}</td>
            <td>
                <span class="actions">
                    <button class="button" type="submit" name="resend" value=id.clone() aria-label=resend>
                        {say!(locale, users.resend)}
                    </button>
                    <button class="button danger" type="submit" name="revoke" value=id aria-label=revoke>
                        {say!(locale, users.revoke)}
                    </button>
                </span>
            </td>
        </tr>
    }
    .into_any()
}

/// The person's data, and "Send an email".
#[component]
fn Add(form: domain::accounts::users::InviteForm, problem: Option<Problem>, asks: bool) -> AnyView {
    let locale = locale();
    let found = |text: String, path| entry(text, problem.as_ref(), path);
    let (email, name) = (found(form.email, "email"), found(form.name, "name"));
    let (role, language) = (found(form.role, "role"), found(form.language, "language"));
    let open = problem.is_some();
    let trouble = problem.clone().map(|problem| {
        let fields = vec![
            ("email", "email", say!(locale, users.email)),
            ("name", "name", say!(locale, users.name)),
            ("role", "role-administrator", say!(locale, users.role)),
            ("language", "language-en", say!(locale, users.mail_language)),
            ("password", "invite-password", say!(locale, users.password)),
        ];
        view! { <Trouble problem fields /> }
    });
    let address = Control::address("off");
    view! {
        <details class="users-add" open=open>
            <summary class="button primary">{say!(locale, users.add)}</summary>
            {trouble}
            <p>{say!(locale, users.add_text)}</p>
            <form class="stack" action=Place::AccountUsers.path() method="post" novalidate=true>
                <Field
                    text=named("email", "email", say!(locale, users.email), Some(say!(locale, users.email_help)))
                    entry=email
                    required=true
                    control=address
                />
                <Field
                    text=named("name", "name", say!(locale, users.name), Some(say!(locale, users.name_help)))
                    entry=name
                    control=Control::default().known_as("off")
                />
                <RoleChoice entry=role />
                <LanguageChoice entry=language />
                {asks.then(|| login_password("invite-password", problem.as_ref()))}
                <p class="actions">
                    <button class="button primary" type="submit" name="step" value="invite">
                        {say!(locale, users.send)}
                    </button>
                </p>
                <p class="quiet small">{say!(locale, users.add_taken)}</p>
            </form>
        </details>
    }
    .into_any()
}

/// The language that the invited person reads: nobody else can know it.
#[component]
fn LanguageChoice(entry: Entry) -> AnyView {
    let locale = locale();
    let chosen = entry.text_now();
    let choices = Language::ALL.map(|language| {
        let (id, checked) = (format!("language-{}", language.tag()), chosen == language.tag());
        view! {
            <label class="choice">
                <input
                    type="radio"
                    id=id
                    name="language"
                    value=language.tag()
                    checked=checked
                    on:change=move |_| entry.type_in(language.tag().to_owned())
                />
                <span lang=language.tag()>{say!(locale_of(language), frame.own_name)}</span>
            </label>
        }
    });
    view! {
        <fieldset class="stack tight" aria-describedby=move || entry.is_wrong().then_some("language-fault")>
            <legend class="label">{say!(locale, users.mail_language)}</legend>
            <div class="choices">{choices.collect_view()}</div>
            <Fault id="language-fault".to_owned() entry />
        </fieldset>
    }
    .into_any()
}

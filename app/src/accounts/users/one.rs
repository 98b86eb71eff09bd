//! One user, for an administrator: another role, or out of the company (R054, Z40).

use domain::accounts::users::{User, UserView};
use domain::places::Place;
use domain::refusal::Refusal;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{self, OpenUser};
use super::pieces::{RoleChoice, Trouble, login_password, role_name};
use crate::accounts::own::wording::grouped;
use crate::labels::locale;
use crate::problem::form::entry;
use crate::problem::{Problem, ProblemNotice};
use crate::say;
use crate::ui::{Arrival, Icon, Moment, PageTitle};

/// The page.
#[component]
pub fn UserPage() -> impl IntoView {
    let locale = locale();
    Arrival::here().greet();
    let number = use_query_map().read_untracked().get("number").unwrap_or_default();
    let opened = Resource::new_blocking(move || number.clone(), api::user);
    view! {
        <PageTitle text=say!(locale, users.user_title).to_owned() />
        <main id="content" tabindex="-1" class="page narrow account users">
            <p>
                <a href=Place::AccountUsers.path()>{say!(locale, users.back)}</a>
            </p>
            <h1>{say!(locale, users.user_title)}</h1>
            <Suspense>
                {move || Suspend::new(async move {
                    match opened.await {
                        Ok(Some(page)) => view! { <Sheets page /> }.into_any(),
                        Ok(None) => view! { <Nobody /> }.into_any(),
                        Err(problem) => view! { <ProblemNotice problem /> }.into_any(),
                    }
                })}
            </Suspense>
        </main>
    }
}

/// Nobody of the company has this number.
#[component]
fn Nobody() -> impl IntoView {
    crate::ui::set_status(404);
    view! { <ProblemNotice problem=Problem::Refused(Refusal::NotFound) /> }
}

#[component]
fn Sheets(page: OpenUser) -> AnyView {
    let OpenUser {
        view,
        role,
        not_given,
        not_removed,
    } = page;
    let UserView {
        user,
        only_administrator,
        asks_password,
    } = view;
    let remove = (!user.here).then(|| {
        view! { <Remove number=user.number.clone() problem=not_removed asks=asks_password /> }
    });
    view! {
        <Facts user=user.clone() />
        <GiveRole user only_administrator role problem=not_given asks=asks_password />
        {remove}
    }
    .into_any()
}

#[component]
fn Facts(user: User) -> AnyView {
    let locale = locale();
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
        <dl class="facts">
            <dt>{say!(locale, users.name)}</dt>
            <dd>{user.name}</dd>
            <dt>{say!(locale, users.email)}</dt>
            <dd>{user.email}</dd>
            <dt>{say!(locale, users.number)}</dt>
            <dd>
                <span class="num">{grouped(&user.number)}</span>
            </dd>
            <dt>{say!(locale, users.role)}</dt>
            <dd>{role_name(user.role, locale)}</dd>
            <dt>{say!(locale, users.state)}</dt>
            <dd>{state}</dd>
            <dt>{say!(locale, users.seen)}</dt>
            <dd>{seen}</dd>
        </dl>
    }
    .into_any()
}

#[component]
fn GiveRole(
    user: User,
    only_administrator: bool,
    role: String,
    problem: Option<Problem>,
    asks: bool,
) -> AnyView {
    let locale = locale();
    let text = if user.here {
        say!(locale, users.role_own)
    } else {
        say!(locale, users.role_text)
    };
    let trouble = problem.clone().map(|problem| {
        let fields = vec![
            ("role", "role-administrator", say!(locale, users.role)),
            ("password", "role-password", say!(locale, users.password)),
        ];
        view! { <Trouble problem fields /> }
    });
    let form = if only_administrator {
        view! {
            <div class="notice wait">
                <Icon name="info" />
                <p>{say!(locale, users.last_administrator)}</p>
            </div>
        }
        .into_any()
    } else {
        let chosen = entry(role, problem.as_ref(), "role");
        view! {
            <p>{text}</p>
            <form class="stack" action=Place::AccountUser(String::new()).path() method="post" novalidate=true>
                <input type="hidden" name="number" value=user.number />
                <RoleChoice entry=chosen />
                {asks.then(|| login_password("role-password", problem.as_ref()))}
                <p class="actions">
                    <button class="button primary" type="submit" name="step" value="role">
                        {say!(locale, users.role_send)}
                    </button>
                </p>
            </form>
        }
        .into_any()
    };
    view! {
        <section class="stack" aria-labelledby="role-title">
            <h2 id="role-title">{say!(locale, users.role_title)}</h2>
            {trouble}
            {form}
        </section>
    }
    .into_any()
}

#[component]
fn Remove(number: String, problem: Option<Problem>, asks: bool) -> AnyView {
    let locale = locale();
    let trouble = problem.clone().map(|problem| {
        let fields = vec![("password", "remove-password", say!(locale, users.password))];
        view! { <Trouble problem fields /> }
    });
    view! {
        <section class="stack" aria-labelledby="remove-title">
            <h2 id="remove-title">{say!(locale, users.remove_title)}</h2>
            {trouble}
            <ul>
                <li>{say!(locale, users.remove_first)}</li>
                <li>{say!(locale, users.remove_stock)}</li>
                <li>{say!(locale, users.remove_requests)}</li>
                <li>{say!(locale, users.remove_mail)}</li>
            </ul>
            <form class="stack" action=Place::AccountUser(String::new()).path() method="post" novalidate=true>
                <input type="hidden" name="number" value=number />
                {asks.then(|| login_password("remove-password", problem.as_ref()))}
                <p class="actions">
                    <button class="button danger" type="submit" name="step" value="remove">
                        {say!(locale, users.remove_send)}
                    </button>
                </p>
            </form>
        </section>
    }
    .into_any()
}

//! The owner's people: who works here, who was invited, and the form that invites.

use domain::language::Language;
use domain::people::team::{InvitedMate, Mate, TeamForm};
use domain::places::Console;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{self, OpenTeam};
use super::care::roles;
use super::wording::staff_role;
use crate::console::deciding::{Password, password_id};
use crate::console::frame::{Cards, Page};
use crate::console::part::Part;
use crate::labels::{locale, locale_of};
use crate::problem::Problem;
use crate::problem::form::{Trouble, entry};
use crate::say;
use crate::ui::{Control, Done, Field, Moment, named};

/// The page.
#[component]
pub fn TeamPage() -> impl IntoView {
    let opened = Resource::new_blocking(|| (), |()| api::team());
    let title = say!(locale(), people.team).to_owned();
    view! { <Page title here=Console::Team opened role=|page: &OpenTeam| page.page.role content=everything /> }
}

fn everything(opened: OpenTeam) -> AnyView {
    let locale = locale();
    let OpenTeam { page, form, problem } = opened;
    let asks = page.asks_password;
    let is_list = form.resend.is_some() || form.revoke.is_some();
    let (of_list, of_form) = if is_list { (problem, None) } else { (None, problem) };
    view! {
        <Said problem=of_list.clone().or_else(|| of_form.clone()) />
        <p class="lead">{say!(locale, people.team_lead)}</p>
        <Mates list=page.mates />
        <Invitations list=page.invitations asks problem=of_list />
        <Invite form asks problem=of_form />
    }
    .into_any()
}

/// What became of the last form.
#[component]
fn Said(#[prop(optional_no_strip)] problem: Option<Problem>) -> AnyView {
    let locale = locale();
    if let Some(problem) = problem {
        let fields = vec![
            ("email", "email".to_owned(), say!(locale, people.email)),
            ("name", "name".to_owned(), say!(locale, people.name)),
            ("role", "role".to_owned(), say!(locale, people.role)),
            (
                "language",
                "language".to_owned(),
                say!(locale, people.mail_language),
            ),
            ("password", "password".to_owned(), say!(locale, console.password)),
        ];
        return view! { <Trouble problem title=say!(locale, people.not_done) fields /> }.into_any();
    }
    let done = use_query_map().with_untracked(|query| query.get("done"));
    let words = match done.as_deref() {
        Some("invited") => say!(locale, people.done_invited),
        Some("revoked") => say!(locale, people.done_revoked),
        Some("give_role") => say!(locale, people.done_give_role),
        Some("remove") => say!(locale, people.done_remove),
        _ => return ().into_any(),
    };
    view! { <Done text=words /> }.into_any()
}

#[component]
fn Mates(list: Vec<Mate>) -> AnyView {
    let locale = locale();
    let heads = vec![
        say!(locale, people.name),
        say!(locale, people.email),
        say!(locale, people.role),
        say!(locale, people.state),
        say!(locale, people.seen),
    ];
    let rows = list.into_iter().map(mate).collect_view().into_any();
    view! { <Cards id="team-caption" caption=say!(locale, people.team) heads rows /> }.into_any()
}

fn mate(mate: Mate) -> AnyView {
    let locale = locale();
    let you = mate
        .here
        .then(|| view! { <span class="quiet small">" " {say!(locale, people.you)}</span> });
    let (class, state) = if mate.suspended {
        ("badge wrong", say!(locale, people.state_suspended))
    } else if mate.has_factor {
        ("badge safe", say!(locale, people.state_active))
    } else {
        ("badge wait", say!(locale, people.no_factor))
    };
    let seen = match mate.seen {
        Some(at) => view! { <Moment at /> }.into_any(),
        None => say!(locale, people.never).into_any(),
    };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">
                <a href=Console::Person(mate.number).path()>{mate.name}</a>
                {you}
            </th>
            <td role="cell" data-label=say!(locale, people.email)>{mate.email}</td>
            <td role="cell" data-label=say!(locale, people.role)>{staff_role(mate.role, locale)}</td>
            <td role="cell" data-label=say!(locale, people.state)>
                <span class=class>{state}</span>
            </td>
            <td role="cell" data-label=say!(locale, people.seen)>{seen}</td>
        </tr>
    }
    .into_any()
}

/// Whoever was invited and has not come yet.
#[component]
fn Invitations(
    list: Vec<InvitedMate>,
    asks: bool,
    #[prop(optional_no_strip)] problem: Option<Problem>,
) -> AnyView {
    let locale = locale();
    let id = password_id(problem.is_some(), "waiting");
    let list = if list.is_empty() {
        view! { <p class="quiet">{say!(locale, people.none_invited)}</p> }.into_any()
    } else {
        view! {
            <form class="stack" action=Console::Team.path() method="post" novalidate=true>
                <ul class="console-talk">{list.into_iter().map(invited).collect_view()}</ul>
                <Password id asks problem />
            </form>
        }
        .into_any()
    };
    view! {
        <Part id="invited-title" title=say!(locale, people.invited)>
            {list}
        </Part>
    }
    .into_any()
}

fn invited(one: InvitedMate) -> AnyView {
    let locale = locale();
    let until = match one.until {
        Some(at) => view! {
            {say!(locale, people.until)}
            " "
            <Moment at />
        }
        .into_any(),
        None => say!(locale, people.lapsed).into_any(),
    };
    let id = one.id.to_string();
    let resend = say!(locale, people.resend_of, email = one.address.as_str()).to_string();
    let revoke = say!(locale, people.revoke_of, email = one.address.as_str()).to_string();
    view! {
        <li class="stack tight">
            <p>
                {one.address} " "
                <span class="quiet small">{one.name} " · " {staff_role(one.role, locale)} " · " {until}</span>
            </p>
            <p class="actions">
                <button class="button" type="submit" name="resend" value=id.clone() aria-label=resend>
                    {say!(locale, people.resend)}
                </button>
                <button class="button danger" type="submit" name="revoke" value=id aria-label=revoke>
                    {say!(locale, people.revoke)}
                </button>
            </p>
        </li>
    }
    .into_any()
}

#[component]
fn Invite(form: TeamForm, asks: bool, #[prop(optional_no_strip)] problem: Option<Problem>) -> AnyView {
    let locale = locale();
    let open = problem.is_some();
    let found = |text: &str, path| entry(text.to_owned(), problem.as_ref(), path);
    let (email, name) = (found(&form.email, "email"), found(&form.name, "name"));
    let text = |id: &str, label: &'static str| named(id, id, label, None);
    let address = Control::address("off");
    let languages = Language::ALL.map(|language| {
        let tag = language.tag();
        view! {
            <option value=tag selected=form.language == tag lang=tag>
                {say!(locale_of(language), frame.own_name)}
            </option>
        }
    });
    let id = password_id(open, "invite");
    view! {
        <details class="console-act" open=open>
            <summary class="button primary">{say!(locale, people.invite)}</summary>
            <form class="stack" action=Console::Team.path() method="post" novalidate=true>
                <p class="help">{say!(locale, people.invite_text)}</p>
                <Field text=text("email", say!(locale, people.email)) entry=email required=true control=address />
                <Field
                    text=text("name", say!(locale, people.name))
                    entry=name
                    required=true
                    control=Control::default().known_as("off")
                />
                {roles("role".to_owned(), None, &form.role)}
                <div class="field">
                    <label class="label" for="language">
                        {say!(locale, people.mail_language)}
                    </label>
                    <select class="select" id="language" name="language">
                        {languages.collect_view()}
                    </select>
                </div>
                <Password id asks problem />
                <p class="actions">
                    <button class="button primary" type="submit">
                        {say!(locale, people.send)}
                    </button>
                </p>
            </form>
        </details>
    }
    .into_any()
}

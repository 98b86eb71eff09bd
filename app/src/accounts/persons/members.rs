//! The individuals that are linked with a corporation (R091), each with a button that ends the link.

use domain::persons::PersonKind;
use domain::persons::views::LinkedMember;
use domain::places::Place;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{self, OpenMembers};
use super::frame::MyPage;
use crate::accounts::own::wording::grouped;
use crate::accounts::profile_fields;
use crate::accounts::users::pieces::Trouble;
use crate::labels::locale;
use crate::problem::ProblemNotice;
use crate::say;
use crate::ui::{Done, Icon, Moment};

/// The page.
#[component]
pub fn MembersPage() -> impl IntoView {
    let title = say!(locale(), frame.members);
    view! { <MyPage title here=Place::AccountMembers corporate_only=true content /> }
}

fn content(_kind: PersonKind) -> AnyView {
    let done = use_query_map().read_untracked().get("done").is_some();
    let opened = Resource::new_blocking(|| (), |()| api::members());
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                match opened.await {
                    Ok(page) => view! { <List page done /> }.into_any(),
                    Err(problem) => view! { <ProblemNotice problem /> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

#[component]
fn List(page: OpenMembers, done: bool) -> AnyView {
    let locale = locale();
    let OpenMembers { list, problem } = page;
    let done = (done && problem.is_none()).then(|| {
        let (title, text) = (
            say!(locale, persons.parted_title),
            say!(locale, persons.parted_text),
        );
        view! { <Done title text /> }
    });
    let lead = say!(locale, persons.members_lead, address = list.address.as_str()).to_string();
    let members = if list.members.is_empty() {
        view! { <Nobody address=list.address /> }.into_any()
    } else {
        view! {
            <p>{lead}</p>
            <Table members=list.members />
        }
        .into_any()
    };
    view! {
        {done}
        {problem.map(|problem| view! { <Trouble problem fields=Vec::new() /> })}
        {members}
    }
    .into_any()
}

/// Nobody yet, and how they come (R090).
#[component]
fn Nobody(address: String) -> impl IntoView {
    let locale = locale();
    view! {
        <div class="notice info">
            <Icon name="info" />
            <h2 class="notice-title">{say!(locale, persons.members_empty)}</h2>
            <p>{say!(locale, persons.members_how, address = address).to_string()}</p>
        </div>
    }
}

#[component]
fn Table(members: Vec<LinkedMember>) -> AnyView {
    let locale = locale();
    let rows = members.into_iter().map(row).collect_view();
    view! {
        <form action=Place::AccountMembers.path() method="post">
            <div class="scroll" tabindex="0" role="region" aria-labelledby="members-caption">
                <table class="table">
                    <caption class="visually-hidden" id="members-caption">
                        {say!(locale, frame.members)}
                    </caption>
                    <thead>
                        <tr>
                            <th scope="col">{profile_fields::label("name", locale)}</th>
                            <th scope="col">{profile_fields::label("furigana", locale)}</th>
                            <th scope="col">{say!(locale, users.email)}</th>
                            <th scope="col">{say!(locale, account.number)}</th>
                            <th scope="col">{say!(locale, persons.since)}</th>
                            <td></td>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </form>
    }
    .into_any()
}

fn row(member: LinkedMember) -> AnyView {
    let locale = locale();
    let label = say!(locale, persons.part_of, name = member.name.as_str()).to_string();
    view! {
        <tr>
            <th scope="row">{member.name}</th>
            <td>{member.furigana}</td>
            <td>{member.email}</td>
            <td>
                <span class="num">{grouped(&member.number)}</span>
            </td>
            <td>
                <Moment at=member.since />
            </td>
            <td>
                <button class="button danger" type="submit" name="part" value=member.number aria-label=label>
                    {say!(locale, persons.part)}
                </button>
            </td>
        </tr>
    }
    .into_any()
}

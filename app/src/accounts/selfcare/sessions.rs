//! Where one is signed in, and ending it.

use domain::accounts::own::SessionRow;
use domain::places::Place;
use leptos::prelude::*;

use super::api;
use super::pieces::{Matter, ToAccount};
use crate::accounts::linked::done;
use crate::frame::kinds::type_name;
use crate::labels::locale;
use crate::problem::ProblemNotice;
use crate::say;
use crate::ui::{Done, Moment};

/// One's sessions.
#[component]
pub fn SessionsPage() -> impl IntoView {
    let locale = locale();
    let is_done = done().is_some();
    let opened = Resource::new_blocking(|| (), |()| api::sessions());
    view! {
        <Matter title=say!(locale, selfcare.sessions_title)>
            {is_done
                .then(|| {
                    view! {
                        <Done title=say!(locale, selfcare.ended_title) text=say!(locale, selfcare.ended_text) />
                    }
                })}
            <p>{say!(locale, selfcare.sessions_text)}</p>
            <Suspense>
                {move || Suspend::new(async move {
                    match opened.await {
                        Ok(rows) => view! { <Table rows /> }.into_any(),
                        Err(problem) => view! { <ProblemNotice problem /> }.into_any(),
                    }
                })}
            </Suspense>
            <ToAccount />
        </Matter>
    }
}

#[component]
fn Table(rows: Vec<SessionRow>) -> impl IntoView {
    let locale = locale();
    let several = rows.len() > 1;
    view! {
        <form class="stack" action=Place::AccountSessions.path() method="post">
            <div class="scroll" tabindex="0" role="region" aria-labelledby="sessions-caption">
                <table class="table">
                    <caption class="visually-hidden" id="sessions-caption">
                        {say!(locale, selfcare.sessions_title)}
                    </caption>
                    <thead>
                        <tr>
                            <th scope="col">{say!(locale, selfcare.device)}</th>
                            <th scope="col">{say!(locale, account.kind)}</th>
                            <th scope="col">{say!(locale, selfcare.began)}</th>
                            <th scope="col">{say!(locale, selfcare.seen)}</th>
                            <td></td>
                        </tr>
                    </thead>
                    <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
            {if several {
                view! {
                    <p class="actions">
                        <button class="button danger" type="submit" name="others" value="1">
                            {say!(locale, selfcare.end_others)}
                        </button>
                    </p>
                }
                    .into_any()
            } else {
                view! { <p>{say!(locale, selfcare.only_here)}</p> }.into_any()
            }}
        </form>
    }
}

fn row(session: SessionRow) -> impl IntoView {
    let locale = locale();
    let device = if session.device.is_empty() {
        say!(locale, selfcare.unknown).to_owned()
    } else {
        session.device
    };
    let label = say!(locale, selfcare.end_of, device = device.clone()).to_string();
    let last = if session.here {
        view! { <b>{say!(locale, selfcare.here)}</b> }.into_any()
    } else {
        view! {
            <button class="button" type="submit" name="one" value=session.id aria-label=label>
                {say!(locale, selfcare.end)}
            </button>
        }
        .into_any()
    };
    view! {
        <tr>
            <th scope="row">{device}</th>
            <td>{type_name(session.account_type, locale)}</td>
            <td>
                <Moment at=session.began />
            </td>
            <td>
                <Moment at=session.seen />
            </td>
            <td>{last}</td>
        </tr>
    }
}

//! The page of a registration whose address is not proved: its mail can be sent again.

use domain::people::Act;
use domain::people::State;
use domain::places::Console;
use leptos::prelude::*;

use super::api::{self, OpenUnverified};
use super::care::{Acts, Said, Target};
use super::identity::{Who, registered, stands};
use crate::console::frame::Page;
use crate::frame::kinds::type_name;
use crate::labels::locale;
use crate::say;
use crate::ui::Moment;

/// The page.
#[component]
pub fn UnverifiedPage(id: i64) -> impl IntoView {
    let title = say!(locale(), people.unverified_title, id = id).to_string();
    let opened = Resource::new_blocking(|| (), move |()| api::unverified(id.to_string()));
    view! { <Page title here=Console::Unverified(id) opened role=|page: &OpenUnverified| page.sheet.powers.role content=everything /> }
}

fn everything(page: OpenUnverified) -> AnyView {
    let locale = locale();
    let OpenUnverified { sheet, back } = page;
    let target = Target {
        to: Console::Unverified(sheet.id).path(),
        version: 0,
        asks: sheet.powers.asks_password,
        company: false,
        role: None,
    };
    let mailed = sheet.mailed_at.map(|at| {
        view! {
            <dt>{say!(locale, people.mailed)}</dt>
            <dd>
                <Moment at />
            </dd>
        }
    });
    let may_care = sheet.powers.may_care;
    view! {
        <Said back=back.clone() />
        <div class="console-sheet">
            <Who>
                <dt>{say!(locale, people.name)}</dt>
                <dd>
                    <b>{sheet.name}</b>
                </dd>
                <dt>{say!(locale, console.company)}</dt>
                <dd>{sheet.company}</dd>
                <dt>{say!(locale, people.email)}</dt>
                <dd>{sheet.address}</dd>
                <dt>{say!(locale, people.side)}</dt>
                <dd>{type_name(sheet.side, locale)}</dd>
                {stands(State::Unverified, None)}
                {registered(sheet.created_at)}
                {mailed}
            </Who>
            {may_care.then(|| view! { <Acts acts=vec![Act::MailAgain] target back /> })}
        </div>
    }
    .into_any()
}

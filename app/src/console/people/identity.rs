//! Who a page is about: a list of facts, of which some are told of everybody.

use domain::people::State;
use leptos::prelude::*;

use super::wording::Badge;
use crate::console::part::Part;
use crate::labels::locale;
use crate::say;
use crate::ui::Moment;

/// The facts.
#[component]
pub(super) fn Who(children: Children) -> AnyView {
    view! {
        <Part id="who-title" title=say!(locale(), people.who)>
            <dl class="facts console-identity">{children()}</dl>
        </Part>
    }
    .into_any()
}

/// How somebody stands, and since when they are suspended.
pub(super) fn stands(state: State, suspended_at: Option<i64>) -> impl IntoView {
    let locale = locale();
    let since = suspended_at.map(|at| {
        view! {
            " "
            <span class="quiet small">{say!(locale, people.since)} " " <Moment at /></span>
        }
    });
    view! {
        <dt>{say!(locale, people.state)}</dt>
        <dd>
            <Badge of=state />
            {since}
        </dd>
    }
}

/// Since when somebody is known here.
pub(super) fn registered(at: i64) -> impl IntoView {
    view! {
        <dt>{say!(locale(), people.registered)}</dt>
        <dd>
            <Moment at />
        </dd>
    }
}

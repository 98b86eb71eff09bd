//! What happened to a person or a company: applications, and what the owner's people did.

use domain::people::views::{Applied, Deed};
use domain::places::Console;
use leptos::prelude::*;

use crate::console::part::{Part, listed};
use crate::console::wording::{action, actor, kind, standing};
use crate::labels::locale;
use crate::say;
use crate::ui::Moment;

/// Applications, each a way to its page where the reader decides them.
#[component]
pub fn Applications(list: Vec<Applied>, screens: bool) -> AnyView {
    let locale = locale();
    let line = move |one: Applied| {
        let name = kind(one.kind, locale);
        let name = if screens {
            view! { <a href=Console::Application(one.id).path()>{name}</a> }.into_any()
        } else {
            name.into_any()
        };
        view! {
            <li>
                {name} " · " {standing(one.standing, locale)} " "
                <span class="quiet small">
                    <Moment at=one.sent_at />
                </span>
            </li>
        }
    };
    let list = listed(list.into_iter().map(line), say!(locale, people.no_applications));
    view! {
        <Part id="applications-title" title=say!(locale, people.applications)>
            {list}
        </Part>
    }
    .into_any()
}

/// What the owner's people did, the newest first.
#[component]
pub fn Deeds(list: Vec<Deed>) -> AnyView {
    let locale = locale();
    let line = move |deed: Deed| {
        let who = actor(deed.who, locale);
        let text = (!deed.text.is_empty()).then(|| view! { <p class="said">{deed.text}</p> });
        view! {
            <li>
                <p>
                    <b>{action(deed.what, locale)}</b>
                    " "
                    <span class="quiet small">
                        <Moment at=deed.at />
                        " · "
                        {who}
                    </span>
                </p>
                {text}
            </li>
        }
    };
    let list = if list.is_empty() {
        view! { <p class="quiet">{say!(locale, people.no_deeds)}</p> }.into_any()
    } else {
        view! { <ol class="console-talk">{list.into_iter().map(line).collect_view()}</ol> }.into_any()
    };
    view! {
        <Part id="deeds-title" title=say!(locale, people.deeds)>
            {list}
        </Part>
    }
    .into_any()
}

//! What happened to a person or a company: applications, and what the owner's people did.

use domain::audit::Actor;
use domain::people::views::{Applied, Deed};
use domain::places::Console;
use leptos::prelude::*;

use crate::console::wording::{action, kind, standing};
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
    let list = if list.is_empty() {
        view! { <p class="quiet">{say!(locale, people.no_applications)}</p> }.into_any()
    } else {
        view! { <ul class="console-talk">{list.into_iter().map(line).collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="stack" aria-labelledby="applications-title">
            <h2 id="applications-title">{say!(locale, people.applications)}</h2>
            {list}
        </section>
    }
    .into_any()
}

/// What the owner's people did, the newest first.
#[component]
pub fn Deeds(list: Vec<Deed>) -> AnyView {
    let locale = locale();
    let line = move |deed: Deed| {
        let who = match deed.who {
            Actor::Operator => say!(locale, console.operator).to_owned(),
            Actor::Staff(name) if name.is_empty() => say!(locale, console.gone).to_owned(),
            Actor::Staff(name) => name,
        };
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
        <section class="stack" aria-labelledby="deeds-title">
            <h2 id="deeds-title">{say!(locale, people.deeds)}</h2>
            {list}
        </section>
    }
    .into_any()
}

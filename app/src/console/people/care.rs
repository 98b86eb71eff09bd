//! What can be done about a person or a company: one form each, so that none is sent by accident, each with its reason; and what
//! became of the last one.

use domain::accounts::StaffRole;
use domain::people::Act;
use domain::text::limits;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::Back;
use super::wording::{act as words, done, staff_role};
use crate::console::deciding::Password;
use crate::console::part::Typed;
use crate::labels::locale;
use crate::problem::form::{Trouble, entry};
use crate::say;
use crate::ui::{Control, Done, FaultSummary, Field, named};

/// Where the forms of a page are posted to, and what they carry.
#[derive(Clone)]
pub struct Target {
    /// The page's own address.
    pub to: String,
    pub version: i32,
    /// Whether the password has to be shown.
    pub asks: bool,
    /// About a company, not a person.
    pub company: bool,
    /// The role now, of one of the owner's people.
    pub role: Option<StaffRole>,
}

/// What became of the last form: done, missed, or come back with faults.
#[component]
pub fn Said(back: Back) -> AnyView {
    let locale = locale();
    if back.missed {
        let text = Some(say!(locale, people.missed).to_owned());
        return view! { <FaultSummary title=say!(locale, people.missed_title) text /> }.into_any();
    }
    if let Some(problem) = back.problem {
        let fields = vec![
            ("reason", "reason".to_owned(), say!(locale, people.reason)),
            ("role", "role".to_owned(), say!(locale, people.role)),
            ("password", "password".to_owned(), say!(locale, console.password)),
        ];
        return view! { <Trouble problem title=say!(locale, people.not_done) fields /> }.into_any();
    }
    let what = use_query_map().with_untracked(|query| query.get("done"));
    let Some(what) = what.as_deref().and_then(Act::of_word) else {
        return ().into_any();
    };
    view! { <Done text=done(what, locale) /> }.into_any()
}

/// All that can be done here.
#[component]
pub fn Acts(acts: Vec<Act>, target: Target, back: Back) -> AnyView {
    let locale = locale();
    let is_here = acts.iter().any(|act| act.word() == back.form.act);
    let texts = vec![back.form.reason.clone()];
    let typed = (back.missed && !is_here).then(|| view! { <Typed texts /> }.into_any());
    if acts.is_empty() {
        return typed.into_any();
    }
    let forms = acts
        .into_iter()
        .map(|act| view! { <One act target=target.clone() back=back.clone() /> })
        .collect_view();
    view! {
        <section class="card stack" aria-labelledby="care-title">
            <h2 id="care-title">{say!(locale, people.care)}</h2>
            {typed}
            {forms}
        </section>
    }
    .into_any()
}

#[component]
fn One(act: Act, target: Target, back: Back) -> AnyView {
    let locale = locale();
    let is_back = back.form.act == act.word() && (back.problem.is_some() || back.missed);
    let problem = back.problem.clone().filter(|_| is_back);
    let id = |field: &str| {
        if is_back {
            field.to_owned()
        } else {
            format!("{field}-{}", act.word())
        }
    };
    let (name, what) = words(act, target.company, locale);
    let harms = matches!(act, Act::Suspend | Act::Remove);
    let class = if harms { "button danger" } else { "button" };
    let typed = if is_back { back.form.reason } else { String::new() };
    let help = match act {
        Act::Suspend | Act::Restore => say!(locale, people.reason_mail),
        _ => say!(locale, people.reason_log),
    };
    let text = named(id("reason"), "reason", say!(locale, people.reason), Some(help));
    let reason = entry(typed, problem.as_ref(), "reason");
    let chosen = if is_back { back.form.role } else { String::new() };
    let role = (act == Act::GiveRole).then(|| roles(id("role"), target.role, &chosen));
    view! {
        <details class="console-act" open=is_back>
            <summary class=class>{name}</summary>
            <form class="stack" action=target.to method="post" novalidate=true>
                <input type="hidden" name="version" value=target.version.to_string() />
                <p class="help">{what}</p>
                {role}
                <Field text entry=reason rule=limits::CARE_REASON control=Control::area() />
                <Password id=id("password") asks=target.asks problem />
                <p class="actions">
                    <button class=class type="submit" name="act" value=act.word()>
                        {name}
                    </button>
                </p>
            </form>
        </details>
    }
    .into_any()
}

/// The roles of the owner's people; the one they have is chosen.
pub(super) fn roles(id: String, now: Option<StaffRole>, typed: &str) -> impl IntoView + use<> {
    let locale = locale();
    let chosen = StaffRole::of_word(typed).or(now);
    let options = StaffRole::ALL.map(|role| {
        view! {
            <option value=role.word() selected=chosen == Some(role)>
                {staff_role(role, locale)}
            </option>
        }
    });
    let first = chosen.is_none().then(|| {
        view! {
            <option value="" selected=true>
                {say!(locale, people.role_choose)}
            </option>
        }
    });
    view! {
        <div class="field">
            <label class="label" for=id.clone()>
                {say!(locale, people.role)}
            </label>
            <select class="select" id=id name="role">
                {first}
                {options.collect_view()}
            </select>
        </div>
    }
}

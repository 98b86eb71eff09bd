//! Registration settings (R019, R089): everything that was registered, and for individuals the corporation they are linked
//! with.

use domain::persons::PersonKind;
use domain::persons::views::{Changed, Linked, Settings};
use domain::places::Place;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{self, OpenSettings};
use super::draft::PersonDraft;
use super::fields::PersonSheet;
use super::frame::{MyPage, held_back};
use crate::accounts::own::wording::grouped;
use crate::accounts::users::pieces::Trouble;
use crate::frame::kinds::type_name;
use crate::labels::locale;
use crate::problem::ProblemNotice;
use crate::say;
use crate::ui::{Done, Icon, Moment};

/// The page.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let title = say!(locale(), frame.settings);
    view! { <MyPage title here=Place::AccountSettings content /> }
}

fn content(_kind: PersonKind) -> AnyView {
    let done = use_query_map().read_untracked().get("done");
    let opened = Resource::new_blocking(|| (), |()| api::settings());
    view! {
        <Suspense>
            {move || {
                let done = done.clone();
                Suspend::new(async move {
                    match opened.await {
                        Ok(page) => view! { <Sheet page done /> }.into_any(),
                        Err(problem) => view! { <ProblemNotice problem /> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

#[component]
fn Sheet(page: OpenSettings, done: Option<String>) -> AnyView {
    let locale = locale();
    let OpenSettings {
        settings,
        form,
        today,
        problem,
    } = page;
    let done = done
        .filter(|_| problem.is_none())
        .and_then(|word| Changed::of_word(&word));
    let draft = PersonDraft::of(form, settings.kind, today);
    if let Some(problem) = &problem {
        draft.blame(problem);
    }
    let trouble = RwSignal::new(problem);
    let check = move |event: leptos::ev::SubmitEvent| {
        if let Some(problem) = held_back(&event, draft.faults()) {
            draft.blame(&problem);
            trouble.set(Some(problem));
        }
    };
    let fields = draft.labels(locale);
    let summary = move || {
        let problem = trouble.get()?;
        Some(view! { <Trouble problem fields=fields.clone() /> })
    };
    view! {
        {done.map(said)}
        {summary}
        <Identity settings=settings.clone() />
        {settings.linked.map(|linked| view! { <LinkedWith linked /> })}
        <form class="form" action=Place::AccountSettings.path() method="post" novalidate=true on:submit=check>
            <PersonSheet draft fixed=true />
            <p class="actions">
                <button class="button primary large" type="submit">
                    {say!(locale, persons.save)}
                </button>
            </p>
        </form>
    }
    .into_any()
}

/// What sending the form did: the notice 情報変更完了.
fn said(changed: Changed) -> impl IntoView {
    let locale = locale();
    let text = match changed {
        Changed::Saved => say!(locale, persons.saved),
        Changed::Linked => say!(locale, persons.linked),
        Changed::Unlinked => say!(locale, persons.unlinked),
    };
    view! { <Done title=say!(locale, persons.changed_title) text /> }
}

/// What is changed elsewhere.
#[component]
fn Identity(settings: Settings) -> impl IntoView {
    let locale = locale();
    view! {
        <dl class="facts">
            <dt>{say!(locale, account.kind)}</dt>
            <dd>{type_name(settings.kind.account_type(), locale)}</dd>
            <dt>{say!(locale, account.number)}</dt>
            <dd>
                <span class="num">{grouped(&settings.number)}</span>
            </dd>
            <dt>{say!(locale, account.email)}</dt>
            <dd>
                {settings.email} " "
                <a href=Place::AccountAddresses.path()>{say!(locale, account.addresses)}</a>
            </dd>
        </dl>
    }
}

/// The corporation of an individual.
#[component]
fn LinkedWith(linked: Linked) -> impl IntoView {
    let locale = locale();
    view! {
        <div class="notice info">
            <Icon name="user" />
            <h2 class="notice-title">{say!(locale, persons.linked_with)}</h2>
            <p>
                <b>{linked.company}</b> " · " {say!(locale, persons.since)} " " <Moment at=linked.since />
            </p>
        </div>
    }
}

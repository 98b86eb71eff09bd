//! What the pages of individuals and corporations have in common: where one is, and where else one can go (R019).

use domain::persons::PersonKind;
use domain::places::Place;
use domain::refusal::Refusal;
use domain::violations::Violations;
use leptos::prelude::*;

use crate::labels::locale;
use crate::problem::{Problem, ProblemNotice};
use crate::say;
use crate::session::Session;
use crate::ui::{Arrival, PageTitle, SUMMARY, focus};

/// What the visitor is here as; nothing for anybody else.
fn kind() -> Option<PersonKind> {
    let visitor = use_context::<Session>()?.visitor?;
    PersonKind::of(visitor.account_type)
}

/// A page for one or both kinds. Anybody else reads how to come here.
#[component]
pub(super) fn MyPage(
    title: &'static str,
    here: Place,
    /// Whether it is for corporations alone.
    #[prop(optional)]
    corporate_only: bool,
    content: fn(PersonKind) -> AnyView,
) -> impl IntoView {
    Arrival::here().greet();
    let allowed = kind().filter(|kind| !corporate_only || *kind == PersonKind::Corporate);
    let page = match allowed {
        Some(kind) => content(kind),
        None => view! { <NotHere corporate_only /> }.into_any(),
    };
    view! {
        <PageTitle text=title />
        <main id="content" tabindex="-1" class="page account persons">
            {kind().map(|kind| view! { <MyPages kind here /> })}
            <h1>{title}</h1>
            {page}
        </main>
    }
}

/// Somebody who is signed in as something else.
#[component]
fn NotHere(corporate_only: bool) -> impl IntoView {
    let locale = locale();
    let text = if corporate_only {
        say!(locale, persons.for_corporations)
    } else {
        say!(locale, persons.for_persons)
    };
    view! {
        <ProblemNotice problem=Problem::Refused(Refusal::NotAllowed) />
        <p>{text}</p>
    }
}

#[component]
fn MyPages(kind: PersonKind, here: Place) -> impl IntoView {
    let locale = locale();
    let way = |place: Place, name: &'static str| {
        let is_here = place == here;
        view! {
            <li>
                <a href=place.path() aria-current=is_here.then_some("page")>
                    {name}
                </a>
            </li>
        }
    };
    let members =
        (kind == PersonKind::Corporate).then(|| way(Place::AccountMembers, say!(locale, frame.members)));
    view! {
        <nav class="console-ways" aria-label=say!(locale, persons.my_pages)>
            <ul>
                {way(Place::AccountHistory, say!(locale, frame.history))}
                {way(Place::AccountSettings, say!(locale, frame.settings))}
                {members}
                {way(Place::Account, say!(locale, frame.account_info))}
            </ul>
        </nav>
    }
}

/// Keeps a form with faults from being sent: the keyboard goes to their summary. Answers what the summary is to say.
pub(super) fn held_back(event: &leptos::ev::SubmitEvent, faults: Violations) -> Option<Problem> {
    if faults.is_empty() {
        return None;
    }
    event.prevent_default();
    focus(SUMMARY);
    Some(Problem::Refused(faults.into()))
}

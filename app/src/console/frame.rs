//! What all pages of the console have in common: where one is, and where else one can go.

use domain::accounts::StaffRole;
use domain::places::Console;
use domain::refusal::Refusal;
use leptos::prelude::*;
use leptos_router::components::Redirect;

use crate::labels::locale;
use crate::problem::{NotFound, Problem, ProblemNotice};
use crate::say;
use crate::ui::{Arrival, PageTitle};

/// A page: its title is its heading, and below it stands what was asked for, or why it did not come.
#[component]
pub(super) fn Page<T>(
    title: String,
    here: Console,
    opened: Resource<Result<T, Problem>>,
    /// Of whom the page is shown to.
    role: fn(&T) -> StaffRole,
    content: fn(T) -> AnyView,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    Arrival::here().greet();
    let heading = title.clone();
    view! {
        <PageTitle text=title />
        <main id="content" tabindex="-1" class="page console">
            <Suspense>
                {move || {
                    let (heading, here) = (heading.clone(), here.clone());
                    Suspend::new(async move {
                        match opened.await {
                            Ok(page) => {
                                view! {
                                    <Head heading here role=Some(role(&page)) />
                                    {content(page)}
                                }
                                    .into_any()
                            }
                            Err(Problem::Refused(Refusal::NotFound)) => {
                                view! { <NotFound /> }.into_any()
                            }
                            Err(Problem::Refused(Refusal::NotAllowed)) if here == Console::Applications => {
                                view! { <Redirect path=Console::Overview.path() /> }.into_any()
                            }
                            Err(problem) => {
                                view! {
                                    <Head heading here role=None />
                                    <ProblemNotice problem />
                                }
                                    .into_any()
                            }
                        }
                    })
                }}
            </Suspense>
        </main>
    }
}

#[component]
fn Head(heading: String, here: Console, #[prop(optional_no_strip)] role: Option<StaffRole>) -> impl IntoView {
    let locale = locale();
    let trail = match &here {
        Console::Overview => None,
        Console::Application(_) => Some(Some((Console::Applications, say!(locale, console.applications)))),
        Console::Thread(_) => Some(Some((Console::Threads, say!(locale, desk.messages)))),
        Console::Notice(_) => Some(Some((Console::Notices, say!(locale, desk.notices)))),
        Console::Person(_) | Console::Unverified(_) => {
            Some(Some((Console::People, say!(locale, people.people))))
        }
        Console::Company(_) => Some(Some((Console::Companies, say!(locale, people.companies)))),
        Console::Document(_) => Some(Some((Console::Settings, say!(locale, settings.title)))),
        _ => Some(None),
    };
    let between = |(place, name): (Console, &'static str)| {
        view! {
            <li>
                <a href=place.path()>{name}</a>
            </li>
        }
    };
    let trail = trail.map(|above| {
        let between = above.map(between);
        view! {
            <nav class="crumbs" aria-label=say!(locale, console.trail)>
                <ol>
                    <li>
                        <a href=Console::Overview.path()>{say!(locale, console.title)}</a>
                    </li>
                    {between}
                    <li aria-current="page">{heading.clone()}</li>
                </ol>
            </nav>
        }
    });
    view! {
        <Ways here role />
        {trail}
        <h1>{heading}</h1>
    }
}

#[component]
fn Ways(here: Console, #[prop(optional_no_strip)] role: Option<StaffRole>) -> impl IntoView {
    let locale = locale();
    let way = |place: Console, name: &'static str| {
        let is_here = place == here
            || matches!(
                (&place, &here),
                (Console::Applications, Console::Application(_))
                    | (Console::Threads, Console::Thread(_))
                    | (Console::Notices, Console::Notice(_))
                    | (Console::People, Console::Person(_) | Console::Unverified(_))
                    | (Console::Companies, Console::Company(_))
                    | (Console::Settings, Console::Document(_))
            );
        view! {
            <li>
                <a href=place.path() aria-current=is_here.then_some("true")>
                    {name}
                </a>
            </li>
        }
    };
    let screens = role.is_some_and(StaffRole::has_queue);
    // Whoever sees the queue alone needs no overview of it.
    let overview = role != Some(StaffRole::Coordinator);
    let answers = role.is_some_and(StaffRole::may_answer);
    let runs = role.is_some_and(StaffRole::may_run);
    let audits = role.is_some_and(StaffRole::may_audit);
    let looks_up = role.is_some_and(StaffRole::may_look_up);
    let manages = role.is_some_and(StaffRole::may_manage);
    view! {
        <nav class="console-ways" aria-label=say!(locale, console.nav)>
            <ul>
                {overview.then(|| way(Console::Overview, say!(locale, console.overview)))}
                {screens.then(|| way(Console::Applications, say!(locale, console.applications)))}
                {answers.then(|| way(Console::Threads, say!(locale, desk.messages)))}
                {looks_up
                    .then(|| {
                        view! {
                            {way(Console::People, say!(locale, people.people))}
                            {way(Console::Companies, say!(locale, people.companies))}
                        }
                    })}
                {runs.then(|| way(Console::Notices, say!(locale, desk.notices)))}
                {runs.then(|| way(Console::Mails, say!(locale, desk.mails)))}
                {runs.then(|| way(Console::Jobs, say!(locale, desk.jobs)))}
                {manages
                    .then(|| {
                        view! {
                            {way(Console::Team, say!(locale, people.team))}
                            {way(Console::Settings, say!(locale, settings.title))}
                        }
                    })}
                {audits.then(|| way(Console::Audit, say!(locale, console.audit)))}
            </ul>
        </nav>
    }
}

/// The part of the address behind the question mark, as it changes.
pub(super) fn query() -> Memo<String> {
    let search = leptos_router::hooks::use_location().search;
    // With its question mark on one side and without it on the other.
    Memo::new(move |_| search.get().trim_start_matches('?').to_owned())
}

/// One of a few, in a form that is sent by its button.
pub(super) fn select(
    name: &'static str,
    label: &'static str,
    now: &str,
    options: Vec<(String, String)>,
) -> impl IntoView + use<> {
    let options = options.into_iter().map(|(value, text)| {
        let selected = value == now;
        view! {
            <option value=value selected=selected>
                {text}
            </option>
        }
    });
    view! {
        <div class="field">
            <label class="label" for=name>
                {label}
            </label>
            <select class="select" id=name name=name>
                {options.collect_view()}
            </select>
        </div>
    }
}

/// A table of rows that become cards on a phone.
#[component]
pub(super) fn Cards(
    id: &'static str,
    caption: &'static str,
    heads: Vec<&'static str>,
    rows: AnyView,
) -> AnyView {
    let head = |name: &'static str| {
        view! {
            <th role="columnheader" scope="col">
                {name}
            </th>
        }
    };
    view! {
        <div class="scroll console-cards" tabindex="0" role="region" aria-labelledby=id>
            <table class="table" role="table">
                <caption class="visually-hidden" id=id>
                    {caption}
                </caption>
                <thead role="rowgroup">
                    <tr role="row">{heads.into_iter().map(head).collect_view()}</tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

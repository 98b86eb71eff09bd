//! What all pages of the console have in common: where one is, and where else one can go.

use domain::accounts::StaffRole;
use domain::places::Console;
use leptos::prelude::*;

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
                            Err(Problem::Refused(domain::refusal::Refusal::NotFound)) => {
                                view! { <NotFound /> }.into_any()
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
        Console::Applications | Console::Audit => Some(None),
        Console::Application(_) => Some(Some(
            view! {
                <li>
                    <a href=Console::Applications.path()>{say!(locale, console.applications)}</a>
                </li>
            }
            .into_any(),
        )),
    };
    let trail = trail.map(|between| {
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
        let is_here =
            place == here || (place == Console::Applications && matches!(here, Console::Application(_)));
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
    let overview = role.is_none_or(StaffRole::may_screen);
    let audits = role.is_some_and(StaffRole::may_audit);
    view! {
        <nav class="console-ways" aria-label=say!(locale, console.nav)>
            <ul>
                {overview.then(|| way(Console::Overview, say!(locale, console.overview)))}
                {screens.then(|| way(Console::Applications, say!(locale, console.applications)))}
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

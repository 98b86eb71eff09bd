//! The page of results: asks for what its address says, and keeps the old answer in sight until the new one is there.

use domain::places::Place;
use domain::search::results::ResultPage;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::api::find;
use super::head;
use super::keys;
use super::outcome::Answered;
use super::picks::Picks;
use super::skeleton::Skeleton;
use super::typing::{FIELD, focus, is_waking};
use crate::labels::locale;
use crate::problem::Problem;
use crate::ui::PageTitle;

/// The page.
#[component]
pub fn SearchPage() -> impl IntoView {
    view! { <SearchPageBy ask=find /> }
}

/// The page, whoever answers it: a benchmark gives known answers.
#[component]
pub fn SearchPageBy<Ask, Answer>(
    /// Takes the part of the address behind the question mark.
    ask: Ask,
) -> impl IntoView
where
    Ask: Fn(String) -> Answer + Copy + Send + Sync + 'static,
    Answer: Future<Output = Result<ResultPage, Problem>> + Send + 'static,
{
    let locale = locale();
    let asked = asked();
    let answer = Resource::new_blocking(
        move || asked.get(),
        move |asked| async move { (ask(asked.clone()).await, asked) },
    );
    // A plain setter: a mapped one would be called with the arena of all signals locked and ask for it again, which
    // stops the whole server as soon as another page is being put away.
    let (pending, set_pending) = signal(false);
    // The server draws the page when it is ready, so there it is never pending.
    let awake = is_browser();
    let retry = Callback::new(move |()| answer.refetch());
    let waiting = move || view! { <Skeleton asked=asked.get_untracked() /> };
    let answered = move || {
        Suspend::new(async move {
            let (answer, asked) = answer.await;
            view! { <Answered answer asked retry /> }
        })
    };
    // On the server the effect behind `set_pending` outlives the page and panics over what is gone.
    let results = if awake {
        view! { <Transition fallback=waiting set_pending>{answered}</Transition> }.into_any()
    } else {
        view! { <Transition fallback=waiting>{answered}</Transition> }.into_any()
    };
    Picks::provide();
    keys::listen();
    greet();
    view! {
        <PageTitle text=Signal::derive(move || head::title(&asked.get(), locale)) />
        <main
            id="content"
            tabindex="-1"
            class="page search"
            aria-busy=move || (pending.get() && awake).then_some("true")
        >
            {results}
        </main>
    }
}

/// The part of this page's address behind the question mark. On the way to another page it stays as it was, so that
/// leaving asks for nothing.
fn asked() -> Memo<String> {
    let location = use_location();
    Memo::new(move |before: Option<&String>| match before {
        Some(before) if location.pathname.get() != Place::Search.path() => before.clone(),
        _ => location.search.get(),
    })
}

/// Whoever comes by a link is led to the page; whoever types stays in the search field.
fn greet() {
    let typing = || {
        document()
            .active_element()
            .is_some_and(|active| active.id() == FIELD)
    };
    if is_browser() && !is_waking() && !typing() {
        Effect::new(|_| request_animation_frame(|| focus("content")));
    }
}

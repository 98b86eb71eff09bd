//! The page of results: asks for what its address says, and keeps the old answer in sight until the new one is there.

use domain::places::Place;
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
use crate::ui::PageTitle;

/// The page.
#[component]
pub fn SearchPage() -> impl IntoView {
    let locale = locale();
    let asked = asked();
    let answer = Resource::new_blocking(
        move || asked.get(),
        |asked| async move { (find(asked.clone()).await, asked) },
    );
    // A plain setter: a mapped one would be called with the arena of all signals locked and ask for it again, which
    // stops the whole server as soon as another page is being put away.
    let (pending, set_pending) = signal(false);
    // The server draws the page when it is ready, so there it is never pending.
    let awake = is_browser();
    let retry = Callback::new(move |()| answer.refetch());
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
            <Transition
                fallback=move || view! { <Skeleton asked=asked.get_untracked() /> }
                set_pending=set_pending
            >
                {move || Suspend::new(async move {
                    let (answer, asked) = answer.await;
                    view! { <Answered answer asked retry /> }
                })}
            </Transition>
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

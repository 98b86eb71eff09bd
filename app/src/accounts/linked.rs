//! What stands behind a mailed link: what it opens, why it opens nothing any more, or, once its form was sent, what was done.
//! Looking uses nothing up (Z39).

use std::future::Future;

use domain::refusal::Refusal;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::labels::{language, locale};
use crate::problem::{Problem, sentence};
use crate::say;
use crate::session::Session;
use crate::ui::Wrong;

/// What the address of the page says was done; only the page after a form has it.
pub(super) fn done() -> Option<String> {
    use_query_map().read_untracked().get("done")
}

/// Says with which link a form was opened. A browser keeps the last one alone, and a form of another tab must not act with it.
#[component]
pub(super) fn LinkMark() -> impl IntoView {
    let mark = use_context::<Session>().and_then(|session| session.link);
    mark.map(|mark| view! { <input type="hidden" name="link" value=mark /> })
}

/// In place of what was done, or of a form: another link was opened since (Z39). There is no form, for it would be that link's.
#[component]
pub(super) fn OtherLink() -> impl IntoView {
    let text = sentence(&Problem::Refused(Refusal::LinkOther), language());
    view! { <Wrong title=say!(locale(), selfcare.link_other) text /> }
}

/// The content of such a page.
#[component]
pub(super) fn Linked<T, F>(
    /// What the link is good for; not asked any more once it was used.
    ask: fn() -> F,
    /// Told with the word of what was done.
    told: fn(String) -> AnyView,
    sheet: fn(T) -> AnyView,
    dead: fn(Problem) -> AnyView,
) -> impl IntoView
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<T, Problem>> + Send + 'static,
{
    let done = done();
    let is_done = done.is_some();
    let opened = Resource::new_blocking(
        || (),
        move |()| async move {
            if is_done {
                return None;
            }
            Some(ask().await)
        },
    );
    view! {
        <Suspense>
            {move || {
                let done = done.clone().unwrap_or_default();
                Suspend::new(async move {
                    match opened.await {
                        None => told(done),
                        Some(Ok(page)) => sheet(page),
                        Some(Err(Problem::Refused(Refusal::LinkOther))) => view! { <OtherLink /> }.into_any(),
                        Some(Err(problem)) => dead(problem),
                    }
                })
            }}
        </Suspense>
    }
}

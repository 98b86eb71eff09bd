//! What stands behind a mailed link: what it opens, why it opens nothing any more, or, once its form was sent, what was done.
//! Looking uses nothing up (Z39).

use std::future::Future;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::problem::Problem;

/// What the address of the page says was done; only the page after a form has it.
pub(super) fn done() -> Option<String> {
    use_query_map().read_untracked().get("done")
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
                        Some(Err(problem)) => dead(problem),
                    }
                })
            }}
        </Suspense>
    }
}

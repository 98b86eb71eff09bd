//! One's own account: everything it shows, and each change as a page of its own, with a plain form that posts to it.

pub mod api;
pub mod application;
pub mod farewell;
pub mod overview;
pub mod person;
pub mod sheet;
pub mod sides;
pub mod wording;

use domain::accounts::SideForm;
use domain::places::Place;
use leptos::prelude::*;

use crate::labels::locale;
use crate::problem::{Problem, ProblemNotice};
use crate::say;
use crate::ui::{Arrival, PageTitle};

/// The form of a farewell came back; its password is never repeated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Leave;

/// The form of an application came back, with the answer to a question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answered {
    pub form: SideForm,
    pub answer: String,
}

/// What the pages of this room have in common: title, heading, and what was asked for, or why it did not come.
#[component]
pub(super) fn Page<T>(
    title: &'static str,
    opened: Resource<Result<T, Problem>>,
    /// What stands below the heading.
    content: fn(T) -> AnyView,
    /// Whether there is a way back to everything else.
    #[prop(optional)]
    with_way_back: bool,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    Arrival::here().greet();
    let back = with_way_back.then(|| {
        view! {
            <p>
                <a href=Place::Account.path()>{say!(locale(), account.back)}</a>
            </p>
        }
    });
    view! {
        <PageTitle text=title />
        <main id="content" tabindex="-1" class="page narrow account">
            {back}
            <h1>{title}</h1>
            <Suspense>
                {move || Suspend::new(async move {
                    match opened.await {
                        Ok(page) => content(page),
                        Err(problem) => view! { <ProblemNotice problem /> }.into_any(),
                    }
                })}
            </Suspense>
        </main>
    }
}

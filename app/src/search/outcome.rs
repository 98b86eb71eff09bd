//! What came of a search, and which part of the page says it.

use domain::search::SearchRequest;
use domain::search::results::{Outcome, ResultPage, Results};
use leptos::prelude::*;

use super::found::Found;
use super::head::{Figures, Head};
use super::links;
use super::no_hit::NoHit;
use super::notices::{Failed, NotSearched, OddParts};
use crate::problem::Problem;

/// An answer of the server, whichever it is.
#[component]
pub fn Answered(
    answer: Result<ResultPage, Problem>,
    /// The part of the address behind the question mark that was asked for.
    asked: String,
    /// Asks again.
    retry: Callback<()>,
) -> impl IntoView {
    match answer {
        Ok(page) => view! { <Page page /> }.into_any(),
        Err(problem) => {
            let (request, _) = SearchRequest::from_query_string(&asked);
            view! {
                <Head shown=None figures=None />
                <Failed problem address=links::address(&request) retry />
            }
            .into_any()
        }
    }
}

#[component]
fn Page(page: ResultPage) -> impl IntoView {
    let ResultPage {
        request,
        odd,
        outcome,
    } = page;
    let (shown, figures) = match &outcome {
        Outcome::Searched(found) => (Some(found.shown.clone()), Some(Figures::from(found))),
        Outcome::NotSearched(_) => (None, None),
    };
    let body = match outcome {
        Outcome::NotSearched(why) => view! { <NotSearched why typed=request.q /> }.into_any(),
        Outcome::Searched(found) if is_without_hit(&found, &request) => {
            view! { <NoHit shown=found.shown near=found.near /> }.into_any()
        }
        Outcome::Searched(found) => view! { <Found request found /> }.into_any(),
    };
    view! {
        <Head shown figures />
        <OddParts odd />
        {body}
    }
}

/// Where filters took every hit away, the filters stay at hand instead.
fn is_without_hit(found: &Results, request: &SearchRequest) -> bool {
    found.total_lots == 0 && request.facets.is_empty()
}

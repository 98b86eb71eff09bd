//! Plain forms: what a page posts to its own address before WASM wakes, or without it.
//!
//! On success the browser is sent on; on a fault the same page is rendered again with the form as it was typed, its
//! faults, and status 422. Nothing is ever retyped.

pub mod account;
pub mod console;
pub(super) mod contact;
pub(super) mod desk;
pub(super) mod parts;
pub mod people;
pub(super) mod persons;
pub mod registration;
pub mod request;
pub mod second_step;
pub mod security;
pub mod selfcare;
pub(super) mod settings;
pub mod sign_in;
pub(super) mod stock;
pub(super) mod tokens;
pub mod users;
pub mod visit;

use std::sync::Arc;

use app::desk::{Arrival, OtherLink, Returned, problem_of, status_of};
use app::problem::Problem;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::refusal::Refusal;
use leptos::prelude::provide_context;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use services::accounts::links;
use services::error::Error;

use super::cookies::flow;
use super::{House, provide_house, shell};

/// How deep the names of a form nest: `form[lines][0][model]`.
const DEPTH: usize = 5;

/// Renders the page of this address with the form that came back.
pub(super) async fn again<F: Clone + Send + Sync + 'static>(
    house: &House,
    parts: Parts,
    returned: Returned<F>,
) -> Response {
    let status = returned.problem.as_ref().map_or(StatusCode::OK, status_of);
    let mut request = Request::from_parts(parts, Body::empty());
    *request.method_mut() = Method::GET;
    let market = house.market.clone();
    let context = move || {
        provide_house(&market);
        provide_context(returned.clone());
    };
    let mut response = leptos_axum::render_app_async_with_context(context, shell(house))(request).await;
    if status != StatusCode::OK {
        *response.status_mut() = status;
    }
    response
}

pub(super) fn read<T: DeserializeOwned>(body: &Bytes) -> Option<T> {
    serde_qs::Config::new(DEPTH, false).deserialize_bytes(body).ok()
}

pub(super) fn arrival(parts: &Parts) -> Option<Arc<Arrival>> {
    parts.extensions.get::<Arc<Arrival>>().cloned()
}

/// The page again, with the form and why it was not taken.
pub(super) async fn refused<F: Clone + Send + Sync + 'static>(
    house: &House,
    parts: Parts,
    arrival: &Arrival,
    form: F,
    error: Error,
) -> Response {
    let problem = Some(problem_of(error, &arrival.reference));
    again(house, parts, Returned { form, problem }).await
}

#[derive(Deserialize)]
struct Linked {
    /// The mark of the link that the form was opened with.
    link: Option<String>,
}

/// The mailed link that a form was opened with. A browser keeps the last one alone; the form of another tab, which was opened with
/// one before, is not taken for a form of this. One without a mark is of a page from before there were marks.
///
/// # Errors
/// [`Refusal::LinkOther`]. Nothing may be done then.
fn opened_with(parts: &Parts, body: &Bytes) -> Result<String, Refusal> {
    let token = flow(&parts.headers).unwrap_or_default();
    let mark = read::<Linked>(body).and_then(|form| form.link);
    match mark {
        Some(mark) if !token.is_empty() && mark != links::mark(&token) => Err(Refusal::LinkOther),
        _ => Ok(token),
    }
}

/// The page that says that another link was opened since. The form is not shown again: it would be the other one's.
async fn of_another_link(house: &House, parts: Parts, refusal: Refusal) -> Response {
    let returned = Returned {
        form: OtherLink,
        problem: Some(Problem::Refused(refusal)),
    };
    again(house, parts, returned).await
}

/// What was posted is no form of ours.
pub(super) fn unreadable() -> Response {
    StatusCode::BAD_REQUEST.into_response()
}

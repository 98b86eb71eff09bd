//! A pasted list of parts: looked up at once, and asked for with one form.

use app::desk::{Arrival, Returned, problem_of, status_of};
use app::search::parts::{PartsListPage, PartsPage, Trouble};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use domain::search::parts;
use domain::search::results::PartFound;
use leptos::prelude::{IntoAny, view};
use serde::Deserialize;
use services::error::Answer;
use services::{quotations, search};

use super::{again, arrival, read, unreadable};
use crate::front_door::{House, written};

/// What was pasted.
#[derive(Deserialize)]
struct Pasted {
    #[serde(default)]
    list: String,
}

/// The page before anything is pasted.
pub(in crate::front_door) async fn empty(State(house): State<House>, parts: Parts) -> Response {
    write(&house, parts, PartsPage::default()).await
}

/// Looks a list up.
pub(in crate::front_door) async fn look_up(
    State(house): State<House>,
    parts: Parts,
    body: Bytes,
) -> Response {
    let (Some(arrival), Some(Pasted { list })) = (arrival(&parts), read(&body)) else {
        return unreadable();
    };
    let page = looked_up(&house, &arrival, list).await;
    write(&house, parts, page).await
}

/// The form of a request, filled with the parts that were ticked.
pub(super) async fn request(
    house: &House,
    parts: Parts,
    arrival: &Arrival,
    list: String,
    take: &[usize],
) -> Response {
    let mut page = looked_up(house, arrival, list).await;
    if page.trouble.is_none() && take.is_empty() {
        page.trouble = Some(Trouble::NothingTicked);
    }
    if page.trouble.is_some() {
        return write(house, parts, page).await;
    }
    let ticked = page.found.into_iter().enumerate();
    let ticked = ticked
        .filter(|(place, _)| take.contains(place))
        .map(|(_, part)| part);
    let form = quotations::open_for_parts(arrival.signed_in.as_ref(), ticked.collect());
    again(house, parts, Returned { form, problem: None }).await
}

async fn looked_up(house: &House, arrival: &Arrival, list: String) -> PartsPage {
    let read = parts::Parts::read(&list);
    let (left_out, is_empty) = (read.left_out, read.parts.is_empty());
    let found: Answer<Vec<PartFound>> =
        search::parts(&house.market, arrival.signed_in.as_ref(), read.parts).await;
    let (found, trouble) = match found {
        Ok(_) if is_empty => (Vec::new(), Some(Trouble::Nothing)),
        Ok(found) => (found, None),
        Err(error) => (
            Vec::new(),
            Some(Trouble::Problem(problem_of(error, &arrival.reference))),
        ),
    };
    PartsPage {
        list,
        left_out,
        found,
        trouble,
    }
}

async fn write(house: &House, parts: Parts, page: PartsPage) -> Response {
    let status = match &page.trouble {
        None => StatusCode::OK,
        Some(Trouble::Problem(problem)) => status_of(problem),
        Some(Trouble::Nothing | Trouble::NothingTicked) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    written::write(house, parts, status, move || {
        let page = page.clone();
        view! { <PartsListPage page /> }.into_any()
    })
    .await
}

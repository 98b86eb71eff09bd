//! The plain form of a request for quotation.

use app::desk::Returned;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use domain::places::Place;
use domain::quotations::{LineForm, RequestForm};
use serde::Deserialize;

use super::{again, arrival, read, refused, unreadable};
use crate::front_door::House;

#[derive(Deserialize)]
struct RequestBody {
    #[serde(default)]
    form: RequestForm,
    /// The button that adds a line.
    more: Option<String>,
    /// The button that removes one. It is not called "remove": that would hide the function of its form.
    take_out: Option<usize>,
    /// A pasted list that the form is to be filled from, and the places of its parts that were ticked.
    list: Option<String>,
    #[serde(default)]
    take: Vec<usize>,
}

/// A request for quotation.
pub(crate) async fn request(State(house): State<House>, parts: Parts, body: Bytes) -> Response {
    let (Some(arrival), Some(posted)) = (arrival(&parts), read::<RequestBody>(&body)) else {
        return unreadable();
    };
    if let Some(list) = posted.list {
        return super::parts::request(&house, parts, &arrival, list, &posted.take).await;
    }
    let mut form = posted.form;
    if posted.more.is_some() || posted.take_out.is_some() {
        change_lines(&mut form, posted.take_out);
        return again(&house, parts, Returned { form, problem: None }).await;
    }
    let who = arrival.signed_in.as_ref();
    let answer =
        services::quotations::receive(&house.market, who, arrival.session.language, form.clone()).await;
    match answer {
        Ok(received) => Redirect::to(&Place::Receipt(received.key.to_string()).path()).into_response(),
        Err(error) => refused(&house, parts, &arrival, form, error).await,
    }
}

fn change_lines(form: &mut RequestForm, remove: Option<usize>) {
    match remove {
        Some(index) if index < form.lines.len() => {
            form.lines.remove(index);
        }
        Some(_) => {}
        None => form.lines.push(LineForm::default()),
    }
    if form.lines.is_empty() {
        form.lines.push(LineForm::default());
    }
}

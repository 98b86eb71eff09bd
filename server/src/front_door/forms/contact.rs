//! The contact form as a plain post.

use app::desk::{Returned, problem_of};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use domain::contact::ContactForm;
use domain::places::Place;
use serde::Deserialize;

use super::{again, arrival, read};
use crate::front_door::House;

#[derive(Deserialize)]
struct ContactBody {
    #[serde(default)]
    form: ContactForm,
}

/// A message to the owner.
pub(in crate::front_door) async fn contact(
    State(house): State<House>,
    parts: Parts,
    body: Bytes,
) -> Response {
    let (Some(arrival), Some(ContactBody { form })) = (arrival(&parts), read(&body)) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let (who, language) = (arrival.signed_in.as_ref(), arrival.session.language);
    match services::contact::receive(&house.market, who, language, form.clone()).await {
        Ok(received) => {
            Redirect::to(&Place::ContactReceived(received.key.to_string()).path()).into_response()
        }
        Err(error) => {
            let problem = Some(problem_of(error, &arrival.reference));
            again(&house, parts, Returned { form, problem }).await
        }
    }
}

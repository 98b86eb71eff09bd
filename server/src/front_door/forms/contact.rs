//! The contact form as a plain post.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use domain::contact::ContactForm;
use domain::places::Place;
use serde::Deserialize;

use super::{arrival, read, refused, unreadable};
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
        return unreadable();
    };
    let (who, language) = (arrival.signed_in.as_ref(), arrival.session.language);
    match services::contact::receive(&house.market, who, language, form.clone()).await {
        Ok(received) => {
            Redirect::to(&Place::ContactReceived(received.key.to_string()).path()).into_response()
        }
        Err(error) => refused(&house, parts, &arrival, form, error).await,
    }
}

//! The HTML part of a mail in the development letter box, for the frame on its page. Nothing can run in it.

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::House;

/// A mail's own document: its inline styles are allowed, everything else is not.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups";

/// The HTML part of one letter.
pub(super) async fn html(State(house): State<House>, Path(id): Path<String>) -> Response {
    let Some(folder) = &house.settings.letters else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match services::post::letter(folder, &id).await {
        Ok(Some(letter)) => {
            let headers = [
                (header::CONTENT_SECURITY_POLICY, POLICY),
                (header::CONTENT_TYPE, "text/html; charset=utf-8"),
            ];
            (headers, letter.html).into_response()
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(error = format!("{error:#}"), "a letter cannot be read");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

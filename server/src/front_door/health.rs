//! Whether the process lives, and whether it can serve: for whoever watches over it.

use axum::extract::State;
use axum::http::StatusCode;

use services::search::{self, AnsweredBy};

use super::House;

/// The process answers.
pub(super) async fn healthy() -> &'static str {
    "ok"
}

/// Searches are answered, and by what: while the index is built the database alone is slower, and as right.
pub(super) async fn ready(State(house): State<House>) -> (StatusCode, &'static str) {
    match search::answered_by(&house.market).await {
        Ok(AnsweredBy::Index) => (StatusCode::OK, "ready, search by the index"),
        Ok(AnsweredBy::Tables) => (
            StatusCode::OK,
            "ready, search by the database until the index is built",
        ),
        Err(error) => {
            tracing::warn!(error = format!("{error:#}"), "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "not ready")
        }
    }
}

//! Whether the process lives, and whether it can serve: for whoever watches over it.

use axum::extract::State;
use axum::http::StatusCode;

use super::House;

/// The process answers.
pub(super) async fn healthy() -> &'static str {
    "ok"
}

/// The database answers and the search index is up.
pub(super) async fn ready(State(house): State<House>) -> (StatusCode, &'static str) {
    match services::search::refresh(&house.market).await {
        Ok(()) => (StatusCode::OK, "ready"),
        Err(error) => {
            tracing::warn!(error = format!("{error:#}"), "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "not ready")
        }
    }
}

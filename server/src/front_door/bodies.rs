//! The body of a request, read whole before anything looks at it: what is too long, too slow or broken off gets the
//! same answer on every route, and no page or server function ever waits for the network (T70, T71).

use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::http::header::CONNECTION;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use tokio::time::timeout;

use super::{House, Patience};

/// Largest body that any route reads, in bytes: a request of 200 lines with remarks fits eight times.
const LONGEST: usize = 1024 * 1024;

/// Reads the body and hands it on, or answers in place of the route.
pub(super) async fn read_whole(State(house): State<House>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let patience = house.settings.patience;
    let read = timeout(patience.body, read(body, patience)).await;
    match read.unwrap_or(Err(StatusCode::REQUEST_TIMEOUT)) {
        Ok(bytes) => next.run(Request::from_parts(parts, Body::from(bytes))).await,
        // What is left of the body must not be taken for the next request.
        Err(status) => (status, [(CONNECTION, HeaderValue::from_static("close"))]).into_response(),
    }
}

async fn read(mut body: Body, patience: Patience) -> Result<Vec<u8>, StatusCode> {
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if announced > LONGEST {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    let mut bytes = Vec::with_capacity(announced);
    loop {
        let piece = timeout(patience.body_piece, body.frame())
            .await
            .map_err(|_| StatusCode::REQUEST_TIMEOUT)?;
        let Some(piece) = piece else { return Ok(bytes) };
        let piece = piece.map_err(|_| StatusCode::BAD_REQUEST)?;
        let Some(data) = piece.data_ref() else { continue };
        if bytes.len() + data.len() > LONGEST {
            return Err(StatusCode::PAYLOAD_TOO_LARGE);
        }
        bytes.extend_from_slice(data);
    }
}

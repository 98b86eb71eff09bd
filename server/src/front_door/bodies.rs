//! The body of a request, read whole before anything looks at it: what is too long, too slow or broken off gets the
//! same answer on every route, a page for a person and JSON for a program, and no page or server function ever waits for the
//! network (T70, T71).

use app::desk::status_of;
use app::problem::Problem;
use axum::Json;
use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, CONNECTION};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::places::{self, Place};
use domain::refusal::Refusal;
use domain::text::limits::FILE_BYTES;
use http_body_util::BodyExt;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::{House, Patience, api, sync, written};

/// Largest body that a route reads, in bytes.
const LONGEST: usize = 1024 * 1024;
/// The same where a request or a list of a thousand parts arrives, each with remarks in characters that take nine bytes on
/// their way.
const LONGEST_REQUEST: usize = 8 * 1024 * 1024;
/// The same where stock files arrive: two of the longest, with what a form puts around them.
const LONGEST_WITH_FILES: usize = 2 * FILE_BYTES as usize + LONGEST;
/// Bodies with files that are read at the same time; others wait.
static WITH_FILES: Semaphore = Semaphore::const_new(4);
/// How much longer a body with files may take.
const LONGER: u32 = 10;

/// Reads the body and hands it on, or answers in place of the route.
pub(super) async fn read_whole(State(house): State<House>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let patience = house.settings.patience;
    let read = if takes_files(parts.uri.path()) {
        timeout(patience.body * LONGER, async {
            let _place = WITH_FILES.acquire().await;
            read(body, patience, LONGEST_WITH_FILES).await
        })
        .await
    } else {
        timeout(patience.body, read(body, patience, longest(parts.uri.path()))).await
    };
    match read.unwrap_or(Err(StatusCode::REQUEST_TIMEOUT)) {
        Ok(bytes) => next.run(Request::from_parts(parts, Body::from(bytes))).await,
        Err(status) => broken_off(&house, parts, status).await,
    }
}

/// Reads the body of a plain form for whoever answers in place of the route.
///
/// # Errors
/// The status of one that is too long, too slow or broken off, for [`broken_off`].
pub(super) async fn form(house: &House, body: Body) -> Result<Vec<u8>, StatusCode> {
    let patience = house.settings.patience;
    let read = timeout(patience.body, read(body, patience, LONGEST)).await;
    read.unwrap_or(Err(StatusCode::REQUEST_TIMEOUT))
}

/// The answer to a body that was not read to its end. What is left of it must not be taken for the next request.
pub(super) async fn broken_off(house: &House, parts: Parts, status: StatusCode) -> Response {
    let mut response = match (status, listener(&parts)) {
        (StatusCode::PAYLOAD_TOO_LARGE, Some(who)) => told(house, parts, who, Refusal::TooLarge).await,
        (StatusCode::REQUEST_TIMEOUT, Some(who)) => told(house, parts, who, Refusal::TooSlow).await,
        _ => status.into_response(),
    };
    response
        .headers_mut()
        .insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

/// Who is told more than a status.
#[derive(Clone, Copy)]
enum Listener {
    /// Somebody who has sent a form, and sees a page.
    Person,
    /// A page of ours that has called a server function.
    Page,
}

/// Devices and companies' own systems are told in their own words, by the layers around them.
fn listener(parts: &Parts) -> Option<Listener> {
    let path = parts.uri.path();
    if path.starts_with(api::ROOM) || path.starts_with(sync::ROOM) {
        return None;
    }
    if path.starts_with("/api/") {
        return Some(Listener::Page);
    }
    let accepted = parts.headers.get(ACCEPT).and_then(|kinds| kinds.to_str().ok());
    accepted
        .is_some_and(|kinds| kinds.contains("text/html"))
        .then_some(Listener::Person)
}

async fn told(house: &House, parts: Parts, who: Listener, refusal: Refusal) -> Response {
    match who {
        Listener::Person => written::refuse(house, parts, refusal.into()).await,
        Listener::Page => {
            let problem = Problem::Refused(refusal);
            (status_of(&problem), Json(problem)).into_response()
        }
    }
}

fn longest(path: &str) -> usize {
    match places::among(&[Place::Request, Place::PartsList], path) {
        Some(_) => LONGEST_REQUEST,
        None => LONGEST,
    }
}

fn takes_files(path: &str) -> bool {
    path == Place::StockImport.path() || api::takes_files(path)
}

async fn read(mut body: Body, patience: Patience, longest: usize) -> Result<Vec<u8>, StatusCode> {
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if announced > longest {
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
        if bytes.len() + data.len() > longest {
            return Err(StatusCode::PAYLOAD_TOO_LARGE);
        }
        bytes.extend_from_slice(data);
    }
}

//! The built front end. Files with a hash in their name never change and are kept for a year; the few others are asked
//! for again. Brotli and gzip copies lie beside them.

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, VARY};
use axum::http::{HeaderValue, Method, Request, StatusCode};
use axum::response::{IntoResponse, Response};
use tower::ServiceExt;
use tower_http::services::ServeDir;

use super::House;

/// A file of the site, or the page that says there is nothing.
pub(super) async fn file_or_not_found(State(house): State<House>, request: Request<Body>) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let path = request.uri().path().to_owned();
    let (parts, body) = request.into_parts();
    let copy = Request::from_parts(parts.clone(), Body::empty());
    let served = ServeDir::new(house.leptos.site_root.as_ref())
        .precompressed_br()
        .precompressed_gzip()
        .append_index_html_on_directories(false)
        .oneshot(copy)
        .await;
    match served {
        Ok(response) if response.status() != StatusCode::NOT_FOUND => cached(&path, response.into_response()),
        _ => super::arriving::not_found(house, Request::from_parts(parts, body)).await,
    }
}

fn cached(path: &str, mut response: Response) -> Response {
    let lasting = if is_hashed(path) {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=3600"
    };
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static(lasting));
    response
        .headers_mut()
        .append(VARY, HeaderValue::from_static("accept-encoding"));
    response
}

/// Whether a path names its contents: `/pkg/reelstock.3yW8….js`.
pub(super) fn is_hashed(path: &str) -> bool {
    path.starts_with("/pkg/")
        && path
            .rsplit('/')
            .next()
            .is_some_and(|name| name.split('.').count() >= 3 || name.contains("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_with_a_hash_are_kept_for_ever() {
        assert!(is_hashed("/pkg/reelstock.A1b2C3.wasm"));
        assert!(!is_hashed("/pkg/reelstock.wasm"));
        assert!(!is_hashed("/favicon.svg"));
    }
}

//! What every answer carries, whatever made it: a policy for the browser, a name in the log, and no detail of a panic.

use std::any::Any;
use std::time::Instant;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use axum::middleware::Next;
use leptos::nonce::use_nonce;
use leptos_axum::ResponseOptions;
use tracing::Instrument;

use super::House;
use crate::settings::Mode;

/// Says that an answer is the market's own. The worker of the stock page takes no other for it: between a browser and the market there may
/// be a hotel's page, or a proxy's.
pub(super) const OURS: &str = "x-answered-by";

/// Headers that say the same on every answer.
const SAME: [(HeaderName, &str); 7] = [
    (HeaderName::from_static(OURS), "reelstock"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
];
/// For answers that are no pages: nothing may run in them.
const NOTHING: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Puts the headers on.
pub(super) async fn secure(
    State(house): State<House>,
    request: Request,
    next: Next,
) -> axum::response::Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in SAME {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(NOTHING));
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    if house.settings.mode == Mode::Production {
        let two_years = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, two_years);
    }
    response
}

/// The policy of a page, with the nonce of its own scripts (T27).
pub(super) fn content_security_policy(response: &ResponseOptions) {
    let Some(nonce) = use_nonce() else { return };
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; frame-src 'self'; base-uri 'none'; \
         object-src 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}

/// Names the request and notes how it ended. Query strings are left out: they hold what people search for.
pub(super) async fn log(mut request: Request, next: Next) -> axum::response::Response {
    let reference = Reference::new();
    let span = tracing::info_span!("request", reference = reference.0, method = %request.method(), path = shown(request.uri().path()));
    request.extensions_mut().insert(reference);
    let began = Instant::now();
    let response = next.run(request).instrument(span.clone()).await;
    span.in_scope(|| {
        tracing::info!(
            status = response.status().as_u16(),
            ms = began.elapsed().as_millis() as u64,
            "answered"
        );
    });
    response
}

/// A path as the log may have it: a mailed link is a secret (T13).
fn shown(path: &str) -> &str {
    if path.starts_with("/k/") { "/k/…" } else { path }
}

/// The name of a request: what a visitor is told when something breaks, and what the log has.
#[derive(Clone)]
pub(super) struct Reference(pub(super) String);

impl Reference {
    fn new() -> Self {
        let random = uuid::Uuid::new_v4().simple().to_string();
        Self(random[..10].to_uppercase())
    }
}

/// A panic is a breakage like any other: an answer without detail (T69).
pub(super) fn after_panic(panic: Box<dyn Any + Send + 'static>) -> Response<Body> {
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied());
    tracing::error!(panic = text.unwrap_or("unknown"), "a request panicked");
    let mut response = Response::new(Body::from(
        "Something broke on our side. / 当社側で問題が発生しました。",
    ));
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    let headers: &mut HeaderMap = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    for (name, value) in SAME {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(NOTHING));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

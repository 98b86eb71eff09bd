//! Questions to every request: is it for this house, did one of our own pages send it, and may it come without signing in?

use std::sync::Arc;

use app::desk::Arrival;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, HOST, ORIGIN};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use domain::accounts::AccountType;
use domain::places::{self, Place, console};
use domain::refusal::Refusal;

use super::{House, bodies, written};
use crate::settings::Mode;

/// Refuses a host name that is not ours: what is not ours must not end up in links or caches (T18).
pub(super) async fn known_host(State(house): State<House>, request: Request, next: Next) -> Response {
    let host = request
        .headers()
        .get(HOST)
        .and_then(|host| host.to_str().ok())
        .or_else(|| request.uri().host());
    let known = host.is_some_and(|host| is_known(host, house.settings.mode, &house.settings.public_base_url));
    if known {
        next.run(request).await
    } else {
        StatusCode::MISDIRECTED_REQUEST.into_response()
    }
}

fn is_known(host: &str, mode: Mode, public_base_url: &str) -> bool {
    let ours = public_base_url
        .split_once("://")
        .is_some_and(|(_, ours)| ours.eq_ignore_ascii_case(host));
    let name = host
        .rsplit_once(':')
        .filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()))
        .map_or(host, |(name, _)| name);
    ours || (mode == Mode::Local && matches!(name, "localhost" | "127.0.0.1" | "[::1]"))
}

/// Refuses whatever changes something unless one of our pages sent it (T26): the browser says so in
/// `Sec-Fetch-Site`, and one too old for it in `Origin`. Neither means it is no browser of ours.
pub(super) async fn same_origin(State(house): State<House>, request: Request, next: Next) -> Response {
    let harmless = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if harmless
        || is_ours(
            request.headers(),
            house.settings.mode,
            &house.settings.public_base_url,
        )
    {
        return next.run(request).await;
    }
    tracing::warn!("a request from another site was refused");
    StatusCode::FORBIDDEN.into_response()
}

fn is_ours(headers: &HeaderMap, mode: Mode, public_base_url: &str) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin";
    }
    let Some(origin) = text(ORIGIN.as_str()) else {
        return false;
    };
    let here =
        text(HOST.as_str()).is_some_and(|host| mode == Mode::Local && origin == format!("http://{host}"));
    here || origin.eq_ignore_ascii_case(public_base_url)
}

/// Leads whoever is not signed in from a page of the account, or of the console, to its sign-in, and back afterwards; a form
/// whose session has ended gets back what was typed in it. Whoever
/// is suspended is told so there, and where a request is sent; the page of the stock itself has what they did not send yet.
pub(super) async fn signed_in_only(State(house): State<House>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let arrival = request.extensions().get::<Arc<Arrival>>();
    let signed_in = arrival.is_some_and(|arrival| arrival.signed_in.is_some());
    let is_console = console::is_within(path);
    if arrival.is_some_and(|arrival| arrival.suspended) {
        let sends = request.method() == Method::POST;
        let is_request = sends && path == Place::Request.path();
        if !sends && places::among(&[Place::Stock], path).is_some() {
            return next.run(request).await;
        }
        if is_console || places::needs_sign_in(path) || is_request {
            let (parts, _) = request.into_parts();
            return written::suspended(&house, parts, sends).await;
        }
    }
    let keeps_stock = || {
        let who = arrival.and_then(|arrival| arrival.signed_in.as_ref());
        who.is_some_and(|who| who.supplier().is_some())
    };
    if signed_in && places::among(&[Place::Stock], path).is_some() && !keeps_stock() {
        let (parts, _) = request.into_parts();
        return written::refuse(&house, parts, Refusal::NotAllowed.into()).await;
    }
    let is_staff = || {
        let who = arrival.and_then(|arrival| arrival.signed_in.as_ref());
        who.is_some_and(|who| who.visitor.account_type == AccountType::Staff)
    };
    // What is sent to the console by anybody else is not read at all.
    if signed_in && is_console && request.method() == Method::POST && !is_staff() {
        let (parts, _) = request.into_parts();
        return written::refuse(&house, parts, Refusal::NotFound.into()).await;
    }
    if signed_in || !(is_console || places::needs_sign_in(path)) {
        return next.run(request).await;
    }
    let sign_in = if is_console {
        let whole = request
            .uri()
            .path_and_query()
            .map_or(path, |whole| whole.as_str());
        console::sign_in_for(whole)
    } else {
        let whole = (request.method() != Method::POST).then(|| request.uri().path_and_query());
        let whole = whole.flatten().map_or(path, |whole| whole.as_str());
        Place::SignInFor(whole.to_owned()).path()
    };
    if request.method() == Method::POST && is_form(request.headers()) {
        let (parts, body) = request.into_parts();
        let fields = match bodies::form(&house, body).await {
            Ok(bytes) => typed(&bytes),
            Err(status) => return bodies::broken_off(&house, parts, status).await,
        };
        if !fields.is_empty() {
            return written::signed_out(&house, parts, sign_in, fields).await;
        }
    }
    Redirect::to(&sign_in).into_response()
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
}

/// Fields that nobody types in: what stands behind a button.
const BEHIND_BUTTONS: [&str; 13] = [
    "act",
    "address",
    "id",
    "key",
    "number",
    "one",
    "others",
    "part",
    "role",
    "seen",
    "step",
    "submission",
    "version",
];

/// What a form has brought, but for passwords, which no page repeats; nothing where it was but a button, with what stands behind
/// one, or where nothing was typed.
fn typed(body: &[u8]) -> Vec<(String, String)> {
    let fields: Vec<(String, String)> = form_urlencoded::parse(body)
        .filter(|(name, _)| !name.contains("password") && name != "current")
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    let is_given =
        |(name, value): &(String, String)| BEHIND_BUTTONS.contains(&name.as_str()) || value.trim().is_empty();
    if fields.iter().all(is_given) {
        return Vec::new();
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_comes_back_without_passwords() {
        let body = b"form%5Bname%5D=%E5%B1%B1%E7%94%B0&password=secret-1&form%5Bpassword_again%5D=secret-1&current=secret-2&act=note";
        let pairs = [("form[name]", "\u{5c71}\u{7530}"), ("act", "note")];
        assert_eq!(
            typed(body),
            pairs.map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
        let plain = [("note", "call back tomorrow"), ("version", "4")];
        assert_eq!(
            typed(b"note=call+back+tomorrow&version=4"),
            plain.map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
        assert_eq!(typed(b"password=secret-1&note=+"), [], "nothing but a password");
        assert_eq!(
            typed(b"act=approve&version=4&seen=0b1e-77"),
            [],
            "nothing but a button"
        );
    }

    const BASE: &str = "https://parts.example";

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                (
                    axum::http::HeaderName::from_static(name),
                    value.parse().expect("a value"),
                )
            })
            .collect()
    }

    #[test]
    fn t18_only_the_configured_host_is_served_in_production() {
        for (host, known) in [
            ("parts.example", true),
            ("PARTS.example", true),
            ("evil.example", false),
            ("parts.example.evil.example", false),
            ("localhost", false),
            ("127.0.0.1:3000", false),
            ("", false),
        ] {
            assert_eq!(is_known(host, Mode::Production, BASE), known, "{host}");
        }
        for host in ["localhost:3000", "127.0.0.1", "[::1]:3000"] {
            assert!(is_known(host, Mode::Local, BASE), "{host}");
        }
    }

    #[test]
    fn t26_two_of_eight_header_cases_are_ours() {
        let cases: [(&[(&str, &str)], bool); 8] = [
            (&[("sec-fetch-site", "same-origin")], true),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("sec-fetch-site", "cross-site")], false),
            (&[("sec-fetch-site", "none")], false),
            (
                &[
                    ("sec-fetch-site", "cross-site"),
                    ("origin", "https://parts.example"),
                ],
                false,
            ),
            (&[("origin", "https://parts.example")], true),
            (&[("origin", "https://evil.example")], false),
            (&[], false),
        ];
        for (pairs, ours) in cases {
            let pairs: Vec<(&'static str, &'static str)> = pairs.to_vec();
            assert_eq!(
                is_ours(&headers(&pairs), Mode::Production, BASE),
                ours,
                "{pairs:?}"
            );
        }
    }
}

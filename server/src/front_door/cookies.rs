//! The cookies of the site. All are set by us, read by us, bound to this host and to TLS; browsers count loopback as safe.

use axum::http::HeaderMap;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use domain::notices;
use domain::places::Place;
use services::accounts::token::Token;

/// The session.
pub(super) const SESSION: &str = "__Host-sid";
/// A browser that has signed in before.
pub(super) const DEVICE: &str = "__Host-dev";
/// A sign-in whose second step is still to come.
pub(super) const HALF: &str = "__Host-half";
/// A browser that has registered and waits for its mail.
pub(super) const WAITING: &str = "__Host-waiting";
/// A mailed link that was opened a moment ago, so that it need not stand in the address (T13).
pub(super) const FLOW: &str = "__Host-flow";
/// A chosen language.
pub(super) const LANGUAGE: &str = "__Host-language";
/// A chosen theme.
pub(super) const THEME: &str = "__Host-theme";
/// The height of rows in tables, where it was chosen.
pub(super) const ROWS: &str = "__Host-rows";
/// Banners that were put away.
pub(super) const NOTICES: &str = "__Host-notices";

/// Most banners that a browser remembers to have put away.
const PUT_AWAY: usize = 20;
/// How long a choice is remembered, in days.
const REMEMBERED: i64 = 365;
/// How long the waiting page is found again, in days: as long as its link is good, and a little more.
const WAITS: i64 = 7;
/// How long the second step may take, in minutes.
const HALF_LASTS: i64 = 10;
/// How long an opened link waits for its button, in minutes.
const FLOWS: i64 = 15;
/// How long one waits behind which a whole registration is filled in, in minutes: whoever is called away from it goes on after
/// lunch. The link itself has a time of its own.
const FORMS: i64 = 12 * 60;

/// The token in a cookie, if there is one.
pub(super) fn token(jar: &CookieJar, name: &str) -> Option<Token> {
    Token::of_cookie(jar.get(name)?.value())
}

/// The mailed link that was opened a moment ago.
pub(super) fn flow(headers: &HeaderMap) -> Option<String> {
    let jar = CookieJar::from_headers(headers);
    jar.get(FLOW).map(|cookie| cookie.value().to_owned())
}

/// A cookie that only we can set and only we can read; it goes with the browser's session.
pub(super) fn private(name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Lax)
        .build()
}

/// One that stays for some time.
pub(super) fn lasting(name: &'static str, value: &str, time: time::Duration) -> Cookie<'static> {
    let mut cookie = private(name, value.to_owned());
    cookie.set_max_age(time);
    cookie
}

/// Whether the visitor wants tables closer.
pub(super) fn has_compact_rows(jar: &CookieJar) -> bool {
    jar.get(ROWS).is_some_and(|cookie| cookie.value() == "compact")
}

/// The marks of the banners that this browser has put away, the last ones first.
pub(super) fn put_away(jar: &CookieJar) -> Vec<String> {
    let marks = jar.get(NOTICES).map(|cookie| cookie.value().to_owned());
    let marks = marks.unwrap_or_default();
    let marks = marks.split('.').filter(|mark| notices::is_mark(mark));
    marks.take(PUT_AWAY).map(str::to_owned).collect()
}

/// The same with one more.
pub(super) fn putting_away(jar: &CookieJar, mark: &str) -> Cookie<'static> {
    let mut marks = put_away(jar);
    marks.retain(|known| known != mark);
    marks.insert(0, mark.to_owned());
    marks.truncate(PUT_AWAY);
    remembered(NOTICES, &marks.join("."))
}

/// A choice of the visitor.
pub(super) fn remembered(name: &'static str, value: &str) -> Cookie<'static> {
    lasting(name, value, time::Duration::days(REMEMBERED))
}

/// The browser that has registered.
pub(super) fn waiting(token: &Token) -> Cookie<'static> {
    lasting(WAITING, token.cookie_value(), time::Duration::days(WAITS))
}

/// The browser that has signed in.
pub(super) fn device(token: &Token) -> Cookie<'static> {
    let days = services::accounts::device::REMEMBERED_DAYS;
    lasting(DEVICE, token.cookie_value(), time::Duration::days(days))
}

/// The sign-in that waits for its second step.
pub(super) fn half(token: &Token) -> Cookie<'static> {
    lasting(HALF, token.cookie_value(), time::Duration::minutes(HALF_LASTS))
}

/// The link that was opened.
pub(super) fn opened(token: &str, leads_to: &Place) -> Cookie<'static> {
    let has_long_form = matches!(leads_to, Place::CompanyDetails | Place::Join | Place::JoinTeam);
    let minutes = if has_long_form { FORMS } else { FLOWS };
    lasting(FLOW, token, time::Duration::minutes(minutes))
}

/// What replaces a cookie that goes: browsers want the same attributes.
pub(super) fn expired(name: &'static str) -> Cookie<'static> {
    private(name, String::new())
}

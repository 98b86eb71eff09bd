//! Plain forms: what a page posts to its own address before WASM wakes, or without it.
//!
//! On success the browser is sent on; on a fault the same page is rendered again with the form as it was typed, its
//! faults, and status 422. Nothing is ever retyped.

pub(super) mod contact;

use std::sync::Arc;

use app::desk::{Arrival, Returned, problem_of, status_of};
use app::problem::Problem;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use domain::accounts::SignInForm;
use domain::places::{self, Place};
use domain::quotations::{LineForm, RequestForm};
use domain::refusal::Refusal;
use leptos::prelude::provide_context;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use services::accounts::{session, sign_in as signing_in};

use super::arriving::{LANGUAGE, SESSION, THEME, token};
use super::{House, provide_house, shell};

/// How long a chosen language or theme is remembered, in days.
const REMEMBERED: i64 = 365;
/// How deep the names of a form nest: `form[lines][0][model]`.
const DEPTH: usize = 5;

/// Renders the page of this address with the form that came back.
async fn again<F: Clone + Send + Sync + 'static>(
    house: &House,
    parts: Parts,
    returned: Returned<F>,
) -> Response {
    let status = returned.problem.as_ref().map_or(StatusCode::OK, status_of);
    let mut request = Request::from_parts(parts, Body::empty());
    *request.method_mut() = Method::GET;
    let market = house.market.clone();
    let context = move || {
        provide_house(&market);
        provide_context(returned.clone());
    };
    let mut response = leptos_axum::render_app_async_with_context(context, shell(house))(request).await;
    if status != StatusCode::OK {
        *response.status_mut() = status;
    }
    response
}

fn read<T: DeserializeOwned>(body: &Bytes) -> Option<T> {
    serde_qs::Config::new(DEPTH, false).deserialize_bytes(body).ok()
}

pub(super) fn arrival(parts: &Parts) -> Option<Arc<Arrival>> {
    parts.extensions.get::<Arc<Arrival>>().cloned()
}

#[derive(Deserialize)]
struct RequestBody {
    #[serde(default)]
    form: RequestForm,
    /// The button that adds a line.
    more: Option<String>,
    /// The button that removes one. It is not called "remove": that would hide the function of its form.
    take_out: Option<usize>,
}

/// A request for quotation.
pub(super) async fn request(State(house): State<House>, parts: Parts, body: Bytes) -> Response {
    let (Some(arrival), Some(posted)) = (arrival(&parts), read::<RequestBody>(&body)) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let mut form = posted.form;
    if posted.more.is_some() || posted.take_out.is_some() {
        change_lines(&mut form, posted.take_out);
        return again(&house, parts, Returned { form, problem: None }).await;
    }
    let who = arrival.signed_in.as_ref();
    let answer =
        services::quotations::receive(&house.market, who, arrival.session.language, form.clone()).await;
    match answer {
        Ok(received) => Redirect::to(&Place::Receipt(received.key.to_string()).path()).into_response(),
        Err(error) => {
            let problem = problem_of(error, &arrival.reference);
            again(
                &house,
                parts,
                Returned {
                    form,
                    problem: Some(problem),
                },
            )
            .await
        }
    }
}

fn change_lines(form: &mut RequestForm, remove: Option<usize>) {
    match remove {
        Some(index) if index < form.lines.len() => {
            form.lines.remove(index);
        }
        Some(_) => {}
        None => form.lines.push(LineForm::default()),
    }
    if form.lines.is_empty() {
        form.lines.push(LineForm::default());
    }
}

/// Signing in as a buyer or a supplier.
pub(super) async fn sign_in(
    State(house): State<House>,
    jar: CookieJar,
    parts: Parts,
    body: Bytes,
) -> Response {
    sign_in_with(
        &house,
        jar,
        parts,
        read::<SignInForm>(&body).filter(|form| form.account_type != "staff"),
    )
    .await
}

/// Signing in as one of the owner's people.
pub(super) async fn staff_sign_in(
    State(house): State<House>,
    jar: CookieJar,
    parts: Parts,
    body: Bytes,
) -> Response {
    let form = read::<SignInForm>(&body).map(|form| SignInForm {
        account_type: "staff".to_owned(),
        ..form
    });
    sign_in_with(&house, jar, parts, form).await
}

async fn sign_in_with(house: &House, jar: CookieJar, parts: Parts, form: Option<SignInForm>) -> Response {
    let (Some(arrival), Some(form)) = (arrival(&parts), form) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    match signing_in::sign_in(&house.market, form.clone(), token(&jar).as_ref()).await {
        Ok(welcome) => {
            let mut cookie = private(SESSION, welcome.token.cookie_value().to_owned());
            if welcome.stays {
                cookie.set_max_age(time::Duration::milliseconds(session::STAYS));
            }
            let next = places::inside(&form.next).map_or_else(|| Place::Home.path(), str::to_owned);
            (jar.add(cookie), Redirect::to(&next)).into_response()
        }
        Err(error) => {
            let problem = problem_of(error, &arrival.reference);
            let form = SignInForm {
                password: String::new(),
                ..form
            };
            again(
                house,
                parts,
                Returned {
                    form,
                    problem: Some(problem),
                },
            )
            .await
        }
    }
}

/// Signing out ends the session on the server, not only in this browser.
pub(super) async fn sign_out(State(house): State<House>, jar: CookieJar, parts: Parts) -> Response {
    if let Some(token) = token(&jar)
        && let Err(error) = session::end(&house.market, &token).await
    {
        let reference = arrival(&parts)
            .map(|arrival| arrival.reference.clone())
            .unwrap_or_default();
        return status_of(&problem_of(error, &reference)).into_response();
    }
    (jar.remove(expired(SESSION)), Redirect::to(&Place::Home.path())).into_response()
}

#[derive(Deserialize)]
struct Choice {
    #[serde(default)]
    language: String,
    #[serde(default)]
    theme: String,
    #[serde(default)]
    back: String,
}

/// Another language, on the same page.
pub(super) async fn language(jar: CookieJar, body: Bytes) -> Response {
    let Some(choice) = read::<Choice>(&body) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let Some(language) = domain::language::Language::of_tag(&choice.language) else {
        return refused(&Problem::Refused(Refusal::NotFound));
    };
    (jar.add(remembered(LANGUAGE, language.tag())), back(&choice)).into_response()
}

/// Another theme, on the same page.
pub(super) async fn theme(jar: CookieJar, body: Bytes) -> Response {
    let Some(choice) = read::<Choice>(&body) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let theme = app::session::Theme::of_word(&choice.theme);
    (jar.add(remembered(THEME, theme.word())), back(&choice)).into_response()
}

fn back(choice: &Choice) -> Redirect {
    Redirect::to(places::inside(&choice.back).unwrap_or(&Place::Home.path()))
}

fn refused(problem: &Problem) -> Response {
    status_of(problem).into_response()
}

/// A cookie that only we can set and only we can read.
fn private(name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Lax)
        .build()
}

fn remembered(name: &'static str, value: &str) -> Cookie<'static> {
    let mut cookie = private(name, value.to_owned());
    cookie.set_max_age(time::Duration::days(REMEMBERED));
    cookie
}

/// What replaces a cookie that goes: browsers want the same attributes.
fn expired(name: &'static str) -> Cookie<'static> {
    private(name, String::new())
}

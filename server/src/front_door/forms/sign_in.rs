//! Signing in and out.

use app::desk::{problem_of, status_of};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::Cookie;
use domain::accounts::{SignInForm, landing};
use domain::places::Place;
use services::accounts::session;
use services::accounts::sign_in::{self as signing_in, Entry, Welcome};

use super::{arrival, read, refused, unreadable};
use crate::front_door::House;
use crate::front_door::cookies::{SESSION, device, expired, half, lasting, private, token};

/// Signing in as anything that the public form offers.
pub(crate) async fn sign_in(
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
pub(crate) async fn staff_sign_in(
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
        return unreadable();
    };
    let previous = token(&jar, SESSION);
    match signing_in::sign_in(&house.market, form.clone(), &arrival.caller, previous.as_ref()).await {
        Ok(Entry::Welcome(welcome)) => {
            let next = landing(&welcome, &form.next);
            (come_in(jar, &welcome), Redirect::to(&next)).into_response()
        }
        Ok(Entry::SecondStep(token)) => {
            (jar.add(half(&token)), Redirect::to(&Place::SecondStep.path())).into_response()
        }
        Err(error) => {
            let form = SignInForm {
                password: String::new(),
                ..form
            };
            refused(house, parts, &arrival, form, error).await
        }
    }
}

/// The cookies of whoever has come in.
pub(super) fn come_in(jar: CookieJar, welcome: &Welcome) -> CookieJar {
    jar.add(session_cookie(welcome)).add(device(&welcome.device))
}

fn session_cookie(welcome: &Welcome) -> Cookie<'static> {
    let value = welcome.token.cookie_value();
    if welcome.stays {
        lasting(SESSION, value, time::Duration::milliseconds(session::STAYS))
    } else {
        private(SESSION, value.to_owned())
    }
}

/// Where a sign-in leads; a supplier in screening, to the state of the application (Z19).
pub(super) fn landing(welcome: &Welcome, next: &str) -> String {
    if welcome.in_screening {
        Place::AccountApplication.path()
    } else {
        landing::landing(welcome.account_type, next)
    }
}

/// Signing out ends the session on the server, not only in this browser.
pub(crate) async fn sign_out(State(house): State<House>, jar: CookieJar, parts: Parts) -> Response {
    if let Some(token) = token(&jar, SESSION)
        && let Err(error) = session::end(&house.market, &token).await
    {
        let reference = arrival(&parts)
            .map(|arrival| arrival.reference.clone())
            .unwrap_or_default();
        return status_of(&problem_of(error, &reference)).into_response();
    }
    (jar.remove(expired(SESSION)), Redirect::to(&Place::Home.path())).into_response()
}

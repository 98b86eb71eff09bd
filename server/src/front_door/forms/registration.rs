//! Registering, and proving the address.

use app::accounts::sign_up::{Proof, Wait};
use app::desk::Returned;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::accounts::{Asks, RegistrationForm, SideForm};
use domain::places::Place;
use domain::refusal::Refusal;
use serde::Deserialize;
use services::accounts::{companies, registration, verification};

use super::{again, arrival, of_another_link, opened_with, read, refused, unreadable};
use crate::front_door::House;
use crate::front_door::cookies::{FLOW, expired, waiting};

#[derive(Deserialize)]
struct Posted {
    form: RegistrationForm,
}

/// Registering as a buyer.
pub(crate) async fn buyer(State(house): State<House>, jar: CookieJar, parts: Parts, body: Bytes) -> Response {
    register(&house, jar, parts, &body, Asks::Buyer).await
}

/// Registering as a supplier.
pub(crate) async fn supplier(
    State(house): State<House>,
    jar: CookieJar,
    parts: Parts,
    body: Bytes,
) -> Response {
    register(&house, jar, parts, &body, Asks::Supplier).await
}

/// The first of a company's two steps (R041).
pub(crate) async fn company(
    State(house): State<House>,
    jar: CookieJar,
    parts: Parts,
    body: Bytes,
) -> Response {
    register(&house, jar, parts, &body, Asks::Temporary).await
}

#[derive(Deserialize)]
struct Told {
    form: SideForm,
    /// Of whoever opened the link in another browser.
    #[serde(default)]
    password: String,
    /// The button that shows whose the coordinator's address is.
    look_up: Option<String>,
}

/// The second step, behind the mailed link (R044).
pub(crate) async fn details(
    State(house): State<House>,
    jar: CookieJar,
    parts: Parts,
    body: Bytes,
) -> Response {
    let (
        Some(arrival),
        Some(Told {
            form,
            password,
            look_up,
        }),
    ) = (arrival(&parts), read(&body))
    else {
        return unreadable();
    };
    let token = match opened_with(&parts, &body) {
        Ok(token) => token,
        Err(refusal) => return of_another_link(&house, parts, refusal).await,
    };
    if look_up.is_some() {
        return again(&house, parts, Returned { form, problem: None }).await;
    }
    match companies::register(&house.market, &arrival.caller, &token, &form, &password).await {
        Ok(()) => {
            let next = Redirect::to(&Place::CompanySent.path());
            (jar.remove(expired(FLOW)), next).into_response()
        }
        Err(error) => refused(&house, parts, &arrival, form, error).await,
    }
}

async fn register(house: &House, jar: CookieJar, parts: Parts, body: &Bytes, asks: Asks) -> Response {
    let (Some(arrival), Some(posted)) = (arrival(&parts), read::<Posted>(body)) else {
        return unreadable();
    };
    // The page decides the type, not the form.
    let form = RegistrationForm {
        account_type: asks.word().to_owned(),
        ..posted.form
    };
    match registration::receive(&house.market, &arrival.caller, form.clone()).await {
        Ok(registered) => {
            let jar = jar.add(waiting(&registered.waiting));
            (jar, Redirect::to(&Place::SignUpSent.path())).into_response()
        }
        Err(error) => {
            let form = RegistrationForm {
                password: String::new(),
                password_again: String::new(),
                ..form
            };
            refused(house, parts, &arrival, form, error).await
        }
    }
}

#[derive(Deserialize)]
struct Waited {
    /// The code of the mail.
    #[serde(default)]
    code: String,
    /// The button that sends the mail again.
    again: Option<String>,
    /// The button "Already verified".
    already: Option<String>,
}

/// The waiting page: the code, another mail, or "Already verified" (R027, R028).
pub(crate) async fn sent(State(house): State<House>, parts: Parts, body: Bytes) -> Response {
    let (Some(arrival), Some(posted)) = (arrival(&parts), read::<Waited>(&body)) else {
        return unreadable();
    };
    let (market, caller) = (&house.market, &arrival.caller);
    let answer = if posted.again.is_some() {
        verification::send_again(market, caller)
            .await
            .map(|()| Place::SignUpSentAgain)
    } else if posted.already.is_some() && posted.code.trim().is_empty() {
        match verification::waiting(market, caller).await {
            Ok(waiting) if waiting.proved => Ok(Place::SignInAs(waiting.account_type)),
            Ok(_) => Err(Refusal::Unverified { mailed: false }.into()),
            Err(error) => Err(error),
        }
    } else {
        verification::prove_by_code(market, caller, &posted.code)
            .await
            .map(|proved| Place::SignInAs(proved.account_type))
    };
    match answer {
        Ok(place) => Redirect::to(&place.path()).into_response(),
        Err(error) => refused(&house, parts, &arrival, Wait { code: posted.code }, error).await,
    }
}

#[derive(Deserialize)]
struct Pressed {
    #[serde(default)]
    password: String,
}

/// The button behind the mailed link.
pub(crate) async fn verify(
    State(house): State<House>,
    jar: CookieJar,
    parts: Parts,
    body: Bytes,
) -> Response {
    let (Some(arrival), Some(posted)) = (arrival(&parts), read::<Pressed>(&body)) else {
        return unreadable();
    };
    let token = match opened_with(&parts, &body) {
        Ok(token) => token,
        Err(refusal) => return of_another_link(&house, parts, refusal).await,
    };
    match verification::prove(&house.market, &arrival.caller, &token, &posted.password).await {
        Ok(proved) => {
            let done = Place::Verified(proved.account_type).path();
            (jar.remove(expired(FLOW)), Redirect::to(&done)).into_response()
        }
        Err(error) => refused(&house, parts, &arrival, Proof, error).await,
    }
}

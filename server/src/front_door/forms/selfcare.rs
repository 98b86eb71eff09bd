//! What people do about their own credentials: a new password by mail, another password, addresses, sessions.
//!
//! The pages of the account are behind `guards::signed_in_only`; whoever comes here without a session has lost it between
//! the two, and is led to the sign-in.

use app::accounts::selfcare::api::{Ended, Pressed};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::accounts::{AddAddressForm, ChangePasswordForm, ForgotForm, NewPasswordForm, PickAddressForm};
use domain::places::Place;
use domain::refusal::Refusal;
use domain::violations::Violation;
use serde::Deserialize;
use services::accounts::addresses::{self, confirm, main};
use services::accounts::{password_change, recovery, sessions};
use services::error::{Answer, Error};

use super::{arrival, of_another_link, opened_with, read, refused, unreadable};
use crate::front_door::House;
use crate::front_door::cookies::{FLOW, expired};

/// The same page, saying what was done.
fn done(place: &Place, what: &str) -> Redirect {
    Redirect::to(&format!("{}?done={what}", place.path()))
}

fn sign_in_first(place: Place) -> Response {
    Redirect::to(&Place::SignInFor(place.path()).path()).into_response()
}

/// Asking for a link to a new password: the same answer for every address (T02).
pub(crate) async fn forgot(State(house): State<House>, parts: Parts, body: Bytes) -> Response {
    let (Some(arrival), Some(form)) = (arrival(&parts), read::<ForgotForm>(&body)) else {
        return unreadable();
    };
    match recovery::ask(&house.market, &arrival.caller, &form).await {
        Ok(()) => done(&Place::ForgotPassword, "sent").into_response(),
        Err(error) => refused(&house, parts, &arrival, form, error).await,
    }
}

/// The new password behind the mailed link.
pub(crate) async fn new_password(
    State(house): State<House>,
    jar: CookieJar,
    parts: Parts,
    body: Bytes,
) -> Response {
    let (Some(arrival), Some(form)) = (arrival(&parts), read::<NewPasswordForm>(&body)) else {
        return unreadable();
    };
    let token = match opened_with(&parts, &body) {
        Ok(token) => token,
        Err(refusal) => return of_another_link(&house, parts, refusal).await,
    };
    match set_once(&house, &token, &form).await {
        Ok(()) => used(jar, &Place::ResetPassword),
        Err(error) => refused(&house, parts, &arrival, NewPasswordForm::default(), error).await,
    }
}

/// The same form sent twice is told the same twice.
async fn set_once(house: &House, token: &str, form: &NewPasswordForm) -> Answer<()> {
    let answer = recovery::set(&house.market, token, form).await;
    if matches!(answer, Err(Error::Refused(Refusal::LinkUsed)))
        && recovery::is_done(&house.market, token, form).await?
    {
        return Ok(());
    }
    answer
}

/// A link has done its work: the browser forgets it.
fn used(jar: CookieJar, place: &Place) -> Response {
    (jar.remove(expired(FLOW)), done(place, "1")).into_response()
}

/// Another password.
pub(crate) async fn password(State(house): State<House>, parts: Parts, body: Bytes) -> Response {
    let (Some(arrival), Some(form)) = (arrival(&parts), read::<ChangePasswordForm>(&body)) else {
        return unreadable();
    };
    let Some(who) = &arrival.signed_in else {
        return sign_in_first(Place::AccountPassword);
    };
    match password_change::change(&house.market, who, &form).await {
        Ok(()) => done(&Place::AccountPassword, "1").into_response(),
        Err(error) => refused(&house, parts, &arrival, ChangePasswordForm::default(), error).await,
    }
}

/// The forms of the page of addresses, told apart by the button that was pressed.
#[derive(Deserialize)]
struct Posted {
    #[serde(default)]
    step: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    address: String,
    #[serde(default)]
    password: String,
}

/// Adding an address, making one the main one, deleting one.
pub(crate) async fn addresses(State(house): State<House>, parts: Parts, body: Bytes) -> Response {
    let (Some(arrival), Some(posted)) = (arrival(&parts), read::<Posted>(&body)) else {
        return unreadable();
    };
    let Some(who) = &arrival.signed_in else {
        return sign_in_first(Place::AccountAddresses);
    };
    let market = &house.market;
    let Posted {
        step,
        email,
        address,
        password,
    } = posted;
    let here = Place::AccountAddresses;
    if step == "add" {
        let form = AddAddressForm { email, password };
        return match addresses::add(market, who, &form).await {
            Ok(()) => done(&here, "added").into_response(),
            Err(error) => {
                let form = AddAddressForm {
                    password: String::new(),
                    ..form
                };
                refused(&house, parts, &arrival, form, error).await
            }
        };
    }
    let form = PickAddressForm { address, password };
    let (what, answer) = match step.as_str() {
        "main" => ("main", main::make_main(market, who, &form).await),
        "delete" => (
            "deleted",
            gone(addresses::delete(market, who, &form).await, &form),
        ),
        _ => return unreadable(),
    };
    match answer {
        Ok(()) => done(&here, what).into_response(),
        Err(error) => {
            let form = PickAddressForm {
                password: String::new(),
                ..form
            };
            refused(&house, parts, &arrival, form, error).await
        }
    }
}

/// Of a form that was sent twice: the address is not there any more, as it was to be.
fn gone(answer: Answer<()>, form: &PickAddressForm) -> Answer<()> {
    match answer {
        Err(Error::Refused(Refusal::Faults(faults)))
            if form.check().is_ok() && faults.at("address") == Some(&Violation::NotAChoice) =>
        {
            Ok(())
        }
        answer => answer,
    }
}

/// The button that proves an added address.
pub(crate) async fn confirm_address(
    State(house): State<House>,
    jar: CookieJar,
    parts: Parts,
    body: Bytes,
) -> Response {
    let token = match opened_with(&parts, &body) {
        Ok(token) => token,
        Err(refusal) => return of_another_link(&house, parts, refusal).await,
    };
    let answer = confirm::confirm(&house.market, &token).await;
    pressed(&house, jar, parts, &Place::AccountAddressConfirm, answer).await
}

/// The button that gives the former main address back.
pub(crate) async fn revert_address(
    State(house): State<House>,
    jar: CookieJar,
    parts: Parts,
    body: Bytes,
) -> Response {
    let token = match opened_with(&parts, &body) {
        Ok(token) => token,
        Err(refusal) => return of_another_link(&house, parts, refusal).await,
    };
    let answer = main::take_back(&house.market, &token).await;
    pressed(&house, jar, parts, &Place::AccountAddressRevert, answer).await
}

async fn pressed(house: &House, jar: CookieJar, parts: Parts, place: &Place, answer: Answer<()>) -> Response {
    let Some(arrival) = arrival(&parts) else {
        return unreadable();
    };
    match answer {
        Ok(()) => used(jar, place),
        Err(error) => refused(house, parts, &arrival, Pressed, error).await,
    }
}

#[derive(Deserialize)]
struct Ending {
    /// The session to end.
    one: Option<String>,
    /// The button that ends all others.
    others: Option<String>,
}

/// Ending sessions.
pub(crate) async fn sessions(State(house): State<House>, parts: Parts, body: Bytes) -> Response {
    let (Some(arrival), Some(ending)) = (arrival(&parts), read::<Ending>(&body)) else {
        return unreadable();
    };
    let Some(who) = &arrival.signed_in else {
        return sign_in_first(Place::AccountSessions);
    };
    let answer = match (ending.one, ending.others) {
        (Some(one), _) => sessions::end(&house.market, who, &one).await,
        (None, Some(_)) => sessions::end_others(&house.market, who).await,
        (None, None) => return unreadable(),
    };
    match answer {
        Ok(()) => done(&Place::AccountSessions, "1").into_response(),
        Err(error) => refused(&house, parts, &arrival, Ended, error).await,
    }
}

//! What the owner's people do about people, companies and each other. The button says what; whoever has not shown the
//! password within a quarter of an hour shows it in the same form (T36), and nothing that was typed is lost.

use app::console::{Cared, TeamBack};
use app::desk::Returned;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::people::CareForm;
use domain::people::forms::Care;
use domain::people::team::{MateForm, TeamForm};
use domain::places::{Console, Place};
use services::error::Answer;
use services::people::team::{inviting, joining};
use services::people::{Outcome, care, companies};
use services::proofs::Acting;

use super::console::{acting, staff};
use super::{again, arrival, of_another_link, opened_with, read, refused, unreadable};
use crate::front_door::House;
use crate::front_door::cookies::{FLOW, expired};

/// Something about a person.
pub(crate) async fn person(
    State(house): State<House>,
    Path(number): Path<String>,
    parts: Parts,
    body: Bytes,
) -> Response {
    let place = Console::Person(number.clone());
    let market = house.market.clone();
    let act = async move |acting: Acting, care: Care| care::person(&market, &acting, &number, &care).await;
    cared(&house, parts, &body, &place, act).await
}

/// Something about a company.
pub(crate) async fn company(
    State(house): State<House>,
    Path(id): Path<String>,
    parts: Parts,
    body: Bytes,
) -> Response {
    let id = id.parse().unwrap_or(0);
    let market = house.market.clone();
    let act = async move |acting: Acting, care: Care| companies::company(&market, &acting, id, &care).await;
    cared(&house, parts, &body, &Console::Company(id), act).await
}

/// Something about a registration that waits.
pub(crate) async fn unverified(
    State(house): State<House>,
    Path(id): Path<String>,
    parts: Parts,
    body: Bytes,
) -> Response {
    let id = id.parse().unwrap_or(0);
    let market = house.market.clone();
    let act = async move |acting: Acting, care: Care| care::registration(&market, &acting, id, &care).await;
    cared(&house, parts, &body, &Console::Unverified(id), act).await
}

/// What the three have in common: the form is judged, the reader proves to be there, it is done, and the page says so.
async fn cared(
    house: &House,
    parts: Parts,
    body: &Bytes,
    place: &Console,
    act: impl AsyncFnOnce(Acting, Care) -> Answer<Outcome>,
) -> Response {
    let (Some(arrival), Some(form)) = (arrival(&parts), read::<CareForm>(body)) else {
        return unreadable();
    };
    let outcome = async {
        staff(&arrival)?;
        let care = form.check()?;
        let acting = acting(house, &arrival, &form.password).await?;
        act(acting, care).await
    };
    let outcome = outcome.await;
    let what = form.act.clone();
    let back = |missed| Cared {
        form: form.clone().without_password(),
        missed,
    };
    match outcome {
        Ok(Outcome::Done) => {
            // Whoever is removed has no page any more.
            let place = if what == "remove" { &Console::Team } else { place };
            Redirect::to(&place.with(&format!("done={what}"))).into_response()
        }
        Ok(Outcome::Missed) => {
            let returned = Returned {
                form: back(true),
                problem: None,
            };
            let mut response = again(house, parts, returned).await;
            if response.status() == StatusCode::OK {
                *response.status_mut() = StatusCode::CONFLICT;
            }
            response
        }
        Err(error) => refused(house, parts, &arrival, back(false), error).await,
    }
}

/// Inviting one of the owner's people, mailing an invitation again, taking one back.
pub(crate) async fn team(State(house): State<House>, parts: Parts, body: Bytes) -> Response {
    let (Some(arrival), Some(form)) = (arrival(&parts), read::<TeamForm>(&body)) else {
        return unreadable();
    };
    let outcome = async {
        staff(&arrival)?;
        if form.resend.is_none() && form.revoke.is_none() {
            form.check()?;
        }
        let acting = acting(&house, &arrival, &form.password).await?;
        inviting::act(&house.market, &acting, &form).await
    };
    match outcome.await {
        Ok(()) => {
            let done = if form.revoke.is_some() {
                "revoked"
            } else {
                "invited"
            };
            Redirect::to(&Console::Team.with(&format!("done={done}"))).into_response()
        }
        Err(error) => {
            let back = TeamBack {
                form: form.without_password(),
            };
            refused(&house, parts, &arrival, back, error).await
        }
    }
}

/// Coming as one of the owner's people, by the link of the invitation.
pub(crate) async fn join(State(house): State<House>, jar: CookieJar, parts: Parts, body: Bytes) -> Response {
    let (Some(arrival), Some(form)) = (arrival(&parts), read::<MateForm>(&body)) else {
        return unreadable();
    };
    let token = match opened_with(&parts, &body) {
        Ok(token) => token,
        Err(refusal) => return of_another_link(&house, parts, refusal).await,
    };
    match joining::join(&house.market, &arrival.caller, &token, &form).await {
        Ok(()) => {
            let next = format!("{}?done=1", Place::JoinTeam.path());
            (jar.remove(expired(FLOW)), Redirect::to(&next)).into_response()
        }
        Err(error) => refused(&house, parts, &arrival, form.without_passwords(), error).await,
    }
}

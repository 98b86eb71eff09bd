//! Changes to the second step of the own account. Each button of the page says what it does; new backup codes are the one
//! answer that is a page of its own, for they are shown once.

use app::accounts::factor::SecurityBack;
use app::desk::{Arrival, Returned};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::Cookie;
use domain::places::Place;
use domain::refusal::Refusal;
use serde::Deserialize;
use services::accounts::proving;
use services::accounts::second_factor::care;
use services::accounts::session::{Renewed, SignedIn};
use services::error::Answer;

use super::{again, arrival, read, refused, unreadable};
use crate::front_door::House;
use crate::front_door::cookies::{SESSION, lasting, private};

#[derive(Deserialize)]
struct Posted {
    /// The button.
    act: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    code: String,
    /// A passkey.
    #[serde(default)]
    id: i64,
    /// What it is to be called.
    #[serde(default)]
    name: String,
    /// The browser's answer to a challenge.
    #[serde(default)]
    passkey: String,
}

/// What a change leads to.
enum Outcome {
    Done,
    /// Backup codes, to be shown this once.
    Codes(Vec<String>),
    Proved(Renewed),
}

/// A change.
pub(crate) async fn security(
    State(house): State<House>,
    jar: CookieJar,
    parts: Parts,
    body: Bytes,
) -> Response {
    let (Some(arrival), Some(posted)) = (arrival(&parts), read::<Posted>(&body)) else {
        return unreadable();
    };
    let here = || Redirect::to(&Place::AccountSecurity.path());
    match change(&house, &arrival, &posted).await {
        Ok(Outcome::Codes(codes)) if !codes.is_empty() => {
            let form = SecurityBack {
                codes,
                ..SecurityBack::default()
            };
            again(&house, parts, Returned { form, problem: None }).await
        }
        Ok(Outcome::Proved(renewed)) => (jar.add(cookie(&renewed)), here()).into_response(),
        Ok(Outcome::Done | Outcome::Codes(_)) => here().into_response(),
        Err(error) => {
            let form = SecurityBack {
                act: posted.act,
                id: posted.id,
                name: posted.name,
                codes: Vec::new(),
            };
            refused(&house, parts, &arrival, form, error).await
        }
    }
}

async fn change(house: &House, arrival: &Arrival, posted: &Posted) -> Answer<Outcome> {
    let market = &house.market;
    let who: &SignedIn = arrival.signed_in.as_ref().ok_or(Refusal::SignInFirst)?;
    let done = |()| Outcome::Done;
    match posted.act.as_str() {
        "prove" => proving::prove(market, who, &posted.password)
            .await
            .map(Outcome::Proved),
        "begin-app" => care::begin_app(market, who).await.map(done),
        "cancel-app" => care::cancel_app(market, who).await.map(done),
        "confirm-app" => care::confirm_app(market, who, &posted.code)
            .await
            .map(Outcome::Codes),
        "remove-app" => care::remove_app(market, who).await.map(done),
        "new-codes" => care::new_codes(market, who).await.map(Outcome::Codes),
        "add-passkey" => care::add_passkey(market, who, &posted.passkey, &posted.name)
            .await
            .map(Outcome::Codes),
        "rename-passkey" => care::rename_passkey(market, who, posted.id, &posted.name)
            .await
            .map(done),
        "remove-passkey" => care::remove_passkey(market, who, posted.id).await.map(done),
        _ => Err(Refusal::NotFound.into()),
    }
}

fn cookie(renewed: &Renewed) -> Cookie<'static> {
    let value = renewed.token.cookie_value();
    match renewed.stays_for {
        Some(left) => lasting(SESSION, value, time::Duration::milliseconds(left)),
        None => private(SESSION, value.to_owned()),
    }
}

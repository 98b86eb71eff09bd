//! The second step of a sign-in: a code, a backup code, or a passkey's answer.

use app::accounts::factor::StepBack;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::places::Place;
use serde::Deserialize;
use services::accounts::second_factor::step::{self, Entered, Shown};

use super::sign_in::{come_in, landing};
use super::{arrival, read, refused, unreadable};
use crate::front_door::House;
use crate::front_door::cookies::{HALF, SESSION, expired, token};

/// One of the three is posted: each has a form of its own.
#[derive(Deserialize)]
struct Posted {
    code: Option<String>,
    backup: Option<String>,
    passkey: Option<String>,
}

impl Posted {
    fn shown(&self) -> Shown<'_> {
        match self {
            Self {
                passkey: Some(answer),
                ..
            } => Shown::Passkey(answer),
            Self {
                backup: Some(code), ..
            } => Shown::Backup(code),
            Self { code, .. } => Shown::Code(code.as_deref().unwrap_or_default()),
        }
    }
}

/// Ends the sign-in that this browser has begun.
pub(crate) async fn second_step(
    State(house): State<House>,
    jar: CookieJar,
    parts: Parts,
    body: Bytes,
) -> Response {
    let (Some(arrival), Some(posted)) = (arrival(&parts), read::<Posted>(&body)) else {
        return unreadable();
    };
    let (half, previous) = (token(&jar, HALF), token(&jar, SESSION));
    let entered = step::enter(
        &house.market,
        half.as_ref(),
        posted.shown(),
        &arrival.caller,
        previous.as_ref(),
    );
    match entered.await {
        Ok(entered) => {
            let jar = come_in(jar, &entered.welcome).remove(expired(HALF));
            (jar, Redirect::to(&onward(&entered))).into_response()
        }
        Err(error) => refused(&house, parts, &arrival, StepBack, error).await,
    }
}

/// Whoever has just set up the first factor goes where its backup codes are made.
fn onward(entered: &Entered) -> String {
    if entered.enrolled {
        Place::AccountSecurity.path()
    } else {
        landing(&entered.welcome, &entered.next)
    }
}

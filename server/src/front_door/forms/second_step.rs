//! The steps of a sign-in after the password: a code, a backup code, a passkey's answer, the code that was mailed, a new
//! password.

use app::accounts::factor::StepBack;
use app::desk::Arrival;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::accounts::NewPasswordForm;
use domain::places::Place;
use serde::Deserialize;
use services::accounts::second_factor::renewing;
use services::accounts::second_factor::step::{self, Advance, Entered, Shown};
use services::accounts::token::Token;
use services::error::Answer;

use super::sign_in::{come_in, landing};
use super::{arrival, read, refused, unreadable};
use crate::front_door::House;
use crate::front_door::cookies::{self, HALF, SESSION, expired, token};

/// One of them is posted: each has a form of its own.
#[derive(Deserialize)]
struct Posted {
    code: Option<String>,
    backup: Option<String>,
    passkey: Option<String>,
    mailed: Option<String>,
    /// The button that mails the code again.
    again: Option<String>,
    password: Option<String>,
    password_again: Option<String>,
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
            Self {
                mailed: Some(code), ..
            } => Shown::Mailed(code),
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
    let advance = advance(&house, &posted, &arrival, half.as_ref(), previous.as_ref());
    match advance.await {
        Ok(Advance::In(entered)) => {
            let jar = come_in(jar, &entered.welcome).remove(expired(HALF));
            (jar, Redirect::to(&onward(&entered))).into_response()
        }
        Ok(Advance::Next) => {
            // What was mailed is good from now on for as long as the first one was.
            let jar = half.iter().fold(jar, |jar, token| jar.add(cookies::half(token)));
            let sent = if posted.again.is_some() { "?sent=1" } else { "" };
            let next = format!("{}{sent}", Place::SecondStep.path());
            (jar, Redirect::to(&next)).into_response()
        }
        Err(error) => refused(&house, parts, &arrival, StepBack, error).await,
    }
}

async fn advance(
    house: &House,
    posted: &Posted,
    arrival: &Arrival,
    half: Option<&Token>,
    previous: Option<&Token>,
) -> Answer<Advance> {
    let (market, caller) = (&house.market, &arrival.caller);
    if posted.again.is_some() {
        step::mail_again(market, half).await?;
        return Ok(Advance::Next);
    }
    if let Some(password) = &posted.password {
        let form = NewPasswordForm {
            password: password.clone(),
            password_again: posted.password_again.clone().unwrap_or_default(),
        };
        let entered = renewing::renew(market, half, &form, caller, previous).await?;
        return Ok(Advance::In(entered));
    }
    step::enter(market, half, posted.shown(), caller, previous).await
}

/// Whoever has just set up the first factor goes where its backup codes are made.
fn onward(entered: &Entered) -> String {
    if entered.enrolled {
        Place::AccountSecurity.path()
    } else {
        landing(&entered.welcome, &entered.next)
    }
}

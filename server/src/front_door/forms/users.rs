//! The users of a company: inviting, mailing again, taking back, another role, removing; and the form of whoever was
//! invited.

use app::accounts::users::api::{About, Waiting};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::accounts::users::{InvitationForm, InviteForm, JoinForm, UserForm};
use domain::places::Place;
use serde::Deserialize;
use services::accounts::users::{changing, inviting, joining};

use super::{arrival, of_another_link, opened_with, read, refused, unreadable};
use crate::front_door::House;
use crate::front_door::cookies::{FLOW, expired};

/// The list, saying what was done.
fn done(what: &str) -> Response {
    Redirect::to(&format!("{}?done={what}", Place::AccountUsers.path())).into_response()
}

fn sign_in_first() -> Response {
    Redirect::to(&Place::SignInFor(Place::AccountUsers.path()).path()).into_response()
}

/// The forms of the list, told apart by the button that was pressed.
#[derive(Deserialize)]
struct Posted {
    /// The invitation to mail again.
    resend: Option<String>,
    /// The invitation to take back.
    revoke: Option<String>,
    #[serde(default)]
    email: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    language: String,
    #[serde(default)]
    password: String,
}

/// Inviting somebody, mailing an invitation again, taking one back.
pub(crate) async fn list(State(house): State<House>, parts: Parts, body: Bytes) -> Response {
    let (Some(arrival), Some(posted)) = (arrival(&parts), read::<Posted>(&body)) else {
        return unreadable();
    };
    let Some(who) = &arrival.signed_in else {
        return sign_in_first();
    };
    let (market, caller) = (&house.market, &arrival.caller);
    let chosen = |invitation: String| InvitationForm {
        invitation,
        password: posted.password.clone(),
    };
    let (what, answer) = match (posted.resend, posted.revoke) {
        (Some(id), _) => ("resent", inviting::resend(market, who, caller, &chosen(id)).await),
        (None, Some(id)) => (
            "revoked",
            inviting::revoke(market, who, caller, &chosen(id)).await,
        ),
        (None, None) => {
            let form = InviteForm {
                email: posted.email,
                name: posted.name,
                role: posted.role,
                language: posted.language,
                password: posted.password,
            };
            return match inviting::invite(market, who, caller, &form).await {
                Ok(()) => done("invited"),
                Err(error) => {
                    let form = InviteForm {
                        password: String::new(),
                        ..form
                    };
                    refused(&house, parts, &arrival, form, error).await
                }
            };
        }
    };
    match answer {
        Ok(()) => done(what),
        Err(error) => refused(&house, parts, &arrival, Waiting, error).await,
    }
}

/// The forms about one user, told apart by the button that was pressed.
#[derive(Deserialize)]
struct AboutOne {
    #[serde(default)]
    step: String,
    #[serde(flatten)]
    form: UserForm,
}

/// Another role, or out of the company.
pub(crate) async fn one(State(house): State<House>, parts: Parts, body: Bytes) -> Response {
    let (Some(arrival), Some(AboutOne { step, form })) = (arrival(&parts), read::<AboutOne>(&body)) else {
        return unreadable();
    };
    let Some(who) = &arrival.signed_in else {
        return sign_in_first();
    };
    let (caller, removes) = (&arrival.caller, step == "remove");
    let (what, answer) = match step.as_str() {
        "role" => (
            "role",
            changing::give_role(&house.market, who, caller, &form).await,
        ),
        "remove" => (
            "removed",
            changing::remove(&house.market, who, caller, &form).await,
        ),
        _ => return unreadable(),
    };
    match answer {
        Ok(()) => done(what),
        Err(error) => {
            let about = About {
                number: form.number,
                role: form.role,
                removes,
            };
            refused(&house, parts, &arrival, about, error).await
        }
    }
}

/// Coming as a user of a company, by the link of the invitation.
pub(crate) async fn join(State(house): State<House>, jar: CookieJar, parts: Parts, body: Bytes) -> Response {
    let (Some(arrival), Some(form)) = (arrival(&parts), read::<JoinForm>(&body)) else {
        return unreadable();
    };
    let token = match opened_with(&parts, &body) {
        Ok(token) => token,
        Err(refusal) => return of_another_link(&house, parts, refusal).await,
    };
    match joining::join(&house.market, &arrival.caller, &token, &form).await {
        Ok(kind) => {
            let next = format!("{}?done={}", Place::Join.path(), kind.word());
            (jar.remove(expired(FLOW)), Redirect::to(&next)).into_response()
        }
        Err(error) => refused(&house, parts, &arrival, form.without_passwords(), error).await,
    }
}

//! One's own account: an update, a change of sides, and leaving.

use app::accounts::own::{Answered, Leave};
use app::desk::{Arrival, Returned, problem_of};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::accounts::SideForm;
use domain::places::Place;
use serde::Deserialize;
use services::accounts::session::SignedIn;
use services::accounts::{companies, leaving, own, sides};
use services::error::Answer;
use services::screening;

use super::{again, arrival, read, refused, unreadable};
use crate::front_door::House;
use crate::front_door::cookies::{DEVICE, SESSION, expired};

#[derive(Deserialize)]
struct Posted {
    form: SideForm,
}

/// A form about the profile, and who sent it. The guard before the pages lets nobody else through.
fn posted(arrival: &Arrival, body: &Bytes) -> Option<(SignedIn, SideForm)> {
    let who = arrival.signed_in.clone()?;
    Some((who, read::<Posted>(body)?.form))
}

/// Update account information.
pub(crate) async fn update(State(house): State<House>, parts: Parts, body: Bytes) -> Response {
    let Some(arrival) = arrival(&parts) else {
        return unreadable();
    };
    let Some((who, form)) = posted(&arrival, &body) else {
        return unreadable();
    };
    match own::update(&house.market, &who, &form).await {
        Ok(()) => Redirect::to(&format!("{}?saved=1", Place::Account.path())).into_response(),
        Err(error) => refused(&house, parts, &arrival, form, error).await,
    }
}

/// Change to buyer user: the session as a supplier is over.
pub(crate) async fn to_buyer(
    State(house): State<House>,
    jar: CookieJar,
    parts: Parts,
    body: Bytes,
) -> Response {
    let Some(arrival) = arrival(&parts) else {
        return unreadable();
    };
    let Some((who, form)) = posted(&arrival, &body) else {
        return unreadable();
    };
    match sides::to_buyer(&house.market, &who, &arrival.caller, &form).await {
        Ok(()) => {
            let next = Redirect::to(&Place::AccountIsBuyer.path());
            (jar.remove(expired(SESSION)), next).into_response()
        }
        Err(error) => refused(&house, parts, &arrival, form, error).await,
    }
}

/// Change to supplier user.
pub(crate) async fn to_supplier(State(house): State<House>, parts: Parts, body: Bytes) -> Response {
    let Some(arrival) = arrival(&parts) else {
        return unreadable();
    };
    let Some((who, form)) = posted(&arrival, &body) else {
        return unreadable();
    };
    match sides::to_supplier(&house.market, &who, &form).await {
        Ok(()) => Redirect::to(&Place::AccountApplication.path()).into_response(),
        Err(error) => refused(&house, parts, &arrival, form, error).await,
    }
}

#[derive(Deserialize)]
struct Applied {
    form: SideForm,
    /// To the question that waits, if one does.
    answer: Option<String>,
    /// The button that shows whose the coordinator's address is.
    look_up: Option<String>,
}

/// The page of an application: applying again after a rejection, or answering a question.
pub(crate) async fn application(State(house): State<House>, parts: Parts, body: Bytes) -> Response {
    let (Some(arrival), Some(applied)) = (arrival(&parts), read::<Applied>(&body)) else {
        return unreadable();
    };
    let Some(who) = arrival.signed_in.clone() else {
        return unreadable();
    };
    let Applied {
        form,
        answer,
        look_up,
    } = applied;
    let sent = match (&look_up, &answer) {
        (Some(_), _) => None,
        (None, None) => Some(apply(&house, &arrival, &who, &form).await),
        (None, Some(words)) => Some(reply(&house, &arrival, &who, &form, words).await),
    };
    let problem = match sent {
        Some(Ok(())) => return Redirect::to(&Place::AccountApplication.path()).into_response(),
        Some(Err(error)) => Some(problem_of(error, &arrival.reference)),
        None => None,
    };
    match answer {
        None => again(&house, parts, Returned { form, problem }).await,
        Some(answer) => {
            let form = Answered { form, answer };
            again(&house, parts, Returned { form, problem }).await
        }
    }
}

/// Who waits to be let in as a company asks for that once more; anybody else, to sell.
async fn apply(house: &House, arrival: &Arrival, who: &SignedIn, form: &SideForm) -> Answer<()> {
    if who.awaits_admission() {
        companies::again(&house.market, &arrival.caller, who, form).await
    } else {
        sides::to_supplier(&house.market, who, form).await
    }
}

async fn reply(house: &House, arrival: &Arrival, who: &SignedIn, form: &SideForm, words: &str) -> Answer<()> {
    if who.awaits_admission() {
        companies::answer(&house.market, &arrival.caller, who, form, words).await
    } else {
        screening::answer(&house.market, who, form, words).await
    }
}

#[derive(Deserialize)]
struct Confirmed {
    #[serde(default)]
    password: String,
    /// Whether the company goes with all of its users.
    #[serde(default)]
    everybody: String,
}

/// Delete account. The browser forgets it too.
pub(crate) async fn delete(
    State(house): State<House>,
    jar: CookieJar,
    parts: Parts,
    body: Bytes,
) -> Response {
    let (Some(arrival), Some(confirmed)) = (arrival(&parts), read::<Confirmed>(&body)) else {
        return unreadable();
    };
    let Some(who) = &arrival.signed_in else {
        return unreadable();
    };
    let left = if confirmed.everybody.is_empty() {
        leaving::leave(&house.market, who, &confirmed.password).await
    } else {
        leaving::leave_with_company(&house.market, who, &confirmed.password).await
    };
    match left {
        Ok(()) => {
            let jar = jar.remove(expired(SESSION)).remove(expired(DEVICE));
            (jar, Redirect::to(&Place::AccountDeleted.path())).into_response()
        }
        Err(error) => refused(&house, parts, &arrival, Leave, error).await,
    }
}

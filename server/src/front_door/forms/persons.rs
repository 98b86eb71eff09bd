//! Individuals and corporations: registering, adding a registration to an account, settings, and the list of members.

use app::accounts::persons::{Changing, Parting};
use app::desk::Arrival;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::persons::{PersonForm, PersonKind, PersonRegistrationForm};
use domain::places::Place;
use domain::violations::{Violation, Violations};
use serde::Deserialize;
use services::accounts::persons::registration::Received;
use services::accounts::persons::{adding, linking, registration, settings};
use services::accounts::session::SignedIn;

use super::{arrival, read, refused, unreadable};
use crate::front_door::House;
use crate::front_door::cookies::waiting;

#[derive(Deserialize)]
struct Posted {
    form: PersonRegistrationForm,
}

/// Registering as an individual.
pub(crate) async fn individual(
    State(house): State<House>,
    jar: CookieJar,
    parts: Parts,
    body: Bytes,
) -> Response {
    register(&house, jar, parts, &body, PersonKind::Individual).await
}

/// Registering as a corporation.
pub(crate) async fn corporate(
    State(house): State<House>,
    jar: CookieJar,
    parts: Parts,
    body: Bytes,
) -> Response {
    register(&house, jar, parts, &body, PersonKind::Corporate).await
}

/// Whoever is signed in adds the registration to their account.
async fn register(house: &House, jar: CookieJar, parts: Parts, body: &Bytes, kind: PersonKind) -> Response {
    let (Some(arrival), Some(Posted { form })) = (arrival(&parts), read::<Posted>(body)) else {
        return unreadable();
    };
    if let Some(who) = &arrival.signed_in {
        return add(house, parts, &arrival, who, kind, form).await;
    }
    match registration::receive(&house.market, &arrival.caller, kind, &form).await {
        Ok(Received::Waits(registered)) => {
            let jar = jar.add(waiting(&registered.waiting));
            (jar, Redirect::to(&Place::SignUpSent.path())).into_response()
        }
        Ok(Received::HasAccount(kept)) => {
            let taken = Violations::of("email", Violation::AddressTaken).into();
            let page = refused(house, parts, &arrival, form.without_passwords(), taken).await;
            (jar.add(waiting(&kept)), page).into_response()
        }
        Err(error) => refused(house, parts, &arrival, form.without_passwords(), error).await,
    }
}

async fn add(
    house: &House,
    parts: Parts,
    arrival: &Arrival,
    who: &SignedIn,
    kind: PersonKind,
    form: PersonRegistrationForm,
) -> Response {
    match adding::add(&house.market, who, &arrival.caller, kind, &form).await {
        Ok(()) => Redirect::to(&Place::AccountHistory.path()).into_response(),
        Err(error) => refused(house, parts, arrival, form.without_passwords(), error).await,
    }
}

#[derive(Deserialize)]
struct Changed {
    form: Person,
}

#[derive(Deserialize)]
struct Person {
    person: PersonForm,
}

/// Registration settings.
pub(crate) async fn change(State(house): State<House>, parts: Parts, body: Bytes) -> Response {
    let (Some(arrival), Some(posted)) = (arrival(&parts), read::<Changed>(&body)) else {
        return unreadable();
    };
    let Some(who) = &arrival.signed_in else {
        return sign_in_first(Place::AccountSettings);
    };
    let form = posted.form.person;
    match settings::update(&house.market, who, &arrival.caller, &form).await {
        Ok(changed) => done(&Place::AccountSettings, changed.word()),
        Err(error) => refused(&house, parts, &arrival, Changing(form), error).await,
    }
}

#[derive(Deserialize)]
struct Parted {
    /// The nine digits of the member.
    part: String,
}

/// Ending the link of a member.
pub(crate) async fn members(State(house): State<House>, parts: Parts, body: Bytes) -> Response {
    let (Some(arrival), Some(posted)) = (arrival(&parts), read::<Parted>(&body)) else {
        return unreadable();
    };
    let Some(who) = &arrival.signed_in else {
        return sign_in_first(Place::AccountMembers);
    };
    match linking::part(&house.market, who, &posted.part).await {
        Ok(()) => done(&Place::AccountMembers, "parted"),
        Err(error) => refused(&house, parts, &arrival, Parting, error).await,
    }
}

fn sign_in_first(place: Place) -> Response {
    Redirect::to(&Place::SignInFor(place.path()).path()).into_response()
}

/// The page, saying what was done.
fn done(place: &Place, what: &str) -> Response {
    Redirect::to(&format!("{}?done={what}", place.path())).into_response()
}

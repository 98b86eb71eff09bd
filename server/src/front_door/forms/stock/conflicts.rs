//! Conflicts that nobody has settled: shown to the company's administrators, and settled by them.

use app::inventory::unsettled::{Told, UnsettledPage};
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use domain::inventory::sync::ConflictId;
use domain::places::Place;
use domain::refusal::Refusal;
use leptos::prelude::{IntoAny, view};
use serde::Deserialize;
use services::accounts::session::SignedIn;
use services::error::Error;
use services::inventory::sync::conflicts;
use services::inventory::sync::settling::{self, Chosen, Settled, Side};

use super::{supplier, unreadable};
use crate::front_door::{House, written};

/// Who is there, as somebody who may change the stock of a company that they administer.
fn administrator(parts: &Parts) -> Result<SignedIn, Error> {
    let (arrival, _) = supplier(parts)?;
    let who = arrival.signed_in.clone().ok_or(Refusal::SignInFirst)?;
    who.administrator().ok_or(Refusal::NotAllowed)?;
    Ok(who)
}

/// What was done a moment ago.
#[derive(Deserialize)]
pub(in crate::front_door) struct Before {
    #[serde(default)]
    done: String,
}

/// The list.
pub(in crate::front_door) async fn list(
    State(house): State<House>,
    Query(before): Query<Before>,
    parts: Parts,
) -> Response {
    let told = match before.done.as_str() {
        "keep" => Some(Told::Kept),
        "put" => Some(Told::PutInPlace),
        _ => None,
    };
    match administrator(&parts) {
        Ok(who) => show(&house, parts, &who, told, StatusCode::OK).await,
        Err(error) => written::refuse(&house, parts, error).await,
    }
}

async fn show(
    house: &House,
    parts: Parts,
    who: &SignedIn,
    told: Option<Told>,
    status: StatusCode,
) -> Response {
    let list = match who.administrator() {
        Some(administrator) => conflicts::list(&house.market, &administrator).await,
        None => Err(Refusal::NotAllowed.into()),
    };
    match list {
        Ok(list) => {
            written::write(house, parts, status, move || {
                let (list, told) = (list.clone(), told.clone());
                view! { <UnsettledPage list told /> }.into_any()
            })
            .await
        }
        Err(error) => written::refuse(house, parts, error).await,
    }
}

/// The form of one conflict; the button that was pressed is the choice.
#[derive(Deserialize)]
pub(in crate::front_door) struct Posted {
    #[serde(default)]
    conflict: String,
    #[serde(default)]
    seen: String,
    #[serde(default)]
    choice: String,
}

/// Settles one of them. What was not done is said above the list as it is now.
pub(in crate::front_door) async fn settle(
    State(house): State<House>,
    parts: Parts,
    Form(posted): Form<Posted>,
) -> Response {
    let who = match administrator(&parts) {
        Ok(who) => who,
        Err(error) => return written::refuse(&house, parts, error).await,
    };
    let side = match posted.choice.as_str() {
        "keep" => Side::Theirs,
        "put" => Side::Mine,
        _ => return unreadable(),
    };
    let (Some(id), Ok(seen)) = (ConflictId::of_word(&posted.conflict), posted.seen.parse()) else {
        return unreadable();
    };
    let (told, status) = match settling::settle(&house.market, &who, &Chosen { id, side, seen }).await {
        Ok(Settled::Done) => {
            let list = Place::StockConflicts.path();
            return Redirect::to(&format!("{list}?done={}", posted.choice)).into_response();
        }
        Ok(Settled::Over) => (Told::Over, StatusCode::CONFLICT),
        Ok(Settled::Changed) => (Told::Changed(id), StatusCode::CONFLICT),
        Ok(Settled::Faults(faults)) => (Told::Faults(id, faults), StatusCode::UNPROCESSABLE_ENTITY),
        Err(error) => return written::refuse(&house, parts, error).await,
    };
    show(&house, parts, &who, Some(told), status).await
}

//! The routes that devices send their edits to and hear of others' by (`domain::inventory::sync::wire`). They are no server
//! functions: their addresses, messages and statuses hold for every program that was ever delivered, and stay while edits lie
//! on devices. Every answer is JSON, and where a message is not dealt with it is a [`Stop`].

use std::sync::Arc;

use app::desk::{Arrival, problem_of};
use app::problem::Problem;
use axum::body::Bytes;
use axum::extract::{Query, Request, State};
use axum::http::header::{CACHE_CONTROL, CONNECTION, CONTENT_TYPE, HeaderName, RETRY_AFTER};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use axum_extra::extract::CookieJar;
use domain::inventory::sync::Schemas;
use domain::inventory::sync::wire::{
    CHANGES_AT, Changes, HELLO_AT, HISTORY_AT, Hello, History, Malformed, PUSH_AT, Past, Pull, Pushed, Stop,
};
use domain::refusal::Refusal;
use serde::Serialize;
use serde::de::DeserializeOwned;
use services::error::{Answer, Error};
use services::inventory::sync::{self, history};
use services::proofs::Supplier;

use super::House;
use super::cookies::{SESSION, token};
use super::forms::{arrival, unreadable};

/// Where all of them are.
pub(super) const ROOM: &str = "/api/sync/";
/// When to come again after the database was busy, and after something of ours broke, in seconds.
const BUSY: u32 = 2;
const BROKEN: u32 = 30;

type Told<T> = Answer<Result<T, Stop>>;

pub(super) fn routes() -> Router<House> {
    Router::new()
        .route(HELLO_AT, get(hello))
        .route(PUSH_AT, post(push))
        .route(CHANGES_AT, get(changes))
        .route(HISTORY_AT, get(past))
}

/// Whoever asks, if they have not asked too often.
struct Caller {
    arrival: Arc<Arrival>,
    parts: Parts,
}

impl Caller {
    /// Nobody is signed in, or somebody has asked too often: the answer to that.
    fn of(house: &House, parts: Parts) -> Result<Self, Box<Response>> {
        let arrival = arrival(&parts).ok_or_else(|| Box::new(unreadable()))?;
        match &arrival.signed_in {
            Some(who) => sync::counted(&house.market, who).map_err(|seconds| {
                let busy = stopped(&Stop::Busy { seconds });
                Box::new((StatusCode::TOO_MANY_REQUESTS, busy).into_response())
            })?,
            None if !arrival.suspended => return Err(Box::new(stopped(&Stop::SignIn))),
            None => {}
        }
        Ok(Self { arrival, parts })
    }

    /// The proof of whoever wrote what is sent or asks for what is told.
    async fn proof(&self, house: &House, user_id: i64, company_id: i64) -> Told<Supplier> {
        if let Some(who) = &self.arrival.signed_in {
            return Ok(sync::admitted(who, user_id, company_id));
        }
        let jar = CookieJar::from_headers(&self.parts.headers);
        Ok(Err(match token(&jar, SESSION) {
            Some(token) => sync::suspended(&house.market, &token, user_id).await?,
            None => Stop::SignIn,
        }))
    }

    /// What is asked in the query.
    fn query<T: DeserializeOwned>(&self) -> Result<T, Stop> {
        Query::try_from_uri(&self.parts.uri)
            .map(|Query(asked)| asked)
            .map_err(|_| Stop::Malformed {
                why: Malformed::Unreadable,
            })
    }

    fn answer<T: Serialize>(&self, told: Told<T>) -> Response {
        match told {
            Ok(Ok(answer)) => (NO_STORE, Json(answer)).into_response(),
            Ok(Err(stop)) => stopped(&stop),
            Err(error) => broken(error, &self.arrival.reference),
        }
    }
}

const NO_STORE: [(HeaderName, HeaderValue); 1] = [(CACHE_CONTROL, HeaderValue::from_static("no-store"))];

async fn hello(State(house): State<House>, parts: Parts) -> Response {
    match Caller::of(&house, parts) {
        Ok(caller) => caller.answer(greet(&house, &caller).await),
        Err(answer) => *answer,
    }
}

async fn greet(house: &House, caller: &Caller) -> Told<Hello> {
    match &caller.arrival.signed_in {
        Some(who) => sync::hello(&house.market, who).await,
        None => Ok(Err(Stop::CompanyGone)),
    }
}

async fn push(State(house): State<House>, parts: Parts, body: Bytes) -> Response {
    match Caller::of(&house, parts) {
        Ok(caller) => caller.answer(take(&house, &caller, &body).await),
        Err(answer) => *answer,
    }
}

async fn take(house: &House, caller: &Caller, body: &[u8]) -> Told<Pushed> {
    let schemas = Schemas::CURRENT;
    let push = match sync::read(body, schemas) {
        Ok(push) => push,
        Err(stop) => return Ok(Err(stop)),
    };
    match caller.proof(house, push.user_id, push.company_id).await? {
        Ok(supplier) => {
            let device = caller.arrival.caller.device_name();
            sync::push(&house.market, &supplier, &push, schemas, &device).await
        }
        Err(stop) => Ok(Err(stop)),
    }
}

async fn changes(State(house): State<House>, parts: Parts) -> Response {
    match Caller::of(&house, parts) {
        Ok(caller) => caller.answer(tell(&house, &caller).await),
        Err(answer) => *answer,
    }
}

async fn tell(house: &House, caller: &Caller) -> Told<Changes> {
    let pull: Pull = match caller.query() {
        Ok(pull) => pull,
        Err(stop) => return Ok(Err(stop)),
    };
    match caller.proof(house, pull.user_id, pull.company_id).await? {
        Ok(supplier) => sync::changes(&house.market, &supplier, &pull).await,
        Err(stop) => Ok(Err(stop)),
    }
}

async fn past(State(house): State<House>, parts: Parts) -> Response {
    match Caller::of(&house, parts) {
        Ok(caller) => caller.answer(recall(&house, &caller).await),
        Err(answer) => *answer,
    }
}

async fn recall(house: &House, caller: &Caller) -> Told<History> {
    let past: Past = match caller.query() {
        Ok(past) => past,
        Err(stop) => return Ok(Err(stop)),
    };
    match caller.proof(house, past.user_id, past.company_id).await? {
        Ok(supplier) => history::history(&house.market, &supplier, &past).await,
        Err(stop) => Ok(Err(stop)),
    }
}

fn stopped(stop: &Stop) -> Response {
    let status = StatusCode::from_u16(stop.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, NO_STORE, Json(stop)).into_response();
    if let Stop::Busy { seconds } = stop {
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from(*seconds));
    }
    response
}

/// A fault of ours is worth another try, later.
fn broken(error: Error, reference: &str) -> Response {
    match problem_of(error, reference) {
        Problem::Refused(Refusal::Busy) => stopped(&Stop::Busy { seconds: BUSY }),
        _ => {
            let busy = stopped(&Stop::Busy { seconds: BROKEN });
            (StatusCode::INTERNAL_SERVER_ERROR, busy).into_response()
        }
    }
}

/// What was answered before a message came as far as its route: a body that is too long or too slow, an answer that took too
/// long. Devices are told in their own words.
pub(super) async fn in_their_words(request: Request, next: Next) -> Response {
    let is_theirs = request.uri().path().starts_with(ROOM);
    let response = next.run(request).await;
    if !is_theirs || response.headers().contains_key(CONTENT_TYPE) {
        return response;
    }
    let stop = match response.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Stop::TooLarge,
        StatusCode::REQUEST_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE => Stop::Busy { seconds: BUSY },
        _ => return response,
    };
    let mut told = stopped(&stop);
    // The rest of the body may still be on its way.
    if let Some(close) = response.headers().get(CONNECTION) {
        told.headers_mut().insert(CONNECTION, close.clone());
    }
    told
}

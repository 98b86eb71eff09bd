//! What the owner's people do in the console. The button says what; whoever has not shown the password within a quarter of
//! an hour shows it in the same form (T36), and nothing that was typed is lost.

use app::console::{Reviewed, TakeOut};
use app::desk::{Arrival, Returned};
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use domain::audit::AuditFilter;
use domain::places::Console;
use domain::refusal::Refusal;
use domain::screening::{QueueFilter, ReviewForm};
use serde::Deserialize;
use services::accounts::proving;
use services::accounts::session::SignedIn;
use services::error::Answer;
use services::proofs::{Acting, Staff};
use services::screening::deciding::{self, Outcome};
use services::screening::{Decision, care};
use services::{audit, clock};

use super::{again, arrival, read, refused, unreadable};
use crate::front_door::House;

fn who(arrival: &Arrival) -> Answer<&SignedIn> {
    arrival
        .signed_in
        .as_ref()
        .ok_or_else(|| Refusal::SignInFirst.into())
}

/// One of the owner's people; for anybody else there is no such page.
pub(super) fn staff(arrival: &Arrival) -> Answer<Staff> {
    who(arrival)?
        .staff(&arrival.caller)
        .ok_or_else(|| Refusal::NotFound.into())
}

pub(super) async fn acting(house: &House, arrival: &Arrival, password: &str) -> Answer<Acting> {
    proving::acting(&house.market, who(arrival)?, &arrival.caller, password).await
}

/// Everything that is done about an application.
pub(crate) async fn review(
    State(house): State<House>,
    Path(id): Path<String>,
    parts: Parts,
    body: Bytes,
) -> Response {
    let (Some(arrival), Some(form)) = (arrival(&parts), read::<ReviewForm>(&body)) else {
        return unreadable();
    };
    let outcome = act(&house, &arrival, id.parse().unwrap_or(0), &form).await;
    let queue = QueueFilter::of_query(parts.uri.query().unwrap_or_default()).query();
    let kept = |missed| Reviewed {
        form: ReviewForm {
            password: String::new(),
            ..form.clone()
        },
        missed,
    };
    match outcome {
        Ok(Outcome::Done) => {
            let done = format!("done={}", form.act);
            let query = if queue.is_empty() {
                done
            } else {
                format!("{queue}&{done}")
            };
            let id = id.parse().unwrap_or(0);
            Redirect::to(&Console::Application(id).with(&query)).into_response()
        }
        Ok(Outcome::Missed) => {
            let returned = Returned {
                form: kept(true),
                problem: None,
            };
            let mut response = again(&house, parts, returned).await;
            if response.status() == StatusCode::OK {
                *response.status_mut() = StatusCode::CONFLICT;
            }
            response
        }
        Err(error) => refused(&house, parts, &arrival, kept(false), error).await,
    }
}

async fn act(house: &House, arrival: &Arrival, id: i64, form: &ReviewForm) -> Answer<Outcome> {
    let market = &house.market;
    let staff = staff(arrival)?;
    match form.act.as_str() {
        "take" => care::take(market, &staff, id).await,
        "give_back" => care::give_back(market, &staff, id).await,
        "note" => {
            care::note(market, &staff, id, &form.noted()?).await?;
            Ok(Outcome::Done)
        }
        "ask" => {
            let question = form.asked()?;
            let acting = acting(house, arrival, &form.password).await?;
            care::ask(market, &acting, id, form.version, &question).await
        }
        "approve" | "reject" => {
            let decision = if form.act == "approve" {
                Decision::Approve
            } else {
                Decision::Reject(form.rejection()?)
            };
            let acting = acting(house, arrival, &form.password).await?;
            deciding::decide(market, &acting, id, form.version, &decision).await
        }
        _ => Err(Refusal::NotFound.into()),
    }
}

#[derive(Deserialize)]
struct Shown {
    #[serde(default)]
    password: String,
}

/// Takes the audit log out, as it is shown.
pub(crate) async fn take_out(State(house): State<House>, parts: Parts, body: Bytes) -> Response {
    let (Some(arrival), Some(shown)) = (arrival(&parts), read::<Shown>(&body)) else {
        return unreadable();
    };
    let filter = AuditFilter {
        before: None,
        ..AuditFilter::of_query(parts.uri.query().unwrap_or_default())
    };
    match file(&house, &arrival, &shown.password, &filter).await {
        Ok(bytes) => {
            let name = format!("audit-{}.csv", clock::date_in_japan(house.market.now()));
            let headers = [
                (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
                (CACHE_CONTROL, "no-store".to_owned()),
            ];
            (headers, bytes).into_response()
        }
        Err(error) => refused(&house, parts, &arrival, TakeOut, error).await,
    }
}

async fn file(house: &House, arrival: &Arrival, password: &str, filter: &AuditFilter) -> Answer<Vec<u8>> {
    let acting = acting(house, arrival, password).await?;
    audit::export(&house.market, &acting, filter).await
}

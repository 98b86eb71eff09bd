//! What the owner's people do at the desk: messages, notices, mails and jobs. Every act asks for the password where it was not shown
//! within a quarter of an hour (T36), names the version that was looked at, and loses nothing that was typed.

use app::console::desk::Back;
use app::desk::Arrival;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use domain::contact::ThreadForm;
use domain::desk::RetryForm;
use domain::notices::NoticeForm;
use domain::places::Console;
use domain::refusal::Refusal;
use services::contact::answering;
use services::desk::{mails as queue, works};
use services::error::Answer;
use services::notices::writing;
use services::screening::Outcome;

use super::console::{acting, late, staff};
use super::{arrival, read, refused, unreadable};
use crate::front_door::House;

/// How a form of the desk or of the settings ends: on at its page, or on the same page with what was typed.
pub(super) async fn ended<F: Clone + Send + Sync + 'static>(
    house: &House,
    parts: Parts,
    arrival: &Arrival,
    form: F,
    outcome: Answer<(Outcome, String)>,
) -> Response {
    let back = |missed| Back { form, missed };
    match outcome {
        Ok((Outcome::Done, on)) => Redirect::to(&on).into_response(),
        Ok((Outcome::Missed, _)) => late(house, parts, back(true)).await,
        Err(error) => refused(house, parts, arrival, back(false), error).await,
    }
}

/// Everything that is done about a message.
pub(in crate::front_door) async fn thread(
    State(house): State<House>,
    Path(id): Path<String>,
    parts: Parts,
    body: Bytes,
) -> Response {
    let (Some(arrival), Some(mut form)) = (arrival(&parts), read::<ThreadForm>(&body)) else {
        return unreadable();
    };
    let outcome = on_thread(&house, &arrival, id.parse().unwrap_or(0), &form).await;
    form.password.clear();
    ended(&house, parts, &arrival, form, outcome).await
}

async fn on_thread(
    house: &House,
    arrival: &Arrival,
    id: i64,
    form: &ThreadForm,
) -> Answer<(Outcome, String)> {
    staff(arrival)?;
    let act = form.check()?.ok_or(Refusal::NotFound)?;
    let acting = acting(house, arrival, &form.password).await?;
    let outcome = answering::act(&house.market, &acting, id, form.version, &act).await?;
    Ok((outcome, Console::Thread(id).with(&format!("done={}", form.act))))
}

/// A new notice.
pub(in crate::front_door) async fn publish(
    State(house): State<House>,
    parts: Parts,
    body: Bytes,
) -> Response {
    let (Some(arrival), Some(mut form)) = (arrival(&parts), read::<NoticeForm>(&body)) else {
        return unreadable();
    };
    let outcome = published(&house, &arrival, &form).await;
    form.password.clear();
    ended(&house, parts, &arrival, form, outcome).await
}

async fn published(house: &House, arrival: &Arrival, form: &NoticeForm) -> Answer<(Outcome, String)> {
    staff(arrival)?;
    if form.act != "publish" {
        return Err(Refusal::NotFound.into());
    }
    let notice = form.check(house.market.now())?;
    let acting = acting(house, arrival, &form.password).await?;
    writing::publish(&house.market, &acting, &notice).await?;
    Ok((Outcome::Done, Console::Notices.with("done=publish")))
}

/// Another wording of a notice, or its end.
pub(in crate::front_door) async fn notice(
    State(house): State<House>,
    Path(id): Path<String>,
    parts: Parts,
    body: Bytes,
) -> Response {
    let (Some(arrival), Some(mut form)) = (arrival(&parts), read::<NoticeForm>(&body)) else {
        return unreadable();
    };
    let outcome = on_notice(&house, &arrival, id.parse().unwrap_or(0), &form).await;
    form.password.clear();
    ended(&house, parts, &arrival, form, outcome).await
}

async fn on_notice(
    house: &House,
    arrival: &Arrival,
    id: i64,
    form: &NoticeForm,
) -> Answer<(Outcome, String)> {
    staff(arrival)?;
    let market = &house.market;
    let outcome = match form.act.as_str() {
        "change" => {
            let to = form.check(market.now())?;
            let acting = acting(house, arrival, &form.password).await?;
            writing::change(market, &acting, id, form.version, &to).await?
        }
        "end" => {
            let acting = acting(house, arrival, &form.password).await?;
            writing::end(market, &acting, id, form.version).await?
        }
        _ => return Err(Refusal::NotFound.into()),
    };
    Ok((outcome, Console::Notice(id).with(&format!("done={}", form.act))))
}

/// Mails that are sent on their way again.
pub(in crate::front_door) async fn mails(State(house): State<House>, parts: Parts, body: Bytes) -> Response {
    retry(house, parts, body, Console::Mails).await
}

/// Jobs that begin anew.
pub(in crate::front_door) async fn jobs(State(house): State<House>, parts: Parts, body: Bytes) -> Response {
    retry(house, parts, body, Console::Jobs).await
}

async fn retry(house: House, parts: Parts, body: Bytes, place: Console) -> Response {
    let (Some(arrival), Some(mut form)) = (arrival(&parts), read::<RetryForm>(&body)) else {
        return unreadable();
    };
    let outcome = retried(&house, &arrival, &form, &place).await;
    form.password.clear();
    ended(&house, parts, &arrival, form, outcome).await
}

async fn retried(
    house: &House,
    arrival: &Arrival,
    form: &RetryForm,
    place: &Console,
) -> Answer<(Outcome, String)> {
    staff(arrival)?;
    let (which, reason) = form.check()?.ok_or(Refusal::NotFound)?;
    let acting = acting(house, arrival, &form.password).await?;
    let market = &house.market;
    let again = match place {
        Console::Mails => queue::retry(market, &acting, &which, &reason).await?,
        _ => works::retry(market, &acting, &which, &reason).await?,
    };
    let outcome = if again > 0 { Outcome::Done } else { Outcome::Missed };
    Ok((outcome, place.with("done=retry")))
}

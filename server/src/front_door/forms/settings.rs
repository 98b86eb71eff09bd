//! What administrators say of the owner, and the documents that they publish. Both ask for the password where it was not
//! shown within a quarter of an hour (T36), name the version that was looked at, and lose nothing that was typed.

use app::desk::Arrival;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::request::Parts;
use axum::response::Response;
use domain::legal::{Document, EditionForm};
use domain::owner::OwnerForm;
use domain::places::Console;
use domain::refusal::Refusal;
use services::error::Answer;
use services::legal::publishing;
use services::people::Outcome;

use super::console::{acting, staff};
use super::desk::ended;
use super::{arrival, read, unreadable};
use crate::front_door::House;

/// What the owner tells of itself.
pub(in crate::front_door) async fn owner(State(house): State<House>, parts: Parts, body: Bytes) -> Response {
    let (Some(arrival), Some(mut form)) = (arrival(&parts), read::<OwnerForm>(&body)) else {
        return unreadable();
    };
    let outcome = change(&house, &arrival, &form).await;
    form.password.clear();
    ended(&house, parts, &arrival, form, outcome).await
}

async fn change(house: &House, arrival: &Arrival, form: &OwnerForm) -> Answer<(Outcome, String)> {
    staff(arrival)?;
    let to = form.check()?;
    let acting = acting(house, arrival, &form.password).await?;
    let outcome = services::owner::change(&house.market, &acting, form.version, &to).await?;
    Ok((outcome, Console::Settings.with("done=change")))
}

/// Another edition of a document, or the end of one that is still to come.
pub(in crate::front_door) async fn document(
    State(house): State<House>,
    Path(word): Path<String>,
    parts: Parts,
    body: Bytes,
) -> Response {
    let (Some(arrival), Some(mut form)) = (arrival(&parts), read::<EditionForm>(&body)) else {
        return unreadable();
    };
    let outcome = edition(&house, &arrival, &word, &form).await;
    form.password.clear();
    ended(&house, parts, &arrival, form, outcome).await
}

async fn edition(
    house: &House,
    arrival: &Arrival,
    word: &str,
    form: &EditionForm,
) -> Answer<(Outcome, String)> {
    staff(arrival)?;
    let document = Document::of_word(word).ok_or(Refusal::NotFound)?;
    let market = &house.market;
    let outcome = match form.act.as_str() {
        "publish" => {
            let draft = form.check(market.now())?;
            let acting = acting(house, arrival, &form.password).await?;
            publishing::publish(market, &acting, document, form.version, &draft).await?
        }
        "withdraw" => {
            let acting = acting(house, arrival, &form.password).await?;
            publishing::withdraw(market, &acting, document, form.version).await?
        }
        _ => return Err(Refusal::NotFound.into()),
    };
    let on = Console::Document(document).with(&format!("done={}", form.act));
    Ok((outcome, on))
}

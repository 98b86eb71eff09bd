//! The company's lots.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::api::problems::{Kind, kind_of};
use domain::api::putting::{Fault, Named as NamedLot, SameItems, Sent};
use domain::api::tokens::Scope;
use services::api::stock::{self, Wanted};

use super::entrance::Caller;
use super::problem::{Problem, Wrong};
use super::reading::{Answered, Asked, Body, Named, Raw, done};
use super::shapes::{
    DeletedLots, Lot, LotPage, LotQuery, LotToPut, LotsToDelete, LotsToPut, PlacedLot, PlacedLots,
    VersionQuery, fits,
};
use crate::front_door::House;

/// Whether an answer is that of an earlier call with the same key.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

impl<T: IntoResponse> IntoResponse for Answered<T> {
    fn into_response(self) -> Response {
        let mut response = self.answer.into_response();
        if self.before {
            response
                .headers_mut()
                .insert(REPLAYED, HeaderValue::from_static("true"));
        }
        response
    }
}

/// List your lots
///
/// Oldest first, page by page. Buyers see the same lots, but for the references.
#[utoipa::path(get, path = "/api/v1/stock", tag = "Stock", operation_id = "listLots", params(LotQuery),
    responses((status = 200, body = LotPage)), security(("token" = ["stock:read"])))]
pub(super) async fn list(
    State(house): State<House>,
    caller: Caller,
    Asked(query): Asked<LotQuery>,
) -> Result<Json<LotPage>, Problem> {
    let bearer = caller.may(Scope::Read)?;
    let limit = query.limit().ok_or(Kind::Unreadable)?;
    let after = match query.cursor.as_deref() {
        Some(text) if text.len() <= 18 => text.parse::<u64>().ok().and_then(|at| i64::try_from(at).ok()),
        Some(_) => None,
        None => Some(0),
    };
    let wanted = Wanted {
        after: after.ok_or(Kind::Unreadable)?,
        model: short(query.model)?,
        reference: short(query.reference)?,
        limit,
    };
    let page = stock::list(&house.market, bearer, &wanted).await?;
    Ok(Json(LotPage {
        lots: page.lots.into_iter().map(Lot::from).collect(),
        next: page.next.map(|next| next.to_string()),
    }))
}

/// Longest text that is looked for, in characters.
const LOOKED_FOR: usize = 200;

fn short(text: Option<String>) -> Result<Option<String>, Problem> {
    let fits = |text: &String| text.chars().count() <= LOOKED_FOR;
    if text.as_ref().is_none_or(fits) {
        Ok(text)
    } else {
        Err(Kind::Unreadable.into())
    }
}

/// Read one lot
#[utoipa::path(get, path = "/api/v1/stock/{id}", tag = "Stock", operation_id = "readLot",
    params(("id" = Uuid, Path, description = "The lot.")),
    responses((status = 200, body = Lot)), security(("token" = ["stock:read"])))]
pub(super) async fn one(
    State(house): State<House>,
    caller: Caller,
    Named(id): Named,
) -> Result<Json<Lot>, Problem> {
    let bearer = caller.may(Scope::Read)?;
    Ok(Json(stock::one(&house.market, bearer, id).await?.into()))
}

/// Put up to 200 lots
///
/// All of them, or none: a lot with an `id`, or with a `reference` that you have given before, becomes what is sent; any other is
/// new. Where the same item is there already, `same_items` says what is to be done.
#[utoipa::path(post, path = "/api/v1/stock", tag = "Stock", operation_id = "putLots", request_body = LotsToPut,
    params(("Idempotency-Key" = Option<String>, Header, description = KEY_HELP, pattern = "^[!-~]{1,100}$")),
    responses((status = 200, body = PlacedLots)), security(("token" = ["stock:write"])))]
pub(super) async fn put(
    State(house): State<House>,
    caller: Caller,
    Body { sent, once }: Body<LotsToPut>,
) -> Result<Answered<Json<PlacedLots>>, Problem> {
    let bearer = caller.may(Scope::Write)?;
    let LotsToPut { same_items, lots } = sent;
    if !fits(lots.len()) {
        return Err(Kind::Unreadable.into());
    }
    let sent: Vec<Sent> = lots.into_iter().map(Sent::from).collect();
    let outcome = stock::put(&house.market, bearer, once.as_ref(), &sent, same_items.into()).await?;
    let Answered { answer, before } = done(outcome, in_list)?;
    let lots = answer.into_iter().map(PlacedLot::from).collect();
    let answer = Json(PlacedLots { lots });
    Ok(Answered { answer, before })
}

/// Replace one lot
///
/// It becomes what is sent.
#[utoipa::path(put, path = "/api/v1/stock/{id}", tag = "Stock", operation_id = "replaceLot", request_body = LotToPut,
    params(("id" = Uuid, Path, description = "The lot."), ("Idempotency-Key" = Option<String>, Header, description = KEY_HELP, pattern = "^[!-~]{1,100}$")),
    responses((status = 200, body = PlacedLot)), security(("token" = ["stock:write"])))]
pub(super) async fn replace(
    State(house): State<House>,
    caller: Caller,
    Named(id): Named,
    Body { sent, once }: Body<LotToPut>,
) -> Result<Answered<Json<PlacedLot>>, Problem> {
    let bearer = caller.may(Scope::Write)?;
    if sent.id().is_some_and(|other| other != id) {
        return Err(Kind::Invalid.into());
    }
    let sent = Sent {
        id: Some(id),
        ..sent.into()
    };
    let outcome = stock::put(&house.market, bearer, once.as_ref(), &[sent], SameItems::Ask).await?;
    let Answered { answer, before } = done(outcome, alone)?;
    let placed = answer.into_iter().next().ok_or(Kind::Broken)?;
    let answer = Json(placed.into());
    Ok(Answered { answer, before })
}

/// Delete one lot
#[utoipa::path(delete, path = "/api/v1/stock/{id}", tag = "Stock", operation_id = "deleteLot",
    params(("id" = Uuid, Path, description = "The lot."), VersionQuery,
        ("Idempotency-Key" = Option<String>, Header, description = KEY_HELP, pattern = "^[!-~]{1,100}$")),
    responses((status = 204, description = "It is deleted.")), security(("token" = ["stock:write"])))]
pub(super) async fn delete(
    State(house): State<House>,
    caller: Caller,
    Named(id): Named,
    Asked(query): Asked<VersionQuery>,
    raw: Raw,
) -> Result<Answered<StatusCode>, Problem> {
    let bearer = caller.may(Scope::Write)?;
    let named = NamedLot {
        id: Some(id),
        reference: None,
        version: query.version,
    };
    let outcome = stock::delete(&house.market, bearer, raw.once.as_ref(), &[named]).await?;
    let Answered { before, .. } = done(outcome, alone)?;
    let answer = StatusCode::NO_CONTENT;
    Ok(Answered { answer, before })
}

/// Delete up to 200 lots
///
/// All of them, or none.
#[utoipa::path(post, path = "/api/v1/stock/delete", tag = "Stock", operation_id = "deleteLots", request_body = LotsToDelete,
    params(("Idempotency-Key" = Option<String>, Header, description = KEY_HELP, pattern = "^[!-~]{1,100}$")),
    responses((status = 200, body = DeletedLots)), security(("token" = ["stock:write"])))]
pub(super) async fn delete_many(
    State(house): State<House>,
    caller: Caller,
    Body { sent, once }: Body<LotsToDelete>,
) -> Result<Answered<Json<DeletedLots>>, Problem> {
    let bearer = caller.may(Scope::Write)?;
    if !fits(sent.lots.len()) {
        return Err(Kind::Unreadable.into());
    }
    let named: Vec<NamedLot> = sent.lots.into_iter().map(NamedLot::from).collect();
    let outcome = stock::delete(&house.market, bearer, once.as_ref(), &named).await?;
    let Answered { answer, before } = done(outcome, in_list)?;
    let answer = Json(DeletedLots { ids: answer });
    Ok(Answered { answer, before })
}

/// What the key of a call is for.
pub(super) const KEY_HELP: &str = "A key of your own, 1 to 100 printable characters of ASCII. A call that is sent again with its key within 24 hours is answered as before, and nothing is done twice.";

/// The faults of several lots. That one of many is not there is a fault of what was sent.
fn in_list(faults: Vec<(usize, Fault)>) -> Problem {
    let kind = match kind_of(&faults) {
        Kind::NotFound => Kind::Invalid,
        kind => kind,
    };
    Problem::of(kind, Wrong::Lots(faults))
}

/// The fault of the one lot that was sent.
fn alone(faults: Vec<(usize, Fault)>) -> Problem {
    match faults.into_iter().next() {
        Some((_, Fault::NoLot)) => Kind::NotFound.into(),
        Some((_, fault)) => Problem::of(fault.kind(), Wrong::Lot(fault)),
        None => Kind::Invalid.into(),
    }
}

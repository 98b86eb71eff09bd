//! Files in the documented form: what one would do, importing one, and what became of it.

use axum::Json;
use axum::extract::State;
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::api::problems::Kind;
use domain::api::tokens::Scope;
use domain::inventory::stock_file::{FileFault, RowFault};
use services::api::files::{self, NotTaken};
use services::inventory::import::NewFile;

use super::IMPORTS;
use super::entrance::Caller;
use super::problem::{Problem, Wrong, language};
use super::reading::{Answered, Asked, Named, Raw, done};
use super::shapes::{Import, ImportBegun, ImportQuery, Preview, PreviewQuery};
use super::stock::KEY_HELP;
use crate::front_door::House;

const CSV: &str = "text/csv";
/// The name of a file that has none.
const NAMELESS: &str = "stock.csv";

fn not_taken(fault: FileFault) -> Problem {
    let kind = match fault {
        FileFault::TooManyBytes { .. } => Kind::TooLarge,
        _ => Kind::Invalid,
    };
    Problem::of(kind, Wrong::Rows(vec![RowFault::of_file(fault)]))
}

/// Import a file
///
/// A CSV file in UTF-8 with the nine columns in their order, as the sample on the import page has them; the columns "Date code" and
/// "Own reference" may stand anywhere among them. Up to 20,000,000 bytes and 100,000 rows. It is kept, and a job imports all of it or nothing; ask for the import to see what became of it. The person who
/// made the token is told by mail as well.
#[utoipa::path(post, path = "/api/v1/imports", tag = "Imports", operation_id = "importFile",
    params(ImportQuery, ("Idempotency-Key" = Option<String>, Header, description = KEY_HELP, pattern = "^[!-~]{1,100}$")),
    request_body(content_type = "text/csv", description = "The file."),
    responses((status = 202, body = ImportBegun, headers(("Location" = String, description = "The address of the import.")))),
    security(("token" = ["stock:import"])))]
pub(super) async fn import(
    State(house): State<House>,
    caller: Caller,
    Asked(query): Asked<ImportQuery>,
    raw: Raw,
) -> Result<Answered<Response>, Problem> {
    let bearer = caller.may(Scope::Import)?;
    if !raw.is_of(CSV) {
        return Err(Kind::MediaType.into());
    }
    let name = query.name.as_deref().unwrap_or(NAMELESS);
    if !is_name(name) {
        return Err(Kind::Unreadable.into());
    }
    let file = NewFile {
        name,
        bytes: &raw.bytes,
        again: query.again,
        mode: query.mode.into(),
    };
    let taken = files::import(&house.market, bearer, raw.once.as_ref(), file).await?;
    let outcome = taken.map_err(|why| match why {
        NotTaken::Fault(fault) => not_taken(fault),
        NotTaken::SameFile => Kind::SameFile.into(),
    })?;
    let Answered { answer: id, before } = done(outcome, |_| Kind::Invalid.into())?;
    let place = format!("{IMPORTS}/{id}");
    let answer = (
        StatusCode::ACCEPTED,
        [(LOCATION, place)],
        Json(ImportBegun { id }),
    )
        .into_response();
    Ok(Answered { answer, before })
}

/// The document says so: letters, digits and a few signs, and the ending.
fn is_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b" _().-".contains(&byte);
    name.len() <= 255 && name.bytes().all(plain)
}

/// See what a file would do
///
/// Nothing is written.
#[utoipa::path(post, path = "/api/v1/imports/preview", tag = "Imports", operation_id = "previewFile", params(PreviewQuery),
    request_body(content_type = "text/csv", description = "The file."),
    responses((status = 200, body = Preview)), security(("token" = ["stock:import"])))]
pub(super) async fn preview(
    State(house): State<House>,
    caller: Caller,
    Asked(query): Asked<PreviewQuery>,
    headers: HeaderMap,
    raw: Raw,
) -> Result<Json<Preview>, Problem> {
    let bearer = caller.may(Scope::Import)?;
    if !raw.is_of(CSV) {
        return Err(Kind::MediaType.into());
    }
    let file = NewFile {
        name: NAMELESS,
        bytes: &raw.bytes,
        again: true,
        mode: query.mode.into(),
    };
    let found = files::preview(&house.market, bearer, file).await?;
    let (counts, faults) = found.map_err(not_taken)?;
    Ok(Json(Preview::of(counts, &faults, language(&headers))))
}

/// See what became of an import
///
/// While its state is `waiting`, ask again after a few seconds.
#[utoipa::path(get, path = "/api/v1/imports/{id}", tag = "Imports", operation_id = "readImport",
    params(("id" = Uuid, Path, description = "The import.")),
    responses((status = 200, body = Import)), security(("token" = ["stock:import"])))]
pub(super) async fn look(
    State(house): State<House>,
    caller: Caller,
    Named(id): Named,
    headers: HeaderMap,
) -> Result<Json<Import>, Problem> {
    let bearer = caller.may(Scope::Import)?;
    let view = files::look(&house.market, bearer, id).await?;
    Ok(Json(Import::of(view, language(&headers))))
}

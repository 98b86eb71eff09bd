//! The door for companies' own systems: versioned routes in JSON, opened by a token and by nothing else. No cookie counts here,
//! and a token counts nowhere else.
//!
//! From the outside in: answers that are problems are written in the caller's language ([`problem`]), the token is looked up and
//! its company's calls are counted ([`entrance`]), and only then the body is read. What is sent and answered has its [`shapes`];
//! the document for programs is made of them and of the routes themselves ([`document`]), and the page for people of that
//! document ([`manual`]).

mod document;
mod entrance;
mod imports;
pub mod manual;
mod problem;
mod reading;
mod shapes;
mod stock;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::any;
use domain::api::problems::Kind;
use tower_http::timeout::TimeoutLayer;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::problem::Problem;
use super::{House, bodies};

/// What all of it is below.
pub(super) const ROOM: &str = "/api/v1/";
const IMPORTS: &str = "/api/v1/imports";
const PREVIEW: &str = "/api/v1/imports/preview";

/// Whether a file may be sent to a path.
pub(super) fn takes_files(path: &str) -> bool {
    matches!(path, IMPORTS | PREVIEW)
}

/// The routes that a token opens.
fn rooms() -> OpenApiRouter<House> {
    OpenApiRouter::with_openapi(document::frame())
        .routes(routes!(stock::list, stock::put))
        .routes(routes!(stock::one, stock::replace, stock::delete))
        .routes(routes!(stock::delete_many))
        .routes(routes!(imports::import))
        .routes(routes!(imports::preview))
        .routes(routes!(imports::look))
}

/// What anybody may read.
fn open_rooms() -> OpenApiRouter<House> {
    OpenApiRouter::new().routes(routes!(document::document))
}

/// The document of all routes.
#[must_use]
pub fn described() -> OpenApi {
    let (_, document) = rooms().merge(open_rooms()).split_for_parts();
    document::finished(document)
}

/// All routes, with their layers.
pub(super) fn routes(house: &House) -> Router<House> {
    let (rooms, _) = rooms().split_for_parts();
    let (open_rooms, _) = open_rooms().split_for_parts();
    rooms
        // The layer that reads bodies has its own limits.
        .layer(DefaultBodyLimit::disable())
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            house.settings.patience.answer,
        ))
        .layer(from_fn_with_state(house.clone(), bodies::read_whole))
        .layer(from_fn_with_state(house.clone(), entrance::admit))
        .merge(open_rooms)
        .route(&format!("{ROOM}{{*rest}}"), any(nothing))
        .layer(from_fn(problem::in_their_words))
}

async fn nothing() -> Problem {
    Kind::NotFound.into()
}

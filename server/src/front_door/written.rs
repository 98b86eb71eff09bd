//! Pages that the server writes alone: the legal texts, the status page, the page after a message to the owner, and what `letters` shows.
//! Nothing in them needs the program, so it is not loaded for them, and the program does not carry them.

use app::contact::receipt::ReceivedPage;
use app::desk::{problem_of, status_of};
use app::home::HomePage;
use app::legal::pages::DocumentPage;
use app::notices::status::StatusPage;
use app::problem::{ProblemPage, SignedOutPage, SuspendedPage};
use axum::body::Body;
use axum::extract::{Path, Query, Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use domain::language::Language;
use domain::legal::Document;
use leptos::prelude::{AnyView, IntoAny, view};
use services::error::Error;

use super::{House, forms, provide_house};

/// The home page. Without its figures it is still good for searching.
pub(super) async fn home(State(house): State<House>, parts: Parts) -> Response {
    let figures = match services::search::figures(&house.market).await {
        Ok(figures) => Some(figures),
        Err(error) => {
            tracing::warn!(error = format!("{error:#}"), "the market cannot be counted");
            None
        }
    };
    write(&house, parts, StatusCode::OK, move || {
        view! { <HomePage figures /> }.into_any()
    })
    .await
}

/// Which edition of a document is wanted: its day.
#[derive(serde::Deserialize)]
pub(super) struct Edition {
    of: Option<String>,
}

/// The terms of use.
pub(super) async fn terms(
    State(house): State<House>,
    Query(edition): Query<Edition>,
    parts: Parts,
) -> Response {
    document(&house, parts, Document::Terms, edition).await
}

/// The privacy policy.
pub(super) async fn privacy(
    State(house): State<House>,
    Query(edition): Query<Edition>,
    parts: Parts,
) -> Response {
    document(&house, parts, Document::Privacy, edition).await
}

async fn document(house: &House, parts: Parts, document: Document, edition: Edition) -> Response {
    let language = language(&parts);
    match services::legal::shown(&house.market, language, document, edition.of.as_deref()).await {
        Ok(shown) => {
            let page = move || {
                let shown = shown.clone();
                view! { <DocumentPage shown /> }.into_any()
            };
            write(house, parts, StatusCode::OK, page).await
        }
        Err(error) => refuse(house, parts, error).await,
    }
}

/// The language of the visit.
fn language(parts: &Parts) -> Language {
    forms::arrival(parts).map_or(Language::En, |arrival| arrival.session.language)
}

/// How the house is doing.
pub(super) async fn status(State(house): State<House>, parts: Parts) -> Response {
    let language = language(&parts);
    let status = services::notices::status::status(&house.market, language).await;
    write(&house, parts, StatusCode::OK, move || {
        let status = status.clone();
        view! { <StatusPage status /> }.into_any()
    })
    .await
}

/// The page after a message to the owner, behind its unguessable key.
pub(super) async fn contact_received(
    State(house): State<House>,
    Path(key): Path<String>,
    parts: Parts,
) -> Response {
    match services::contact::receipt(&house.market, &key).await {
        Ok(receipt) => {
            let page = move || {
                let receipt = receipt.clone();
                view! { <ReceivedPage receipt /> }.into_any()
            };
            write(&house, parts, StatusCode::OK, page).await
        }
        Err(error) => refuse(&house, parts, error).await,
    }
}

/// Says that somebody is suspended, in place of a page or of what a form was to do. `sends`: what was typed is still on the
/// page before.
pub(super) async fn suspended(house: &House, parts: Parts, sends: bool) -> Response {
    write(house, parts, StatusCode::FORBIDDEN, move || {
        view! { <SuspendedPage sends /> }.into_any()
    })
    .await
}

/// Gives back what a form has brought whose session has ended.
pub(super) async fn signed_out(
    house: &House,
    parts: Parts,
    sign_in: String,
    fields: Vec<(String, String)>,
) -> Response {
    let action = parts.uri.to_string();
    write(house, parts, StatusCode::UNAUTHORIZED, move || {
        let (action, sign_in, fields) = (action.clone(), sign_in.clone(), fields.clone());
        view! { <SignedOutPage action sign_in fields /> }.into_any()
    })
    .await
}

/// Says why there is no such page.
pub(super) async fn refuse(house: &House, parts: Parts, error: Error) -> Response {
    let reference = forms::arrival(&parts)
        .map(|arrival| arrival.reference.clone())
        .unwrap_or_default();
    let problem = problem_of(error, &reference);
    let status = status_of(&problem);
    let page = move || {
        let problem = problem.clone();
        view! { <ProblemPage problem /> }.into_any()
    };
    write(house, parts, status, page).await
}

/// Writes a page between head and foot, in the language and the colours of the visit.
pub(super) async fn write(
    house: &House,
    parts: Parts,
    status: StatusCode,
    page: impl Fn() -> AnyView + Clone + Send + Sync + 'static,
) -> Response {
    let market = house.market.clone();
    let context = move || provide_house(&market);
    let stylesheet = house.stylesheet.to_string();
    let document = move || {
        let page = page.clone();
        app::shell::written(stylesheet.clone(), page)
    };
    let request = Request::from_parts(parts, Body::empty());
    let mut response = leptos_axum::render_app_async_with_context(context, document)(request).await;
    if status != StatusCode::OK {
        *response.status_mut() = status;
    }
    response
}

//! Tokens for a company's own systems: the list, making one, revoking one. A new one is a page of its own, for it is shown once.

use app::api::tokens::{Said, TokenMadePage, TokensPage};
use app::desk::{Arrival, problem_of, status_of};
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use domain::api::tokens::TokenForm;
use domain::places::Place;
use domain::refusal::Refusal;
use leptos::prelude::{IntoAny, view};
use secrecy::ExposeSecret;
use services::accounts::session::SignedIn;
use services::api::tokens::{self, Made};
use uuid::Uuid;

use super::{arrival, unreadable};
use crate::front_door::{House, written};

/// The page.
pub(in crate::front_door) async fn list(State(house): State<House>, parts: Parts) -> Response {
    let revoked = parts.uri.query() == Some("done=revoked");
    let said = Said {
        revoked,
        ..Said::default()
    };
    show(&house, parts, said).await
}

async fn show(house: &House, parts: Parts, mut said: Said) -> Response {
    if said.form.submission.is_empty() {
        said.form.submission = Uuid::new_v4().to_string();
    }
    let list = match who(&parts) {
        Ok((_, who)) => tokens::list(&house.market, &who).await,
        Err(refusal) => Err(refusal.into()),
    };
    let list = match list {
        Ok(list) => list,
        Err(error) => return written::refuse(house, parts, error).await,
    };
    let status = said.problem.as_ref().map_or(StatusCode::OK, status_of);
    written::write(house, parts, status, move || {
        let (list, said) = (list.clone(), said.clone());
        view! { <TokensPage list said /> }.into_any()
    })
    .await
}

fn who(parts: &Parts) -> Result<(std::sync::Arc<Arrival>, SignedIn), Refusal> {
    let arrival = arrival(parts).ok_or(Refusal::SignInFirst)?;
    let who = arrival.signed_in.clone().ok_or(Refusal::SignInFirst)?;
    Ok((arrival, who))
}

/// What is done about tokens, told apart by the button that was pressed.
pub(in crate::front_door) async fn change(
    State(house): State<House>,
    parts: Parts,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let (arrival, who) = match who(&parts) {
        Ok(known) => known,
        Err(refusal) => return written::refuse(&house, parts, refusal.into()).await,
    };
    let text = |name: &str| {
        let found = fields.iter().find(|(other, _)| other == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    match text("step").as_str() {
        "revoke" => match tokens::revoke(&house.market, &who, &arrival.caller, &text("id")).await {
            Ok(()) => {
                let back = format!("{}?done=revoked", Place::AccountTokens.path());
                Redirect::to(&back).into_response()
            }
            Err(error) => written::refuse(&house, parts, error).await,
        },
        // Enter in a field.
        "make" | "" => {
            let chosen = fields.iter().filter(|(name, _)| name == "scopes");
            let form = TokenForm {
                submission: text("submission"),
                name: text("name"),
                scopes: chosen.map(|(_, value)| value.clone()).collect(),
                days: text("days"),
                password: text("password"),
            };
            make(&house, parts, &arrival, &who, form).await
        }
        _ => unreadable(),
    }
}

async fn make(house: &House, parts: Parts, arrival: &Arrival, who: &SignedIn, form: TokenForm) -> Response {
    match tokens::make(&house.market, who, &arrival.caller, &form).await {
        Ok(Made::Token(secret)) => {
            let base = house.settings.public_base_url.clone();
            written::write(house, parts, StatusCode::OK, move || {
                let (secret, base) = (secret.expose_secret().to_owned(), base.clone());
                view! { <TokenMadePage secret base /> }.into_any()
            })
            .await
        }
        // The page says so.
        Ok(Made::Full) => show(house, parts, Said::default()).await,
        Ok(Made::Before) => {
            let said = Said {
                before: true,
                ..Said::default()
            };
            show(house, parts, said).await
        }
        Err(error) => {
            let problem = problem_of(error, &arrival.reference);
            if problem == app::problem::Problem::Refused(Refusal::NotAllowed) {
                return written::refuse(house, parts, Refusal::NotAllowed.into()).await;
            }
            let form = TokenForm {
                password: String::new(),
                ..form
            };
            let said = Said {
                form,
                problem: Some(problem),
                ..Said::default()
            };
            show(house, parts, said).await
        }
    }
}

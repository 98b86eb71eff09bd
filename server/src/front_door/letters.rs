//! The development letter box: its pages, and the HTML part of a mail for the frame on its page, in which nothing can run.
//! Where mails are really sent, nothing of it is there.

use app::letters::pages::{LetterPage, LettersPage};
use app::letters::{Head, Opened};
use axum::extract::{Path, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::refusal::Refusal;
use leptos::prelude::{IntoAny, view};
use services::error::Error;
use services::post::LetterHead;

use super::{House, written};

/// A mail's own document: its inline styles are allowed, everything else is not.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups";

/// All letters, newest first.
pub(super) async fn list(State(house): State<House>, parts: Parts) -> Response {
    let letters = match &house.settings.letters {
        Some(folder) => services::post::letters(folder).await.map_err(Error::from),
        None => Err(Refusal::NotFound.into()),
    };
    match letters {
        Ok(letters) => {
            let heads: Vec<Head> = letters.into_iter().map(head).collect();
            let page = move || {
                let letters = heads.clone();
                view! { <LettersPage letters /> }.into_any()
            };
            written::write(&house, parts, StatusCode::OK, page).await
        }
        Err(error) => written::refuse(&house, parts, error).await,
    }
}

/// One letter, in both of its parts.
pub(super) async fn one(State(house): State<House>, Path(id): Path<String>, parts: Parts) -> Response {
    let letter = match &house.settings.letters {
        Some(folder) => services::post::letter(folder, &id).await.map_err(Error::from),
        None => Ok(None),
    };
    match letter.and_then(|letter| letter.ok_or_else(|| Refusal::NotFound.into())) {
        Ok(letter) => {
            let opened = Opened {
                head: head(letter.head),
                headers: letter.headers,
                text: letter.text,
            };
            let page = move || {
                let letter = opened.clone();
                view! { <LetterPage letter /> }.into_any()
            };
            written::write(&house, parts, StatusCode::OK, page).await
        }
        Err(error) => written::refuse(&house, parts, error).await,
    }
}

fn head(head: LetterHead) -> Head {
    Head {
        id: head.id,
        to: head.to,
        subject: head.subject,
        date: head.date,
    }
}

/// The HTML part of one letter.
pub(super) async fn html(State(house): State<House>, Path(id): Path<String>) -> Response {
    let Some(folder) = &house.settings.letters else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match services::post::letter(folder, &id).await {
        Ok(Some(letter)) => {
            let headers = [
                (header::CONTENT_SECURITY_POLICY, POLICY),
                (header::CONTENT_TYPE, "text/html; charset=utf-8"),
            ];
            (headers, letter.html).into_response()
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(error = format!("{error:#}"), "a letter cannot be read");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

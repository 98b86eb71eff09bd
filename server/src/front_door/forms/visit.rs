//! The small forms of the frame: another language, another theme.

use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::places::{self, Place};
use serde::Deserialize;

use super::{read, unreadable};
use crate::front_door::cookies::{LANGUAGE, THEME, remembered};

#[derive(Deserialize)]
struct Choice {
    #[serde(default)]
    language: String,
    #[serde(default)]
    theme: String,
    #[serde(default)]
    back: String,
}

/// Another language, on the same page.
pub(crate) async fn language(jar: CookieJar, body: Bytes) -> Response {
    let Some(choice) = read::<Choice>(&body) else {
        return unreadable();
    };
    let Some(language) = domain::language::Language::of_tag(&choice.language) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    (jar.add(remembered(LANGUAGE, language.tag())), back(&choice)).into_response()
}

/// Another theme, on the same page.
pub(crate) async fn theme(jar: CookieJar, body: Bytes) -> Response {
    let Some(choice) = read::<Choice>(&body) else {
        return unreadable();
    };
    let theme = app::session::Theme::of_word(&choice.theme);
    (jar.add(remembered(THEME, theme.word())), back(&choice)).into_response()
}

fn back(choice: &Choice) -> Redirect {
    Redirect::to(places::inside(&choice.back).unwrap_or(&Place::Home.path()))
}

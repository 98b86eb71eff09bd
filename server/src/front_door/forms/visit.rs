//! The small forms of the frame: another language, another theme, closer rows, a banner put away.

use app::desk::{problem_of, status_of};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::language::Language;
use domain::notices;
use domain::places::{self, Place};
use serde::Deserialize;
use services::accounts::own;

use super::{arrival, read, unreadable};
use crate::front_door::House;
use crate::front_door::cookies::{
    LANGUAGE, ROWS, THEME, expired, has_compact_rows, putting_away, remembered,
};

/// One of them is chosen, by the button that was pressed.
#[derive(Deserialize)]
struct Choice {
    language: Option<String>,
    theme: Option<String>,
    rows: Option<String>,
    /// The mark of a banner that is put away.
    notice: Option<String>,
    #[serde(default)]
    back: String,
}

/// The same page, looking otherwise.
pub(crate) async fn look(
    State(house): State<House>,
    mut jar: CookieJar,
    parts: Parts,
    body: Bytes,
) -> Response {
    let (Some(arrival), Some(choice)) = (arrival(&parts), read::<Choice>(&body)) else {
        return unreadable();
    };
    if let Some(language) = &choice.language {
        let Some(language) = Language::of_tag(language) else {
            return StatusCode::NOT_FOUND.into_response();
        };
        jar = jar.add(remembered(LANGUAGE, language.tag()));
        if let Some(who) = &arrival.signed_in
            && let Err(error) = own::choose_language(&house.market, who, language).await
        {
            return status_of(&problem_of(error, &arrival.reference)).into_response();
        }
    }
    if let Some(theme) = &choice.theme {
        let theme = app::session::Theme::of_word(theme);
        jar = jar.add(remembered(THEME, theme.word()));
    }
    if choice.rows.is_some() {
        jar = if has_compact_rows(&jar) {
            jar.remove(expired(ROWS))
        } else {
            jar.add(remembered(ROWS, "compact"))
        };
    }
    if let Some(mark) = &choice.notice {
        if !notices::is_mark(mark) {
            return StatusCode::NOT_FOUND.into_response();
        }
        let away = putting_away(&jar, mark);
        jar = jar.add(away);
    }
    let back = places::inside(&choice.back).map_or_else(|| Place::Home.path(), str::to_owned);
    (jar, Redirect::to(&back)).into_response()
}

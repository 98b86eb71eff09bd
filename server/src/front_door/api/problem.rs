//! What a system is answered when nothing is done: RFC 9457, in the caller's language. Handlers say what it is; the layer around
//! them knows the language, and writes it.

use axum::extract::Request;
use axum::http::header::{
    ACCEPT_LANGUAGE, ALLOW, CACHE_CONTROL, CONNECTION, CONTENT_LANGUAGE, CONTENT_TYPE, RETRY_AFTER, VARY,
    WWW_AUTHENTICATE,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::api::problems::Kind;
use domain::api::putting::Fault;
use domain::inventory::stock_file::RowFault;
use domain::language::Language;
use domain::places::Place;
use domain::refusal::Refusal;
use services::error::Error;

use super::shapes::{ErrorShape, ProblemShape};
use crate::front_door::headers::Reference;

const PROBLEM: HeaderValue = HeaderValue::from_static("application/problem+json");
/// When to come again after something of ours broke or was busy, in seconds.
const LATER: u32 = 2;

/// Why nothing is done.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    pub(super) kind: Kind,
    pub(super) wrong: Wrong,
    /// What WWW-Authenticate says.
    pub(super) challenge: Option<String>,
    /// When to come again, in seconds.
    pub(super) seconds: Option<u32>,
}

/// What is wrong with what.
#[derive(Debug, Clone, Default)]
pub(super) enum Wrong {
    #[default]
    Nothing,
    /// In the words of whoever could not read it.
    Text(String),
    /// Lots of a list below `/lots`.
    Lots(Vec<(usize, Fault)>),
    /// The one lot that was sent.
    Lot(Fault),
    /// Rows of a file.
    Rows(Vec<RowFault>),
}

impl From<Kind> for Problem {
    fn from(kind: Kind) -> Self {
        Self {
            kind,
            wrong: Wrong::Nothing,
            challenge: None,
            seconds: None,
        }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(Refusal::NotFound) => Kind::NotFound.into(),
            Error::Refused(Refusal::TooMany { seconds }) => Self::later(Kind::TooMany, seconds),
            error if error.is_passing() => Self::later(Kind::Busy, LATER),
            error => {
                tracing::error!(error = format!("{error:#}"), "a call broke");
                Kind::Broken.into()
            }
        }
    }
}

impl Problem {
    pub(super) fn of(kind: Kind, wrong: Wrong) -> Self {
        Self { wrong, ..kind.into() }
    }

    /// Worth another try.
    pub(super) fn later(kind: Kind, seconds: u32) -> Self {
        Self {
            seconds: Some(seconds),
            ..kind.into()
        }
    }

    /// A token has to be shown, or another one.
    pub(super) fn challenging(kind: Kind, challenge: String) -> Self {
        Self {
            challenge: Some(challenge),
            ..kind.into()
        }
    }

    fn shape(&self, language: Language, reference: &str) -> ProblemShape {
        let manual = Place::ApiManual.path();
        ProblemShape {
            kind: format!("{manual}#{}", self.kind.slug()),
            title: self.kind.title(language).to_owned(),
            status: self.kind.status(),
            detail: self.kind.detail(language),
            reference: reference.to_owned(),
            errors: self.wrong.shapes(language),
        }
    }
}

impl Wrong {
    fn shapes(&self, language: Language) -> Vec<ErrorShape> {
        match self {
            Self::Nothing => Vec::new(),
            Self::Text(text) => vec![ErrorShape::of_text(text)],
            Self::Lot(fault) => ErrorShape::of_lot("", fault, language),
            Self::Lots(faults) => {
                let shapes = |(at, fault): &(usize, Fault)| {
                    ErrorShape::of_lot(&format!("/lots/{at}"), fault, language)
                };
                faults.iter().flat_map(shapes).collect()
            }
            Self::Rows(faults) => faults
                .iter()
                .map(|fault| ErrorShape::of_row(fault, language))
                .collect(),
        }
    }
}

/// The status alone; the layer around writes the rest.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Writes problems in the caller's language, also those that were met before a route was reached: a body that is too long or
/// too slow, a method that is not there, an answer that took too long.
pub(super) async fn in_their_words(request: Request, next: Next) -> Response {
    let language = language(request.headers());
    let reference = request
        .extensions()
        .get::<Reference>()
        .map(|Reference(name)| name.clone());
    let mut response = next.run(request).await;
    let said = response.extensions_mut().remove::<Problem>();
    if let Some(problem) = said.or_else(|| unsaid(&response)) {
        response = written(&problem, &response, language, &reference.unwrap_or_default());
    }
    let headers = response.headers_mut();
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
    headers.insert(VARY, HeaderValue::from_static("accept-language, authorization"));
    response
}

/// The problem that a bare status stands for.
fn unsaid(response: &Response) -> Option<Problem> {
    if response.headers().contains_key(CONTENT_TYPE) {
        return None;
    }
    Some(match response.status() {
        StatusCode::BAD_REQUEST => Kind::Unreadable.into(),
        StatusCode::METHOD_NOT_ALLOWED => Kind::Method.into(),
        StatusCode::REQUEST_TIMEOUT => Kind::Slow.into(),
        StatusCode::PAYLOAD_TOO_LARGE => Kind::TooLarge.into(),
        StatusCode::SERVICE_UNAVAILABLE => Problem::later(Kind::Busy, LATER),
        _ => return None,
    })
}

fn written(problem: &Problem, before: &Response, language: Language, reference: &str) -> Response {
    let body = serde_json::to_string(&problem.shape(language, reference)).unwrap_or_default();
    let mut response = (before.status(), [(CONTENT_TYPE, PROBLEM)], body).into_response();
    let headers = response.headers_mut();
    // What is left of a body must not be taken for the next request; and what else a system needs to know.
    for kept in [CONNECTION, ALLOW] {
        if let Some(value) = before.headers().get(&kept) {
            headers.insert(kept, value.clone());
        }
    }
    for (name, value) in before.headers() {
        if name.as_str().starts_with("ratelimit") {
            headers.insert(name, value.clone());
        }
    }
    if let Some(seconds) = problem.seconds {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    if let Some(challenge) = &problem.challenge
        && let Ok(value) = HeaderValue::from_str(challenge)
    {
        headers.insert(WWW_AUTHENTICATE, value);
    }
    response
}

pub(super) fn language(headers: &HeaderMap) -> Language {
    headers
        .get(ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .and_then(Language::accepted)
        .unwrap_or(Language::En)
}

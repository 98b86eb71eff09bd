//! What is sent: JSON, a query, a name in the address, a key that makes a call happen once.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use domain::api::problems::Kind;
use serde::de::DeserializeOwned;
use services::api::Outcome;
use services::api::once::Once;
use uuid::Uuid;

use super::entrance::strange;
use super::problem::{Problem, Wrong};

const KEY: &str = "idempotency-key";

/// A body in JSON, with the key of the call.
pub(super) struct Body<T> {
    pub(super) sent: T,
    pub(super) once: Option<Once>,
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let raw = Raw::from_request(request, state).await?;
        if !raw.is_of("application/json") {
            return Err(Kind::MediaType.into());
        }
        let unreadable =
            |error: serde_json::Error| Problem::of(Kind::Unreadable, Wrong::Text(error.to_string()));
        Ok(Self {
            sent: serde_json::from_slice(&raw.bytes).map_err(unreadable)?,
            once: raw.once,
        })
    }
}

/// A body as it came, with the key of the call.
pub(super) struct Raw {
    pub(super) bytes: Bytes,
    pub(super) once: Option<Once>,
    kind: String,
}

impl Raw {
    /// Whether the body says that it is of this type, whatever its parameters.
    pub(super) fn is_of(&self, kind: &str) -> bool {
        let essence = self.kind.split(';').next().unwrap_or_default();
        essence.trim().eq_ignore_ascii_case(kind)
    }
}

impl<S: Send + Sync> FromRequest<S> for Raw {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let request = Request::from_parts(parts.clone(), body);
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|_| Problem::from(Kind::Unreadable))?;
        let kind = parts
            .headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        Ok(Self {
            once: once(&parts.headers, &parts, &bytes)?,
            kind: kind.unwrap_or_default().to_owned(),
            bytes,
        })
    }
}

/// The key of a call, if it has one.
fn once(headers: &HeaderMap, parts: &Parts, bytes: &[u8]) -> Result<Option<Once>, Problem> {
    let mut keys = headers.get_all(KEY).iter();
    let Some(key) = keys.next() else {
        return Ok(None);
    };
    let address = parts.uri.path_and_query().map_or("", |whole| whole.as_str());
    let call = [parts.method.as_str().as_bytes(), address.as_bytes(), bytes];
    let once = key.to_str().ok().and_then(|key| Once::of(key, &call));
    match once {
        Some(once) if keys.next().is_none() => Ok(Some(once)),
        _ => Err(Kind::Key.into()),
    }
}

/// What is asked behind the question mark.
pub(super) struct Asked<T>(pub(super) T);

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Query::try_from_uri(&parts.uri)
            .map(|Query(asked)| Self(asked))
            .map_err(|error| Problem::of(Kind::Unreadable, Wrong::Text(error.body_text())))
    }
}

/// The id in the address. What is none names nothing.
pub(super) struct Named(pub(super) Uuid);

impl<S: Send + Sync> FromRequestParts<S> for Named {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let named = Path::<Uuid>::from_request_parts(parts, state).await;
        named.map(|Path(id)| Self(id)).map_err(|_| Kind::NotFound.into())
    }
}

/// An answer, and whether it was given before.
pub(super) struct Answered<T> {
    pub(super) answer: T,
    pub(super) before: bool,
}

/// The answer of what is done, or the problem of what is not.
pub(super) fn done<T>(
    outcome: Outcome<T>,
    faults: impl FnOnce(Vec<(usize, domain::api::putting::Fault)>) -> Problem,
) -> Result<Answered<T>, Problem> {
    match outcome {
        Outcome::Done(answer) => Ok(Answered {
            answer,
            before: false,
        }),
        Outcome::Before(answer) => Ok(Answered { answer, before: true }),
        Outcome::KeyUsed => Err(Kind::KeyUsed.into()),
        Outcome::Faults(wrong) => Err(faults(wrong)),
        Outcome::Gone => Err(strange()),
    }
}

//! Who calls: the token of the header, looked up anew with every call (T25), and counted by company.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::api::problems::Kind;
use domain::api::tokens::Scope;
use domain::refusal::Refusal;
use services::api::bearer::{self, Bearer, Secret};
use services::limits::Left;

use super::problem::Problem;
use crate::front_door::{House, client};

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LIMIT: HeaderName = HeaderName::from_static("ratelimit");

/// A system with a good token.
#[derive(Clone)]
pub(super) struct Caller(Arc<Bearer>);

impl Caller {
    /// Lets it go on if the token is for this.
    pub(super) fn may(&self, scope: Scope) -> Result<&Bearer, Problem> {
        if self.0.may(scope) {
            return Ok(&self.0);
        }
        let challenge = format!(
            "Bearer realm=\"stock\", error=\"insufficient_scope\", scope=\"{}\"",
            scope.word()
        );
        Err(Problem::challenging(Kind::Scope, challenge))
    }
}

/// To a token that is not good, or not any more.
pub(super) fn strange() -> Problem {
    let challenge = "Bearer realm=\"stock\", error=\"invalid_token\"";
    Problem::challenging(Kind::BadToken, challenge.to_owned())
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| Kind::Broken.into())
    }
}

/// Looks the token up and passes the call on.
pub(super) async fn admit(State(house): State<House>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let (bearer, left) = match admitted(&house, &parts).await {
        Ok(admitted) => admitted,
        Err(problem) => return problem.into_response(),
    };
    parts.extensions.insert(Caller(Arc::new(bearer)));
    let mut response = next.run(Request::from_parts(parts, body)).await;
    tell(response.headers_mut(), left);
    response
}

async fn admitted(house: &House, parts: &Parts) -> Result<(Bearer, Left), Problem> {
    let limits = &house.market.limits;
    let Some(text) = parts.headers.get(AUTHORIZATION) else {
        return Err(Problem::challenging(
            Kind::NoToken,
            "Bearer realm=\"stock\"".to_owned(),
        ));
    };
    let secret = text.to_str().ok().and_then(of_header);
    let found = match &secret {
        Some(secret) => bearer::find(&house.market, secret).await?,
        None => None,
    };
    let Some(bearer) = found else {
        let ip = client::ip(&parts.extensions, &parts.headers, &house.settings.trusted_proxies);
        limits.strange_call(ip).map_err(too_many)?;
        return Err(strange());
    };
    let left = limits.may_call(bearer.company()).map_err(too_many)?;
    Ok((bearer, left))
}

/// The token of a header, whose first word has no case.
fn of_header(text: &str) -> Option<Secret> {
    let (scheme, token) = text.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| Secret::of_text(token.trim()))?
}

fn too_many(refusal: Refusal) -> Problem {
    services::error::Error::from(refusal).into()
}

/// What is left, as programs read it.
fn tell(headers: &mut HeaderMap, left: Left) {
    let policy = format!("\"calls\";q={};w=60", left.of);
    let limit = format!("\"calls\";r={};t={}", left.left, left.full_in);
    for (name, text) in [(POLICY, policy), (LIMIT, limit)] {
        if let Ok(value) = HeaderValue::from_str(&text) {
            headers.insert(name, value);
        }
    }
}

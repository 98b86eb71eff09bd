//! The document for programs: OpenAPI 3.1, made of the routes themselves. What all routes have in common, the problems that each
//! may answer, is added here.

use std::sync::LazyLock;

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderName, HeaderValue};
use domain::api::problems::Kind;
use domain::language::Language;
use utoipa::openapi::path::{HttpMethod, Operation};
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    Components, ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, Ref, RefOr, Required, Response, Schema,
};
use utoipa::{PartialSchema, ToSchema};

use super::described;
use super::shapes::{ErrorShape, ProblemShape};

/// The document as it is sent; the same for everybody, so it is written once.
static WRITTEN: LazyLock<String> = LazyLock::new(|| described().to_json().unwrap_or_default());

const ABOUT: &str = "Your company's own stock for your own systems. Every call shows a token, made on the account page, in the header `Authorization: Bearer`. Lots keep the same rules as on the pages, and every change stands in their history. Problems are told as application/problem+json in the language of Accept-Language (en, ja). Up to 600 calls a minute; the headers RateLimit and RateLimit-Policy say what is left.";

/// The document before its routes.
pub(super) fn frame() -> OpenApi {
    let mut token = Http::new(HttpAuthScheme::Bearer);
    token.bearer_format = Some("rs_".to_owned());
    token.description = Some(
        "A token of the account page; its scopes are stock:read, stock:write and stock:import.".to_owned(),
    );
    let mut components = Components::new();
    components
        .security_schemes
        .insert("token".to_owned(), RefOr::T(SecurityScheme::Http(token)));
    let tag = |name: &str, about: &str| TagBuilder::new().name(name).description(Some(about)).build();
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("Stock")
                .version("1.0.0")
                .description(Some(ABOUT))
                .build(),
        )
        .components(Some(components))
        .tags(Some([
            tag("Stock", "Lots, one by one or up to 200 at once."),
            tag("Imports", "Whole files."),
            tag("Document", "This document."),
        ]))
        .build()
}

/// The document with the problems of every route.
pub(super) fn finished(mut document: OpenApi) -> OpenApi {
    let components = document.components.get_or_insert_default();
    let schemas: [(_, RefOr<Schema>); 2] = [
        (ProblemShape::name(), ProblemShape::schema()),
        (ErrorShape::name(), ErrorShape::schema()),
    ];
    for (name, schema) in schemas {
        components.schemas.insert(name.into_owned(), schema);
    }
    for status in statuses() {
        components
            .responses
            .insert(name_of(status), RefOr::T(response(status)));
    }
    for item in document.paths.paths.values_mut() {
        let operations = [
            (HttpMethod::Get, &mut item.get),
            (HttpMethod::Put, &mut item.put),
            (HttpMethod::Post, &mut item.post),
            (HttpMethod::Delete, &mut item.delete),
        ];
        for (method, operation) in operations {
            if let Some(operation) = operation {
                add_problems(&method, operation);
                if let Some(RefOr::T(body)) = &mut operation.request_body {
                    body.required = Some(Required::True);
                }
            }
        }
    }
    document
}

fn add_problems(method: &HttpMethod, operation: &mut Operation) {
    // The one that anybody may read has none of its own.
    if operation.security.is_none() {
        return;
    }
    let writes = !matches!(method, HttpMethod::Get);
    for status in statuses() {
        let about_bodies = matches!(status, 409 | 413 | 415 | 422);
        if status != 405 && (writes || !about_bodies) {
            let response = Ref::from_response_name(name_of(status));
            operation
                .responses
                .responses
                .insert(status.to_string(), RefOr::Ref(response));
        }
    }
}

fn statuses() -> Vec<u16> {
    let mut statuses: Vec<u16> = Kind::ALL.iter().map(|kind| kind.status()).collect();
    statuses.dedup();
    statuses
}

fn name_of(status: u16) -> String {
    format!("Problem{status}")
}

fn response(status: u16) -> Response {
    let kinds = Kind::ALL.into_iter().filter(|kind| kind.status() == status);
    let titles: Vec<_> = kinds
        .map(|kind| format!("{} (`{}`)", kind.title(Language::En), kind.slug()))
        .collect();
    let shape = Ref::from_schema_name(ProblemShape::name());
    ResponseBuilder::new()
        .description(titles.join("; "))
        .content(
            "application/problem+json",
            ContentBuilder::new().schema(Some(RefOr::Ref(shape))).build(),
        )
        .build()
}

/// Read this document
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "Document", operation_id = "readDocument",
    responses((status = 200, description = "This document.", content_type = "application/json", body = Object)))]
pub(super) async fn document() -> ([(HeaderName, HeaderValue); 2], &'static str) {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (CACHE_CONTROL, HeaderValue::from_static("public, max-age=300")),
    ];
    (headers, WRITTEN.as_str())
}

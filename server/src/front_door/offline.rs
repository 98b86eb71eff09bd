//! What the browser keeps for times without a connection: a service worker with the list of the program's files, and the page of the
//! stock without anybody's data.
//!
//! The shell is cached for as long as the program stays the same, and so would be its nonce. So it has none: its policy names its own
//! scripts by their hashes.

use std::sync::Arc;

use app::desk::Arrival;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::places::Place;
use sha2::{Digest, Sha256};

use super::{House, headers, provide_house, shell};

/// The page of the stock, as it is for whoever has no connection.
pub(super) const SHELL: &str = "/stock/shell";
/// At the root, so that it may answer for every page.
pub(super) const WORKER: &str = "/sw.js";
/// Far more than the page has.
const SHELL_BYTES: usize = 1024 * 1024;

/// The service worker, which knows the files of this build; where it is switched off, one that removes it and itself.
pub(super) async fn worker(State(house): State<House>) -> Response {
    if !house.settings.offline_shell {
        return script(include_str!("offline/gone.js").to_owned());
    }
    let files = files(&house).await;
    let version = STANDARD.encode(Sha256::digest(files.join("\n")));
    let Ok(list) = serde_json::to_string(&files) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let text = include_str!("offline/worker.js")
        .replace("__VERSION__", &version)
        .replace("__FILES__", &list)
        .replace("__OURS__", headers::OURS)
        .replace("__PAGE__", &Place::Stock.path())
        .replace("__SHELL__", SHELL);
    script(text)
}

fn script(text: String) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (CACHE_CONTROL, "no-cache"),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; connect-src 'self'"),
    ];
    (headers, text).into_response()
}

/// The files that the page is made of: what has its contents in its name, and two pictures.
async fn files(house: &House) -> Vec<String> {
    let folder = format!("{}/{}", house.leptos.site_root, house.leptos.site_pkg_dir);
    let mut files = vec!["/favicon.svg".to_owned(), "/icons.svg".to_owned()];
    if let Ok(mut entries) = tokio::fs::read_dir(&folder).await {
        while let Ok(Some(entry)) = entries.next_entry().await {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("/{}/{name}", house.leptos.site_pkg_dir);
            let is_loaded = [".js", ".wasm", ".css"].iter().any(|end| name.ends_with(end));
            if is_loaded && super::files::is_hashed(&path) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The page of the stock for nobody in particular.
pub(super) async fn shell_page(State(house): State<House>, mut request: Request<Body>) -> Response {
    if let Some(arrival) = request.extensions().get::<Arc<Arrival>>() {
        let mut nobody = Arrival::clone(arrival);
        nobody.session.visitor = None;
        nobody.signed_in = None;
        nobody.house.banners.clear();
        nobody.house.here = Place::Stock.path();
        request.extensions_mut().insert(Arc::new(nobody));
    }
    *request.uri_mut() = Uri::from_static("/stock");
    let market = house.market.clone();
    let context = move || provide_house(&market);
    let page = leptos_axum::render_app_async_with_context(context, shell(&house))(request).await;
    let (mut parts, body) = page.into_parts();
    let text = to_bytes(body, SHELL_BYTES).await.ok();
    let Some(text) = text.and_then(|bytes| String::from_utf8(bytes.to_vec()).ok()) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let text = without_nonces(&text);
    let Ok(policy) = HeaderValue::from_str(&policy(&text)) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    parts.headers.insert(CONTENT_SECURITY_POLICY, policy);
    Response::from_parts(parts, Body::from(text))
}

/// The page without the attributes that name a nonce.
fn without_nonces(page: &str) -> String {
    let mut parts = page.split(" nonce=\"");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str(part.split_once('"').map_or("", |(_, rest)| rest));
    }
    text
}

/// A policy in which the scripts of the page may run, and no others but files of ours.
fn policy(page: &str) -> String {
    let hashes: String = scripts(page)
        .map(|script| format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(script))))
        .collect();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{hashes}; style-src 'self'; img-src 'self'; \
         font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; object-src 'none'; \
         form-action 'self'; frame-ancestors 'none'"
    )
}

/// What stands between the tags of scripts.
fn scripts(page: &str) -> impl Iterator<Item = &str> {
    page.split("<script").skip(1).filter_map(|part| {
        let (_, inner) = part.split_once('>')?;
        let (script, _) = inner.split_once("</script>")?;
        (!script.is_empty()).then_some(script)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_allowed_by_what_is_in_them() {
        let page =
            "<script nonce=\"x\" type=\"module\">go()</script><script src=\"/a.js\" nonce=\"x\"></script>";
        let bare = without_nonces(page);
        assert_eq!(
            bare,
            "<script type=\"module\">go()</script><script src=\"/a.js\"></script>"
        );
        assert_eq!(scripts(&bare).collect::<Vec<_>>(), ["go()"]);
        assert!(policy(&bare).contains(&STANDARD.encode(Sha256::digest("go()"))));
    }
}

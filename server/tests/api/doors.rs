//! What opens the door, and what does not.

use axum::body::Body;
use axum::http::header::{ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE, HOST};
use axum::http::{Method, Request, StatusCode};
use serde_json::json;

use super::{AYA, System, is_problem, lot};
use crate::support::door::Door;
use crate::support::house::{House, MINUTE};

const DOORS: [(&str, &str); 8] = [
    ("GET", "/api/v1/stock"),
    ("POST", "/api/v1/stock"),
    ("GET", "/api/v1/stock/00000000-0000-7000-8000-000000000000"),
    ("PUT", "/api/v1/stock/00000000-0000-7000-8000-000000000000"),
    ("DELETE", "/api/v1/stock/00000000-0000-7000-8000-000000000000"),
    ("POST", "/api/v1/stock/delete"),
    ("POST", "/api/v1/imports"),
    ("GET", "/api/v1/imports/00000000-0000-7000-8000-000000000000"),
];

fn bare(method: &str, path: &str) -> axum::http::request::Builder {
    Request::builder()
        .method(method)
        .uri(path)
        .header(HOST, "parts.example")
}

pub(super) async fn every_door_asks_for_a_token(house: &House) {
    let mut door = Door::of(house);
    for (method, path) in DOORS {
        let answer = door
            .send(bare(method, path).body(Body::empty()).expect("a request"))
            .await;
        is_problem(&answer, 401, "no-token");
        assert_eq!(answer.header("www-authenticate"), "Bearer realm=\"stock\"");
        for strange in [
            "Bearer rs_short",
            "Bearer",
            "Basic YTpi",
            &format!("Bearer rs_{}", "A".repeat(43)),
        ] {
            let request = bare(method, path)
                .header(AUTHORIZATION, strange)
                .body(Body::empty());
            let answer = door.send(request.expect("a request")).await;
            is_problem(&answer, 401, "bad-token");
            assert!(answer.header("www-authenticate").contains("invalid_token"));
        }
    }
    // Guessing wears one network out.
    let mut last = 401;
    for _ in 0..60 {
        let request =
            bare("GET", "/api/v1/stock").header(AUTHORIZATION, format!("Bearer rs_{}", "B".repeat(43)));
        last = door
            .send(request.body(Body::empty()).expect("a request"))
            .await
            .status
            .as_u16();
    }
    assert_eq!(last, 429);
    house.wait(MINUTE);
}

pub(super) async fn scopes_are_asked_for(house: &House) {
    let mut aya = System::of(house, AYA).await;
    let reader = aya.with(&["stock:read"]).await;
    assert_eq!(reader.get("/api/v1/stock").await.status, StatusCode::OK);
    let answer = reader.put(&[lot("A1", 1)]).await;
    is_problem(&answer, 403, "scope");
    assert_eq!(
        answer.header("www-authenticate"),
        "Bearer realm=\"stock\", error=\"insufficient_scope\", scope=\"stock:write\""
    );
    is_problem(&reader.file("/api/v1/imports", "x").await, 403, "scope");
    let writer = aya.with(&["stock:write"]).await;
    assert_eq!(writer.put(&[lot("A1", 1)]).await.status, StatusCode::OK);
    is_problem(&writer.get("/api/v1/stock").await, 403, "scope");
}

pub(super) async fn a_cookie_opens_nothing_here_and_a_token_nothing_elsewhere(house: &House) {
    let mut aya = System::of(house, AYA).await;
    let with_cookie = aya.door.get("/api/v1/stock").await;
    is_problem(&with_cookie, 401, "no-token");
    for path in [
        "/account",
        "/account/tokens",
        "/stock/export",
        "/api/sync/v1/hello",
    ] {
        let answer = aya.get(path).await;
        assert!(
            matches!(answer.status, StatusCode::SEE_OTHER | StatusCode::UNAUTHORIZED),
            "{path}: {}",
            answer.status
        );
    }
    // A page of another site cannot send anything with a cookie, and no page at all makes a token.
    let request = aya
        .request(Method::POST, "/account/tokens")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from("step=make&name=x&scopes=stock%3Aread&days=30"));
    let answer = aya.send(request.expect("a request")).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

pub(super) async fn t25_a_revoked_token_is_a_strangers(house: &House) {
    let mut aya = System::of(house, AYA).await;
    assert_eq!(aya.get("/api/v1/stock").await.status, StatusCode::OK);
    let page = aya.door.get("/account/tokens").await;
    let id = page.hidden("id").to_owned();
    let revoked = aya
        .door
        .post("/account/tokens", &[("step", "revoke"), ("id", &id)])
        .await;
    assert_eq!(revoked.status, StatusCode::SEE_OTHER);
    is_problem(&aya.get("/api/v1/stock").await, 401, "bad-token");
    is_problem(&aya.put(&[lot("A1", 1)]).await, 401, "bad-token");
}

pub(super) async fn too_many_calls_wait(house: &House) {
    let mut aya = System::of(house, AYA).await;
    let first = aya.get("/api/v1/stock").await;
    assert_eq!(first.header("ratelimit-policy"), "\"calls\";q=600;w=60");
    assert_eq!(first.header("ratelimit"), "\"calls\";r=599;t=1");
    // All tokens of a company are counted together.
    let other = aya.with(&["stock:read"]).await;
    for _ in 0..599 {
        assert_eq!(other.get("/api/v1/stock?limit=1").await.status, StatusCode::OK);
    }
    let late = aya.get("/api/v1/stock").await;
    is_problem(&late, 429, "too-many");
    assert_eq!(late.header("retry-after"), "1");
    house.wait(MINUTE);
    assert_eq!(aya.get("/api/v1/stock").await.status, StatusCode::OK);
}

pub(super) async fn what_is_no_message_of_ours_is_refused_in_both_languages(house: &House) {
    let aya = System::of(house, AYA).await;
    let send = async |method: &str, path: &str, kind: &str, body: &str, language: &str| {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, "parts.example")
            .header(AUTHORIZATION, format!("bearer {}", aya.token))
            .header(ACCEPT_LANGUAGE, language)
            .header(CONTENT_TYPE, kind)
            .body(Body::from(body.to_owned()));
        aya.send(request.expect("a request")).await
    };
    const JSON: &str = "application/json";
    let unknown = json!({ "lots": [], "more": 1 }).to_string();
    for (method, path, kind, body, status, named) in [
        ("POST", "/api/v1/stock", JSON, "{", 400, "unreadable"),
        ("POST", "/api/v1/stock", JSON, unknown.as_str(), 400, "unreadable"),
        ("POST", "/api/v1/stock", "text/plain", "{}", 415, "media-type"),
        ("POST", "/api/v1/imports", JSON, "{}", 415, "media-type"),
        ("GET", "/api/v1/stock?limit=0", JSON, "", 400, "unreadable"),
        ("GET", "/api/v1/stock?limit=501", JSON, "", 400, "unreadable"),
        ("GET", "/api/v1/stock?page=2", JSON, "", 400, "unreadable"),
        ("GET", "/api/v1/stock?cursor=x", JSON, "", 400, "unreadable"),
        ("PATCH", "/api/v1/stock", JSON, "", 405, "method"),
        ("GET", "/api/v1/nothing", JSON, "", 404, "not-found"),
        ("GET", "/api/v1/stock/a/b", JSON, "", 404, "not-found"),
    ] {
        let english = send(method, path, kind, body, "en").await;
        let japanese = send(method, path, kind, body, "ja-JP").await;
        let (english, told) = (
            is_problem(&english, status, named),
            is_problem(&japanese, status, named),
        );
        assert_ne!(english["title"], told["title"], "{path}");
        assert_eq!(japanese.header("content-language"), "ja");
    }
    let long = format!("{{\"lots\": [{}]}}", " ".repeat(1024 * 1024));
    is_problem(
        &send("POST", "/api/v1/stock", JSON, &long, "en").await,
        413,
        "too-large",
    );
}

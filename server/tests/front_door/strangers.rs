//! What is refused at the door: forms of other sites, foreign hosts, what cannot be read, and what is too much.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, StatusCode};
use server::front_door::Patience;
use server::settings::Mode;

use crate::front_door::REQUEST;
use crate::support::door::{self, Door, encode};
use crate::support::house::House;

on_both!(
    t26_nothing_changes_for_a_form_of_another_site,
    t30_every_answer_carries_the_policy,
    t18_a_foreign_host_is_not_served,
    t69_what_cannot_be_read_is_refused_without_detail,
    t70_a_hundred_megabytes_are_refused,
    t70_what_is_too_large_or_too_slow_is_told_with_a_way_on,
    the_letter_box_exists_on_a_developers_machine_only,
);

async fn t26_nothing_changes_for_a_form_of_another_site(house: &House) {
    let cases: [(&[(&str, &str)], bool); 8] = [
        (&[("sec-fetch-site", "same-origin")], true),
        (&[("sec-fetch-site", "same-site")], false),
        (&[("sec-fetch-site", "cross-site")], false),
        (&[("sec-fetch-site", "none")], false),
        (&[("sec-fetch-site", "cross-site"), ("origin", door::BASE)], false),
        (&[("origin", door::BASE)], true),
        (&[("origin", "https://evil.example")], false),
        (&[], false),
    ];
    let mut door = Door::of(house);
    let mut routes: Vec<String> = [
        "/request",
        "/contact",
        "/sign-in",
        "/staff/sign-in",
        "/sign-out",
        "/look",
        "/parts-list",
        "/",
        "/search",
    ]
    .map(str::to_owned)
    .to_vec();
    routes.extend(leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned()));
    for route in &routes {
        for (headers, ours) in cases {
            let mut request = door
                .request(Method::POST, route)
                .header("content-type", "application/x-www-form-urlencoded");
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            let answer = door
                .send(request.body(Body::from(encode(&REQUEST))).expect("a request"))
                .await;
            assert_eq!(
                answer.status != StatusCode::FORBIDDEN,
                ours,
                "{route} with {headers:?}: {}",
                answer.status
            );
        }
    }
}

async fn t30_every_answer_carries_the_policy(house: &House) {
    let mut door = Door::of(house);
    let mut answers = vec![
        door.get("/").await,
        door.get("/search?q=x").await,
        door.get("/no/such/page").await,
        door.get("/pkg/nothing.js").await,
        door.get("/healthz").await,
        door.get("/api/nothing").await,
        door.ask("search/find", &[("query", "q=x")]).await,
        door.call("quotations/request", &[]).await,
        door.post("/sign-in", &[]).await,
        door.post("/look", &[("language", "ja")]).await,
    ];
    let foreign = door
        .request(Method::POST, "/sign-out")
        .body(Body::empty())
        .expect("a request");
    answers.push(door.send(foreign).await);
    for answer in &answers {
        for (name, value) in [
            ("x-answered-by", "reelstock"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), value, "{} of {}", name, answer.body.len());
        }
        assert!(
            answer
                .header("strict-transport-security")
                .contains("includeSubDomains")
        );
        assert!(
            answer
                .header("content-security-policy")
                .contains("default-src 'none'")
        );
        assert!(
            !answer
                .header("content-security-policy")
                .contains("'unsafe-inline'")
        );
        assert_eq!(answer.header("access-control-allow-origin"), "");
    }
    let nonce = |answer: &door::Answer| {
        answer
            .header("content-security-policy")
            .split("'nonce-")
            .nth(1)
            .map(str::to_owned)
    };
    assert!(nonce(&answers[0]).is_some());
    assert_ne!(nonce(&answers[0]), nonce(&answers[1]));
    assert_eq!(answers[2].status, StatusCode::NOT_FOUND);
}

async fn t18_a_foreign_host_is_not_served(house: &House) {
    let mut door = Door::of(house);
    for host in [
        "evil.example",
        "parts.example.evil.example",
        "parts.example:8080",
        "127.0.0.1",
        "localhost",
        "[::1]",
    ] {
        let request = axum::http::Request::builder()
            .uri("/")
            .header("host", host)
            .body(Body::empty())
            .expect("a request");
        assert_eq!(
            door.send(request).await.status,
            StatusCode::MISDIRECTED_REQUEST,
            "{host}"
        );
    }
}

async fn t69_what_cannot_be_read_is_refused_without_detail(house: &House) {
    let mut door = Door::of(house);
    let answers = [
        door.call("quotations/request", &[("form[lines]", "x")]).await,
        door.call("quotations/request", &[("form[lines][0][nothing]", "x")])
            .await,
        door.post("/request", &[("form[lines]", "x")]).await,
        door.ask("quotations/receipt", &[]).await,
        door.ask("search/find", &[]).await,
        door.get("/request/received/%00").await,
        door.get("/request?lot=999999999999999999999999").await,
        door.get("/search?q=AB&page=1000000000000&sort=%27%3B--").await,
    ];
    for answer in answers {
        assert_ne!(
            answer.status,
            StatusCode::INTERNAL_SERVER_ERROR,
            "{}",
            answer.body
        );
        for detail in ["SELECT", "sqlx", "panicked", ".rs:", "DbErr"] {
            assert!(!answer.body.contains(detail), "{}", answer.body);
        }
    }
}

async fn t70_a_hundred_megabytes_are_refused(house: &House) {
    let mut door = Door::of(house);
    let mut routes: Vec<String> = ["/request", "/contact", "/sign-in", "/look"]
        .map(str::to_owned)
        .to_vec();
    routes.extend(
        leptos::server_fn::axum::server_fn_paths()
            .filter(|(_, method)| *method == Method::POST)
            .map(|(path, _)| path.to_owned()),
    );
    for route in routes {
        // Said in advance, and said nowhere.
        for announced in [true, false] {
            let pieces = (0..100).map(|_| Ok::<_, std::io::Error>(vec![b'a'; 1024 * 1024]));
            let body = Body::from_stream(futures_util::stream::iter(pieces));
            let mut request = door
                .request(Method::POST, &route)
                .header("sec-fetch-site", "same-origin")
                .header("content-type", "application/x-www-form-urlencoded");
            if announced {
                request = request.header("content-length", 100 * 1024 * 1024);
            }
            let answer = door.send(request.body(body).expect("a request")).await;
            assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{route}");
        }
    }
}

async fn t70_what_is_too_large_or_too_slow_is_told_with_a_way_on(house: &House) {
    let large = || Body::from(vec![b'a'; 2 * 1024 * 1024]);
    let slow = || Body::from_stream(futures_util::stream::pending::<Result<Vec<u8>, std::io::Error>>());
    let impatient = Patience {
        body_piece: Duration::from_millis(50),
        ..Patience::USUAL
    };
    let router = door::router(&house.market, Mode::Production, None, impatient);
    let mut door = Door::before(router);
    for (language, too_large, too_slow) in [
        ("en", "too large to be taken", "took too long to arrive"),
        ("ja", "内容が大きすぎるため", "時間がかかりすぎたため"),
    ] {
        door.language = language;
        // What is sent to a page of the account is read for whoever's session has ended, before its route is reached.
        for (page, body, status, words) in [
            ("/contact", large(), StatusCode::PAYLOAD_TOO_LARGE, too_large),
            ("/contact", slow(), StatusCode::REQUEST_TIMEOUT, too_slow),
            (
                "/account/password",
                large(),
                StatusCode::PAYLOAD_TOO_LARGE,
                too_large,
            ),
        ] {
            let request = door
                .request(Method::POST, page)
                .header("accept", "text/html")
                .header("sec-fetch-site", "same-origin")
                .header("content-type", "application/x-www-form-urlencoded");
            let answer = door.send(request.body(body).expect("a request")).await;
            door::says(&answer, status, &[words, "</html>"]);
            assert_eq!(answer.header("connection"), "close");
        }
    }
    for (body, status, word) in [
        (large(), StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
        (slow(), StatusCode::REQUEST_TIMEOUT, "too_slow"),
    ] {
        let request = door
            .request(Method::POST, "/api/accounts/passkey_challenge")
            .header("accept", "application/json")
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded");
        let answer = door.send(request.body(body).expect("a request")).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.json()["Refused"], word);
        assert_eq!(answer.header("connection"), "close");
    }
}

async fn the_letter_box_exists_on_a_developers_machine_only(house: &House) {
    let mut production = Door::of(house);
    assert_eq!(production.get("/letters").await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        production.get("/letters/x/html").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(production.get("/letters/x").await.status, StatusCode::NOT_FOUND);
    assert!(!production.get("/").await.body.contains("href=\"/letters\""));
    let folder = tempfile::tempdir().expect("a folder");
    let mut local = Door::in_mode(house, Mode::Local, Some(folder.path().to_owned()));
    assert_eq!(local.get("/letters").await.status, StatusCode::OK);
    assert_eq!(
        local.get("/letters/..%2F..%2Fetc%2Fpasswd/html").await.status,
        StatusCode::NOT_FOUND
    );
}

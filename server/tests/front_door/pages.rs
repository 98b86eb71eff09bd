//! Pages: what people type is text, both languages are equal, and the server says how it is (T27).

use axum::http::StatusCode;

use crate::front_door::stocked;
use crate::support::door::Door;
use crate::support::house::House;

on_both!(
    t27_what_people_type_is_text_everywhere,
    japanese_and_english_are_equal,
    rows_are_closer_until_they_are_turned_back,
    the_server_says_how_it_is,
);

async fn t27_what_people_type_is_text_everywhere(house: &House) {
    let payloads = [
        "<script>alert(1)</script>",
        "</title><script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "</textarea><svg onload=alert(1)>",
        "{{7*7}}",
        "';alert(1)//",
        "<!--",
        "\u{2028}</script>",
    ];
    for payload in payloads {
        let mut door = Door::of(house);
        let encoded = domain::places::percent(payload);
        let fields: Vec<(&str, &str)> = [
            "form[name]",
            "form[company]",
            "form[email]",
            "form[phone]",
            "form[lines][0][model]",
            "form[lines][0][manufacturer]",
            "form[lines][0][remarks]",
            "form[lines][0][due]",
            "form[lines][0][currency]",
            "form[submission]",
        ]
        .map(|name| (name, payload))
        .to_vec();
        let pages = [
            door.get(&format!("/search?q={encoded}")).await,
            door.get(&format!("/search?q=AB&manufacturer={encoded}&sort={encoded}"))
                .await,
            door.get(&format!("/request?model={encoded}")).await,
            door.get(&format!("/sign-in?next={encoded}")).await,
            door.post("/request", &fields).await,
            door.post(
                "/sign-in",
                &[
                    ("account_type", "buyer"),
                    ("login", payload),
                    ("password", payload),
                ],
            )
            .await,
        ];
        for page in pages {
            for live in ["<script>alert", "<img src=x", "<svg onload"] {
                assert!(!page.body.contains(live), "{payload}: {}", page.body);
            }
        }
    }
}

async fn japanese_and_english_are_equal(house: &House) {
    stocked(house).await;
    let mut door = Door::of(house);
    for path in [
        "/",
        "/search?q=TC74HC",
        "/search?q=nothing-here",
        "/request",
        "/contact",
        "/contact/received/no-such-key",
        "/terms",
        "/privacy",
        "/sign-in",
        "/staff/sign-in",
        "/no-such-page",
    ] {
        door.language = "ja-JP,ja;q=0.9";
        let japanese = door.get(path).await;
        assert!(japanese.body.contains("<html lang=\"ja\""), "{path}");
        assert!(
            japanese
                .body
                .chars()
                .any(|c| ('\u{3040}'..'\u{30FF}').contains(&c)),
            "{path}"
        );
        door.language = "en";
        let english = door.get(path).await;
        assert!(
            english.body.contains("<html lang=\"en\""),
            "{path}: {} {}",
            english.status,
            english.body
        );
        let title = |body: &str| {
            body.split("<title>")
                .nth(1)
                .and_then(|rest| rest.split("</title>").next())
                .map(str::to_owned)
        };
        assert_ne!(title(&japanese.body), title(&english.body), "{path}");
    }
    let switched = door
        .post("/look", &[("language", "ja"), ("back", "/search?q=TC74HC")])
        .await;
    assert_eq!(switched.header("location"), "/search?q=TC74HC");
    assert!(
        door.follow(&switched).await.body.contains("<html lang=\"ja\""),
        "the choice wins over the browser's"
    );
    let unknown = door.post("/look", &[("language", "xx")]).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

async fn rows_are_closer_until_they_are_turned_back(house: &House) {
    let mut door = Door::of(house);
    let compact = "data-density=\"compact\"";
    let turn = [("rows", "turn"), ("back", "/search?q=TC74HC")];
    assert!(!door.get("/search?q=TC74HC").await.body.contains(compact));
    for closer in [true, false, true] {
        let turned = door.post("/look", &turn).await;
        assert_eq!(turned.header("location"), "/search?q=TC74HC");
        assert_eq!(door.follow(&turned).await.body.contains(compact), closer);
    }
    let elsewhere = door
        .post("/look", &[("rows", "turn"), ("back", "//evil.example")])
        .await;
    assert_eq!(elsewhere.header("location"), "/");
}

async fn the_server_says_how_it_is(house: &House) {
    let mut door = Door::of(house);
    assert_eq!(door.get("/healthz").await.body, "ok");
    assert_eq!(door.get("/readyz").await.body, "ready, search by the index");
}

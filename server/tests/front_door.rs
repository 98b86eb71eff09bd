//! The front door as browsers and strangers meet it: through the real router, with scripts and without.

#[path = "../../services/tests/support/house.rs"]
#[macro_use]
mod house;
#[path = "support/door.rs"]
mod door;
#[path = "front_door/parts.rs"]
mod parts;
#[path = "front_door/patience.rs"]
mod patience;

use axum::body::Body;
use axum::http::{Method, StatusCode};
use domain::accounts::AccountType;
use door::{Door, encode};
use house::House;
use parts::{a_list_without_parts_or_ticks_is_told_so, a_pasted_list_is_looked_up_and_asked_for};
use patience::{
    t68_who_is_asking_is_answered_before_it_closes, t70_a_hundred_megabytes_are_refused_on_the_wire,
    t71_a_body_that_never_ends_is_told_so, t71_a_dripping_head_is_cut_off, t71_there_are_only_so_many_places,
};
use server::settings::Mode;

on_both!(
    a_stranger_finds_a_part_and_asks_for_it_without_scripts,
    a_script_asks_the_same_way,
    nothing_is_retyped_after_a_fault,
    lines_are_added_and_removed_without_scripts,
    many_searches_at_once_do_not_stop_the_server,
    own_rows_are_blue_and_cannot_be_requested,
    signing_in_sets_one_safe_cookie_and_signing_out_ends_it,
    a_wrong_sign_in_keeps_the_address_and_not_the_password,
    staff_sign_in_under_their_own_address,
    t26_nothing_changes_for_a_form_of_another_site,
    t30_every_answer_carries_the_policy,
    t18_a_foreign_host_is_not_served,
    t29_signing_in_leads_to_our_own_pages_only,
    t32_every_server_function_has_a_row_in_the_matrix,
    t33_no_page_tells_who_a_supplier_is,
    t27_what_people_type_is_text_everywhere,
    t69_what_cannot_be_read_is_refused_without_detail,
    t68_who_is_asking_is_answered_before_it_closes,
    t70_a_hundred_megabytes_are_refused,
    t70_a_hundred_megabytes_are_refused_on_the_wire,
    t71_a_body_that_never_ends_is_told_so,
    t71_a_dripping_head_is_cut_off,
    t71_there_are_only_so_many_places,
    the_letter_box_exists_on_a_developers_machine_only,
    japanese_and_english_are_equal,
    rows_are_closer_until_they_are_turned_back,
    the_server_says_how_it_is,
    a_pasted_list_is_looked_up_and_asked_for,
    a_list_without_parts_or_ticks_is_told_so,
    searches_are_answered_before_the_index_is_built,
);

const REQUEST: [(&str, &str); 9] = [
    ("form[submission]", "0190a0b0-0000-7000-8000-000000000001"),
    ("form[name]", "Jane Buyer"),
    ("form[furigana]", ""),
    ("form[company]", "Harbour Trading"),
    ("form[email]", "jane@harbour.example"),
    ("form[phone_country]", "HK"),
    ("form[phone]", "5550-0103"),
    ("form[lines][0][model]", "TC74HC4050AFTEL"),
    ("form[lines][0][quantity]", "100"),
];

fn with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    door::with(&REQUEST, changes)
}

async fn stocked(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    house
        .stock(&supplier, &["TC74HC4050AFTEL", "MAX708TESA-TG"])
        .await;
    house.letters().await;
}

async fn a_stranger_finds_a_part_and_asks_for_it_without_scripts(house: &House) {
    stocked(house).await;
    let mut door = Door::of(house);
    assert_eq!(door.get("/").await.status, StatusCode::OK);
    let results = door.get("/search?q=tc74hc").await;
    assert_eq!(results.status, StatusCode::OK);
    assert!(results.body.contains("4050AFTEL"), "{}", results.body);
    let link = results
        .body
        .split("href=\"")
        .find(|rest| rest.starts_with("/request?lot="))
        .expect("a mail icon");
    let form = door.get(link.split('"').next().expect("an address")).await;
    assert!(
        form.body.contains("value=\"TC74HC4050AFTEL\""),
        "the form is filled with the row's model"
    );
    let sent = door.post("/request", &REQUEST).await;
    let receipt = door.follow(&sent).await;
    assert_eq!(receipt.status, StatusCode::OK);
    assert!(receipt.body.contains("RQ-"), "{}", receipt.body);
    assert_eq!(house.letters().await.len(), 2);
}

async fn a_script_asks_the_same_way(house: &House) {
    let mut door = Door::of(house);
    let sent = door.call("quotations/request", &REQUEST).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
    assert!(
        sent.json()["number"]
            .as_str()
            .is_some_and(|number| number.starts_with("RQ-"))
    );
    let again = door.call("quotations/request", &REQUEST).await;
    assert_eq!(again.json(), sent.json(), "sent twice, received once");
    let wrong = door
        .call(
            "quotations/request",
            &with(&[("form[email]", "jane@harbour,example")]),
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("email_comma"), "{}", wrong.body);
    let found = door.ask("search/find", &[("query", "q=TC74")]).await;
    assert_eq!(found.status, StatusCode::OK, "{}", found.body);
    assert_eq!(found.json()["outcome"]["Searched"]["total_lots"], 0);
}

async fn nothing_is_retyped_after_a_fault(house: &House) {
    let mut door = Door::of(house);
    let wrong = with(&[
        ("form[email]", "jane@harbour,example"),
        ("form[lines][0][quantity]", "1,000"),
        ("form[lines][0][remarks]", "keep me"),
    ]);
    let back = door.post("/request", &wrong).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    for typed in [
        "jane@harbour,example",
        "1,000",
        "keep me",
        "Harbour Trading",
        REQUEST[0].1,
    ] {
        assert!(back.body.contains(typed), "{typed} is kept");
    }
    assert!(back.body.contains("There is a comma in the address"));
    assert!(back.body.contains("without commas"));
    assert!(house.letters().await.is_empty());
}

async fn lines_are_added_and_removed_without_scripts(house: &House) {
    let mut door = Door::of(house);
    let more = door.post("/request", &with(&[("more", "1")])).await;
    assert_eq!(more.status, StatusCode::OK);
    assert!(more.body.contains("form[lines][1][model]") && more.body.contains("TC74HC4050AFTEL"));
    let fewer = door
        .post(
            "/request",
            &with(&[("form[lines][1][model]", "SECOND"), ("take_out", "0")]),
        )
        .await;
    assert!(fewer.body.contains("SECOND") && !fewer.body.contains("value=\"TC74HC4050AFTEL\""));
    assert!(house.letters().await.is_empty(), "nothing was sent");
}

/// A signal set while the arena of all signals was locked once stopped every thread of the server.
async fn many_searches_at_once_do_not_stop_the_server(house: &House) {
    stocked(house).await;
    let door = Door::of(house);
    let visits = (0..60).map(|_| {
        let mut visitor = door.another();
        tokio::spawn(async move { visitor.get("/search?q=tc74hc").await.status })
    });
    let visits: Vec<_> = visits.collect();
    let all = async {
        for visit in visits {
            assert_eq!(visit.await.expect("does not panic"), StatusCode::OK);
        }
    };
    let patience = std::time::Duration::from_secs(60);
    tokio::time::timeout(patience, all)
        .await
        .expect("every search is answered");
}

async fn own_rows_are_blue_and_cannot_be_requested(house: &House) {
    stocked(house).await;
    let mut door = Door::of(house);
    let stranger = door.get("/search?q=TC74HC").await;
    assert!(!stranger.body.contains("badge own\">yours") && stranger.body.contains("/request?lot="));
    door.sign_in("s1@example.com", "supplier").await;
    let own = door.get("/search?q=TC74HC").await;
    assert!(own.body.contains("class=\"own\""), "{}", own.body);
    assert!(
        !own.body.contains("href=\"/request?lot="),
        "one's own row has no link"
    );
    assert_eq!(own.header("cache-control"), "no-store");
}

async fn signing_in_sets_one_safe_cookie_and_signing_out_ends_it(house: &House) {
    house
        .person(AccountType::Buyer, "jane@harbour.example", "Harbour", false)
        .await;
    let mut door = Door::of(house);
    let welcome = door.sign_in("jane@harbour.example", "buyer").await;
    let cookies = welcome.headers.get_all("set-cookie").iter();
    let cookie = cookies
        .filter_map(|cookie| cookie.to_str().ok())
        .find(|cookie| cookie.starts_with("__Host-sid="))
        .expect("the cookie of the session");
    for part in ["__Host-sid=", "Secure", "HttpOnly", "Path=/", "SameSite=Lax"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(
        !cookie.contains("Max-Age") && !cookie.contains("Domain"),
        "{cookie}"
    );
    assert!(door.follow(&welcome).await.body.contains("山田 太郎"));
    let kept = door.cookies.clone();
    door.post("/sign-out", &[]).await;
    assert!(!door.get("/").await.body.contains("山田 太郎"));
    door.cookies = kept;
    assert!(
        !door.get("/").await.body.contains("山田 太郎"),
        "the session is over on the server too"
    );
}

async fn a_wrong_sign_in_keeps_the_address_and_not_the_password(house: &House) {
    let mut door = Door::of(house);
    let fields = [
        ("account_type", "buyer"),
        ("login", "nobody@harbour.example"),
        ("password", "Guess-me-1"),
        ("next", "/search?q=AB"),
    ];
    let back = door.post("/sign-in", &fields).await;
    assert_eq!(back.status, StatusCode::UNAUTHORIZED);
    assert!(back.body.contains("nobody@harbour.example"));
    assert!(!back.body.contains("Guess-me-1"));
    assert!(door.cookies.iter().all(|(name, _)| name != "__Host-sid"));
}

async fn staff_sign_in_under_their_own_address(house: &House) {
    house
        .person(AccountType::Staff, "desk@owner.example", "", false)
        .await;
    let mut door = Door::of(house);
    let fields = [
        ("account_type", "staff"),
        ("login", "desk@owner.example"),
        ("password", house::PASSWORD),
    ];
    assert_eq!(
        door.post("/sign-in", &fields).await.status,
        StatusCode::BAD_REQUEST,
        "not on the public form"
    );
    let half = door.sign_in("desk@owner.example", "staff").await;
    assert_eq!(half.header("location"), "/sign-in/second-step");
    assert!(
        door.cookies.iter().all(|(name, _)| name != "__Host-sid"),
        "a password alone is no session of staff"
    );
    let answer = door.sign_in_fully(house, "desk@owner.example", "staff").await;
    assert_eq!(answer.header("location"), "/account/security");
    assert!(door.follow(&answer).await.body.contains("山田 太郎"));
}

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

async fn t29_signing_in_leads_to_our_own_pages_only(house: &House) {
    house
        .person(AccountType::Buyer, "jane@harbour.example", "Harbour", false)
        .await;
    for (next, leads_to) in [
        ("/search?q=AB", "/search?q=AB"),
        ("//evil.example", "/"),
        ("https://evil.example", "/"),
        ("/\\evil.example", "/"),
        ("", "/"),
    ] {
        let mut door = Door::of(house);
        let fields = [
            ("account_type", "buyer"),
            ("login", "jane@harbour.example"),
            ("password", house::PASSWORD),
            ("next", next),
        ];
        assert_eq!(
            door.post("/sign-in", &fields).await.header("location"),
            leads_to,
            "{next}"
        );
    }
}

async fn t32_every_server_function_has_a_row_in_the_matrix(house: &House) {
    let matrix: toml::Table = include_str!("../access_matrix.toml")
        .parse()
        .expect("the matrix can be read");
    let text = |row: &toml::Value, key: &str| {
        row.get(key)
            .and_then(toml::Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let mut listed: Vec<(String, bool)> = matrix
        .values()
        .map(|row| {
            (
                format!("/api/{}", text(row, "endpoint")),
                text(row, "kind") == "writes",
            )
        })
        .collect();
    let mut registered: Vec<(String, bool)> = leptos::server_fn::axum::server_fn_paths()
        .map(|(path, method)| (path.to_owned(), method == Method::POST))
        .collect();
    listed.sort();
    registered.sort();
    assert_eq!(registered, listed);
    house
        .person(AccountType::Buyer, "owner@harbour.example", "Owner", false)
        .await;
    let mut door = Door::of(house);
    let mut buyer = door.another();
    buyer.sign_in("owner@harbour.example", "buyer").await;
    house
        .person(AccountType::Staff, "desk@owner.example", "", false)
        .await;
    house.persons("person@midori.example").await;
    let mut staff = door.another();
    staff.sign_in_fully(house, "desk@owner.example", "staff").await;
    for (path, writes) in &listed {
        let row = matrix
            .values()
            .find(|row| path.ends_with(&text(row, "endpoint")))
            .expect("a row");
        let endpoint = path.trim_start_matches("/api/");
        let who = text(row, "who");
        let as_visitor = called(&mut door, endpoint, *writes).await;
        let refused = matches!(
            as_visitor.status,
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN
        );
        // What needs somebody signed in, or half way in, refuses a visitor; and it works for that kind of person.
        assert_eq!(refused, who != "visitor", "{path}: {}", as_visitor.status);
        let answer = match who.as_str() {
            "visitor" | "half" => as_visitor,
            "buyer" => called(&mut buyer, endpoint, *writes).await,
            "individual" | "corporate" => {
                let as_buyer = called(&mut buyer, endpoint, *writes).await;
                assert_eq!(as_buyer.status, StatusCode::FORBIDDEN, "{path} is not for buyers");
                let mut person = door.another();
                person.sign_in("person@midori.example", &who).await;
                called(&mut person, endpoint, *writes).await
            }
            "staff" => {
                let as_buyer = called(&mut buyer, endpoint, *writes).await;
                assert_eq!(
                    as_buyer.status,
                    StatusCode::NOT_FOUND,
                    "{path} is not there for buyers"
                );
                called(&mut staff, endpoint, *writes).await
            }
            other => panic!("rows for {other} need a caller of that kind here"),
        };
        if who == "staff" {
            // There is no application, person, company, message or notice of the name that is asked for.
            let of_one = [
                "console/application",
                "console/thread",
                "console/notice",
                "console/person",
                "console/company",
                "console/unverified",
            ];
            let known = answer.status == StatusCode::OK || of_one.contains(&endpoint);
            assert!(known, "{path}: {}", answer.status);
        }
        // Some answer only within five minutes of the password, which signing in was.
        if matches!(who.as_str(), "buyer" | "individual" | "corporate") {
            assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        }
        assert_ne!(
            answer.status,
            StatusCode::INTERNAL_SERVER_ERROR,
            "{path}: {}",
            answer.body
        );
    }
}

async fn called(door: &mut Door, endpoint: &str, writes: bool) -> door::Answer {
    if writes {
        door.call(endpoint, &REQUEST).await
    } else {
        door.ask(
            endpoint,
            &[("query", "q=AB"), ("key", "x"), ("id", "x"), ("number", "x")],
        )
        .await
    }
}

async fn t33_no_page_tells_who_a_supplier_is(house: &House) {
    house
        .person(
            AccountType::Supplier,
            "canary-mail@canary.example",
            "Canary Components",
            false,
        )
        .await;
    let supplier = house.proof("canary-mail@canary.example").await;
    house.stock(&supplier, &["TC74HC4050AFTEL"]).await;
    house
        .person(AccountType::Buyer, "jane@harbour.example", "Harbour", false)
        .await;
    house
        .person(AccountType::Supplier, "s2@example.com", "Other Stock", false)
        .await;
    for visitor in [
        None,
        Some(("jane@harbour.example", "buyer")),
        Some(("s2@example.com", "supplier")),
    ] {
        let mut door = Door::of(house);
        if let Some((email, kind)) = visitor {
            door.sign_in(email, kind).await;
        }
        let mut seen = vec![
            door.get("/").await,
            door.get("/search?q=TC74HC").await,
            door.get("/request?lot=1").await,
            door.ask("search/find", &[("query", "q=TC74HC")]).await,
            door.ask("quotations/open", &[("query", "lot=1")]).await,
        ];
        let submission = uuid::Uuid::new_v4().to_string();
        let sent = door
            .post(
                "/request",
                &with(&[("form[lines][0][lot]", "1"), ("form[submission]", &submission)]),
            )
            .await;
        seen.push(door.follow(&sent).await);
        for answer in seen {
            assert!(
                answer.body.contains("TC74HC") || answer.body.contains("Find any part"),
                "{}",
                answer.body
            );
            assert!(
                !answer.body.to_lowercase().contains("canary"),
                "{visitor:?}: {}",
                answer.body
            );
        }
    }
}

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

/// A server that has just started answers from the tables, and says so.
async fn searches_are_answered_before_the_index_is_built(house: &House) {
    stocked(house).await;
    let starting = house.starting_process().await;
    let mut door = Door::at(&starting);
    let ready = door.get("/readyz").await;
    assert_eq!(
        (ready.status, ready.body.as_str()),
        (
            StatusCode::OK,
            "ready, search by the database until the index is built"
        )
    );
    let before = door.get("/search?q=tc74hc").await;
    assert!(before.body.contains("4050AFTEL"), "{}", before.body);
    services::search::refresh(&starting).await.expect("builds");
    assert_eq!(door.get("/readyz").await.body, "ready, search by the index");
    let after = door.get("/search?q=tc74hc").await;
    assert!(after.body.contains("4050AFTEL"), "{}", after.body);
    starting.db.close().await.expect("closes");
    assert_eq!(door.get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
}

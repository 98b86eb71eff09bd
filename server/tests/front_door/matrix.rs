//! Who may call which server function, and who learns who a supplier is: nobody (T32, T33).

use axum::http::{Method, StatusCode};
use domain::accounts::AccountType;

use crate::front_door::{REQUEST, with};
use crate::support::door::{self, Door};
use crate::support::house::House;

on_both!(
    t32_every_server_function_has_a_row_in_the_matrix,
    t33_no_page_tells_who_a_supplier_is,
);

async fn t32_every_server_function_has_a_row_in_the_matrix(house: &House) {
    let matrix: toml::Table = include_str!("../../access_matrix.toml")
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
            &[
                ("query", "q=AB"),
                ("key", "x"),
                ("id", "x"),
                ("number", "x"),
                ("word", "terms"),
            ],
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

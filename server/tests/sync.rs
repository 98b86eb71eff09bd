//! The routes of devices that edit stock, through the front door: statuses, words and headers, and who is let in.

use crate::support::door::{Answer, Door};
use crate::support::house::{House, NOON};
use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode};
use domain::accounts::AccountType;
use domain::inventory::LotForm;
use domain::inventory::sync::wire::{
    CHANGES_AT, Changes, HELLO_AT, HISTORY_AT, Hello, History, PUSH_AT, Past, Pull, Push, Pushed,
};
use domain::inventory::sync::{Act, Op, Outcome, PROTOCOL, PULL_ROWS};
use serde::de::DeserializeOwned;
use uuid::Uuid;

const AYA: &str = "aya@midori.example";
const BEN: &str = "ben@harbour.example";

on_both!(
    a_device_says_hello_pushes_pulls_and_looks_back,
    every_refusal_is_json_with_its_status,
    s07_whoever_else_is_signed_in_sends_nothing_of_it,
    s08_who_is_suspended_is_told_so,
    t26_another_site_sends_nothing,
    too_many_messages_are_asked_to_wait,
);

async fn signed_in(house: &House, email: &str, kind: AccountType, company: &str) -> Door {
    house.market.db.named(NOON).await.expect("is named");
    house.person(kind, email, company, false).await;
    let mut door = Door::of(house);
    let answer = door.sign_in(email, kind.word()).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    door
}

async fn aya(house: &House) -> Door {
    signed_in(house, AYA, AccountType::Supplier, "Midori Parts").await
}

fn read<T: DeserializeOwned>(answer: &Answer) -> T {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert_eq!(answer.header("cache-control"), "no-store");
    serde_json::from_str(&answer.body).expect("as it was promised")
}

/// An answer that is no: its status, its word, and the rest of what every one of them has.
fn refused(answer: &Answer, status: u16, code: &str) {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.body);
    assert_eq!(answer.json()["code"], code, "{}", answer.body);
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("content-type"), "application/json");
    let is_busy = code == "busy";
    assert_eq!(!answer.header("retry-after").is_empty(), is_busy);
}

async fn asked(door: &mut Door, path: &str) -> Answer {
    let request = door.request(Method::GET, path).body(Body::empty());
    door.send(request.expect("a request")).await
}

async fn sent(door: &mut Door, bytes: impl Into<Body>) -> Answer {
    let request = door
        .request(Method::POST, PUSH_AT)
        .header(CONTENT_TYPE, "application/json")
        .header("sec-fetch-site", "same-origin")
        .body(bytes.into());
    door.send(request.expect("a request")).await
}

async fn pushed(door: &mut Door, push: &Push) -> Answer {
    sent(door, serde_json::to_vec(push).expect("plain types")).await
}

async fn hello(door: &mut Door) -> Hello {
    read(&asked(door, HELLO_AT).await)
}

fn lot(quantity: &str) -> LotForm {
    LotForm {
        manufacturer: "JST".into(),
        product_name: "Connector".into(),
        model: "B3B-ZR(LF)(SN)".into(),
        quantity: quantity.into(),
        packing: "Loose".into(),
        rohs: "ROHS".into(),
        location: "Japan".into(),
        ..LotForm::default()
    }
}

/// A push of one new lot.
fn one(hello: &Hello) -> Push {
    let op = Op {
        n: 1,
        op_id: Uuid::now_v7(),
        item_id: Uuid::now_v7(),
        base_version: 0,
        schema: hello.schema,
        made_at: NOON,
        resolves: Vec::new(),
        act: Act::Create { lot: lot("300") },
    };
    Push {
        protocol: PROTOCOL,
        schema: hello.schema,
        client_id: Uuid::now_v7(),
        user_id: hello.user_id,
        company_id: hello.company_id,
        db_epoch: hello.db_epoch,
        first_n: 1,
        ops: vec![op],
    }
}

fn everything(hello: &Hello) -> String {
    let pull = Pull {
        user_id: hello.user_id,
        company_id: hello.company_id,
        since: 0,
        whole: false,
        limit: PULL_ROWS,
        asks: Vec::new(),
    };
    format!("{CHANGES_AT}?{}", pull.query())
}

async fn a_device_says_hello_pushes_pulls_and_looks_back(house: &House) {
    let mut door = aya(house).await;
    let hello = hello(&mut door).await;
    assert_eq!(
        (hello.name.as_str(), hello.company.as_str()),
        ("山田 太郎", "Midori Parts")
    );
    let push = one(&hello);
    let answer: Pushed = read(&pushed(&mut door, &push).await);
    assert_eq!(answer.results[0].outcome, Outcome::Applied { version: 1 });
    let again: Pushed = read(&pushed(&mut door, &push).await);
    assert_eq!(again.results, answer.results);
    let changes: Changes = read(&asked(&mut door, &everything(&hello)).await);
    assert_eq!(changes.rows, answer.rows);
    assert!(changes.reset && !changes.more);
    let past = Past {
        user_id: hello.user_id,
        company_id: hello.company_id,
        item: push.ops[0].item_id,
        before: None,
    };
    let path = format!("{HISTORY_AT}?{}", past.query());
    let history: History = read(&asked(&mut door, &path).await);
    assert_eq!(history.states.len(), 1);
    assert_eq!(history.states[0].lot, lot("300"));
    let found = door.ask("search/find", &[("query", "q=B3B-ZR")]).await;
    assert!(found.body.contains("B3B-ZR(LF)(SN)"), "{}", found.body);
}

async fn every_refusal_is_json_with_its_status(house: &House) {
    let mut door = aya(house).await;
    let hello = hello(&mut door).await;
    let push = one(&hello);
    let with = |change: fn(&mut Push)| {
        let mut push = push.clone();
        change(&mut push);
        push
    };
    let changed = with(|push| push.db_epoch = Uuid::now_v7());
    refused(&pushed(&mut door, &changed).await, 409, "epoch");
    let changed = with(|push| (push.first_n, push.ops[0].n) = (5, 5));
    let gap = pushed(&mut door, &changed).await;
    refused(&gap, 409, "gap");
    assert_eq!(gap.json()["expected"], 1);
    let changed = with(|push| push.ops[0].schema = 0);
    refused(&pushed(&mut door, &changed).await, 409, "upgrade_required");
    let changed = with(|push| push.ops[0].schema += 1);
    refused(&pushed(&mut door, &changed).await, 503, "busy");
    let changed = with(|push| push.company_id += 1);
    refused(&pushed(&mut door, &changed).await, 403, "company_gone");
    let changed = with(|push| push.protocol += 1);
    refused(&pushed(&mut door, &changed).await, 422, "malformed");
    for unreadable in ["", "{}", "null", "<html>sign in to the hotel</html>", "[1"] {
        let answer = sent(&mut door, unreadable).await;
        refused(&answer, 422, "malformed");
        assert_eq!(answer.json()["why"], "unreadable");
    }
    // Past the limit of this route, and past that of the house.
    for bytes in [256 * 1024 + 1, 1024 * 1024 + 1] {
        refused(&sent(&mut door, vec![b' '; bytes]).await, 413, "too_large");
    }
    for query in [
        "",
        "?user_id=x",
        "?since=1",
        "?user_id=1&company_id=1&item=nobody",
    ] {
        for at in [CHANGES_AT, HISTORY_AT] {
            let answer = asked(&mut door, &format!("{at}{query}")).await;
            refused(&answer, 422, "malformed");
        }
    }
    assert_eq!(house.rows("lot").await, 0);
    let mut nobody = door.another();
    for path in [HELLO_AT, CHANGES_AT, HISTORY_AT] {
        refused(&asked(&mut nobody, path).await, 401, "sign_in");
    }
    refused(&pushed(&mut nobody, &push).await, 401, "sign_in");
    let mut buyer = signed_in(house, BEN, AccountType::Buyer, "Harbour").await;
    refused(&asked(&mut buyer, HELLO_AT).await, 403, "company_gone");
}

async fn s07_whoever_else_is_signed_in_sends_nothing_of_it(house: &House) {
    let mut door = aya(house).await;
    let hello = hello(&mut door).await;
    let push = one(&hello);
    let mut ben = signed_in(house, BEN, AccountType::Buyer, "Harbour").await;
    refused(&pushed(&mut ben, &push).await, 403, "client_not_yours");
    refused(
        &asked(&mut ben, &everything(&hello)).await,
        403,
        "client_not_yours",
    );
    let mut eve = signed_in(house, "eve@other.example", AccountType::Supplier, "Other").await;
    refused(&pushed(&mut eve, &push).await, 403, "client_not_yours");
    // Ended on the server, then signed in again: everything is as it was.
    door.post("/sign-out", &[]).await;
    refused(&pushed(&mut door, &push).await, 401, "sign_in");
    door.sign_in(AYA, "supplier").await;
    let answer: Pushed = read(&pushed(&mut door, &push).await);
    assert_eq!(answer.last_n, 1);
}

async fn s08_who_is_suspended_is_told_so(house: &House) {
    let mut door = aya(house).await;
    let hello = hello(&mut door).await;
    house.run("UPDATE company SET suspended_at = 1").await;
    refused(&pushed(&mut door, &one(&hello)).await, 403, "company_gone");
    refused(&asked(&mut door, &everything(&hello)).await, 403, "company_gone");
    refused(&asked(&mut door, HELLO_AT).await, 403, "company_gone");
    let mut theirs = one(&hello);
    theirs.user_id += 1;
    refused(&pushed(&mut door, &theirs).await, 403, "client_not_yours");
    assert_eq!(house.rows("lot").await, 0);
    // The page of the stock has what is on the device; the others have nothing for them.
    assert_eq!(door.get("/stock").await.status, StatusCode::OK);
    for path in ["/stock/import", "/stock/export", "/stock/conflicts"] {
        assert_eq!(door.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    house.run("UPDATE company SET suspended_at = NULL").await;
    let _: Pushed = read(&pushed(&mut door, &one(&hello)).await);
}

async fn t26_another_site_sends_nothing(house: &House) {
    let mut door = aya(house).await;
    let hello = hello(&mut door).await;
    for site in [Some("cross-site"), Some("same-site"), Some("none"), None] {
        let mut request = door.request(Method::POST, PUSH_AT);
        if let Some(site) = site {
            request = request.header("sec-fetch-site", site);
        }
        let body = serde_json::to_vec(&one(&hello)).expect("plain types");
        let request = request.body(Body::from(body)).expect("a request");
        assert_eq!(door.send(request).await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(house.rows("lot").await, 0);
}

async fn too_many_messages_are_asked_to_wait(house: &House) {
    let mut door = aya(house).await;
    for _ in 0..600 {
        assert_eq!(asked(&mut door, HELLO_AT).await.status, StatusCode::OK);
    }
    let answer = asked(&mut door, HELLO_AT).await;
    refused(&answer, 429, "busy");
    assert_eq!(answer.json()["seconds"].to_string(), answer.header("retry-after"));
    let mut eve = signed_in(house, "eve@other.example", AccountType::Supplier, "Other").await;
    assert_eq!(
        asked(&mut eve, HELLO_AT).await.status,
        StatusCode::OK,
        "others do not wait"
    );
    house.wait(std::time::Duration::from_secs(1));
    assert_eq!(asked(&mut door, HELLO_AT).await.status, StatusCode::OK);
}

//! What systems do.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use services::jobs;

use super::{AYA, EVE, System, is_problem, lot};
use crate::support::house::{HEADINGS, House, found};

pub(super) async fn lots_are_put_read_and_deleted(house: &House) {
    let aya = System::of(house, AYA).await;
    let mut first = lot("B3B-ZR(LF)(SN)", 150);
    first["reference"] = json!("bin-1");
    let put = aya.put(&[first, lot("TC74HC4050AFTEL", 300)]).await;
    assert_eq!(put.status, StatusCode::OK, "{}", put.body);
    let placed = put.json();
    assert_eq!(placed["lots"][0]["outcome"], "created");
    assert_eq!(placed["lots"][0]["reference"], "bin-1");
    let id = placed["lots"][0]["id"].as_str().expect("an id").to_owned();
    let read = aya.get(&format!("/api/v1/stock/{id}")).await.json();
    assert_eq!(
        (&read["quantity"], &read["dc"], &read["version"]),
        (&json!(150), &json!(2020), &json!(1))
    );
    assert_eq!(read["registered_at"], "2026-11-21T03:00:00Z");
    let list = aya.get("/api/v1/stock?limit=1").await.json();
    assert_eq!(list["lots"].as_array().map(Vec::len), Some(1));
    let next = list["next"].as_str().expect("another page").to_owned();
    let rest = aya.get(&format!("/api/v1/stock?cursor={next}")).await.json();
    assert_eq!(
        (&rest["lots"][0]["model"], &rest["next"]),
        (&json!("TC74HC4050AFTEL"), &Value::Null)
    );
    let of = aya.get("/api/v1/stock?reference=bin-1").await.json();
    assert_eq!(of["lots"][0]["id"], id.as_str());
    let path = format!("/api/v1/stock/{id}");
    let mut change = lot("B3B-ZR(LF)(SN)", 100);
    change["version"] = json!(1);
    let changed = aya.json(Method::PUT, &path, None, &change).await;
    assert_eq!(
        (changed.status, &changed.json()["version"]),
        (StatusCode::OK, &json!(2))
    );
    is_problem(
        &aya.json(Method::PUT, &path, None, &change).await,
        409,
        "conflict",
    );
    assert_eq!(found(&house.market, "TC74HC").await, 1);
    is_problem(&aya.delete(&format!("{path}?version=1")).await, 409, "conflict");
    let gone = aya.delete(&path).await;
    assert_eq!((gone.status, gone.body.as_str()), (StatusCode::NO_CONTENT, ""));
    is_problem(&aya.get(&path).await, 404, "not-found");
    is_problem(&aya.delete(&path).await, 404, "not-found");
    let all = aya.get("/api/v1/stock").await.json();
    let last = json!({ "lots": [{ "id": all["lots"][0]["id"] }] });
    let gone = aya.json(Method::POST, "/api/v1/stock/delete", None, &last).await;
    assert_eq!(gone.json()["ids"].as_array().map(Vec::len), Some(1));
    assert_eq!(found(&house.market, "TC74HC").await, 0);
}

pub(super) async fn faults_are_told_with_their_places(house: &House) {
    let aya = System::of(house, AYA).await;
    aya.put(&[lot("A1", 5)]).await;
    let mut wrong = lot("漢字", 0);
    wrong["remarks"] = json!("call 03-1234-5678");
    let told = aya.put(&[lot("B2", 1), wrong]).await;
    let problem = is_problem(&told, 422, "invalid");
    let errors = problem["errors"].as_array().expect("a list");
    let places: Vec<_> = errors
        .iter()
        .map(|error| (error["pointer"].as_str(), error["code"].as_str()))
        .collect();
    assert_eq!(
        places,
        [
            (Some("/lots/1/model"), Some("character_full_width")),
            (Some("/lots/1/quantity"), Some("quantity_zero")),
            (Some("/lots/1/remarks"), Some("names_phone"))
        ]
    );
    assert_eq!(told.header("content-language"), "en");
    let asked = is_problem(&aya.put(&[lot("A1", 7)]).await, 409, "same-item");
    assert_eq!(asked["errors"][0]["code"], "same_item");
    assert!(asked["errors"][0]["lot"].is_string());
    let add = json!({ "lots": [lot("A1", 7)], "same_items": "add" });
    let added = aya.json(Method::POST, "/api/v1/stock", None, &add).await.json();
    assert_eq!(added["lots"][0]["outcome"], "added");
    let lots = aya.get("/api/v1/stock").await.json();
    assert_eq!(lots["lots"][0]["quantity"], 12);
    // In a list, a lot that is not there is a fault of the list.
    let mut strange = lot("A1", 7);
    strange["id"] = json!("00000000-0000-7000-8000-000000000000");
    let problem = is_problem(&aya.put(&[strange]).await, 422, "invalid");
    assert_eq!(problem["errors"][0]["code"], "no_lot");
    let none: Vec<Value> = Vec::new();
    is_problem(&aya.put(&none).await, 400, "unreadable");
    let many: Vec<Value> = (0..201).map(|at| lot(&format!("P{at}"), 1)).collect();
    is_problem(&aya.put(&many).await, 400, "unreadable");
}

pub(super) async fn r007_the_lots_of_another_company_are_not_there(house: &House) {
    let aya = System::of(house, AYA).await;
    let eve = System::of(house, EVE).await;
    let hers = eve.put(&[lot("A1", 5)]).await.json()["lots"][0]["id"].clone();
    let hers = hers.as_str().expect("an id");
    let mut bodies = Vec::new();
    for id in [hers, "00000000-0000-7000-8000-000000000000", "7"] {
        let path = format!("/api/v1/stock/{id}");
        let read = is_problem(&aya.get(&path).await, 404, "not-found");
        is_problem(&aya.delete(&path).await, 404, "not-found");
        is_problem(
            &aya.json(Method::PUT, &path, None, &lot("A1", 1)).await,
            404,
            "not-found",
        );
        is_problem(&aya.get(&format!("/api/v1/imports/{id}")).await, 404, "not-found");
        bodies.push((
            read["title"].clone(),
            read["detail"].clone(),
            read["errors"].clone(),
        ));
    }
    assert!(
        bodies.windows(2).all(|pair| pair[0] == pair[1]),
        "they are not told apart"
    );
    assert_eq!(eve.get("/api/v1/stock").await.json()["lots"][0]["quantity"], 5);
}

pub(super) async fn a_call_with_a_key_is_done_once(house: &House) {
    let aya = System::of(house, AYA).await;
    let one = json!({ "lots": [lot("A1", 5)], "same_items": "separate" });
    let two = json!({ "lots": [lot("A1", 6)], "same_items": "separate" });
    let send = async |key: &str, body: &Value| aya.json(Method::POST, "/api/v1/stock", Some(key), body).await;
    let first = send("k-1", &one).await;
    assert_eq!(
        (first.status, first.header("idempotency-replayed")),
        (StatusCode::OK, "")
    );
    let again = send("k-1", &one).await;
    assert_eq!((again.status, &again.body), (StatusCode::OK, &first.body));
    assert_eq!(again.header("idempotency-replayed"), "true");
    is_problem(&send("k-1", &two).await, 422, "key-used");
    is_problem(&send("two words", &two).await, 400, "key");
    is_problem(&send(&"k".repeat(101), &two).await, 400, "key");
    let id = first.json()["lots"][0]["id"].as_str().expect("an id").to_owned();
    let delete = async || {
        let request = aya
            .request(Method::DELETE, &format!("/api/v1/stock/{id}"))
            .header("idempotency-key", "k-2")
            .body(axum::body::Body::empty());
        aya.send(request.expect("a request")).await
    };
    assert_eq!(delete().await.status, StatusCode::NO_CONTENT);
    let again = delete().await;
    assert_eq!(again.status, StatusCode::NO_CONTENT, "as before");
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(house.rows("lot WHERE deleted_at IS NULL").await, 0);
}

pub(super) async fn races_through_the_router(house: &House) {
    let aya = std::sync::Arc::new(System::of(house, AYA).await);
    let body = json!({ "lots": [lot("A1", 5)], "same_items": "separate" });
    let calls = (0..12).map(|_| {
        let (aya, body) = (aya.clone(), body.clone());
        tokio::spawn(async move { aya.json(Method::POST, "/api/v1/stock", Some("race"), &body).await })
    });
    let calls: Vec<_> = calls.collect();
    let (mut bodies, mut replayed) = (Vec::new(), 0);
    for call in calls {
        let answer = call.await.expect("goes on");
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        replayed += usize::from(answer.header("idempotency-replayed") == "true");
        bodies.push(answer.body);
    }
    assert_eq!(replayed, 11);
    assert!(bodies.windows(2).all(|pair| pair[0] == pair[1]));
    assert_eq!(house.rows("lot").await, 1);
}

pub(super) async fn a_file_goes_in_and_its_fate_is_told(house: &House) {
    let aya = System::of(house, AYA).await;
    let text = format!("{HEADINGS}\nJST,Connector,B3B-ZR(LF)(SN),150,Loose,ROHS,2020,Japan,A-1\n");
    let preview = aya
        .file("/api/v1/imports/preview?mode=replace", &text)
        .await
        .json();
    assert_eq!((&preview["good"], &preview["new"]), (&json!(true), &json!(1)));
    let begun = aya.file("/api/v1/imports?name=list.csv", &text).await;
    assert_eq!(begun.status, StatusCode::ACCEPTED, "{}", begun.body);
    let place = begun.header("location").to_owned();
    assert_eq!(
        place,
        format!("/api/v1/imports/{}", begun.json()["id"].as_str().expect("an id"))
    );
    assert_eq!(aya.get(&place).await.json()["state"], "waiting");
    jobs::run_due(&house.market).await.expect("runs");
    let done = aya.get(&place).await.json();
    assert_eq!(
        (&done["state"], &done["added"], &done["name"]),
        (&json!("imported"), &json!(1), &json!("list.csv"))
    );
    is_problem(&aya.file("/api/v1/imports", &text).await, 409, "same-file");
    let again = aya.file("/api/v1/imports?again=true&mode=merge", &text).await;
    assert_eq!(again.status, StatusCode::ACCEPTED);
    jobs::run_due(&house.market).await.expect("runs");
    let wrong = aya.file("/api/v1/imports", &text.replace("150", "0")).await;
    jobs::run_due(&house.market).await.expect("runs");
    let refused = aya.get(wrong.header("location")).await.json();
    assert_eq!(
        (&refused["state"], &refused["fault_count"]),
        (&json!("refused"), &json!(1))
    );
    let fault = &refused["faults"][0];
    assert_eq!(
        (&fault["row"], &fault["column"], &fault["code"]),
        (&json!(2), &json!("quantity"), &json!("quantity_zero"))
    );
    is_problem(
        &aya.file("/api/v1/imports?name=list.xlsx", &text).await,
        422,
        "invalid",
    );
    is_problem(
        &aya.file("/api/v1/imports?mode=guess", &text).await,
        400,
        "unreadable",
    );
    let large = "a".repeat(20_000_001);
    is_problem(&aya.file("/api/v1/imports", &large).await, 413, "too-large");
}

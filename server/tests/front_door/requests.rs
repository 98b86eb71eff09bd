//! Searching and asking: without scripts, with them, and many at once.

use axum::http::StatusCode;

use crate::front_door::{REQUEST, stocked, with};
use crate::support::door::Door;
use crate::support::house::House;

on_both!(
    a_stranger_finds_a_part_and_asks_for_it_without_scripts,
    a_script_asks_the_same_way,
    nothing_is_retyped_after_a_fault,
    lines_are_added_and_removed_without_scripts,
    many_searches_at_once_do_not_stop_the_server,
    own_rows_are_blue_and_cannot_be_requested,
    searches_are_answered_before_the_index_is_built,
);

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

//! The page of one's own stock through the front door: who comes in, and what a browser keeps for times without a connection.

use crate::support::door::{self, Door};
use crate::support::house::House;
use axum::http::StatusCode;
use domain::accounts::AccountType;
use server::front_door::{HouseSettings, Patience};
use server::settings::Mode;

on_both!(
    only_whoever_may_edit_stock_comes_in,
    the_shell_tells_nothing_of_anybody,
    the_worker_is_asked_for_again_each_time,
    a_worker_that_is_switched_off_goes,
);

const SUPPLIER: &str = "sells@harbour.example";
const BUYER: &str = "buys@harbour.example";

async fn only_whoever_may_edit_stock_comes_in(house: &House) {
    let mut visitor = Door::of(house);
    let answer = visitor.get("/stock").await;
    door::leads_to(&answer, "/sign-in?next=%2Fstock");
    house.person(AccountType::Buyer, BUYER, "Harbour", false).await;
    let mut buyer = Door::signed_in(house, BUYER, "buyer").await;
    let answer = buyer.get("/stock").await;
    door::says(
        &answer,
        StatusCode::FORBIDDEN,
        &["Your account does not allow this."],
    );
    assert!(!buyer.get("/").await.body.contains("href=\"/stock\""));
    house.person(AccountType::Supplier, SUPPLIER, "Quay", false).await;
    let mut supplier = Door::signed_in(house, SUPPLIER, "supplier").await;
    let answer = supplier.get("/stock").await;
    door::says(
        &answer,
        StatusCode::OK,
        &[
            "<h1>Inventory",
            "This page needs JavaScript",
            "href=\"/stock/import\"",
            "href=\"/stock/export\"",
        ],
    );
    assert!(supplier.get("/").await.body.contains("href=\"/stock\""));
}

async fn the_shell_tells_nothing_of_anybody(house: &House) {
    house.person(AccountType::Supplier, SUPPLIER, "Quay", false).await;
    let mut supplier = Door::signed_in(house, SUPPLIER, "supplier").await;
    let page = supplier.get("/stock").await;
    let number = page
        .body
        .split("data-number=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    let number = number.filter(|number| !number.is_empty()).expect("a number");
    let shell = supplier.get("/stock/shell").await;
    door::says(&shell, StatusCode::OK, &["<h1>Inventory", "data-number=\"\""]);
    assert!(!shell.body.contains(number), "{}", shell.body);
    assert!(!shell.body.contains("nonce="), "{}", shell.body);
    let policy = shell.header("content-security-policy");
    assert!(
        policy.contains("script-src 'self' 'wasm-unsafe-eval' 'sha256-"),
        "{policy}"
    );
    assert!(
        !policy.contains("nonce") && !policy.contains("unsafe-inline"),
        "{policy}"
    );
}

async fn a_worker_that_is_switched_off_goes(house: &House) {
    let settings = HouseSettings {
        offline_shell: false,
        ..door::settings(Mode::Local, None, Patience::USUAL)
    };
    let mut door = Door::before(door::router_of(&house.market, settings));
    let worker = door.get("/sw.js").await;
    assert_eq!(
        (worker.status, worker.header("cache-control")),
        (StatusCode::OK, "no-cache")
    );
    assert!(
        worker.body.contains("self.registration.unregister()"),
        "{}",
        worker.body
    );
    assert!(
        !worker.body.contains("fetch"),
        "it answers for nothing: {}",
        worker.body
    );
}

async fn the_worker_is_asked_for_again_each_time(house: &House) {
    let worker = Door::of(house).get("/sw.js").await;
    assert_eq!(worker.status, StatusCode::OK);
    assert_eq!(worker.header("cache-control"), "no-cache");
    assert_eq!(worker.header("content-type"), "text/javascript; charset=utf-8");
    assert!(
        worker.body.contains("const SHELL = \"/stock/shell\";"),
        "{}",
        worker.body
    );
    assert!(!worker.body.contains("__"), "{}", worker.body);
}

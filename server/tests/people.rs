//! People, companies and the owner's people through the front door: pages and plain forms, what is refused, and what whoever is
//! suspended is told.

mod pages;
mod powers;
mod signing_in;
mod suspending;
mod team;

use crate::support::door::{Answer, Door};
use crate::support::house::House;
use axum::http::StatusCode;
use domain::accounts::AccountType;
use domain::places::Console;

const DESK: &str = "desk@owner.example";
const MATE: &str = "mate@owner.example";
const ANNA: &str = "anna@harbour.example";
const STEP: &str = "/sign-in/second-step";
const NEW: &str = "kaji!tsubo88ren-9";

/// Anna, a buyer: her page in the console, and her company's.
async fn anna(house: &House) -> (String, String) {
    let opened = house
        .person(AccountType::Buyer, ANNA, "Harbour & Sons", false)
        .await;
    let company = opened.company_id.expect("a company");
    (
        Console::Person(opened.number).path(),
        Console::Company(company).path(),
    )
}

async fn buyer(house: &House) -> Door {
    let mut door = Door::of(house);
    let answer = door.sign_in(ANNA, "buyer").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    door
}

async fn act(door: &mut Door, path: &str, act: &str, version: &str) -> Answer {
    let fields = [
        ("act", act),
        ("version", version),
        ("reason", "Three buyers complained."),
    ];
    door.post(path, &fields).await
}

//! The page of tokens, and the manual.

use axum::http::StatusCode;
use domain::accounts::AccountType;

use super::{AYA, System};
use crate::support::door::{Door, leads_to, says};
use crate::support::house::{House, MINUTE, PASSWORD};

pub(super) async fn a_token_is_made_shown_once_and_revoked(house: &House) {
    let mut aya = System::of(house, AYA).await;
    let page = aya.door.get("/account/tokens").await;
    says(
        &page,
        StatusCode::OK,
        &[
            "Your company",
            "Warehouse system",
            &aya.token[..8],
            "Read stock",
            "Not yet",
            "/developers",
        ],
    );
    assert!(!page.body.contains(&aya.token), "shown once");
    assert!(page.header("cache-control").contains("no-store"));
    aya.door.language = "ja";
    says(
        &aya.door.get("/account/tokens").await,
        StatusCode::OK,
        &["自社システム用のトークン", "取り消す"],
    );
    let id = page.hidden("id").to_owned();
    let revoked = aya
        .door
        .post("/account/tokens", &[("step", "revoke"), ("id", &id)])
        .await;
    leads_to(&revoked, "/account/tokens?done=revoked");
    aya.door.language = "en";
    says(
        &aya.door.follow(&revoked).await,
        StatusCode::OK,
        &["The token is revoked", "There is no token yet"],
    );
    let account = aya.door.get("/account").await;
    says(&account, StatusCode::OK, &["href=\"/account/tokens\""]);
}

pub(super) async fn what_is_wrong_with_the_form_stands_at_its_field(house: &House) {
    let mut aya = System::of(house, AYA).await;
    let empty = aya
        .door
        .post("/account/tokens", &[("step", "make"), ("days", "3650")])
        .await;
    says(
        &empty,
        StatusCode::UNPROCESSABLE_ENTITY,
        &["href=\"#name\"", "href=\"#scope-read\"", "href=\"#days-30\""],
    );
    house.wait(6 * MINUTE);
    let fields = [
        ("step", "make"),
        ("name", "Shop <b>"),
        ("scopes", "stock:write"),
        ("days", "30"),
    ];
    let mut wrong = fields.to_vec();
    wrong.push(("password", "Wrong-one-1"));
    let asked = aya.door.post("/account/tokens", &wrong).await;
    says(
        &asked,
        StatusCode::UNPROCESSABLE_ENTITY,
        &["href=\"#password\"", "Shop &lt;b&gt;", "type=\"password\""],
    );
    assert!(
        !asked.body.contains("Wrong-one-1"),
        "a password is never repeated"
    );
    let mut right = fields.to_vec();
    right.push(("password", PASSWORD));
    says(
        &aya.door.post("/account/tokens", &right).await,
        StatusCode::OK,
        &["rs_", "Copy it now"],
    );
    assert_eq!(house.rows("api_token").await, 2);
    let page = aya.door.get("/account/tokens").await.body;
    let (_, page) = page
        .split_once("name=\"submission\" value=\"")
        .expect("a submission");
    let mut twice = right.clone();
    twice.push(("submission", &page[..36]));
    for _ in 0..2 {
        says(
            &aya.door.post("/account/tokens", &twice).await,
            StatusCode::OK,
            &["rs_"],
        );
    }
    assert_eq!(house.rows("api_token").await, 3, "two clicks make one token");
    house.wait(2 * MINUTE);
    let late = aya.door.post("/account/tokens", &twice).await;
    says(&late, StatusCode::OK, &["was sent before"]);
    assert!(!late.body.contains("Copy it now"));
}

pub(super) async fn a_buyer_has_no_tokens(house: &House) {
    house.person(AccountType::Buyer, AYA, "Harbour", false).await;
    let mut buyer = Door::signed_in(house, AYA, "buyer").await;
    assert_eq!(buyer.get("/account/tokens").await.status, StatusCode::FORBIDDEN);
    let made = buyer
        .post(
            "/account/tokens",
            &[
                ("step", "make"),
                ("name", "x"),
                ("scopes", "stock:read"),
                ("days", "30"),
            ],
        )
        .await;
    assert_eq!(made.status, StatusCode::FORBIDDEN);
    assert!(!buyer.get("/account").await.body.contains("/account/tokens"));
    let mut nobody = Door::of(house);
    leads_to(
        &nobody.get("/account/tokens").await,
        "/sign-in?next=%2Faccount%2Ftokens",
    );
}

pub(super) async fn the_manual_is_for_everybody(house: &House) {
    let mut nobody = Door::of(house);
    let page = nobody.get("/developers").await;
    says(
        &page,
        StatusCode::OK,
        &[
            "putLots",
            "/api/v1/stock/{id}",
            "id=\"same-item\"",
            "id=\"shape-LotToPut\"",
            "/api/v1/openapi.json",
        ],
    );
    assert!(
        !page.body.contains("style=\""),
        "the policy of the page forbids it"
    );
    nobody.language = "ja";
    says(
        &nobody.get("/developers").await,
        StatusCode::OK,
        &["自社システム用インターフェース", "問題の種類"],
    );
}

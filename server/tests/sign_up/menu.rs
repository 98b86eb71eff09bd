//! How strangers find the pages, in both languages (R012).

use axum::http::StatusCode;

use crate::sign_up::{FORM, JANE, SENT, SUPPLIER, VERIFY, open};
use crate::support::door::{Answer, Door, leads_to, says};
use crate::support::house::House;

on_both!(
    the_log_in_page_opens_with_a_type_chosen,
    the_pages_speak_japanese,
    both_registrations_stand_in_the_menu_of_strangers_only,
);

async fn the_log_in_page_opens_with_a_type_chosen(house: &House) {
    let mut door = Door::of(house);
    let chosen = |page: &Answer, kind: &str| {
        let (_, rest) = page
            .body
            .split_once(&format!("id=\"account_type-{kind}\""))
            .expect("a choice");
        rest.split('>').next().is_some_and(|tag| tag.contains("checked"))
    };
    let page = door.get("/sign-in?type=supplier").await;
    assert!(chosen(&page, "supplier") && !chosen(&page, "buyer"));
    let page = door.get("/sign-in?type=staff").await;
    assert!(!chosen(&page, "supplier") && !chosen(&page, "buyer"));
}

async fn the_pages_speak_japanese(house: &House) {
    let mut door = Door::of(house);
    door.language = "ja";
    says(
        &door.get(SUPPLIER).await,
        StatusCode::OK,
        &["販売ユーザー登録", "登録後は変更できません", "数日"],
    );
    leads_to(&door.post(SUPPLIER, &FORM).await, SENT);
    let letter = house.letters().await.remove(0);
    says(&door.get(SENT).await, StatusCode::OK, &["確認済み", "迷惑メール"]);
    says(&open(&mut door, &letter).await, StatusCode::OK, &["確認する"]);
    let done = door.post(VERIFY, &[]).await;
    says(&door.follow(&done).await, StatusCode::OK, &["審査"]);
    says(&door.another().get(VERIFY).await, StatusCode::GONE, &["expired"]);
}

async fn both_registrations_stand_in_the_menu_of_strangers_only(house: &House) {
    house
        .person(
            domain::accounts::AccountType::Buyer,
            JANE,
            "Harbour Trading",
            false,
        )
        .await;
    let mut door = Door::of(house);
    says(
        &door.get("/").await,
        StatusCode::OK,
        &["href=\"/sign-up/buyer\"", "href=\"/sign-up/supplier\"", "Sign up"],
    );
    door.sign_in(JANE, "buyer").await;
    assert!(!door.get("/").await.body.contains("/sign-up/"));
}

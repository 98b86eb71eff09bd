//! Numbers of others, the password in each form, other sites, and both languages (T04, T21, T26).

use std::time::Duration;

use axum::http::StatusCode;
use domain::accounts::AccountType;

use crate::support::door::{self, with};
use crate::support::house::{House, PASSWORD};
use crate::users::{INVITE, JIRO, JOIN, ONE, USERS, chief, jiro, mailed, number, opened};

on_both!(
    t04_numbers_of_others_are_answered_like_numbers_of_nobody,
    t21_the_password_is_asked_for_in_each_form,
    t26_a_form_of_another_site_changes_nothing,
    both_languages_are_spoken,
);

async fn t04_numbers_of_others_are_answered_like_numbers_of_nobody(house: &House) {
    let stranger = house
        .person(AccountType::Supplier, "s2@example.com", "Other", false)
        .await;
    let mut door = chief(house).await;
    let mut pages = Vec::new();
    for number in [stranger.number.as_str(), "000000000"] {
        let seen = door.get(&format!("{ONE}?number={number}")).await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND);
        assert_eq!(door.ask("accounts/user", &[("id", number)]).await.body, "null");
        let fields = [("step", "remove"), ("number", number)];
        let posted = door.post(ONE, &fields).await;
        assert_eq!(posted.status, StatusCode::NOT_FOUND);
        let policy = posted.header("content-security-policy").to_owned();
        let nonce = policy
            .split("'nonce-")
            .nth(1)
            .and_then(|rest| rest.split('\'').next());
        pages.push(
            posted
                .body
                .replace(nonce.unwrap_or("no nonce"), "…")
                .replace(number, "…"),
        );
    }
    assert_eq!(pages[0], pages[1]);
}

async fn t21_the_password_is_asked_for_in_each_form(house: &House) {
    let mut door = chief(house).await;
    jiro(house, &mut door, "member").await;
    let number = number(&mut door, JIRO).await;
    house.wait(Duration::from_secs(301));
    let page = door.get(USERS).await;
    assert!(page.body.contains("invite-password"));
    let other = with(&INVITE, &[("email", "other@midori.example")]);
    let asked = door.post(USERS, &other).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        asked.body.contains("Your password: Please fill this in."),
        "{}",
        asked.body
    );
    assert!(
        asked.body.contains("other@midori.example"),
        "nothing else is retyped"
    );
    let asked = door.post(ONE, &[("step", "remove"), ("number", &number)]).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.body.contains("remove-password") && asked.body.contains(JIRO));
    let shown = with(&other, &[("password", PASSWORD)]);
    assert_eq!(door.post(USERS, &shown).await.status, StatusCode::SEE_OTHER);
    assert!(
        !door.get(USERS).await.body.contains("invite-password"),
        "shown a moment ago"
    );
}

async fn t26_a_form_of_another_site_changes_nothing(house: &House) {
    use axum::body::Body;
    use axum::http::Method;
    let mut door = chief(house).await;
    for path in [USERS, ONE, JOIN] {
        let request = door
            .request(Method::POST, path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "cross-site")
            .body(Body::from(door::encode(&INVITE)))
            .expect("a request");
        assert_eq!(door.send(request).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert!(house.letters().await.is_empty());
}

async fn both_languages_are_spoken(house: &House) {
    let mut door = chief(house).await;
    door.language = "ja";
    door.post("/language", &[("language", "ja"), ("back", USERS)])
        .await;
    let page = door.get(USERS).await;
    for said in [
        "ユーザー管理一覧",
        "ユーザーを追加",
        "メールを送信",
        "管理者",
        "在庫のみ",
        "見積のみ",
    ] {
        assert!(page.body.contains(said), "{said}");
    }
    door.post(USERS, &with(&INVITE, &[("language", "ja")])).await;
    let link = mailed(house).await;
    let page = opened(&mut door, &link).await;
    assert!(
        page.body
            .contains("「Midori &amp; Sons」から、ユーザーとして招待されています。"),
        "{}",
        page.body
    );
    assert!(page.body.contains("登録する"));
}

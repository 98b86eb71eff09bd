//! The menu, a coordinator's queue, and the pages in Japanese (R018, Z4).

use axum::http::StatusCode;
use axum::http::header::LOCATION;
use domain::accounts::AccountType;

use crate::company::{
    COMPANY, DETAILS, FIRST, HANNAH, KEIKO, LEO, SECOND, SENT, before_the_second_step, coordinator, mailed,
};
use crate::support::door::{Door, leads_to, newest_application, says, with};
use crate::support::house::{House, PASSWORD};

on_both!(
    r018_the_menu_leads_to_every_registration_and_to_the_member_page,
    z4_a_coordinator_has_the_queue_and_nothing_else,
    the_pages_speak_japanese,
);

async fn r018_the_menu_leads_to_every_registration_and_to_the_member_page(house: &House) {
    let mut door = Door::of(house);
    let home = door.get("/").await;
    let member = "href=\"/sign-in?type=member\"";
    says(
        &home,
        StatusCode::OK,
        &["href=\"/sign-up\"", member, "Member page"],
    );
    let choice = door.get("/sign-up").await;
    for way in [
        COMPANY,
        "/sign-up/buyer",
        "/sign-up/supplier",
        "/sign-up/individual",
        "/sign-up/corporate",
    ] {
        assert!(
            choice.body.contains(&format!("href=\"{way}\"")),
            "{way}: {}",
            choice.body
        );
    }
    let sign_in = door.get("/sign-in?type=member").await;
    says(
        &sign_in,
        StatusCode::OK,
        &["name=\"account_type\" value=\"member\"", "value=\"/account\""],
    );
    assert!(!sign_in.body.contains("account_type-buyer"), "Z47: no selector");
    house.person(AccountType::Buyer, HANNAH, "Isartal", false).await;
    let wrong = [
        ("account_type", "member"),
        ("login", HANNAH),
        ("password", "wrong"),
        ("next", "/account"),
    ];
    let again = door.post("/sign-in", &wrong).await;
    assert_eq!(again.status, StatusCode::UNAUTHORIZED);
    assert!(
        again.body.contains("name=\"account_type\" value=\"member\""),
        "it stays the member page"
    );
    let right = [
        ("account_type", "member"),
        ("login", HANNAH),
        ("password", PASSWORD),
        ("next", "/account"),
    ];
    leads_to(&door.post("/sign-in", &right).await, "/account");
    let home = door.get("/").await;
    assert!(!home.body.contains("href=\"/sign-up\"") && home.body.contains("Member page"));
}

async fn z4_a_coordinator_has_the_queue_and_nothing_else(house: &House) {
    let mut keiko = coordinator(house, KEIKO, "中村 恵子").await;
    let mut leo = coordinator(house, LEO, "Leo Berg").await;
    let mut door = before_the_second_step(house).await;
    door.post(DETAILS, &SECOND).await;
    let (path, version) = newest_application(house).await;
    let landing = keiko.get("/staff").await;
    assert!(
        landing.status.is_redirection(),
        "{} {}",
        landing.status,
        landing.body
    );
    assert_eq!(landing.header(LOCATION.as_str()), "/staff/applications");
    let queue = keiko.get("/staff/applications").await;
    says(&queue, StatusCode::OK, &["Isartal &amp; Co."]);
    assert!(!queue.body.contains("href=\"/staff/audit\""), "no way to the log");
    assert_eq!(keiko.get("/staff/audit").await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        leo.get(&path).await.status,
        StatusCode::NOT_FOUND,
        "it names somebody else"
    );
    for act in ["approve", "reject", "ask", "note", "take", "give_back"] {
        let fields = [
            ("act", act),
            ("version", &version),
            ("reason", "x"),
            ("question", "x"),
            ("note", "x"),
        ];
        assert_eq!(
            leo.post(&path, &fields).await.status,
            StatusCode::NOT_FOUND,
            "{act}"
        );
    }
    let rows = leo
        .ask("console/applications", &[("query", "state=all")])
        .await
        .json();
    assert_eq!(rows["total"], 0);
    house
        .person(AccountType::Staff, "desk@owner.example", "", false)
        .await;
    let mut desk = Door::of(house);
    desk.sign_in_fully(house, "desk@owner.example", "staff").await;
    says(
        &desk.get(&path).await,
        StatusCode::OK,
        &["中村 恵子 was named to decide this"],
    );
}

async fn the_pages_speak_japanese(house: &House) {
    coordinator(house, KEIKO, "中村 恵子").await;
    let mut door = Door::of(house);
    door.language = "ja";
    says(
        &door.get("/sign-up").await,
        StatusCode::OK,
        &["会社登録", "購入ユーザー登録"],
    );
    says(
        &door.get(COMPANY).await,
        StatusCode::OK,
        &[
            "海外企業",
            "公的機関",
            "仮登録",
            "プライバシーポリシーに同意します。",
        ],
    );
    door.post(COMPANY, &FIRST).await;
    says(&door.get(SENT).await, StatusCode::OK, &["仮登録が完了しました。"]);
    leads_to(&door.get(&mailed(house, HANNAH).await).await, DETAILS);
    says(
        &door.get(DETAILS).await,
        StatusCode::OK,
        &["本登録", "コーディネーターのメールアドレス"],
    );
    let wrong = with(&SECOND, &[("form[profile][coordinator]", "x@owner.example")]);
    let back = door.post(DETAILS, &wrong).await;
    says(
        &back,
        StatusCode::UNPROCESSABLE_ENTITY,
        &["このアドレスのコーディネーターは見つかりません。"],
    );
}

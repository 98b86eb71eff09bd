//! Signing in and out: one safe cookie, no password repeated, and our own pages only (T29).

use axum::http::StatusCode;
use domain::accounts::AccountType;

use crate::support::door::Door;
use crate::support::house::{self, House};

on_both!(
    signing_in_sets_one_safe_cookie_and_signing_out_ends_it,
    a_wrong_sign_in_keeps_the_address_and_not_the_password,
    staff_sign_in_under_their_own_address,
    t29_signing_in_leads_to_our_own_pages_only,
);

async fn signing_in_sets_one_safe_cookie_and_signing_out_ends_it(house: &House) {
    house
        .person(AccountType::Buyer, "jane@harbour.example", "Harbour", false)
        .await;
    let mut door = Door::of(house);
    let welcome = door.sign_in("jane@harbour.example", "buyer").await;
    let cookies = welcome.headers.get_all("set-cookie").iter();
    let cookie = cookies
        .filter_map(|cookie| cookie.to_str().ok())
        .find(|cookie| cookie.starts_with("__Host-sid="))
        .expect("the cookie of the session");
    for part in ["__Host-sid=", "Secure", "HttpOnly", "Path=/", "SameSite=Lax"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(
        !cookie.contains("Max-Age") && !cookie.contains("Domain"),
        "{cookie}"
    );
    assert!(door.follow(&welcome).await.body.contains("山田 太郎"));
    let kept = door.cookies.clone();
    door.post("/sign-out", &[]).await;
    assert!(!door.get("/").await.body.contains("山田 太郎"));
    door.cookies = kept;
    assert!(
        !door.get("/").await.body.contains("山田 太郎"),
        "the session is over on the server too"
    );
}

async fn a_wrong_sign_in_keeps_the_address_and_not_the_password(house: &House) {
    let mut door = Door::of(house);
    let fields = [
        ("account_type", "buyer"),
        ("login", "nobody@harbour.example"),
        ("password", "Guess-me-1"),
        ("next", "/search?q=AB"),
    ];
    let back = door.post("/sign-in", &fields).await;
    assert_eq!(back.status, StatusCode::UNAUTHORIZED);
    assert!(back.body.contains("nobody@harbour.example"));
    assert!(!back.body.contains("Guess-me-1"));
    assert!(door.cookies.iter().all(|(name, _)| name != "__Host-sid"));
}

async fn staff_sign_in_under_their_own_address(house: &House) {
    house
        .person(AccountType::Staff, "desk@owner.example", "", false)
        .await;
    let mut door = Door::of(house);
    let fields = [
        ("account_type", "staff"),
        ("login", "desk@owner.example"),
        ("password", house::PASSWORD),
    ];
    assert_eq!(
        door.post("/sign-in", &fields).await.status,
        StatusCode::BAD_REQUEST,
        "not on the public form"
    );
    let half = door.sign_in("desk@owner.example", "staff").await;
    assert_eq!(half.header("location"), "/sign-in/second-step");
    assert!(
        door.cookies.iter().all(|(name, _)| name != "__Host-sid"),
        "a password alone is no session of staff"
    );
    let answer = door.sign_in_fully(house, "desk@owner.example", "staff").await;
    assert_eq!(answer.header("location"), "/account/security");
    assert!(door.follow(&answer).await.body.contains("山田 太郎"));
}

async fn t29_signing_in_leads_to_our_own_pages_only(house: &House) {
    house
        .person(AccountType::Buyer, "jane@harbour.example", "Harbour", false)
        .await;
    for (next, leads_to) in [
        ("/search?q=AB", "/search?q=AB"),
        ("//evil.example", "/"),
        ("https://evil.example", "/"),
        ("/\\evil.example", "/"),
        ("", "/"),
    ] {
        let mut door = Door::of(house);
        let fields = [
            ("account_type", "buyer"),
            ("login", "jane@harbour.example"),
            ("password", house::PASSWORD),
            ("next", next),
        ];
        assert_eq!(
            door.post("/sign-in", &fields).await.header("location"),
            leads_to,
            "{next}"
        );
    }
}

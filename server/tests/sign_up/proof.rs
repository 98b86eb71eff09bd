//! The waiting page, the mailed link and its code (R024–R030, T15, Z20).

use std::time::Duration;

use axum::body::Body;
use axum::http::header::ACCEPT;
use axum::http::{Method, StatusCode};
use services::post::ReadyMail;

use crate::sign_up::{BUYER, JANE, PASSWORD, SENT, SUPPLIER, VERIFY, open, registered};
use crate::support::door::{Door, leads_to, link, says};
use crate::support::house::House;

on_both!(
    t15_looking_at_the_link_does_not_use_it,
    z20_another_browser_is_asked_for_the_password,
    links_that_are_no_longer_good_say_how_to_begin_again,
    the_code_on_the_waiting_page_does_the_same_as_the_link,
    r028_going_on_without_verifying_says_what_to_press,
    the_mail_is_sent_again_once_a_minute,
    a_script_learns_that_the_address_is_proved,
    the_waiting_page_of_nobody_leads_to_a_beginning,
);

/// The code of eight digits.
fn code(letter: &ReadyMail) -> String {
    letter
        .text
        .split(|c: char| !c.is_ascii_digit())
        .find(|digits| digits.len() == 8)
        .expect("a code in the mail")
        .to_owned()
}

async fn t15_looking_at_the_link_does_not_use_it(house: &House) {
    let (mut door, letter) = registered(house, BUYER).await;
    let mut scanner = door.another();
    for method in [Method::HEAD, Method::GET] {
        for _ in 0..20 {
            for path in [link(&letter), VERIFY.to_owned()] {
                let request = scanner
                    .request(method.clone(), &path)
                    .header(ACCEPT, "text/html")
                    .body(Body::empty())
                    .expect("a request");
                let answer = scanner.send(request).await;
                assert!(!answer.status.is_server_error(), "{}", answer.status);
            }
        }
    }
    open(&mut door, &letter).await;
    leads_to(&door.post(VERIFY, &[]).await, "/sign-up/verify?done=buyer");
}

async fn z20_another_browser_is_asked_for_the_password(house: &House) {
    let (door, letter) = registered(house, BUYER).await;
    let mut phone = door.another();
    let page = open(&mut phone, &letter).await;
    says(&page, StatusCode::OK, &["name=\"password\"", "another browser"]);
    says(
        &phone.post(VERIFY, &[]).await,
        StatusCode::UNPROCESSABLE_ENTITY,
        &["href=\"#password\""],
    );
    let wrong = phone.post(VERIFY, &[("password", "kaji!tsubo88rem")]).await;
    says(
        &wrong,
        StatusCode::UNPROCESSABLE_ENTITY,
        &["This is not your password"],
    );
    assert!(!wrong.body.contains("tsubo88rem"));
    leads_to(
        &phone.post(VERIFY, &[("password", PASSWORD)]).await,
        "/sign-up/verify?done=buyer",
    );
}

async fn links_that_are_no_longer_good_say_how_to_begin_again(house: &House) {
    let mut stranger = Door::of(house);
    let dead = ["This session has expired. Please start again", BUYER, SUPPLIER];
    says(&stranger.get(VERIFY).await, StatusCode::GONE, &dead[1..]);
    let foreign = stranger.get("/k/AAAAAAAAAAAAAAAAAAAAAAAA").await;
    leads_to(&foreign, VERIFY);
    says(
        &stranger.follow(&foreign).await,
        StatusCode::GONE,
        &["This session has expired", BUYER],
    );
    says(
        &stranger.post(VERIFY, &[]).await,
        StatusCode::GONE,
        &["This session has expired", BUYER],
    );

    let (mut door, first) = registered(house, BUYER).await;
    house.wait(Duration::from_secs(61));
    leads_to(&door.post(SENT, &[("again", "1")]).await, "/sign-up/sent?again=1");
    let second = house.letters().await.remove(0);
    says(
        &open(&mut door, &first).await,
        StatusCode::GONE,
        &["only the link in the newest one"],
    );

    open(&mut door, &second).await;
    house.wait(Duration::from_secs(3 * 86_400));
    let late = door.post(VERIFY, &[]).await;
    says(
        &late,
        StatusCode::GONE,
        &["This link has expired", "Log in to get a new mail"],
    );
    says(
        &open(&mut door, &second).await,
        StatusCode::GONE,
        &["This link has expired"],
    );

    let fields = [("account_type", "buyer"), ("login", JANE), ("password", PASSWORD)];
    assert_eq!(door.post("/sign-in", &fields).await.status, StatusCode::FORBIDDEN);
    let third = house.letters().await.remove(0);
    open(&mut door, &third).await;
    leads_to(&door.post(VERIFY, &[]).await, "/sign-up/verify?done=buyer");
    says(
        &open(&mut door, &third).await,
        StatusCode::GONE,
        &["used already", "You can log in"],
    );
    open(&mut door, &third).await;
    says(&door.post(VERIFY, &[]).await, StatusCode::GONE, &["used already"]);
}

async fn the_code_on_the_waiting_page_does_the_same_as_the_link(house: &House) {
    let (mut door, letter) = registered(house, BUYER).await;
    let code = code(&letter);
    let other = if code == "12345678" {
        "87654321"
    } else {
        "12345678"
    };
    says(
        &door.post(SENT, &[("code", other)]).await,
        StatusCode::UNPROCESSABLE_ENTITY,
        &["This is not the code", "href=\"#code\"", other, JANE],
    );
    says(
        &door.post(SENT, &[("code", "")]).await,
        StatusCode::UNPROCESSABLE_ENTITY,
        &["href=\"#code\""],
    );
    let mut stranger = door.another();
    assert_eq!(
        stranger.post(SENT, &[("code", &code)]).await.status,
        StatusCode::GONE
    );
    for _ in 0..4 {
        assert_eq!(
            door.post(SENT, &[("code", other)]).await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
    }
    says(
        &door.post(SENT, &[("code", &code)]).await,
        StatusCode::GONE,
        &["no longer good"],
    );
    house.wait(Duration::from_secs(61));
    leads_to(&door.post(SENT, &[("again", "1")]).await, "/sign-up/sent?again=1");
    let fresh = self::code(&house.letters().await.remove(0));
    let spaced = format!("{} {}", &fresh[..4], &fresh[4..]);
    leads_to(
        &door.post(SENT, &[("code", &spaced)]).await,
        "/sign-in?type=buyer",
    );
}

async fn r028_going_on_without_verifying_says_what_to_press(house: &House) {
    let (mut door, _) = registered(house, BUYER).await;
    let early = door.post(SENT, &[("already", "1")]).await;
    says(
        &early,
        StatusCode::FORBIDDEN,
        &["Not verified yet", "press Verify", JANE],
    );
}

async fn the_mail_is_sent_again_once_a_minute(house: &House) {
    let (mut door, _) = registered(house, BUYER).await;
    house.wait(Duration::from_secs(20));
    says(&door.get(SENT).await, StatusCode::OK, &["again in 40 s"]);
    let early = door.post(SENT, &[("again", "1")]).await;
    says(&early, StatusCode::TOO_MANY_REQUESTS, &["40 seconds"]);
    assert!(house.letters().await.is_empty());
    house.wait(Duration::from_secs(41));
    let again = door.post(SENT, &[("again", "1")]).await;
    leads_to(&again, "/sign-up/sent?again=1");
    says(
        &door.follow(&again).await,
        StatusCode::OK,
        &["sent the mail again", "again in 60 s"],
    );
    assert_eq!(house.letters().await.len(), 1);
}

async fn a_script_learns_that_the_address_is_proved(house: &House) {
    let (mut door, letter) = registered(house, SUPPLIER).await;
    let before = door.ask("accounts/waiting", &[]).await.json();
    assert_eq!(before["address"], JANE);
    assert_eq!(before["account_type"], "supplier");
    assert_eq!(before["proved"], false);
    let mut phone = door.another();
    let nothing = phone.ask("accounts/waiting", &[]).await;
    assert_eq!((nothing.status, nothing.body.as_str()), (StatusCode::OK, "null"));
    open(&mut phone, &letter).await;
    let looked = phone.ask("accounts/open_proof", &[]).await.json();
    assert_eq!(looked["asks_password"], true);
    phone.post(VERIFY, &[("password", PASSWORD)]).await;
    assert_eq!(door.ask("accounts/waiting", &[]).await.json()["proved"], true);
    says(
        &door.get(SENT).await,
        StatusCode::OK,
        &["Your address is verified", "/sign-in?type=supplier"],
    );
}

async fn the_waiting_page_of_nobody_leads_to_a_beginning(house: &House) {
    let mut door = Door::of(house);
    says(
        &door.get(SENT).await,
        StatusCode::OK,
        &[
            "waits for no confirmation",
            "href=\"/sign-in\"",
            "href=\"/sign-up/buyer\"",
        ],
    );
    says(
        &door.post(SENT, &[("already", "1")]).await,
        StatusCode::GONE,
        &["waits for no confirmation"],
    );
}

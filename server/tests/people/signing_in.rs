//! What is asked for at the sign-in: a new password, and a code that was mailed (R060, R061).

use axum::http::StatusCode;

use crate::people::{ANNA, DESK, NEW, STEP, act, anna};
use crate::support::door::{Door, leads_to};
use crate::support::house::{House, MINUTE, PASSWORD};

on_both!(
    r060_a_new_password_is_chosen_at_the_sign_in,
    r061_a_code_is_typed_at_the_sign_in_and_sent_again,
);

async fn r060_a_new_password_is_chosen_at_the_sign_in(house: &House) {
    let (person, _) = anna(house).await;
    let mut desk = Door::staff(house, DESK).await;
    act(&mut desk, &person, "force_password", "0").await;
    let mut anna = Door::of(house);
    leads_to(&anna.sign_in(ANNA, "buyer").await, STEP);
    let page = anna.get(STEP).await;
    assert!(page.body.contains("Choose a new password"), "{}", page.body);
    leads_to(&anna.get("/account").await, "/sign-in?next=%2Faccount");
    let same = anna
        .post(STEP, &[("password", PASSWORD), ("password_again", PASSWORD)])
        .await;
    assert_eq!(same.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(same.body.contains("href=\"#password\"") && !same.body.contains(PASSWORD));
    leads_to(
        &anna
            .post(STEP, &[("password", NEW), ("password_again", NEW)])
            .await,
        "/",
    );
    assert_eq!(anna.get("/account").await.status, StatusCode::OK);
}

async fn r061_a_code_is_typed_at_the_sign_in_and_sent_again(house: &House) {
    let (person, _) = anna(house).await;
    let mut desk = Door::staff(house, DESK).await;
    act(&mut desk, &person, "force_code", "0").await;
    let mut anna = Door::of(house);
    leads_to(&anna.sign_in(ANNA, "buyer").await, STEP);
    let page = anna.get(STEP).await;
    assert!(page.body.contains("a***@harbour.example"), "{}", page.body);
    assert!(page.body.contains("one-time-code") && page.body.contains("Send a new code"));
    let early = anna.post(STEP, &[("again", "1")]).await;
    assert_eq!(early.status, StatusCode::TOO_MANY_REQUESTS);
    house.wait(MINUTE);
    leads_to(
        &anna.post(STEP, &[("again", "1")]).await,
        &format!("{STEP}?sent=1"),
    );
    let page = anna.get(&format!("{STEP}?sent=1")).await;
    assert!(page.body.contains("A new code is on its way"), "{}", page.body);
    let wrong = anna.post(STEP, &[("mailed", "1234")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("href=\"#mailed\""), "{}", wrong.body);
    let letters = house.letters().await;
    let letter = letters
        .iter()
        .rfind(|letter| letter.to == ANNA)
        .expect("a letter");
    let is_code = |line: &&str| line.len() == 8 && line.bytes().all(|b| b.is_ascii_digit());
    let code = letter.text.lines().find(is_code).expect("a code");
    leads_to(&anna.post(STEP, &[("mailed", code)]).await, "/");
    assert_eq!(anna.get("/account").await.status, StatusCode::OK);
}

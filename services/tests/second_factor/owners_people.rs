//! The owner's people: no session without a factor, half an hour, and never without the last one (T36).

use std::time::Duration;

use domain::accounts::second_factor::{App, Step};
use domain::accounts::{AccountType, SignInForm};
use domain::refusal::Refusal;
use domain::violations::Violation;
use services::accounts::second_factor::care;
use services::accounts::second_factor::step::{self, Advance, Shown};
use services::accounts::session;
use services::accounts::token::Token;
use services::error::Error;

use crate::second_factor::{
    DESK, JANE, app, desk, enter, fault, half, half_with, is, jane, secret_of, shows,
};
use crate::support::house::forms::credentials;
use crate::support::house::{House, PASSWORD, caller};

on_both!(
    t36_staff_have_no_session_without_a_factor,
    t36_a_secret_that_another_browser_may_have_seen_is_never_confirmed,
    t36_staff_are_out_after_half_an_hour_and_never_stay,
    t36_staff_keep_their_last_factor,
    t36_the_mailed_code_comes_before_a_new_secret,
    t36_nobody_else_sets_a_factor_up_before_they_are_in,
);

async fn t36_staff_have_no_session_without_a_factor(house: &House) {
    desk(house).await;
    let token = half(house, "staff", DESK).await;
    let app = app(&secret_of(house, &token).await);
    assert_eq!(house.rows("session").await, 0);
    is(
        enter(house, &token, Shown::Code("000000")).await,
        &fault("code", Violation::CodeWrong),
    );
    is(
        enter(house, &token, Shown::Backup("00000-00000")).await,
        &fault("backup", Violation::CodeWrong),
    );
    assert_eq!(house.rows("session").await, 0);
    let entered = enter(house, &token, Shown::Code(&shows(&app, house, 0)))
        .await
        .expect("enters");
    assert!(entered.enrolled);
    let who = session::find(&house.market, &entered.welcome.token)
        .await
        .expect("looks");
    assert_eq!(who.expect("is in").visitor.account_type, AccountType::Staff);
    let again = half(house, "staff", DESK).await;
    let asked = step::open(&house.market, Some(&again)).await.expect("asks");
    let only_app = Step::Ask {
        app: true,
        passkey: false,
        backup: false,
    };
    assert_eq!(asked, only_app, "the secret is not shown a second time");
}

async fn t36_a_secret_that_another_browser_may_have_seen_is_never_confirmed(house: &House) {
    desk(house).await;
    let first = half(house, "staff", DESK).await;
    let seen = secret_of(house, &first).await;
    let second = half(house, "staff", DESK).await;
    assert_ne!(secret_of(house, &second).await, seen);
    let asked = step::open(&house.market, Some(&first)).await;
    assert!(
        matches!(asked, Err(Error::Refused(Refusal::StepOver))),
        "{asked:?}"
    );
    is(
        enter(house, &second, Shown::Code(&shows(&app(&seen), house, 0))).await,
        &fault("code", Violation::CodeWrong),
    );
}

async fn t36_staff_are_out_after_half_an_hour_and_never_stay(house: &House) {
    desk(house).await;
    let wants = SignInForm {
        stay: Some("1".to_owned()),
        ..credentials("staff", DESK, PASSWORD)
    };
    let token = half_with(house, wants).await;
    let code = house.code(DESK).await;
    let welcome = house.second_step(&token, &code).await.welcome;
    assert!(!welcome.stays);
    let is_in = async || {
        let found = session::find(&house.market, &welcome.token).await;
        found.expect("looks").is_some()
    };
    house.wait(Duration::from_secs(30 * 60 - 1));
    assert!(is_in().await);
    house.wait(Duration::from_secs(30 * 60));
    assert!(!is_in().await);
}

async fn t36_staff_keep_their_last_factor(house: &House) {
    desk(house).await;
    let (_, who) = house.sign_in(DESK, "staff").await;
    let removed = care::remove_app(&house.market, &who).await;
    assert!(
        matches!(removed, Err(Error::Refused(Refusal::NotAllowed))),
        "{removed:?}"
    );
    let stands = care::look(&house.market, &who).await.expect("looks");
    assert!(stands.must_keep_one && matches!(stands.app, App::SetUp(_)));
}

/// Shows the code of the newest mail, behind which something more is asked for.
async fn shows_the_mailed_code(house: &House, token: &Token) {
    let letters = house.letters().await;
    let letter = letters.iter().find(|letter| letter.kind == "sign_in_code");
    let code = letter
        .expect("a letter")
        .text
        .lines()
        .find(|line| line.len() == 8 && line.bytes().all(|b| b.is_ascii_digit()))
        .expect("a code");
    let next = step::enter(&house.market, Some(token), Shown::Mailed(code), &caller(), None).await;
    assert!(matches!(next, Ok(Advance::Next)), "{next:?}");
}

async fn t36_the_mailed_code_comes_before_a_new_secret(house: &House) {
    desk(house).await;
    // As after the factors were forgotten.
    house.run("UPDATE account SET force_code = TRUE").await;
    let token = half(house, "staff", DESK).await;
    let asked = step::open(&house.market, Some(&token)).await.expect("asks");
    assert!(matches!(asked, Step::Mailed { .. }), "{asked:?}");
    assert_eq!(
        house.rows("authenticator").await,
        0,
        "there is no secret to be shown"
    );
    is(
        enter(house, &token, Shown::Code("000000")).await,
        &Refusal::StepOver,
    );
    shows_the_mailed_code(house, &token).await;
    let seen = secret_of(house, &token).await;

    // Whoever begins anew gets another secret.
    house.run("UPDATE account SET force_code = TRUE").await;
    house.wait(Duration::from_secs(60));
    let again = half(house, "staff", DESK).await;
    is(step::open(&house.market, Some(&token)).await, &Refusal::StepOver);
    shows_the_mailed_code(house, &again).await;
    let secret = secret_of(house, &again).await;
    assert_ne!(secret, seen);
    is(
        enter(house, &again, Shown::Code(&shows(&app(&seen), house, 0))).await,
        &fault("code", Violation::CodeWrong),
    );
    let entered = enter(house, &again, Shown::Code(&shows(&app(&secret), house, 0))).await;
    assert!(entered.expect("enters").enrolled);
}

async fn t36_nobody_else_sets_a_factor_up_before_they_are_in(house: &House) {
    let (who, _) = jane(house).await;
    let token = half(house, "buyer", JANE).await;
    // The app that was asked for goes in the very moment in which somebody comes who knows the password.
    house.run("DELETE FROM authenticator").await;
    care::begin_app(&house.market, &who).await.expect("begins");
    is(step::open(&house.market, Some(&token)).await, &Refusal::StepOver);
    let code = house.code(JANE).await;
    is(enter(house, &token, Shown::Code(&code)).await, &Refusal::StepOver);
    let stands = care::look(&house.market, &who).await.expect("looks");
    assert!(
        matches!(stands.app, App::Begun(_)),
        "it is not confirmed from outside"
    );
}

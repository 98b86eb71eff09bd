//! What a new password voids, what is kept over the step, and what is asked before a change (T17, T23).

use std::time::Duration;

use domain::accounts::{AccountType, SignInForm};
use domain::refusal::Refusal;
use domain::violations::Violation;
use services::accounts::proving;
use services::accounts::second_factor::care;
use services::accounts::second_factor::step::Shown;
use services::accounts::session;
use services::accounts::sign_in::{self, Entry};
use services::error::Error;

use crate::second_factor::{JANE, STEP, enter, fault, half, half_with, is, jane};
use crate::support::house::forms::credentials;
use crate::support::house::{House, PASSWORD, caller};

on_both!(
    t17_a_new_password_voids_what_was_half_done_and_keeps_the_factor,
    what_was_asked_at_the_password_is_kept_over_the_second_step,
    t23_changes_want_the_password_of_the_last_five_minutes,
    who_removes_the_last_factor_is_asked_no_more,
);

async fn t17_a_new_password_voids_what_was_half_done_and_keeps_the_factor(house: &House) {
    jane(house).await;
    let token = half(house, "buyer", JANE).await;
    let code = house.code(JANE).await;
    house.run("UPDATE account SET generation = generation + 1").await;
    is(enter(house, &token, Shown::Code(&code)).await, &Refusal::StepOver);
    let after = half(house, "buyer", JANE).await;
    house.second_step(&after, &code).await;
}

async fn what_was_asked_at_the_password_is_kept_over_the_second_step(house: &House) {
    jane(house).await;
    let wants = SignInForm {
        stay: Some("1".to_owned()),
        next: "/request?model=X".to_owned(),
        ..credentials("buyer", JANE, PASSWORD)
    };
    let token = half_with(house, wants).await;
    let code = house.code(JANE).await;
    let entered = house.second_step(&token, &code).await;
    assert!(entered.welcome.stays && !entered.enrolled);
    assert_eq!(entered.next, "/request?model=X");
    let elsewhere = SignInForm {
        next: "//evil.example".to_owned(),
        ..credentials("buyer", JANE, PASSWORD)
    };
    let token = half_with(house, elsewhere).await;
    house.wait(STEP);
    let code = house.code(JANE).await;
    assert_eq!(house.second_step(&token, &code).await.next, "");
}

async fn t23_changes_want_the_password_of_the_last_five_minutes(house: &House) {
    house.person(AccountType::Buyer, JANE, "Harbour", false).await;
    let (old, who) = house.sign_in(JANE, "buyer").await;
    house.wait(Duration::from_secs(5 * 60));
    let begun = care::begin_app(&house.market, &who).await;
    assert!(
        matches!(begun, Err(Error::Refused(Refusal::ProveFirst))),
        "{begun:?}"
    );
    assert!(!care::look(&house.market, &who).await.expect("looks").proved);
    let wrong = proving::prove(&house.market, &who, "Wrong-guess-1").await;
    let Err(Error::Refused(refusal)) = wrong else {
        panic!("{wrong:?}")
    };
    assert_eq!(refusal, fault("password", Violation::PasswordWrong));
    let renewed = proving::prove(&house.market, &who, PASSWORD)
        .await
        .expect("proves");
    let gone = session::find(&house.market, &old).await.expect("looks");
    assert!(gone.is_none(), "the former token is worth nothing");
    let who = session::find(&house.market, &renewed.token).await.expect("looks");
    let who = who.expect("is in");
    care::begin_app(&house.market, &who).await.expect("begins");
    for _ in 0..5 {
        drop(proving::prove(&house.market, &who, "Wrong-guess-1").await);
    }
    let locked = proving::prove(&house.market, &who, PASSWORD).await;
    assert!(
        matches!(locked, Err(Error::Refused(Refusal::Locked { .. }))),
        "{locked:?}"
    );
}

async fn who_removes_the_last_factor_is_asked_no_more(house: &House) {
    let (who, _) = jane(house).await;
    care::remove_app(&house.market, &who).await.expect("removes");
    assert_eq!(house.rows("backup_code").await, 0);
    let entry = sign_in::sign_in(
        &house.market,
        credentials("buyer", JANE, PASSWORD),
        &caller(),
        None,
    )
    .await;
    assert!(matches!(entry, Ok(Entry::Welcome(_))), "{entry:?}");
    let codes = care::new_codes(&house.market, &who).await;
    assert!(
        matches!(codes, Err(Error::Refused(Refusal::NotAllowed))),
        "{codes:?}"
    );
}

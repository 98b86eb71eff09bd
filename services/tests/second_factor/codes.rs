//! Codes: each counts once, for a moment, and five guesses are looked at (T19).

use std::time::Duration;

use domain::refusal::Refusal;
use domain::violations::Violation;
use futures_util::future::join_all;
use services::accounts::second_factor::care;
use services::accounts::second_factor::step::{self, Shown};
use services::accounts::session;
use services::accounts::token::Token;
use services::error::Error;

use crate::second_factor::{DESK, JANE, STEP, app, desk, enter, fault, half, is, jane, secret_of, shows};
use crate::support::house::{House, caller};

on_both!(
    a_code_counts_once,
    a_code_counts_one_step_early_or_late,
    t19_of_64_wrong_codes_at_once_five_are_looked_at,
    t19_of_64_right_codes_at_once_one_signs_in,
    t19_a_half_sign_in_is_worth_nothing_in_another_browser_or_later,
    beginning_anew_gives_no_new_guesses,
    a_backup_code_works_once_and_new_ones_void_the_old,
);

async fn a_code_counts_once(house: &House) {
    jane(house).await;
    let token = half(house, "buyer", JANE).await;
    let code = house.code(JANE).await;
    house.second_step(&token, &code).await;
    is(enter(house, &token, Shown::Code(&code)).await, &Refusal::StepOver);
    let again = half(house, "buyer", JANE).await;
    is(
        enter(house, &again, Shown::Code(&code)).await,
        &fault("code", Violation::CodeUsed),
    );
    house.wait(STEP);
    let next = house.code(JANE).await;
    assert_ne!(next, code);
    house.second_step(&again, &next).await;
}

async fn a_code_counts_one_step_early_or_late(house: &House) {
    desk(house).await;
    let token = half(house, "staff", DESK).await;
    let app = app(&secret_of(house, &token).await);
    house.second_step(&token, &shows(&app, house, 0)).await;
    house.wait(10 * STEP);
    let token = half(house, "staff", DESK).await;
    for off in [-2, 2] {
        is(
            enter(house, &token, Shown::Code(&shows(&app, house, off))).await,
            &fault("code", Violation::CodeWrong),
        );
    }
    house.second_step(&token, &shows(&app, house, -1)).await;
    for (off, typed_with) in [(0, " "), (1, "")] {
        let token = half(house, "staff", DESK).await;
        let code = shows(&app, house, off);
        let (left, right) = code.split_at(3);
        house
            .second_step(&token, &format!("{left}{typed_with}{right}"))
            .await;
    }
}

async fn t19_of_64_wrong_codes_at_once_five_are_looked_at(house: &House) {
    jane(house).await;
    let token = half(house, "buyer", JANE).await;
    let guesses = (0..64).map(|_| enter(house, &token, Shown::Code("000000")));
    let answers = join_all(guesses).await;
    let looked_at = answers
        .iter()
        .filter(|answer| {
            matches!(answer, Err(Error::Refused(refusal)) if *refusal == fault("code", Violation::CodeWrong))
        })
        .count();
    let over = answers
        .iter()
        .filter(|answer| matches!(answer, Err(Error::Refused(Refusal::TriesUsed))))
        .count();
    assert_eq!((looked_at, over), (5, 59));
    let code = house.code(JANE).await;
    is(
        enter(house, &token, Shown::Code(&code)).await,
        &Refusal::TriesUsed,
    );
    assert_eq!(house.letters().await.len(), 1, "its owner is told, once");
}

async fn t19_of_64_right_codes_at_once_one_signs_in(house: &House) {
    jane(house).await;
    let token = half(house, "buyer", JANE).await;
    let code = house.code(JANE).await;
    let before = house.rows("session").await;
    let answers = join_all((0..64).map(|_| enter(house, &token, Shown::Code(&code)))).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    assert_eq!(house.rows("session").await, before + 1);
}

async fn t19_a_half_sign_in_is_worth_nothing_in_another_browser_or_later(house: &House) {
    jane(house).await;
    let token = half(house, "buyer", JANE).await;
    let code = house.code(JANE).await;
    is(
        enter(house, &Token::new(), Shown::Code(&code)).await,
        &Refusal::StepOver,
    );
    let nobody = step::enter(&house.market, None, Shown::Code(&code), &caller(), None).await;
    is(nobody, &Refusal::StepOver);
    house.wait(Duration::from_secs(10 * 60));
    let late = house.code(JANE).await;
    is(enter(house, &token, Shown::Code(&late)).await, &Refusal::StepOver);
    let found = session::find(&house.market, &token).await.expect("looks");
    assert!(found.is_none(), "it is no session either");
}

async fn beginning_anew_gives_no_new_guesses(house: &House) {
    jane(house).await;
    for round in 0..5 {
        let token = half(house, "buyer", JANE).await;
        let wrong = enter(house, &token, Shown::Backup("wrong-wrong")).await;
        is(wrong, &fault("backup", Violation::CodeWrong));
        assert_eq!(
            house
                .number("SELECT CAST(MAX(tries) AS BIGINT) FROM half_sign_in")
                .await,
            1,
            "{round}"
        );
    }
    let token = half(house, "buyer", JANE).await;
    let code = house.code(JANE).await;
    is(
        enter(house, &token, Shown::Code(&code)).await,
        &Refusal::Locked { seconds: 600 },
    );
    house.wait(Duration::from_secs(10 * 60));
    let token = half(house, "buyer", JANE).await;
    let code = house.code(JANE).await;
    house.second_step(&token, &code).await;
}

async fn a_backup_code_works_once_and_new_ones_void_the_old(house: &House) {
    let (who, codes) = jane(house).await;
    assert_eq!(codes.len(), 10);
    let token = half(house, "buyer", JANE).await;
    let typed = codes[0].to_uppercase();
    enter(house, &token, Shown::Backup(&typed)).await.expect("enters");
    let token = half(house, "buyer", JANE).await;
    is(
        enter(house, &token, Shown::Backup(&codes[0])).await,
        &fault("backup", Violation::CodeWrong),
    );
    assert_eq!(care::look(&house.market, &who).await.expect("looks").codes, 9);
    let new = care::new_codes(&house.market, &who).await.expect("makes");
    is(
        enter(house, &token, Shown::Backup(&codes[1])).await,
        &fault("backup", Violation::CodeWrong),
    );
    enter(house, &token, Shown::Backup(&new[1]))
        .await
        .expect("enters");
    let stored = house.rows("backup_code WHERE length(code_hash) = 32");
    assert_eq!(stored.await, 10);
}

//! The second step of a sign-in: codes of an app, backup codes, and what holds between password and session.

#[path = "support/house.rs"]
mod house;

use std::time::Duration;

use domain::accounts::second_factor::{App, Step};
use domain::accounts::{AccountType, SignInForm};
use domain::refusal::Refusal;
use domain::violations::{Violation, Violations};
use futures_util::future::join_all;
use house::forms::credentials;
use house::{House, PASSWORD, caller};
use services::accounts::proving;
use services::accounts::second_factor::care;
use services::accounts::second_factor::step::{self, Advance, Entered, Shown};
use services::accounts::session::{self, SignedIn};
use services::accounts::sign_in::{self, Entry};
use services::accounts::token::Token;
use services::clock::Clock;
use services::error::Error;
use totp_rs::{Builder, Secret, Totp};

on_both!(
    t36_staff_have_no_session_without_a_factor,
    t36_a_secret_that_another_browser_may_have_seen_is_never_confirmed,
    t36_staff_are_out_after_half_an_hour_and_never_stay,
    t36_staff_keep_their_last_factor,
    a_code_counts_once,
    a_code_counts_one_step_early_or_late,
    t19_of_64_wrong_codes_at_once_five_are_looked_at,
    t19_of_64_right_codes_at_once_one_signs_in,
    t19_a_half_sign_in_is_worth_nothing_in_another_browser_or_later,
    t17_a_new_password_voids_what_was_half_done_and_keeps_the_factor,
    beginning_anew_gives_no_new_guesses,
    a_backup_code_works_once_and_new_ones_void_the_old,
    what_was_asked_at_the_password_is_kept_over_the_second_step,
    t23_changes_want_the_password_of_the_last_five_minutes,
    who_removes_the_last_factor_is_asked_no_more,
);

const JANE: &str = "jane@harbour.example";
const DESK: &str = "desk@owner.example";
const STEP: Duration = Duration::from_secs(30);

async fn half_with(house: &House, form: SignInForm) -> Token {
    match sign_in::sign_in(&house.market, form, &caller(), None).await {
        Ok(Entry::SecondStep(token)) => token,
        other => panic!("not asked for a second step: {other:?}"),
    }
}

async fn half(house: &House, account_type: &str, login: &str) -> Token {
    half_with(house, credentials(account_type, login, PASSWORD)).await
}

async fn enter(house: &House, token: &Token, shown: Shown<'_>) -> Result<Entered, Error> {
    match step::enter(&house.market, Some(token), shown, &caller(), None).await? {
        Advance::In(entered) => Ok(entered),
        Advance::Next => panic!("something more is asked for"),
    }
}

/// Jane, a buyer who has set an app up; with her backup codes.
async fn jane(house: &House) -> (SignedIn, Vec<String>) {
    house.person(AccountType::Buyer, JANE, "Harbour", false).await;
    let (_, who) = house.sign_in(JANE, "buyer").await;
    care::begin_app(&house.market, &who).await.expect("begins");
    let code = house.code(JANE).await;
    let codes = care::confirm_app(&house.market, &who, &code)
        .await
        .expect("confirms");
    (who, codes)
}

async fn desk(house: &House) {
    house.person(AccountType::Staff, DESK, "", false).await;
}

fn is<T: std::fmt::Debug>(answer: Result<T, Error>, refusal: &Refusal) {
    match answer {
        Err(Error::Refused(refused)) => assert_eq!(refused, *refusal),
        other => panic!("{other:?} instead of {refusal:?}"),
    }
}

fn fault(field: &str, violation: Violation) -> Refusal {
    Violations::of(field, violation).into()
}

/// An app as people have it, filled with the letters that the page shows.
fn app(secret: &str) -> Totp {
    let letters: String = secret.split_whitespace().collect();
    let secret = Secret::try_from_base32(letters).expect("base 32");
    Builder::new()
        .with_secret(secret)
        .with_account_name("x")
        .build_noncompliant()
}

fn shows(app: &Totp, house: &House, steps: i64) -> String {
    let seconds = house.clock.now() / 1_000 + steps * 30;
    app.generate(seconds.unsigned_abs()).to_string()
}

async fn secret_of(house: &House, token: &Token) -> String {
    match step::open(&house.market, Some(token)).await {
        Ok(Step::Enrol(enrolment)) => enrolment.secret,
        other => panic!("{other:?}"),
    }
}

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
        ..form("staff", DESK)
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

async fn t17_a_new_password_voids_what_was_half_done_and_keeps_the_factor(house: &House) {
    jane(house).await;
    let token = half(house, "buyer", JANE).await;
    let code = house.code(JANE).await;
    house.run("UPDATE account SET generation = generation + 1").await;
    is(enter(house, &token, Shown::Code(&code)).await, &Refusal::StepOver);
    let after = half(house, "buyer", JANE).await;
    house.second_step(&after, &code).await;
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

async fn what_was_asked_at_the_password_is_kept_over_the_second_step(house: &House) {
    jane(house).await;
    let wants = SignInForm {
        stay: Some("1".to_owned()),
        next: "/request?model=X".to_owned(),
        ..form("buyer", JANE)
    };
    let token = half_with(house, wants).await;
    let code = house.code(JANE).await;
    let entered = house.second_step(&token, &code).await;
    assert!(entered.welcome.stays && !entered.enrolled);
    assert_eq!(entered.next, "/request?model=X");
    let elsewhere = SignInForm {
        next: "//evil.example".to_owned(),
        ..form("buyer", JANE)
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

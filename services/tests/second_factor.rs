//! The second step of a sign-in: codes of an app, backup codes, and what holds between password and session.

mod changes;
mod codes;
mod owners_people;

use std::time::Duration;

use crate::support::house::forms::credentials;
use crate::support::house::{House, PASSWORD, caller};
use domain::accounts::second_factor::Step;
use domain::accounts::{AccountType, SignInForm};
use domain::refusal::Refusal;
use domain::violations::{Violation, Violations};
use services::accounts::second_factor::care;
use services::accounts::second_factor::step::{self, Advance, Entered, Shown};
use services::accounts::session::SignedIn;
use services::accounts::sign_in::{self, Entry};
use services::accounts::token::Token;
use services::clock::Clock;
use services::error::Error;
use totp_rs::{Builder, Secret, Totp};

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

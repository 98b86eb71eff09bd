//! A new password: by a mailed link, and on the account's own page.

mod asking;
mod links;
mod own_page;

use crate::support::house::{House, caller, forms};
use crate::support::people::{JANE, sign_in_with, token};
use domain::accounts::{ChangePasswordForm, ForgotForm};
use services::accounts::recovery;
use services::accounts::session::SessionToken;
use services::error::Answer;
use services::jobs;
use services::post::ReadyMail;

async fn ask(house: &House, email: &str) {
    let form = ForgotForm {
        email: email.to_owned(),
    };
    recovery::ask(&house.market, &caller(), &form)
        .await
        .expect("asks");
}

async fn letters_after_asking(house: &House, email: &str) -> Vec<ReadyMail> {
    ask(house, email).await;
    jobs::run_due(&house.market).await.expect("runs");
    house.letters().await
}

async fn mailed(house: &House) -> String {
    let letters = letters_after_asking(house, JANE).await;
    assert_eq!(letters.len(), 1, "one mail");
    token(&letters[0])
}

async fn set(house: &House, token: &str, password: &str) -> Answer<()> {
    recovery::set(&house.market, token, &forms::new_password(password)).await
}

async fn signs_in(house: &House, password: &str) -> Answer<SessionToken> {
    sign_in_with(house, "buyer", JANE, password)
        .await
        .map(|welcome| welcome.token)
}

fn change(current: &str, password: &str) -> ChangePasswordForm {
    ChangePasswordForm {
        current: current.to_owned(),
        password: password.to_owned(),
        password_again: password.to_owned(),
    }
}

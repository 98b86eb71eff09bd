//! Registering, proving the address, and the screening that follows.

mod codes;
mod limits;
mod links;
mod screened;

use crate::support::house::{House, caller, forms};
use crate::support::people::{NEW, sign_in_with, token, who};
use domain::accounts::RegistrationForm;
use services::accounts::caller::Caller;
use services::accounts::{registration, session, verification};
use services::post::ReadyMail;

fn form(kind: &str, email: &str) -> RegistrationForm {
    forms::registration(kind, email, NEW)
}

async fn register(house: &House, kind: &str, email: &str) -> Caller {
    let registered = registration::receive(&house.market, &caller(), form(kind, email))
        .await
        .expect("registers");
    Caller {
        waiting: Some(registered.waiting),
        ..caller()
    }
}

async fn only_letter(house: &House) -> ReadyMail {
    let mut letters = house.letters().await;
    assert_eq!(letters.len(), 1, "one mail");
    letters.remove(0)
}

async fn mailed_token(house: &House) -> String {
    token(&only_letter(house).await)
}

async fn signed_in(house: &House, kind: &str, email: &str) -> session::SignedIn {
    let welcome = sign_in_with(house, kind, email, NEW).await.expect("signs in");
    who(house, &welcome.token).await.expect("is in")
}

async fn proved(house: &House, kind: &str, email: &str) {
    let browser = register(house, kind, email).await;
    let token = mailed_token(house).await;
    verification::prove(&house.market, &browser, &token, "")
        .await
        .expect("proves");
}

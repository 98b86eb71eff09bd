//! Individuals and corporations: registering, adding a registration to an account, settings, and links (R085–R091, Z1, Z30).

mod farewell;
mod links;
mod registering;
mod second_profile;

use std::time::Duration;

use crate::support::house::forms::person;
use crate::support::house::{House, caller};
use crate::support::people::{NEW, sign_in_with, to, token, who};
use domain::persons::views::Changed;
use domain::persons::{PersonForm, PersonKind, PersonRegistrationForm};
use services::accounts::caller::Caller;
use services::accounts::persons::registration::Received;
use services::accounts::persons::{adding, registration, settings};
use services::accounts::session::SignedIn;
use services::accounts::verification::{self, Proved};
use services::error::Answer;

const TARO: &str = "taro@person.example";
const CORP: &str = "training@midori.example";
const OTHER: &str = "other@company.example";
const LONG_AGO: Duration = Duration::from_secs(301);

fn form(kind: PersonKind, email: &str) -> PersonRegistrationForm {
    PersonRegistrationForm {
        submission: services::accounts::registration::new_submission(),
        person: person(kind),
        email: email.to_owned(),
        password: NEW.to_owned(),
        password_again: NEW.to_owned(),
        agreed: Some("1".to_owned()),
    }
}

fn linked_form(email: &str, corporate: &str) -> PersonRegistrationForm {
    let mut form = form(PersonKind::Individual, email);
    corporate.clone_into(&mut form.person.corporate);
    form
}

fn browser(waiting: services::accounts::token::Token) -> Caller {
    Caller {
        waiting: Some(waiting),
        ..caller()
    }
}

async fn receive(house: &House, kind: PersonKind, form: &PersonRegistrationForm) -> Answer<Caller> {
    match registration::receive(&house.market, &caller(), kind, form).await? {
        Received::Waits(registered) => Ok(browser(registered.waiting)),
        Received::HasAccount(_) => panic!("the address has an account"),
    }
}

/// Registers, and presses the button behind the mailed link.
async fn registered(house: &House, kind: PersonKind, form: &PersonRegistrationForm) -> Proved {
    let browser = receive(house, kind, form).await.expect("registers");
    let letters = house.letters().await;
    let letter = to(&letters, &form.email);
    assert_eq!(letter.len(), 1, "one letter");
    assert_eq!(letter[0].kind, "verify_person");
    verification::prove(&house.market, &browser, &token(letter[0]), "")
        .await
        .expect("proves")
}

async fn signed_in(house: &House, kind: PersonKind, email: &str) -> SignedIn {
    let word = kind.account_type().word();
    let welcome = sign_in_with(house, word, email, NEW).await.expect("signs in");
    who(house, &welcome.token).await.expect("is in")
}

/// An individual or a corporation, registered and signed in.
async fn come(house: &House, kind: PersonKind, email: &str) -> SignedIn {
    registered(house, kind, &form(kind, email)).await;
    signed_in(house, kind, email).await
}

/// Somebody who has an account becomes an individual, too.
async fn adds_individual(house: &House, who: &SignedIn) {
    let added = form(PersonKind::Individual, "");
    adding::add(&house.market, who, &caller(), PersonKind::Individual, &added)
        .await
        .expect("adds");
}

async fn change(house: &House, who: &SignedIn, form: &PersonForm) -> Answer<Changed> {
    settings::update(&house.market, who, &caller(), form).await
}

/// Enters the address of a corporation, or clears it.
async fn enter(house: &House, who: &SignedIn, corporate: &str) -> Answer<Changed> {
    let mut form = settings::view(&house.market, who).await.expect("views").form;
    corporate.clone_into(&mut form.corporate);
    change(house, who, &form).await
}

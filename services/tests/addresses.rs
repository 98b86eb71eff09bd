//! One's e-mail addresses, and where one is signed in.

mod changes;
mod links;
mod taken_over;

use std::time::Duration;

use crate::support::house::{House, PASSWORD};
use crate::support::people::{JANE, jane, to, token, who};
use domain::accounts::own::Address;
use domain::accounts::{AddAddressForm, PickAddressForm};
use services::accounts::addresses::{self, confirm, main};
use services::accounts::session::{SessionToken, SignedIn};
use services::error::Answer;
use services::post::ReadyMail;

const SECOND_ADDRESS: &str = "jane@isartal.example";
const LONG_AGO: Duration = Duration::from_secs(301);

async fn add(house: &House, who: &SignedIn, email: &str, password: &str) -> Answer<()> {
    let form = AddAddressForm {
        email: email.to_owned(),
        password: password.to_owned(),
    };
    addresses::add(&house.market, who, &form).await
}

fn pick(id: i64, password: &str) -> PickAddressForm {
    PickAddressForm {
        address: id.to_string(),
        password: password.to_owned(),
    }
}

async fn list(house: &House, who: &SignedIn) -> Vec<Address> {
    addresses::list(&house.market, who).await.expect("lists").list
}

async fn id_of(house: &House, who: &SignedIn, address: &str) -> i64 {
    let list = list(house, who).await;
    list.iter().find(|a| a.address == address).expect("is listed").id
}

/// Jane, signed in.
async fn jane_in(house: &House) -> (SessionToken, SignedIn) {
    jane(house).await;
    house.sign_in(JANE, "buyer").await
}

/// Adds an address and answers the token of its mail.
async fn added(house: &House, who: &SignedIn, email: &str) -> String {
    add(house, who, email, PASSWORD).await.expect("adds");
    let letters = house.letters().await;
    let letter = to(&letters, email);
    assert_eq!(letter.len(), 1, "{email}");
    assert_eq!(letter[0].kind, "confirm_address");
    token(letter[0])
}

async fn proved(house: &House, who: &SignedIn, email: &str) -> i64 {
    let token = added(house, who, email).await;
    confirm::confirm(&house.market, &token).await.expect("proves");
    id_of(house, who, email).await
}

/// Makes an address the main one; answers the session as it is then, and the mail to the former address.
async fn made_main(house: &House, session: &SessionToken, id: i64, password: &str) -> (SignedIn, ReadyMail) {
    let here = who(house, session).await.expect("is in");
    main::make_main(&house.market, &here, &pick(id, password))
        .await
        .expect("changes");
    let mut letters = house.letters().await;
    letters.retain(|letter| letter.kind == "address_changed");
    assert_eq!(letters.len(), 1, "the former address is told");
    (who(house, session).await.expect("goes on"), letters.remove(0))
}

//! The console through the front door: pages and plain forms of the owner's people, and everybody who has no business there.

mod deciding;
mod doors;
mod pages;

use crate::support::door::{Answer, Door};
use crate::support::house::{House, forms};
use domain::accounts::{AccountType, Email};
use services::screening;

const DESK: &str = "desk@owner.example";
const MATE: &str = "mate@owner.example";
const ANNA: &str = "anna@harbour.example";

/// The form of an application as a browser posts it.
fn posted(company: &str) -> Vec<(String, String)> {
    let value = serde_json::to_value(forms::profile(company)).expect("data");
    let fields = value.as_object().expect("fields").clone();
    let mut all: Vec<_> = fields
        .into_iter()
        .map(|(name, value)| {
            let text = value.as_str().unwrap_or_default().to_owned();
            (format!("form[profile][{name}]"), text)
        })
        .collect();
    all.push(("form[agreed]".to_owned(), "1".to_owned()));
    all
}

async fn send(door: &mut Door, path: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    door.post(path, &fields).await
}

async fn applies(house: &House) {
    let form = forms::agreed(forms::profile("Harbour & Sons"));
    let email = Email::parse(ANNA).expect("an address");
    screening::apply_named(&house.market, &email, &form)
        .await
        .expect("applies");
}

async fn anna(house: &House) {
    house.person(AccountType::Buyer, ANNA, "Harbour", false).await;
    applies(house).await;
    house.letters().await;
}

async fn decided(house: &House) -> i64 {
    house.rows("application WHERE state <> 'pending'").await
}

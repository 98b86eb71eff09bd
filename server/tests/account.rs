//! One's own account through the front door: plain forms, downloads, and whoever has no business there.

mod changes;
mod doors;
mod pages;

use crate::support::door;
use crate::support::door::Door;
use crate::support::house::House;
use domain::accounts::AccountType;

const JANE: &str = "jane@harbour.example";
const S1: &str = "s1@example.com";

const PROFILE: [(&str, &str); 18] = [
    ("form[profile][name]", "Jane Harbour"),
    ("form[profile][furigana]", "ジェーン"),
    ("form[profile][company]", "Harbour & Sons"),
    ("form[profile][postcode]", "100-0001"),
    ("form[profile][address]", "1-1 Chiyoda, Tokyo"),
    ("form[profile][country]", "JP"),
    ("form[profile][phone_country]", "JP"),
    ("form[profile][phone]", "03-1234-5678"),
    ("form[profile][fax_country]", "JP"),
    ("form[profile][fax]", ""),
    ("form[profile][url]", "None"),
    ("form[profile][business]", "Electronic parts"),
    ("form[profile][established]", "2020-02-03"),
    ("form[profile][capital]", "6,000,000"),
    ("form[profile][representative]", "John Harbour"),
    ("form[profile][purpose]", "Buying and selling"),
    ("form[agreed]", "1"),
    ("unknown", "ignored"),
];

fn with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    door::with(&PROFILE, changes)
}

async fn buyer(house: &House) -> Door {
    house
        .person(AccountType::Buyer, JANE, "Harbour Trading", false)
        .await;
    let mut door = Door::of(house);
    door.sign_in(JANE, "buyer").await;
    door
}

async fn supplier(house: &House) -> Door {
    let supplier = house.supplier(S1).await;
    house.stock(&supplier, &["TC74HC4050AFTEL", "TC74HC00AF"]).await;
    house.letters().await;
    let mut door = Door::of(house);
    door.sign_in(S1, "supplier").await;
    door
}

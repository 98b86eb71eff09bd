//! The front door as browsers and strangers meet it: through the real router, with scripts and without.

#[path = "../../services/tests/support/house.rs"]
#[macro_use]
mod house;
#[path = "support/door.rs"]
mod door;
#[path = "front_door/matrix.rs"]
mod matrix;
#[path = "front_door/pages.rs"]
mod pages;
#[path = "front_door/parts.rs"]
mod parts;
#[path = "front_door/patience.rs"]
mod patience;
#[path = "front_door/requests.rs"]
mod requests;
#[path = "front_door/signing_in.rs"]
mod signing_in;
#[path = "front_door/strangers.rs"]
mod strangers;

use house::House;

const REQUEST: [(&str, &str); 9] = [
    ("form[submission]", "0190a0b0-0000-7000-8000-000000000001"),
    ("form[name]", "Jane Buyer"),
    ("form[furigana]", ""),
    ("form[company]", "Harbour Trading"),
    ("form[email]", "jane@harbour.example"),
    ("form[phone_country]", "HK"),
    ("form[phone]", "5550-0103"),
    ("form[lines][0][model]", "TC74HC4050AFTEL"),
    ("form[lines][0][quantity]", "100"),
];

fn with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    door::with(&REQUEST, changes)
}

async fn stocked(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    house
        .stock(&supplier, &["TC74HC4050AFTEL", "MAX708TESA-TG"])
        .await;
    house.letters().await;
}

//! The front door as browsers and strangers meet it: through the real router, with scripts and without.

mod canaries;
mod forms;
mod matrix;
mod pages;
mod parts;
mod patience;
mod requests;
mod signing_in;
mod strangers;

use crate::support::door;
use crate::support::house::House;

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

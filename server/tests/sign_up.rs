//! Signing up through the front door: the form, the waiting page, the mailed link and its code.

mod form;
mod menu;
mod proof;

use crate::support::door;
use crate::support::door::{Answer, Door, leads_to, link};
use crate::support::house::House;
use services::post::ReadyMail;

const JANE: &str = "jane@harbour.example";
const PASSWORD: &str = "kaji!tsubo88ren";
const BUYER: &str = "/sign-up/buyer";
const SUPPLIER: &str = "/sign-up/supplier";
const SENT: &str = "/sign-up/sent";
const VERIFY: &str = "/sign-up/verify";
const SUBMISSION: &str = "0190a0b0-0000-4000-8000-000000000001";

const FORM: [(&str, &str); 22] = [
    ("form[submission]", SUBMISSION),
    ("form[profile][name]", "Jane Harbour"),
    ("form[profile][furigana]", "ジェーン ハーバー"),
    ("form[profile][company]", "Harbour Trading"),
    ("form[profile][country]", "JP"),
    ("form[profile][postcode]", "100-0001"),
    ("form[profile][address]", "1-1 Chiyoda, Tokyo"),
    ("form[profile][phone_country]", "HK"),
    ("form[profile][phone]", "5550-0103"),
    ("form[profile][fax_country]", "MO"),
    ("form[profile][fax]", ""),
    ("form[profile][url]", "None"),
    ("form[profile][business]", "Electronic parts"),
    ("form[profile][established]", "2020-02-03"),
    ("form[profile][capital]", "6,000,000"),
    ("form[profile][representative]", "John Harbour"),
    ("form[profile][purpose]", "Buying and selling parts"),
    ("form[email]", JANE),
    ("form[password]", PASSWORD),
    ("form[password_again]", PASSWORD),
    ("form[agreed]", "1"),
    // A stranger's invention: the page decides the type.
    ("form[account_type]", "staff"),
];

fn with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    door::with(&FORM, changes)
}

/// A browser that has registered, and the mail that it waits for.
async fn registered(house: &House, page: &str) -> (Door, ReadyMail) {
    let mut door = Door::of(house);
    leads_to(&door.post(page, &FORM).await, SENT);
    let mut letters = house.letters().await;
    assert_eq!(letters.len(), 1);
    (door, letters.remove(0))
}

async fn open(door: &mut Door, letter: &ReadyMail) -> Answer {
    let opened = door.get(&link(letter)).await;
    leads_to(&opened, VERIFY);
    door.follow(&opened).await
}

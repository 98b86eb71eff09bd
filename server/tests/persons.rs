//! Individuals and corporations through the front door: registering, adding a registration, settings, and linked members.

mod own_pages;
mod registering;
mod strangers;

use crate::support::door;
use crate::support::door::{Answer, Door, leads_to, link};
use crate::support::house::House;
use axum::http::StatusCode;

const TARO: &str = "taro@person.example";
const CORP: &str = "training@midori.example";
const JANE: &str = "jane@harbour.example";
const PASSWORD: &str = "kaji!tsubo88ren";
const INDIVIDUAL: &str = "/sign-up/individual";
const CORPORATE: &str = "/sign-up/corporate";
const HISTORY: &str = "/account/history";
const SETTINGS: &str = "/account/settings";
const MEMBERS: &str = "/account/members";

const PERSON: [(&str, &str); 11] = [
    ("form[person][name]", "佐藤 太郎"),
    ("form[person][furigana]", "サトウ タロウ"),
    ("form[person][born]", "1990-02-28"),
    ("form[person][country]", "JP"),
    ("form[person][phone_country]", "JP"),
    ("form[person][phone]", "03-5550-0107"),
    ("form[person][corporate]", ""),
    ("form[password]", PASSWORD),
    ("form[password_again]", PASSWORD),
    ("form[agreed]", "1"),
    ("form[email]", TARO),
];

const COMPANY: [(&str, &str); 6] = [
    ("form[person][name]", "鈴木 恵子"),
    ("form[person][company]", "Midori Works"),
    ("form[person][department]", "Training"),
    ("form[person][postcode]", "100-0001"),
    ("form[person][address]", "1-1 Chiyoda, Tokyo"),
    ("form[email]", CORP),
];

fn with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    door::with(&PERSON, changes)
}

/// Fills in the form of a page and sends it.
async fn send(door: &mut Door, page: &str, changes: &[(&str, &str)]) -> Answer {
    let opened = door.get(page).await;
    let submission = opened.hidden("form[submission]").to_owned();
    let mut fields = with(changes);
    fields.push(("form[submission]", &submission));
    door.post(page, &fields).await
}

/// Registers, presses the button behind the mailed link, and signs in.
async fn come(house: &House, page: &str, changes: &[(&str, &str)]) -> Door {
    let mut door = Door::of(house);
    leads_to(&send(&mut door, page, changes).await, "/sign-up/sent");
    let letters = house.letters().await;
    let letter = letters.iter().find(|letter| letter.kind == "verify_person");
    let opened = door.get(&link(letter.expect("M24"))).await;
    door.follow(&opened).await;
    let done = door.post("/sign-up/verify", &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let kind = page.trim_start_matches("/sign-up/");
    let email = with(changes)
        .iter()
        .find(|(name, _)| *name == "form[email]")
        .map_or("", |(_, email)| *email)
        .to_owned();
    leads_to(&sign_in(&mut door, kind, &email).await, HISTORY);
    door
}

async fn sign_in(door: &mut Door, kind: &str, email: &str) -> Answer {
    let fields = [("account_type", kind), ("login", email), ("password", PASSWORD)];
    door.post("/sign-in", &fields).await
}

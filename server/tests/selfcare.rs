//! What people do about their own credentials, through the front door: as a browser without scripts does it, and, for
//! what the pages read, as a script does.

mod addresses;
mod other_link;
mod pages;
mod password;

use crate::support::door;
use crate::support::door::{Answer, Door};
use crate::support::house::House;
use domain::accounts::AccountType;
use services::jobs;

const JANE: &str = "jane@harbour.example";
const SECOND: &str = "jane@isartal.example";
const NEW: &str = "kaji!tsubo88ren";

async fn jane(house: &House) -> Door {
    house.person(AccountType::Buyer, JANE, "Harbour", false).await;
    Door::of(house)
}

async fn jane_in(house: &House) -> Door {
    let mut door = jane(house).await;
    door.sign_in(JANE, "buyer").await;
    door
}

/// The path of the mailed link in the newest mail of a kind.
async fn mailed(house: &House, kind: &str) -> String {
    jobs::run_due(&house.market).await.expect("runs");
    let letters = house.letters().await;
    door::link(letters.iter().find(|letter| letter.kind == kind).expect(kind))
}

fn twice(password: &str) -> [(&str, &str); 2] {
    [("password", password), ("password_again", password)]
}

/// The page of a link; nothing that names the link stands in it.
async fn opened(door: &mut Door, link: &str) -> Answer {
    let answer = door.get(link).await;
    let page = door.follow(&answer).await;
    assert!(
        !page.body.contains(link.trim_start_matches("/k/")),
        "the link is not repeated"
    );
    page
}

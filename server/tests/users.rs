//! The users of a company through the front door: as a browser without scripts does it, and as a script reads it.

mod doors;
mod invitations;
mod roles;

use crate::support::door;
use crate::support::door::{Answer, Door, with};
use crate::support::house::House;
use axum::http::StatusCode;
use domain::accounts::AccountType;

const CHIEF: &str = "chief@midori.example";
const JIRO: &str = "jiro@midori.example";
const JIROS: &str = "tsuki!hashi31no";
const USERS: &str = "/account/users";
const ONE: &str = "/account/users/one";
const JOIN: &str = "/sign-up/join";

const INVITE: [(&str, &str); 5] = [
    ("step", "invite"),
    ("email", JIRO),
    ("name", "Jiro Sato"),
    ("role", "member"),
    ("language", "en"),
];
const JOINING: [(&str, &str); 7] = [
    ("name", "Jiro Sato"),
    ("furigana", "サトウ ジロウ"),
    ("phone_country", "JP"),
    ("phone", "03-5550-0105"),
    ("password", JIROS),
    ("password_again", JIROS),
    ("agreed", "1"),
];

async fn chief(house: &House) -> Door {
    house
        .person(AccountType::Supplier, CHIEF, "Midori & Sons", false)
        .await;
    let mut door = Door::of(house);
    door.sign_in(CHIEF, "supplier").await;
    door
}

/// The path of the link in the newest invitation.
async fn mailed(house: &House) -> String {
    let letters = house.letters().await;
    let letter = letters.iter().find(|letter| letter.kind == "invitation");
    door::link(letter.expect("an invitation"))
}

async fn opened(door: &mut Door, link: &str) -> Answer {
    let answer = door.get(link).await;
    door.follow(&answer).await
}

/// Jiro, come with a role, and signed in in a browser of his own.
async fn jiro(house: &House, chief: &mut Door, role: &str) -> Door {
    let sent = chief.post(USERS, &with(&INVITE, &[("role", role)])).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let link = mailed(house).await;
    let mut door = chief.another();
    opened(&mut door, &link).await;
    let came = door.post(JOIN, &JOINING).await;
    assert_eq!(came.status, StatusCode::SEE_OTHER, "{}", came.body);
    let fields = [("account_type", "supplier"), ("login", JIRO), ("password", JIROS)];
    assert_eq!(door.post("/sign-in", &fields).await.status, StatusCode::SEE_OTHER);
    door
}

/// The nine digits of a user, read off the list.
async fn number(door: &mut Door, email: &str) -> String {
    let list = door.ask("accounts/users", &[]).await.json();
    let users = list["list"]["users"].as_array().expect("users").clone();
    let user = users
        .iter()
        .find(|user| user["email"] == email)
        .expect("is listed");
    user["number"].as_str().expect("a number").to_owned()
}

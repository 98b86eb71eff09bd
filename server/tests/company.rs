//! A company that registers in two steps, through the front door: every page as a plain form, and as scripts read it.

mod course;
mod details;
mod pages;

use crate::support::door;
use crate::support::door::{Door, leads_to};
use crate::support::house::{House, PASSWORD};
use domain::accounts::StaffRole;

const HANNAH: &str = "hannah@isartal.example";
const KEIKO: &str = "keiko@owner.example";
const LEO: &str = "leo@owner.example";
const COMPANY: &str = "/sign-up/company";
const DETAILS: &str = "/sign-up/company/details";
const SENT: &str = "/sign-up/sent";
const APPLICATION: &str = "/account/application";

const FIRST: [(&str, &str); 10] = [
    ("form[submission]", "0190a0b0-0000-4000-8000-000000000002"),
    ("form[profile][name]", "Hannah Schmidt"),
    ("form[profile][company_type]", "overseas"),
    ("form[profile][company]", "Isartal & Co."),
    ("form[profile][country]", "DE"),
    ("form[email]", HANNAH),
    ("form[password]", PASSWORD),
    ("form[password_again]", PASSWORD),
    ("form[agreed]", "1"),
    ("form[privacy]", "1"),
];

const SECOND: [(&str, &str); 13] = [
    ("form[profile][name]", "Hannah Schmidt"),
    ("form[profile][company_type]", "overseas"),
    ("form[profile][company]", "Isartal & Co."),
    ("form[profile][country]", "DE"),
    ("form[profile][postcode]", "80331"),
    ("form[profile][address]", "Marienplatz 1"),
    ("form[profile][phone_country]", "DE"),
    ("form[profile][phone]", "089-5550-0102"),
    ("form[profile][url]", "https://isartal.example"),
    ("form[profile][business]", "Passive components"),
    ("form[profile][representative]", "Max Isar"),
    ("form[profile][coordinator]", KEIKO),
    ("form[agreed]", "1"),
];

/// A coordinator, signed in.
async fn coordinator(house: &House, email: &str, name: &str) -> Door {
    house.member_of_staff(email, name, StaffRole::Coordinator).await;
    Door::signed_in(house, email, "staff").await
}

/// The path of the link in the newest mail to a reader.
async fn mailed(house: &House, reader: &str) -> String {
    let letters = house.letters().await;
    let letter = letters.iter().rfind(|letter| letter.to == reader);
    door::link(letter.expect("a mail"))
}

/// A browser that has taken the first step and opened the link.
async fn before_the_second_step(house: &House) -> Door {
    let mut door = Door::of(house);
    leads_to(&door.post(COMPANY, &FIRST).await, SENT);
    leads_to(&door.get(&mailed(house, HANNAH).await).await, DETAILS);
    door
}

//! The console: the queue of applications, what is done about them, who may do it, and the audit log.

mod decisions;
mod in_line;
mod log;
mod powers;

use crate::support::house::{House, forms};
use crate::support::staff::Person;
use domain::accounts::profile::Reason;
use domain::accounts::{AccountType, Email, SideForm};
use domain::screening::views::{QueuePage, Sheet};
use domain::screening::{Question, QueueFilter, Rejection};
use services::proofs::Acting;
use services::screening::deciding::{self, Outcome};
use services::screening::{self, Decision, queue, sheet};

const ANNA: &str = "anna@harbour.example";
const BEN: &str = "ben@isar.example";

fn address(email: &str) -> Email {
    Email::parse(email).expect("an address")
}

/// A buyer who applies to become a supplier.
async fn applicant(house: &House, email: &str, company: &str) {
    house.person(AccountType::Buyer, email, company, false).await;
    apply(house, email, company).await;
}

fn form(company: &str) -> SideForm {
    forms::agreed(forms::profile(company))
}

async fn apply(house: &House, email: &str, company: &str) {
    screening::apply_named(&house.market, &address(email), &form(company))
        .await
        .expect("applies");
}

async fn listed(house: &House, person: &Person, query: &str) -> QueuePage {
    queue::page(&house.market, &person.staff(), QueueFilter::of_query(query))
        .await
        .expect("lists")
}

async fn only(house: &House, person: &Person) -> Sheet {
    let page = listed(house, person, "state=all").await;
    read(house, person, page.rows[0].id).await
}

async fn read(house: &House, person: &Person, id: i64) -> Sheet {
    let filter = QueueFilter::default();
    sheet::sheet(&house.market, &person.staff(), &person.who, id, &filter)
        .await
        .expect("reads")
}

fn because(reason: &str) -> Rejection {
    Rejection::from(Reason::parse(reason).expect("a reason"))
}

fn question(words: &str) -> Question {
    Question::parse(words).expect("a question")
}

async fn reject(house: &House, acting: &Acting, sheet: &Sheet, rejection: Rejection) {
    let decision = Decision::Reject(rejection);
    let outcome = deciding::decide(&house.market, acting, sheet.id, sheet.version, &decision).await;
    assert_eq!(outcome.expect("decides"), Outcome::Done);
}

async fn approve(house: &House, acting: &Acting, sheet: &Sheet) -> Outcome {
    deciding::decide(&house.market, acting, sheet.id, sheet.version, &Decision::Approve)
        .await
        .expect("decides")
}

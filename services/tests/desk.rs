//! The desk: messages that are answered, notices to visitors and the status page, mails and jobs that are tried again.

mod board;
mod messages;
mod tried_again;

use crate::support::house::{House, forms};
use crate::support::people::refusal;
use crate::support::staff::{Person, member};
use board::{form, publish};
use domain::accounts::StaffRole;
use domain::audit::{Action, AuditFilter};
use domain::contact::thread::{AnswerText, Thread, ThreadAct};
use domain::contact::{ContactForm, ThreadFilter, ThreadState};
use domain::desk::{RetryReason, Which, WorkFilter};
use domain::language::Language;
use domain::refusal::Refusal;
use domain::screening::Note;
use services::accounts::session::SignedIn;
use services::contact::{answering, threads};
use services::desk::{mails, works};
use services::notices;
use services::screening::Outcome;
use services::{audit, contact};

on_both!(t31_each_role_does_its_own,);

const DESK: &str = "staff@owner.example";
const JANE: &str = "jane@harbour.example";

async fn desk(house: &House) -> Person {
    member(house, DESK, StaffRole::Administrator).await
}

async fn write(house: &House, who: Option<&SignedIn>, language: Language, form: ContactForm) -> i64 {
    let received = contact::receive(&house.market, who, language, form).await;
    received.expect("received").number.0
}

fn answer(words: &str, state: ThreadState) -> ThreadAct {
    ThreadAct::Answer(AnswerText::parse(words).expect("a text"), state)
}

async fn read(house: &House, person: &Person, id: i64) -> Thread {
    threads::thread(&house.market, &person.staff(), &person.who, id)
        .await
        .expect("reads")
}

async fn act(house: &House, person: &Person, id: i64, act: &ThreadAct) -> Outcome {
    let version = read(house, person, id).await.version;
    let acting = person.acting_late(house).await;
    answering::act(&house.market, &acting, id, version, act)
        .await
        .expect("acts")
}

async fn logged(house: &House, person: &Person, what: Action) -> Vec<String> {
    let filter = AuditFilter {
        what: Some(what),
        ..AuditFilter::default()
    };
    let page = audit::page(&house.market, &person.staff(), &person.who, filter).await;
    page.expect("reads")
        .rows
        .into_iter()
        .map(|row| row.details)
        .collect()
}

async fn t31_each_role_does_its_own(house: &House) {
    let id = write(house, None, Language::En, forms::message(JANE, "csv")).await;
    for (at, role) in StaffRole::ALL.into_iter().enumerate() {
        let person = member(house, &format!("p{at}@owner.example"), role).await;
        let (market, staff, acting) = (&house.market, person.staff(), person.acting_late(house).await);
        let reason = RetryReason::parse("Why not.").expect("a reason");
        let which = Which::All("invitation".to_owned());
        let page = threads::page(market, &staff, ThreadFilter::default()).await;
        let version = house
            .number("SELECT CAST(version AS BIGINT) FROM contact_message")
            .await;
        let version = i32::try_from(version).expect("small");
        let note = ThreadAct::Note(Note::parse("Seen.").expect("a note"));
        let noted = answering::act(market, &acting, id, version, &note).await;
        if role.may_answer() {
            assert_eq!(
                (page.expect("lists").total, noted.expect("notes")),
                (1, Outcome::Done),
                "{role:?}"
            );
        } else {
            assert_eq!(refusal(page), Refusal::NotAllowed, "{role:?}");
            assert_eq!(refusal(noted), Refusal::NotAllowed, "{role:?}");
        }
        let who = &person.who;
        let outcomes = [
            mails::page(market, &staff, who, WorkFilter::default())
                .await
                .map(drop),
            works::page(market, &staff, who, WorkFilter::default())
                .await
                .map(drop),
            notices::page(market, &staff, who, Language::En).await.map(drop),
            mails::retry(market, &acting, &which, &reason).await.map(drop),
            works::retry(market, &acting, &which, &reason).await.map(drop),
            publish(house, &acting, &form("trouble", "", "")).await.map(drop),
        ];
        for outcome in outcomes {
            if role == StaffRole::Administrator {
                outcome.expect("may");
            } else {
                assert_eq!(refusal(outcome), Refusal::NotAllowed, "{role:?}");
            }
        }
    }
}

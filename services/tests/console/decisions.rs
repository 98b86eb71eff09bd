//! Questions, rejections and approvals: told, felt at once, and never twice (M04, Z42, T25, T35).

use std::collections::BTreeMap;

use domain::accounts::{AccountType, StaffRole};
use domain::refusal::Refusal;
use domain::screening::queue::Standing;
use domain::screening::views::EventKind;
use domain::screening::{FieldReason, QueueFilter, Rejection, Urgency};
use domain::violations::Violation;
use services::screening::care;
use services::screening::deciding::{self, Outcome};
use services::screening::{self, Decision, State, queue};

use crate::console::{ANNA, applicant, apply, approve, because, form, listed, only, question, read, reject};
use crate::support::house::{DAY, House, caller};
use crate::support::people::{fault, mails, refusal, to, who};
use crate::support::staff::{DESK, MATE, Person, desk, member};

on_both!(
    m04_more_is_asked_and_the_answer_returns_it_to_the_queue,
    z42_a_rejection_names_the_fields_and_the_next_form_is_held_against_it,
    t25_an_approval_is_felt_by_the_next_request,
    t35_of_two_deciders_one_decides,
    t35_what_changed_since_it_was_looked_at_is_not_decided,
);

async fn m04_more_is_asked_and_the_answer_returns_it_to_the_queue(house: &House) {
    let desk = desk(house).await;
    applicant(house, ANNA, "Harbour Trading").await;
    house.letters().await;
    let (_, anna) = house.sign_in(ANNA, "buyer").await;
    let market = &house.market;
    let too_early = screening::answer(market, &anna, &form("Harbour Trading"), "What?").await;
    assert_eq!(refusal(too_early), Refusal::NotAllowed);
    let seen = only(house, &desk).await;
    let acting = desk.acting(house).await;
    let asked = question("Which makers do you deal in?\nName three.");
    let outcome = care::ask(market, &acting, seen.id, seen.version, &asked).await;
    assert_eq!(outcome.expect("asks"), Outcome::Done);
    let twice = care::ask(market, &acting, seen.id, seen.version, &asked).await;
    assert_eq!(
        twice.expect("answers"),
        Outcome::Done,
        "pressed twice, asked once"
    );
    let other = care::ask(market, &acting, seen.id, seen.version, &question("Who are you?")).await;
    assert_eq!(other.expect("answers"), Outcome::Missed);
    let letters = house.letters().await;
    let letter = to(&letters, ANNA);
    assert_eq!(letter.len(), 1, "M04");
    assert!(
        letter[0]
            .text
            .contains("Which makers do you deal in?\nName three.")
    );
    let own = screening::own(market, &anna.member)
        .await
        .expect("reads")
        .expect("one");
    assert_eq!((own.state, own.question.as_str()), (State::Asked, asked.as_str()));
    assert_eq!(listed(house, &desk, "").await.total, 0, "not for us to do");
    assert_eq!(listed(house, &desk, "state=asked").await.rows[0].clock, None);

    let empty = screening::answer(market, &anna, &form("Harbour Trading"), " ").await;
    assert_eq!(fault(empty, "answer"), Violation::Missing);
    house.wait(DAY * 7);
    let (_, anna) = house.sign_in(ANNA, "buyer").await;
    let mut revised = form("Harbour Trading");
    revised.profile.business = "Connectors of JST, HRS and TE".to_owned();
    screening::answer(market, &anna, &revised, "JST, HRS and TE.")
        .await
        .expect("answers");
    let own = screening::own(market, &anna.member)
        .await
        .expect("reads")
        .expect("one");
    assert_eq!((own.state, own.question.as_str()), (State::Pending, ""));
    let desk = Person::signed_in(house, DESK).await;
    let now = only(house, &desk).await;
    assert_eq!(
        now.clock.expect("waits").urgency,
        Urgency::Calm,
        "the time begins anew"
    );
    assert!(now.version > seen.version + 1);
    let before = now.before.expect("the form of before");
    assert_eq!(
        domain::screening::fields::changed(now.kind, &before, &now.form),
        ["business"]
    );
    let told: Vec<_> = now.events.iter().map(|event| event.what).collect();
    assert_eq!(told, [EventKind::Answered, EventKind::Asked, EventKind::Sent]);
    assert_eq!(now.events[0].text, "JST, HRS and TE.");
    assert_eq!(now.events[1].by, desk.who.visitor.name);
}

async fn z42_a_rejection_names_the_fields_and_the_next_form_is_held_against_it(house: &House) {
    let desk = desk(house).await;
    applicant(house, ANNA, "Harbour Trading").await;
    house.letters().await;
    let (_, anna) = house.sign_in(ANNA, "buyer").await;
    let acting = desk.acting(house).await;
    let first = only(house, &desk).await;
    assert_eq!(first.before, None);
    let field = FieldReason::parse("Not in the register.").expect("a reason");
    let rejection = Rejection {
        fields: BTreeMap::from([("company", field)]),
        ..because("Please look at the marked field.")
    };
    reject(house, &acting, &first, rejection).await;
    let letters = house.letters().await;
    assert!(
        to(&letters, ANNA)[0]
            .text
            .contains("Company name: Not in the register.")
    );
    let own = screening::own(&house.market, &anna.member)
        .await
        .expect("reads")
        .expect("one");
    assert_eq!(own.state, State::Rejected);
    assert_eq!(own.fields["company"], "Not in the register.");

    apply(house, ANNA, "Harbour Trading Ltd.").await;
    let second = only(house, &desk).await;
    assert_ne!(second.id, first.id);
    assert_eq!(
        second.before.as_ref().map(|form| form.company.as_str()),
        Some("Harbour Trading")
    );
    let told: Vec<_> = second.events.iter().map(|event| event.what).collect();
    assert_eq!(told, [EventKind::Rejected, EventKind::Sent, EventKind::Sent]);
    assert_eq!(second.events[0].fields["company"], "Not in the register.");
    assert!(listed(house, &desk, "").await.rows[0].again);
    assert_eq!(approve(house, &acting, &second).await, Outcome::Done);
    let decided = read(house, &desk, second.id).await;
    assert_eq!(decided.standing, Standing::Approved);
    assert_eq!(decided.decided_by, desk.who.visitor.name);
}

async fn t25_an_approval_is_felt_by_the_next_request(house: &House) {
    let desk = desk(house).await;
    house.supplier(ANNA).await;
    house.run("UPDATE company SET standing = 'rejected'").await;
    apply(house, ANNA, "Harbour Trading").await;
    let (token, anna) = house.sign_in(ANNA, "supplier").await;
    assert!(anna.supplier().is_none(), "it is being screened");
    let acting = desk.acting(house).await;
    let seen = only(house, &desk).await;
    for press in ["once", "twice"] {
        assert_eq!(
            approve(house, &acting, &seen).await,
            Outcome::Done,
            "pressed {press}"
        );
    }
    assert_eq!(mails(house, "supplier_approved").await, 1, "and told once");
    let next = who(house, &token).await.expect("still signed in");
    assert!(next.supplier().is_some() && !next.visitor.in_screening);
    // And so is another role, and none.
    let market = &house.market;
    let id = desk.staff();
    house.run("UPDATE staff SET role = 'desk'").await;
    let next = who(house, &desk.token).await.expect("still signed in");
    let staff = next.staff(&caller()).expect("staff");
    assert_eq!(
        (id.role(), staff.role()),
        (StaffRole::Administrator, StaffRole::Desk)
    );
    let page = queue::page(market, &staff, QueueFilter::default()).await;
    assert_eq!(refusal(page), Refusal::NotAllowed);
    let suspended =
        "UPDATE account SET state = 'suspended', suspended_at = 1 WHERE id IN (SELECT account_id FROM staff)";
    house.run(suspended).await;
    assert!(who(house, &desk.token).await.is_none());
}

/// Two hundred races, ten at a time: one approves and the other rejects.
async fn t35_of_two_deciders_one_decides(house: &House) {
    let desk = desk(house).await;
    let mate = member(house, MATE, StaffRole::Screening).await;
    let (desk, mate) = (desk.acting(house).await, mate.acting(house).await);
    let people: Vec<String> = (0..10).map(|n| format!("p{n}@harbour.example")).collect();
    for email in &people {
        house.person(AccountType::Buyer, email, "Harbour", false).await;
    }
    for _ in 0..20 {
        for email in &people {
            apply(house, email, "Harbour Trading").await;
        }
        let mut races = Vec::new();
        for one in screening::waiting(&house.market).await.expect("lists") {
            for (acting, decision) in [
                (desk.clone(), Decision::Approve),
                (mate.clone(), Decision::Reject(because("No."))),
            ] {
                let market = house.market.clone();
                races.push(tokio::spawn(async move {
                    deciding::decide(&market, &acting, one.id, one.version, &decision)
                        .await
                        .expect("answers")
                }));
            }
        }
        let (mut done, mut missed) = (0, 0);
        for race in races {
            match race.await.expect("does not panic") {
                Outcome::Done => done += 1,
                Outcome::Missed => missed += 1,
            }
        }
        assert_eq!((done, missed), (10, 10));
        house.run("UPDATE company SET trade_type = 'buyer'").await;
    }
    assert_eq!(house.rows("application WHERE state <> 'pending'").await, 200);
    assert_eq!(
        mails(house, "supplier_approved").await + mails(house, "supplier_rejected").await,
        200
    );
    let entries =
        "SELECT COUNT(*) FROM audit WHERE action IN ('application_approved', 'application_rejected')";
    assert_eq!(house.number(entries).await, 200);
    assert_eq!(
        house.rows("application a JOIN audit l ON l.application_id = a.id AND l.actor = a.decided_by AND l.action = 'application_' || a.state").await,
        200,
        "it is told who decided"
    );
}

async fn t35_what_changed_since_it_was_looked_at_is_not_decided(house: &House) {
    let desk = desk(house).await;
    applicant(house, ANNA, "Harbour Trading").await;
    let (_, anna) = house.sign_in(ANNA, "buyer").await;
    let acting = desk.acting(house).await;
    let market = &house.market;
    for _ in 0..100 {
        let seen = only(house, &desk).await;
        care::ask(market, &acting, seen.id, seen.version, &question("Which?"))
            .await
            .expect("asks");
        assert_eq!(
            approve(house, &acting, &seen).await,
            Outcome::Missed,
            "it was asked about"
        );
        screening::answer(market, &anna, &form("Harbour Trading"), "This.")
            .await
            .expect("answers");
        assert_eq!(
            approve(house, &acting, &seen).await,
            Outcome::Missed,
            "it was sent again"
        );
    }
    assert_eq!(house.rows("application WHERE state <> 'pending'").await, 0);
    assert_eq!(
        approve(house, &acting, &only(house, &desk).await).await,
        Outcome::Done
    );
}

//! The console: the queue of applications, what is done about them, who may do it, and the audit log.

#[path = "support/house.rs"]
#[macro_use]
mod house;
#[path = "support/people.rs"]
mod people;
#[path = "support/staff.rs"]
mod staff;

use std::collections::BTreeMap;
use std::time::Duration;

use domain::accounts::profile::Reason;
use domain::accounts::{AccountType, Email, SideForm, StaffRole};
use domain::audit::{Action, Actor, AuditFilter, OPERATOR};
use domain::refusal::Refusal;
use domain::screening::queue::Standing;
use domain::screening::views::{EventKind, QueuePage, Sheet};
use domain::screening::{FieldReason, Kind, Note, Question, QueueFilter, Rejection, Urgency};
use domain::violations::Violation;
use house::{House, PASSWORD, caller, forms};
use people::{dump, fault, mails, refusal, to, who};
use services::accounts::{leaving, proving};
use services::audit;
use services::proofs::Acting;
use services::screening::care;
use services::screening::deciding::{self, Outcome};
use services::screening::{self, Decision, State, queue, sheet};
use services::verify;
use staff::{DESK, MATE, Person, desk, member};

on_both!(
    the_queue_shows_what_is_due_first_and_what_is_looked_for,
    the_queue_has_pages_and_every_application_its_neighbours,
    the_overview_counts_what_waits,
    an_application_is_taken_once_and_given_back,
    m04_more_is_asked_and_the_answer_returns_it_to_the_queue,
    z42_a_rejection_names_the_fields_and_the_next_form_is_held_against_it,
    t25_an_approval_is_felt_by_the_next_request,
    t35_of_two_deciders_one_decides,
    t35_what_changed_since_it_was_looked_at_is_not_decided,
    t36_whoever_acts_has_shown_the_password_within_a_quarter_of_an_hour,
    t31_each_role_does_its_own_and_nobody_else_does_anything,
    the_audit_log_says_who_did_what_to_whom_when_and_from_where,
    the_audit_log_is_searched_and_taken_out_without_formulas,
    a_changed_or_missing_entry_is_noticed,
    t39_whoever_leaves_is_out_of_the_log_and_the_entries_stay,
);

const ANNA: &str = "anna@harbour.example";
const BEN: &str = "ben@isar.example";
const DAY: Duration = Duration::from_secs(24 * 3_600);
const MINUTE: Duration = Duration::from_secs(60);

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

async fn companies(house: &House, person: &Person, query: &str) -> Vec<String> {
    let page = listed(house, person, query).await;
    page.rows.into_iter().map(|row| row.company).collect()
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

async fn the_queue_shows_what_is_due_first_and_what_is_looked_for(house: &House) {
    let desk = desk(house).await;
    applicant(house, ANNA, "Harbour Trading").await;
    house.wait(DAY * 2);
    applicant(house, BEN, "株式会社みどり").await;
    house.supplier("carl@rhein.example").await;
    house
        .run("UPDATE company SET standing = 'rejected' WHERE name = 'Company of carl'")
        .await;
    apply(house, "carl@rhein.example", "Ｒｈｅｉｎ Parts").await;
    let desk = Person {
        who: house.sign_in(DESK, "staff").await.1,
        ..desk
    };
    let all = companies(house, &desk, "").await;
    assert_eq!(all, ["Harbour Trading", "株式会社みどり", "Ｒｈｅｉｎ Parts"]);
    for (query, found) in [
        ("kind=registration", vec!["Ｒｈｅｉｎ Parts"]),
        ("kind=change", vec!["Harbour Trading", "株式会社みどり"]),
        ("text=harbour", vec!["Harbour Trading"]),
        ("text=%E3%81%BF%E3%81%A9%E3%82%8A", vec!["株式会社みどり"]),
        ("text=rhein", vec!["Ｒｈｅｉｎ Parts"]),
        ("text=ben@isar.example", vec!["株式会社みどり"]),
        ("text=%25", vec![]),
        ("state=approved", vec![]),
        ("whose=me", vec![]),
    ] {
        assert_eq!(companies(house, &desk, query).await, found, "{query}");
    }
    let number = only(house, &desk).await.number;
    assert_eq!(companies(house, &desk, &format!("text={number}")).await.len(), 1);
    let anna = listed(house, &desk, "text=harbour").await.rows.remove(0);
    let clock = anna.clock.expect("waits for us");
    assert_eq!((clock.urgency, clock.days_left), (Urgency::Calm, 2));
    house.wait(DAY * 4);
    let late = listed(house, &desk, "text=harbour").await.rows.remove(0);
    assert_eq!(late.clock.expect("waits").urgency, Urgency::Late);
}

async fn the_queue_has_pages_and_every_application_its_neighbours(house: &House) {
    let desk = desk(house).await;
    applicant(house, ANNA, "Harbour Trading").await;
    // Sixty more companies, each with an application of the same moment.
    let sixty = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)";
    for sql in [
        "INSERT INTO company (name, trade_type, country, created_at, gone_at) SELECT '-', 'buyer', 'ZZ', i, 1 FROM n",
        "INSERT INTO company_seq (company_id, seq) SELECT id, 0 FROM company WHERE country = 'ZZ'",
        "INSERT INTO application (company_id, account_id, kind, state, profile, created_at, sent_at, due_at, sought)
            SELECT c.id, a.account_id, a.kind, 'pending', a.profile, a.created_at, a.sent_at, a.due_at, a.sought FROM company c, application a WHERE c.country = 'ZZ'",
    ] {
        let with = if sql.contains("FROM n") { sixty } else { "" };
        // Where the rows come from stands before the word that inserts on neither database.
        let sql = sql.replacen(" SELECT ", &format!(" {with} SELECT "), 1);
        house.run(&sql).await;
    }
    let first = listed(house, &desk, "").await;
    assert_eq!((first.total, first.pages, first.rows.len()), (61, 2, 50));
    let second = listed(house, &desk, "page=2").await;
    assert_eq!(second.rows.len(), 11);
    assert_eq!(listed(house, &desk, "page=99").await.filter.page, 2);
    let ids: Vec<i64> = first.rows.iter().chain(&second.rows).map(|row| row.id).collect();
    for at in [0, 1, 49, 50, 60] {
        let here = read(house, &desk, ids[at]).await;
        assert_eq!(here.next, ids.get(at + 1).copied(), "after {at}");
        assert_eq!(here.previous, at.checked_sub(1).map(|before| ids[before]));
    }
    let newest = QueueFilter::of_query("state=all");
    let here = sheet::sheet(&house.market, &desk.staff(), &desk.who, ids[60], &newest)
        .await
        .expect("reads");
    assert_eq!(
        (here.previous, here.next),
        (None, Some(ids[59])),
        "the newest first"
    );
    house.run("DELETE FROM application").await;
    house
        .run("DELETE FROM company_seq WHERE company_id IN (SELECT id FROM company WHERE country = 'ZZ')")
        .await;
    house.run("DELETE FROM company WHERE country = 'ZZ'").await;
}

async fn the_overview_counts_what_waits(house: &House) {
    let desk = desk(house).await;
    applicant(house, ANNA, "Harbour Trading").await;
    applicant(house, BEN, "Isar").await;
    let before = queue::overview(&house.market, &desk.staff())
        .await
        .expect("counts");
    let change = before
        .kinds
        .iter()
        .find(|one| one.kind == Kind::Change)
        .expect("a kind");
    assert_eq!((change.waiting, change.late, change.asked), (2, 0, 0));
    assert_eq!(change.oldest, Some(house.market.now()));
    let anna = only(house, &desk).await;
    let acting = desk.acting(house).await;
    care::ask(&house.market, &acting, anna.id, anna.version, &question("Which?"))
        .await
        .expect("asks");
    care::take(&house.market, &desk.staff(), anna.id)
        .await
        .expect("takes");
    house.wait(DAY * 7);
    let after = queue::overview(&house.market, &desk.staff())
        .await
        .expect("counts");
    let change = after
        .kinds
        .iter()
        .find(|one| one.kind == Kind::Change)
        .expect("a kind");
    assert_eq!((change.waiting, change.late, change.asked), (1, 1, 1));
    assert_eq!(after.mine, 1);
}

async fn an_application_is_taken_once_and_given_back(house: &House) {
    let desk = desk(house).await;
    let mate = member(house, MATE, StaffRole::Screening).await;
    applicant(house, ANNA, "Harbour Trading").await;
    let id = only(house, &desk).await.id;
    let market = &house.market;
    let takes = [
        care::take(market, &desk.staff(), id).await.expect("takes"),
        care::take(market, &mate.staff(), id).await.expect("answers"),
    ];
    assert_eq!(takes, [Outcome::Done, Outcome::Missed], "one takes it");
    assert!(read(house, &desk, id).await.mine && !read(house, &mate, id).await.mine);
    assert_eq!(read(house, &mate, id).await.assigned, desk.who.visitor.name);
    assert_eq!(companies(house, &desk, "whose=me").await.len(), 1);
    assert_eq!(companies(house, &mate, "whose=nobody").await.len(), 0);
    let not_hers = care::give_back(market, &mate.staff(), id).await.expect("answers");
    assert_eq!(not_hers, Outcome::Missed);
    care::give_back(market, &desk.staff(), id)
        .await
        .expect("gives back");
    care::take(market, &mate.staff(), id).await.expect("takes");
    let on_leave = care::give_back(market, &desk.staff(), id)
        .await
        .expect("gives back");
    assert_eq!(on_leave, Outcome::Done, "an administrator may");
    let note = Note::parse("Called them.\nNobody there.").expect("a note");
    care::note(market, &mate.staff(), id, &note).await.expect("notes");
    let notes = read(house, &desk, id).await.notes;
    assert_eq!((notes.len(), notes[0].text.as_str()), (1, note.as_str()));
    assert_eq!(mails(house, "information_wanted").await, 0);
}

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
    assert_eq!(twice.expect("answers"), Outcome::Missed);
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
    let desk = Person {
        who: house.sign_in(DESK, "staff").await.1,
        ..desk
    };
    let now = only(house, &desk).await;
    assert_eq!(
        now.clock.expect("waits").urgency,
        Urgency::Calm,
        "the time begins anew"
    );
    assert!(now.version > seen.version + 1);
    let before = now.before.expect("the form of before");
    assert_eq!(
        domain::screening::fields::changed(&before, &now.form),
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
    approve(house, &acting, &only(house, &desk).await).await;
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

async fn t36_whoever_acts_has_shown_the_password_within_a_quarter_of_an_hour(house: &House) {
    let desk = desk(house).await;
    let market = &house.market;
    house.wait(MINUTE * 14);
    assert!(!proving::asks_to_act(market, &desk.who));
    proving::acting(market, &desk.who, &caller(), "")
        .await
        .expect("is fresh");
    house.wait(MINUTE * 2);
    assert!(proving::asks_to_act(market, &desk.who));
    let stale = proving::acting(market, &desk.who, &caller(), "").await;
    assert_eq!(refusal(stale), Refusal::ProveFirst);
    let wrong = proving::acting(market, &desk.who, &caller(), "Not-this-1").await;
    assert_eq!(fault(wrong, "password"), Violation::PasswordWrong);
    proving::acting(market, &desk.who, &caller(), PASSWORD)
        .await
        .expect("is proved");
    let renewed = who(house, &desk.token).await.expect("is signed in");
    proving::acting(market, &renewed, &caller(), "")
        .await
        .expect("is fresh again");
}

async fn t31_each_role_does_its_own_and_nobody_else_does_anything(house: &House) {
    applicant(house, ANNA, "Harbour Trading").await;
    house.supplier(BEN).await;
    let market = &house.market;
    for (email, kind) in [(ANNA, "buyer"), (BEN, "supplier")] {
        let (_, other) = house.sign_in(email, kind).await;
        assert_eq!(other.staff(&caller()), None);
        let acting = proving::acting(market, &other, &caller(), PASSWORD).await;
        assert_eq!(refusal(acting), Refusal::NotFound);
    }
    for role in StaffRole::ALL {
        let one = member(house, &format!("{}@owner.example", role.word()), role).await;
        let (staff, acting) = (one.staff(), one.acting(house).await);
        let id = screening::waiting(market).await.expect("lists")[0].id;
        let screens = role.may_screen();
        let filter = QueueFilter::default;
        // A coordinator's is empty here: nobody names them (services/tests/companies.rs).
        let queues = role.has_queue();
        assert_eq!(queue::overview(market, &staff).await.is_ok(), queues, "{role:?}");
        let page = queue::page(market, &staff, filter()).await;
        assert_eq!(page.as_ref().is_ok(), queues);
        assert_eq!(page.is_ok_and(|page| page.total > 0), screens);
        let read = sheet::sheet(market, &staff, &one.who, id, &filter()).await;
        assert_eq!(read.is_ok(), screens);
        let note = Note::parse("Seen.").expect("a note");
        assert_eq!(care::note(market, &staff, id, &note).await.is_ok(), screens);
        // Of no version, so that nothing happens.
        let nothing = deciding::decide(market, &acting, id, 0, &Decision::Approve).await;
        assert_eq!(nothing.is_ok(), screens);
        assert_eq!(
            care::ask(market, &acting, id, 0, &question("?")).await.is_ok(),
            screens
        );
        assert_eq!(care::take(market, &staff, id).await.is_ok(), screens);
        assert_eq!(care::give_back(market, &staff, id).await.is_ok(), screens);
        let audits = role.may_audit();
        let page = audit::page(market, &staff, &one.who, AuditFilter::default()).await;
        assert_eq!(page.is_ok(), audits, "{role:?}");
        let file = audit::export(market, &acting, &AuditFilter::default()).await;
        assert_eq!(file.is_ok(), audits);
        if screens {
            let missing = sheet::sheet(market, &staff, &one.who, 4_711, &filter()).await;
            assert_eq!(refusal(missing), Refusal::NotFound);
        }
    }
}

async fn logged(house: &House, desk: &Person, query: &str) -> Vec<domain::audit::AuditRow> {
    let filter = AuditFilter::of_query(query);
    let page = audit::page(&house.market, &desk.staff(), &desk.who, filter).await;
    page.expect("reads").rows
}

async fn the_audit_log_says_who_did_what_to_whom_when_and_from_where(house: &House) {
    let desk = desk(house).await;
    applicant(house, ANNA, "Harbour Trading").await;
    let acting = desk.acting(house).await;
    let seen = only(house, &desk).await;
    house.wait(MINUTE);
    reject(house, &acting, &seen, because("No such company.")).await;
    apply(house, ANNA, "Harbour Trading").await;
    let again = only(house, &desk).await;
    screening::decide(&house.market, again.id, again.version, &Decision::Approve)
        .await
        .expect("the operator decides");
    let rows = logged(house, &desk, "").await;
    let told: Vec<_> = rows.iter().map(|row| (row.number, row.what)).collect();
    assert_eq!(
        told,
        [
            (3, Action::ApplicationApproved),
            (2, Action::ApplicationRejected),
            (1, Action::StaffOpened)
        ]
    );
    assert_eq!(rows[0].who, Actor::Operator);
    assert_eq!(rows[0].network, "");
    let by_hand = &rows[1];
    assert_eq!(by_hand.who, Actor::Staff(desk.who.visitor.name.clone()));
    assert_eq!(by_hand.at, house.market.now());
    assert_eq!(by_hand.application, Some(seen.id));
    assert!(by_hand.whom.starts_with("Harbour Trading"), "{}", by_hand.whom);
    assert_eq!(by_hand.details, "No such company.");
    assert_eq!(by_hand.network, "192.0.2.1");
}

async fn the_audit_log_is_searched_and_taken_out_without_formulas(house: &House) {
    let desk = desk(house).await;
    applicant(house, ANNA, "Harbour Trading").await;
    applicant(house, BEN, "Isar GmbH").await;
    let acting = desk.acting(house).await;
    for row in listed(house, &desk, "").await.rows {
        let seen = read(house, &desk, row.id).await;
        reject(
            house,
            &acting,
            &seen,
            because("=HYPERLINK(\"https://evil.example\")"),
        )
        .await;
    }
    let number = &desk.who.visitor.number;
    for (query, found) in [
        ("", 3),
        ("what=application_rejected", 2),
        ("what=application_asked", 0),
        ("whom=harbour", 1),
        ("whom=ISAR", 1),
        (format!("whom={ANNA}").as_str(), 1),
        ("whom=nobody", 0),
        ("who=operator", 1),
        (format!("who={number}").as_str(), 2),
        ("who=000000000", 0),
        ("from=2026-11-21&to=2026-11-21", 3),
        ("from=2026-11-22", 0),
        ("to=2026-11-20", 0),
        ("before=3", 2),
    ] {
        assert_eq!(logged(house, &desk, query).await.len(), found, "{query}");
    }
    assert_eq!(OPERATOR, "operator");
    let filter = AuditFilter::of_query("what=application_rejected");
    let file = audit::export(&house.market, &acting, &filter)
        .await
        .expect("exports");
    let file = String::from_utf8(file).expect("UTF-8");
    assert_eq!(file.lines().count(), 3, "{file}");
    assert!(
        file.starts_with('\u{feff}') && file.contains("\"'=HYPERLINK(\"\"https"),
        "{file}"
    );
    assert_eq!(
        logged(house, &desk, "what=audit_exported").await.len(),
        1,
        "that too is told"
    );
}

async fn broken(house: &House) -> Vec<String> {
    let report = verify::verify(&house.market).await.expect("verifies");
    let audit = report.faults.into_iter();
    audit.filter(|fault| fault.starts_with("the audit log")).collect()
}

async fn a_changed_or_missing_entry_is_noticed(house: &House) {
    let desk = desk(house).await;
    applicant(house, ANNA, "Harbour Trading").await;
    let acting = desk.acting(house).await;
    let seen = only(house, &desk).await;
    reject(house, &acting, &seen, because("No.")).await;
    let note = Note::parse("Seen.").expect("a note");
    care::note(&house.market, &desk.staff(), seen.id, &note)
        .await
        .expect("notes");
    assert_eq!(broken(house).await, Vec::<String>::new());
    for (change, back) in [
        ("details = 'Yes.'", "details = 'No.'"),
        ("at = at + 1", "at = at - 1"),
        ("network = ''", "network = '192.0.2.1'"),
        ("action = 'application_noted'", "action = 'application_rejected'"),
        ("number = 99", "number = 2"),
    ] {
        house
            .run(&format!("UPDATE audit SET {change} WHERE number = 2"))
            .await;
        assert_eq!(broken(house).await.len(), 1, "{change}");
        house
            .run(&format!("UPDATE audit SET {back} WHERE number IN (2, 99)"))
            .await;
        assert_eq!(broken(house).await, Vec::<String>::new(), "{back}");
    }
    // The last one taken out leaves no gap, but the head knows of it.
    house.run("UPDATE audit_head SET number = 4").await;
    assert_eq!(broken(house).await.len(), 1);
    house.run("UPDATE audit_head SET number = 3").await;
}

async fn t39_whoever_leaves_is_out_of_the_log_and_the_entries_stay(house: &House) {
    const CANARY: &str = "canary@canary.example";
    let desk = desk(house).await;
    house
        .person(AccountType::Buyer, CANARY, "Canary Trading", false)
        .await;
    apply(house, CANARY, "Canary Trading").await;
    let (_, canary) = house.sign_in(CANARY, "buyer").await;
    let acting = desk.acting(house).await;
    let market = &house.market;
    let seen = only(house, &desk).await;
    care::note(
        market,
        &desk.staff(),
        seen.id,
        &Note::parse("Canary called.").expect("a note"),
    )
    .await
    .expect("notes");
    care::ask(market, &acting, seen.id, seen.version, &question("Which canary?"))
        .await
        .expect("asks");
    screening::answer(market, &canary, &form("Canary Trading"), "The canary.")
        .await
        .expect("answers");
    let seen = only(house, &desk).await;
    reject(house, &acting, &seen, because("No canary.")).await;
    leaving::leave(market, &canary, PASSWORD).await.expect("leaves");
    house.letters().await;
    for (table, rows) in dump(house).await {
        for row in rows {
            let line = row.to_lowercase();
            assert!(!line.contains("canary"), "{table}: {row}");
        }
    }
    let rows = logged(house, &desk, "").await;
    assert_eq!(rows.len(), 4, "who did what, and when");
    let about = rows.iter().filter(|row| row.application == Some(seen.id));
    for row in about {
        assert!(
            row.erased && row.details.is_empty() && row.whom.is_empty(),
            "{row:?}"
        );
        assert_eq!(row.who, Actor::Staff(desk.who.visitor.name.clone()));
    }
    assert_eq!(broken(house).await, Vec::<String>::new(), "the chain is whole");
}

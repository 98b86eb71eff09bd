//! The queue: what is due first, what is looked for, what waits, and who takes what.

use domain::accounts::StaffRole;
use domain::screening::{Kind, Note, QueueFilter, Urgency};
use services::screening::care;
use services::screening::deciding::Outcome;
use services::screening::{queue, sheet};

use crate::console::{ANNA, BEN, applicant, apply, listed, only, question, read};
use crate::support::house::{DAY, House};
use crate::support::people::mails;
use crate::support::staff::{DESK, MATE, Person, desk, member};

on_both!(
    the_queue_shows_what_is_due_first_and_what_is_looked_for,
    the_queue_has_pages_and_every_application_its_neighbours,
    the_overview_counts_what_waits,
    an_application_is_taken_once_and_given_back,
);

async fn companies(house: &House, person: &Person, query: &str) -> Vec<String> {
    let page = listed(house, person, query).await;
    page.rows.into_iter().map(|row| row.company).collect()
}

async fn the_queue_shows_what_is_due_first_and_what_is_looked_for(house: &House) {
    desk(house).await;
    applicant(house, ANNA, "Harbour Trading").await;
    house.wait(DAY * 2);
    applicant(house, BEN, "株式会社みどり").await;
    house.supplier("carl@rhein.example").await;
    house
        .run("UPDATE company SET standing = 'rejected' WHERE name = 'Company of carl'")
        .await;
    apply(house, "carl@rhein.example", "Ｒｈｅｉｎ Parts").await;
    let desk = Person::signed_in(house, DESK).await;
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
    for _ in 0..2 {
        care::note(market, &mate.staff(), id, &note)
            .await
            .expect("notes once for two presses");
    }
    let notes = read(house, &desk, id).await.notes;
    assert_eq!((notes.len(), notes[0].text.as_str()), (1, note.as_str()));
    assert_eq!(mails(house, "information_wanted").await, 0);
}

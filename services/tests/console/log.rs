//! The audit log: what it tells, how it is searched and taken out, that a change is noticed, and what leaves with a person.

use domain::accounts::AccountType;
use domain::audit::{Action, Actor, AuditFilter, OPERATOR};
use domain::screening::Note;
use services::accounts::leaving;
use services::audit;
use services::screening::care;
use services::screening::{self, Decision};
use services::verify;

use crate::console::{ANNA, BEN, applicant, apply, because, form, listed, only, question, read, reject};
use crate::support::house::{House, MINUTE, PASSWORD};
use crate::support::people::dump;
use crate::support::staff::{Person, desk};

on_both!(
    the_audit_log_says_who_did_what_to_whom_when_and_from_where,
    the_audit_log_is_searched_and_taken_out_without_formulas,
    a_changed_or_missing_entry_is_noticed,
    t39_whoever_leaves_is_out_of_the_log_and_the_entries_stay,
);

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
    applicant(house, BEN, "Ísar GmbH").await;
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
        ("whom=%C3%AD%EF%BC%B3ar", 1),
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
    // Emptied as for somebody who has left, while nobody has.
    let salt = house.text("SELECT salt FROM audit WHERE number = 2").await;
    house
        .run("UPDATE audit SET salt = '', details = '', network = '' WHERE number = 2")
        .await;
    assert_eq!(broken(house).await.len(), 1);
    house
        .run(&format!(
            "UPDATE audit SET salt = '{salt}', details = 'No.', network = '192.0.2.1' WHERE number = 2"
        ))
        .await;
    assert_eq!(broken(house).await, Vec::<String>::new());
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

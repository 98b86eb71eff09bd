//! Given another role, or removed: with the next request (T25).

use std::time::Duration;

use domain::accounts::StaffRole;
use domain::audit::AuditFilter;
use domain::language::Language;
use domain::people::Act;
use domain::refusal::Refusal;
use services::people::team::joining;
use services::people::{Outcome, care, sheets};

use crate::support::house::{House, PASSWORD, caller, forms};
use crate::support::people::{dump, is_in, refusal};
use crate::support::staff::{MATE, desk, member};
use crate::team::{MATES, does, invitation, invites, link, mate_form, page, signs_in, wanted};

on_both!(
    t25_another_role_ends_the_sessions_and_holds,
    what_somebody_has_taken_waits_for_others_when_they_cannot_see_it,
    t25_who_is_removed_is_out_and_the_address_is_free,
);

async fn t25_another_role_ends_the_sessions_and_holds(house: &House) {
    let desk = desk(house).await;
    let mate = member(house, MATE, StaffRole::Administrator).await;
    for round in 1..=5 {
        let token = if round == 1 {
            mate.token.clone()
        } else {
            house.wait(Duration::from_secs(31));
            house.sign_in(MATE, "staff").await.0
        };
        assert!(is_in(house, &token).await);
        let role = if round % 2 == 1 {
            "screening"
        } else {
            "administrator"
        };
        let outcome = does(house, &desk, mate.number(), Act::GiveRole, role).await;
        assert_eq!(outcome.expect("gives"), Outcome::Done);
        assert!(
            !is_in(house, &token).await,
            "round {round}: the next request is refused"
        );
    }
    house.wait(Duration::from_secs(31));
    let (_, who) = house.sign_in(MATE, "staff").await;
    assert_eq!(
        who.staff(&caller()).expect("is staff").role(),
        StaffRole::Screening
    );
    assert_eq!(house.rows("audit WHERE action = 'staff_role_given'").await, 5);
    let deeds = sheets::person(&house.market, &desk.staff(), &desk.who, mate.number())
        .await
        .expect("shows")
        .deeds;
    assert_eq!(deeds[0].text, "administrator -> screening: New work.");
}

async fn what_somebody_has_taken_waits_for_others_when_they_cannot_see_it(house: &House) {
    let desk = desk(house).await;
    let mate = member(house, MATE, StaffRole::Administrator).await;
    let message = forms::message("writer@example.com", "csv");
    services::contact::receive(&house.market, None, Language::En, message)
        .await
        .expect("writes");
    let taken = "contact_message WHERE assigned_to IS NOT NULL";
    let take = format!(
        "UPDATE contact_message SET assigned_to = (SELECT id FROM account WHERE number = '{}')",
        mate.number()
    );
    for (act, role, left) in [
        (Act::GiveRole, "screening", 1),
        (Act::GiveRole, "coordinator", 0),
        (Act::Suspend, "", 0),
    ] {
        house.run(&take).await;
        let outcome = does(house, &desk, mate.number(), act, role).await;
        assert_eq!(outcome.expect("acts"), Outcome::Done);
        assert_eq!(house.rows(taken).await, left, "{act:?} {role}");
    }
}

async fn t25_who_is_removed_is_out_and_the_address_is_free(house: &House) {
    let desk = desk(house).await;
    let mate = member(house, MATE, StaffRole::Screening).await;
    let acting = mate.acting(house).await;
    let sheet = sheets::person(&house.market, &desk.staff(), &desk.who, mate.number())
        .await
        .expect("shows");
    // What they had taken waits for somebody else.
    let message = forms::message("writer@example.com", "csv");
    services::contact::receive(&house.market, None, Language::En, message)
        .await
        .expect("writes");
    house
        .run(&format!(
            "UPDATE contact_message SET assigned_to = (SELECT id FROM account WHERE number = '{}')",
            mate.number()
        ))
        .await;
    assert_eq!(
        house.rows("contact_message WHERE assigned_to IS NOT NULL").await,
        1
    );
    let care = wanted(Act::Remove, sheet.version, "");
    let removed = care::person(&house.market, &desk.acting(house).await, mate.number(), &care).await;
    assert_eq!(removed.expect("removes"), Outcome::Done);
    assert_eq!(house.rows("contact_message WHERE assigned_to IS NULL").await, 1);
    assert!(!is_in(house, &mate.token).await);
    assert_eq!(
        refusal(signs_in(house, MATE, PASSWORD).await),
        Refusal::WrongCredentials
    );
    let twice = care::person(&house.market, &desk.acting(house).await, mate.number(), &care).await;
    assert_eq!(refusal(twice), Refusal::NotFound, "is nobody's any more");
    assert!(
        page(house, &desk)
            .await
            .mates
            .iter()
            .all(|one| one.number != mate.number())
    );
    for (table, rows) in dump(house).await {
        assert!(
            !rows.iter().any(|row| row.contains(MATE)),
            "{table} knows the address"
        );
    }
    // The log goes on telling who did what.
    drop(acting);
    let filter = AuditFilter {
        who: mate.number().into(),
        ..AuditFilter::default()
    };
    let log = services::audit::page(&house.market, &desk.staff(), &desk.who, filter)
        .await
        .expect("shows");
    assert!(
        log.staff
            .iter()
            .any(|(number, name)| number == mate.number() && name == "山田 太郎")
    );
    invites(house, &desk, &invitation(MATE, "desk"))
        .await
        .expect("the address is free");
    let link = link(house, MATE).await;
    joining::join(&house.market, &caller(), &link, &mate_form(MATES))
        .await
        .expect("joins again");
}

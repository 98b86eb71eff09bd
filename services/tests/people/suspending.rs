//! Suspended and restored: out with the next request, with its stock, and told so only with the right password (T25, E10).

use std::time::Duration;

use domain::accounts::AccountType;
use domain::people::{Act, PeopleFilter};
use domain::refusal::Refusal;
use services::accounts::second_factor::step;
use services::accounts::session::{self, Presence};
use services::accounts::users;
use services::people::{Outcome, companies, listing};

use crate::people::{ANNA, BEN, does, does_company, half, try_sign_in, wanted};
use crate::support::house::{House, PASSWORD, caller, found};
use crate::support::people::{self, dump, is_in, mails, refusal, to};
use crate::support::staff::desk;

on_both!(
    t25_who_is_suspended_is_out_with_the_next_request_and_back_when_restored,
    t25_a_suspended_company_is_out_and_its_stock_is_not_found,
    e10_only_who_knows_the_password_hears_of_it,
    a_suspended_company_takes_nobody_in,
    the_owners_company_is_not_suspended,
    t25_ended_sessions_are_over_with_the_next_request,
    t39_nothing_is_left_of_a_suspended_company_that_is_gone,
);

async fn t25_who_is_suspended_is_out_with_the_next_request_and_back_when_restored(house: &House) {
    let desk = desk(house).await;
    let anna = house.person(AccountType::Buyer, ANNA, "Harbour", false).await;
    let (token, _) = house.sign_in(ANNA, "buyer").await;
    for round in 1..=5 {
        assert!(is_in(house, &token).await);
        assert_eq!(
            does(house, &desk, &anna.number, Act::Suspend).await,
            Outcome::Done
        );
        assert!(!is_in(house, &token).await, "round {round}");
        let presence = session::look(&house.market, &token).await.expect("looks");
        assert!(matches!(presence, Presence::Suspended), "and hears why");
        house.wait(Duration::from_secs(1));
        assert_eq!(
            does(house, &desk, &anna.number, Act::Restore).await,
            Outcome::Done
        );
        house.wait(Duration::from_secs(1));
    }
    assert!(is_in(house, &token).await);
    let letters = house.letters().await;
    let mine = to(&letters, ANNA);
    assert_eq!(mine.len(), 10);
    assert!(mine[0].text.contains("suspended your account") && mine[0].text.contains("Three buyers"));
    assert!(mine[1].text.contains("again"), "{}", mine[1].text);
    assert_eq!(
        house
            .rows("audit WHERE action IN ('person_suspended', 'person_restored')")
            .await,
        10
    );
}

async fn t25_a_suspended_company_is_out_and_its_stock_is_not_found(house: &House) {
    let desk = desk(house).await;
    let seller = house.supplier("s1@example.com").await;
    house
        .stock(&seller, &["TC74HC4050AFTEL", "TC74HC4051AFTEL"])
        .await;
    let other = house.supplier("s2@example.com").await;
    house.stock(&other, &["TC74HC4052AFTEL"]).await;
    let process = house.other_process().await;
    let (token, _) = house.sign_in("s1@example.com", "supplier").await;
    let id = house
        .number("SELECT id FROM company WHERE name = 'Company of s1'")
        .await;
    assert_eq!(found(&house.market, "TC74HC").await, 3);
    for _ in 0..5 {
        assert_eq!(does_company(house, &desk, id, Act::Suspend).await, Outcome::Done);
        assert!(!is_in(house, &token).await);
        assert_eq!(found(&house.market, "TC74HC").await, 1);
        assert_eq!(found(&process, "TC74HC").await, 1, "another process follows");
        let report = services::verify::verify(&house.market).await.expect("verifies");
        assert_eq!(report.faults, Vec::<String>::new());
        house.wait(Duration::from_secs(1));
        assert_eq!(does_company(house, &desk, id, Act::Restore).await, Outcome::Done);
        assert!(is_in(house, &token).await);
        assert_eq!(found(&house.market, "TC74HC").await, 3);
        house.wait(Duration::from_secs(1));
    }
    assert_eq!(mails(house, "suspended").await, 5);
    let letters = house.letters().await;
    let last = *to(&letters, "s1@example.com").last().expect("a letter");
    assert!(last.text.contains("Its stock is shown again"), "{}", last.text);
    process.db.close().await.expect("closes");
}

async fn e10_only_who_knows_the_password_hears_of_it(house: &House) {
    let desk = desk(house).await;
    let anna = house.person(AccountType::Buyer, ANNA, "Harbour", false).await;
    let ben = house.person(AccountType::Buyer, BEN, "Isartal", false).await;
    does(house, &desk, &anna.number, Act::Suspend).await;
    does_company(house, &desk, ben.company_id.expect("a company"), Act::Suspend).await;
    for email in [ANNA, BEN] {
        let before = house.market.passwords.verifications();
        let wrong = try_sign_in(house, "buyer", email, "Wrong-sesame-1").await;
        assert_eq!(refusal(wrong), Refusal::WrongCredentials, "{email}");
        let wrong = try_sign_in(house, "supplier", email, PASSWORD).await;
        assert_eq!(refusal(wrong), Refusal::WrongCredentials, "{email}");
        let right = try_sign_in(house, "buyer", email, PASSWORD).await;
        assert_eq!(refusal(right), Refusal::Suspended, "{email}");
        assert_eq!(house.market.passwords.verifications() - before, 3, "one each");
    }
    let nobody = try_sign_in(house, "buyer", "nobody@example.com", PASSWORD).await;
    assert_eq!(refusal(nobody), Refusal::WrongCredentials);
}

async fn a_suspended_company_takes_nobody_in(house: &House) {
    let desk = desk(house).await;
    let anna = house.person(AccountType::Buyer, ANNA, "Harbour", false).await;
    let (_, who) = house.sign_in(ANNA, "buyer").await;
    let form = domain::accounts::users::InviteForm {
        email: "new@harbour.example".into(),
        role: "member".into(),
        language: "en".into(),
        ..Default::default()
    };
    users::inviting::invite(&house.market, &who, &caller(), &form)
        .await
        .expect("invites");
    let letters = house.letters().await;
    let link = people::token(to(&letters, "new@harbour.example")[0]);
    assert!(users::joining::look(&house.market, &link).await.is_ok());
    does_company(house, &desk, anna.company_id.expect("a company"), Act::Suspend).await;
    assert_eq!(
        refusal(users::joining::look(&house.market, &link).await),
        Refusal::LinkDead
    );
    // A page that was open: its session was found a moment before.
    let late = users::inviting::invite(&house.market, &who, &caller(), &form).await;
    assert_eq!(refusal(late), Refusal::NotAllowed);
    does_company(house, &desk, anna.company_id.expect("a company"), Act::Restore).await;
    assert!(users::joining::look(&house.market, &link).await.is_ok());
}

async fn the_owners_company_is_not_suspended(house: &House) {
    let desk = desk(house).await;
    let owner = house
        .person(AccountType::Supplier, "owner@owner.example", "Owner", true)
        .await;
    let id = owner.company_id.expect("a company");
    let acting = desk.acting(house).await;
    let answer = companies::company(&house.market, &acting, id, &wanted(Act::Suspend, 0)).await;
    assert_eq!(refusal(answer), Refusal::NotAllowed);
    for act in [Act::ForceCode, Act::EndSessions, Act::Remove] {
        let answer = companies::company(&house.market, &acting, id, &wanted(act, 0)).await;
        assert_eq!(refusal(answer), Refusal::NotFound, "{act:?}");
    }
}

async fn t25_ended_sessions_are_over_with_the_next_request(house: &House) {
    let desk = desk(house).await;
    let anna = house.person(AccountType::Buyer, ANNA, "Harbour", false).await;
    let mut tokens = Vec::new();
    for _ in 0..5 {
        tokens.push(house.sign_in(ANNA, "buyer").await.0);
    }
    does(house, &desk, &anna.number, Act::ForcePassword).await;
    let waits = half(try_sign_in(house, "buyer", ANNA, PASSWORD).await);
    does(house, &desk, &anna.number, Act::EndSessions).await;
    for token in &tokens {
        let presence = session::look(&house.market, token).await.expect("looks");
        assert!(matches!(presence, Presence::Nobody));
    }
    assert_eq!(
        refusal(step::open(&house.market, Some(&waits)).await),
        Refusal::StepOver
    );
}

async fn t39_nothing_is_left_of_a_suspended_company_that_is_gone(house: &House) {
    let desk = desk(house).await;
    let anna = house
        .person(AccountType::Buyer, ANNA, "Zanzibar Trading", false)
        .await;
    let id = anna.company_id.expect("a company");
    does_company(house, &desk, id, Act::Suspend).await;
    does_company(house, &desk, id, Act::Restore).await;
    does(house, &desk, &anna.number, Act::ForceCode).await;
    does(house, &desk, &anna.number, Act::SpareCode).await;
    house.letters().await;
    let (_, who) = house.sign_in(ANNA, "buyer").await;
    services::accounts::leaving::leave(&house.market, &who, PASSWORD)
        .await
        .expect("leaves");
    house.letters().await;
    for (table, rows) in dump(house).await {
        let mentions = |row: &String| {
            let row = row.to_lowercase();
            row.contains("zanzibar") || row.contains("anna@") || row.contains("three buyers")
        };
        assert!(
            !rows.iter().any(mentions),
            "{table} tells of somebody who is gone"
        );
    }
    let filter = PeopleFilter::of_query("text=zanzibar");
    let page = listing::companies(&house.market, &desk.staff(), filter)
        .await
        .expect("lists");
    assert_eq!(page.total, 0);
}

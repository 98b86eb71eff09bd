//! Whoever is not in yet: what they are told, what they see, and what is left of them.

use domain::accounts::{AccountType, RegistrationForm, StaffRole};
use domain::refusal::Refusal;
use domain::violations::Violation;
use services::accounts::caller::Caller;
use services::accounts::companies;
use services::accounts::{leaving, registration, sides};
use services::screening::{self, State};
use services::{jobs, upkeep};

use crate::companies::{
    HANNAH, KEIKO, agreed, because, decide, first_step, keiko, listed, mailed, newest, registered,
    second_step, signed_in, temporary,
};
use crate::support::house::{DAY, House, PASSWORD, caller};
use crate::support::people::{NEW, dump, fault, refusal, sign_in_with, token, who};

on_both!(
    z41_a_taken_address_is_said_plainly,
    e10_who_waits_sees_the_state_only,
    z47_the_member_page_asks_for_no_type,
    t39_who_leaves_before_being_let_in_leaves_no_trace,
    what_was_never_opened_goes_after_thirty_days,
);

async fn z41_a_taken_address_is_said_plainly(house: &House) {
    house.person(AccountType::Buyer, HANNAH, "Isartal", false).await;
    for _ in 0..10 {
        let taken = registration::receive(&house.market, &caller(), first_step(HANNAH)).await;
        assert_eq!(fault(taken, "email"), Violation::AddressTaken, "E03");
    }
    let often = registration::receive(&house.market, &caller(), first_step(HANNAH)).await;
    assert!(matches!(refusal(often), Refusal::TooMany { .. }));
    let unticked = RegistrationForm {
        privacy: None,
        ..first_step("new@isartal.example")
    };
    let unticked = registration::receive(&house.market, &caller(), unticked).await;
    assert_eq!(fault(unticked, "privacy"), Violation::NotTicked, "E05");
}

async fn e10_who_waits_sees_the_state_only(house: &House) {
    let keiko = keiko(house).await;
    registered(house, HANNAH, KEIKO).await;
    let welcome = sign_in_with(house, "buyer", HANNAH, PASSWORD)
        .await
        .expect("signs in");
    assert!(welcome.in_screening, "it is led to the state");
    let hannah = who(house, &welcome.token).await.expect("is in");
    assert!(hannah.supplier().is_none() && hannah.administrator().is_none());
    let market = &house.market;
    let application = screening::own(market, &hannah.member)
        .await
        .expect("reads")
        .expect("one");
    assert_eq!(
        (application.state, application.coordinator.as_str()),
        (State::Pending, "中村 恵子")
    );
    let users = services::accounts::users::list(market, &hannah).await;
    assert_eq!(refusal(users), Refusal::NotAllowed);
    let to_sell = sides::to_supplier(market, &hannah, &agreed(second_step(KEIKO))).await;
    assert_eq!(refusal(to_sell), Refusal::NotAllowed);
    let sheet = newest(house, &keiko).await;
    decide(house, &keiko, &sheet, because(&[("url", "No.")])).await;
    let hannah = who(house, &welcome.token).await.expect("is in");
    assert!(hannah.awaits_admission(), "rejected is no better");
}

async fn z47_the_member_page_asks_for_no_type(house: &House) {
    house.person(AccountType::Buyer, HANNAH, "Isartal", false).await;
    house.supplier("otto@rhein.example").await;
    house
        .member_of_staff(KEIKO, "中村 恵子", StaffRole::Coordinator)
        .await;
    for (email, kind) in [
        (HANNAH, AccountType::Buyer),
        ("otto@rhein.example", AccountType::Supplier),
    ] {
        let welcome = sign_in_with(house, "member", email, PASSWORD)
            .await
            .expect("signs in");
        assert_eq!(welcome.account_type, kind);
        let wrong = sign_in_with(house, "member", email, NEW).await;
        assert_eq!(refusal(wrong), Refusal::WrongCredentials);
    }
    let staff = sign_in_with(house, "member", KEIKO, PASSWORD).await;
    assert_eq!(
        refusal(staff),
        Refusal::WrongCredentials,
        "staff have their own door"
    );
}

async fn t39_who_leaves_before_being_let_in_leaves_no_trace(house: &House) {
    let keiko = keiko(house).await;
    let email = "canary@canary.example";
    let browser = {
        let mut form = first_step(email);
        form.profile.name = "Canary Name".to_owned();
        form.profile.company = "Canary Company".to_owned();
        let registered = registration::receive(&house.market, &caller(), form)
            .await
            .expect("registers");
        Caller {
            waiting: Some(registered.waiting),
            ..caller()
        }
    };
    let link = token(&mailed(house, email).await);
    let mut form = second_step(KEIKO);
    for field in [
        &mut form.profile.name,
        &mut form.profile.company,
        &mut form.profile.address,
        &mut form.profile.business,
        &mut form.profile.representative,
    ] {
        "Canary words".clone_into(field);
    }
    let market = &house.market;
    companies::register(market, &browser, &link, &form, "")
        .await
        .expect("registers");
    let sheet = newest(house, &keiko).await;
    decide(house, &keiko, &sheet, because(&[("url", "Canary reason.")])).await;
    let (_, who) = signed_in(house, email).await;
    companies::again(market, &caller(), &who, &agreed(form))
        .await
        .expect("sends again");
    let traces = |dump: Vec<(String, Vec<String>)>| -> Vec<String> {
        let rows = dump
            .into_iter()
            .flat_map(|(table, rows)| rows.into_iter().map(move |row| format!("{table}: {row}")));
        rows.filter(|row| row.to_lowercase().contains("canary")).collect()
    };
    assert!(!traces(dump(house).await).is_empty(), "the dump finds it");
    leaving::leave(market, &who, PASSWORD).await.expect("leaves");
    let letters = house.letters().await;
    assert!(letters.iter().any(|letter| letter.to == email), "M30 is sent");
    assert_eq!(traces(dump(house).await), Vec::<String>::new());
    assert_eq!(listed(house, &keiko.staff(), "state=all").await.total, 0);
}

async fn what_was_never_opened_goes_after_thirty_days(house: &House) {
    upkeep::arrange(&house.market).await.expect("arranges");
    temporary(house, HANNAH).await;
    house.letters().await;
    let waiting = "SELECT COUNT(*) FROM registration";
    house.wait(DAY * 29);
    jobs::run_due(&house.market).await.expect("runs");
    assert_eq!(house.number(waiting).await, 1);
    house.wait(DAY * 2);
    jobs::run_due(&house.market).await.expect("runs");
    assert_eq!(house.number(waiting).await, 0, "Z20");
}

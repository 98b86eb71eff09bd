//! A registration more for an account that there is: kept, added after signing in, and nobody else's (Z1, Z47).

use domain::accounts::AccountType;
use domain::persons::{PersonKind, PersonRegistrationForm};
use domain::refusal::Refusal;
use domain::violations::Violation;
use services::accounts::own;
use services::accounts::persons::registration::Received;
use services::accounts::persons::{adding, linking, registration, settings};
use services::{jobs, upkeep};

use crate::persons::{CORP, LONG_AGO, adds_individual, browser, come, form, linked_form, signed_in};
use crate::support::house::{HOUR, House, PASSWORD, caller};
use crate::support::people::{JANE, fault, jane, refusal, sign_in_with, who};

on_both!(
    z1_an_address_with_an_account_keeps_the_form_and_adds_it_after_signing_in,
    z1_one_address_serves_an_individual_and_a_corporation,
    z47_the_member_page_opens_the_trade_of_an_account_with_profiles,
    z1_nobody_else_sees_a_form_that_was_kept,
    z1_a_session_shows_nothing_of_another_profile,
    t21_whoever_adds_a_registration_shows_the_password,
    t36_the_owners_people_are_no_persons,
);

async fn z1_an_address_with_an_account_keeps_the_form_and_adds_it_after_signing_in(house: &House) {
    jane(house).await;
    let sent = form(PersonKind::Individual, JANE);
    let kept = registration::receive(&house.market, &caller(), PersonKind::Individual, &sent).await;
    let Ok(Received::HasAccount(kept)) = kept else {
        panic!("{kept:?}")
    };
    assert!(house.letters().await.is_empty(), "nobody is asked for a proof");
    let browser = browser(kept);
    let (session, jane) = house.sign_in(JANE, "buyer").await;
    let opened = adding::open(&house.market, &jane, &browser, PersonKind::Individual)
        .await
        .expect("opens");
    assert_eq!(opened.form, sent.clone().without_passwords());
    assert_eq!(
        (opened.email.as_str(), opened.has_it, opened.asks_password),
        (JANE, false, false)
    );
    for _ in 0..2 {
        adding::add(
            &house.market,
            &jane,
            &browser,
            PersonKind::Individual,
            &opened.form,
        )
        .await
        .expect("adds, and adds once");
    }
    assert_eq!(house.rows("kept_form").await, 0);
    let now = who(house, &session).await.expect("is in still");
    assert_eq!(now.visitor.account_type, AccountType::Individual);
    assert_eq!(now.visitor.name, "佐藤 太郎");
    house.sign_in(JANE, "individual").await;
    let (_, buyer) = house.sign_in(JANE, "buyer").await;
    assert_eq!(buyer.visitor.company, "Harbour", "the trade stays as it was");
    assert_eq!(buyer.visitor.name, "山田 太郎");
    // Whoever forgets to come back is forgotten.
    let sent = form(PersonKind::Corporate, JANE);
    let kept = registration::receive(&house.market, &caller(), PersonKind::Corporate, &sent).await;
    assert!(matches!(kept, Ok(Received::HasAccount(_))));
    house.wait(HOUR);
    upkeep::arrange(&house.market).await.expect("arranges");
    jobs::run_due(&house.market).await.expect("runs");
    assert_eq!(house.rows("kept_form").await, 0);
}

async fn z1_one_address_serves_an_individual_and_a_corporation(house: &House) {
    let corporation = come(house, PersonKind::Corporate, CORP).await;
    let form = PersonRegistrationForm {
        password: String::new(),
        ..linked_form("", CORP)
    };
    adding::add(
        &house.market,
        &corporation,
        &caller(),
        PersonKind::Individual,
        &form,
    )
    .await
    .expect("adds");
    let individual = signed_in(house, PersonKind::Individual, CORP).await;
    let corporation = signed_in(house, PersonKind::Corporate, CORP).await;
    assert_eq!(
        individual.visitor.number, corporation.visitor.number,
        "one account"
    );
    let list = linking::members(&house.market, &corporation)
        .await
        .expect("lists");
    assert_eq!(
        list.members.len(),
        1,
        "whoever is in charge may take trainings too"
    );
    assert_eq!(
        (
            individual.visitor.name.as_str(),
            corporation.visitor.name.as_str()
        ),
        ("佐藤 太郎", "鈴木 恵子")
    );
}

async fn z47_the_member_page_opens_the_trade_of_an_account_with_profiles(house: &House) {
    jane(house).await;
    let (_, jane) = house.sign_in(JANE, "buyer").await;
    let form = form(PersonKind::Individual, "");
    adding::add(&house.market, &jane, &caller(), PersonKind::Individual, &form)
        .await
        .expect("adds");
    for (entrance, kind) in [
        ("member", AccountType::Buyer),
        ("buyer", AccountType::Buyer),
        ("individual", AccountType::Individual),
    ] {
        let welcome = sign_in_with(house, entrance, JANE, PASSWORD)
            .await
            .expect("signs in");
        assert_eq!(welcome.account_type, kind, "{entrance}");
        let who = who(house, &welcome.token).await.expect("is in");
        assert_eq!(who.visitor.account_type, kind);
        assert_eq!(who.visitor.company.is_empty(), kind == AccountType::Individual);
    }
}

async fn z1_nobody_else_sees_a_form_that_was_kept(house: &House) {
    jane(house).await;
    let sent = form(PersonKind::Individual, JANE);
    let kept = registration::receive(&house.market, &caller(), PersonKind::Individual, &sent).await;
    let Ok(Received::HasAccount(kept)) = kept else {
        panic!("{kept:?}")
    };
    let corporation = come(house, PersonKind::Corporate, CORP).await;
    let browser = browser(kept);
    let opened = adding::open(&house.market, &corporation, &browser, PersonKind::Individual).await;
    let name = opened.expect("opens").form.person.name;
    assert_eq!(name, "鈴木 恵子", "filled with what the one who asks has told");
    let (_, jane) = house.sign_in(JANE, "buyer").await;
    let elsewhere = adding::open(&house.market, &jane, &caller(), PersonKind::Individual).await;
    assert_eq!(elsewhere.expect("opens").form.person.born, "", "another browser");
    house.wait(HOUR);
    let late = adding::open(&house.market, &jane, &browser, PersonKind::Individual).await;
    assert_eq!(late.expect("opens").form.person.born, "", "another hour");
}

async fn z1_a_session_shows_nothing_of_another_profile(house: &House) {
    let supplier = house.supplier(JANE).await;
    house.stock(&supplier, &["TC74HC4050AFTEL"]).await;
    let (_, seller) = house.sign_in(JANE, "supplier").await;
    adds_individual(house, &seller).await;
    let (_, individual) = house.sign_in(JANE, "individual").await;
    assert!(individual.supplier().is_none() && individual.administrator().is_none());
    assert_eq!(individual.visitor.company, "");
    let account = own::view(&house.market, &individual).await.expect("views");
    assert_eq!(account.profile.company, "");
    assert!(!account.may_update && !account.has_users && account.application.is_none());
    let (_, seller) = house.sign_in(JANE, "supplier").await;
    assert_eq!(
        refusal(settings::view(&house.market, &seller).await),
        Refusal::NotAllowed
    );
    assert_eq!(
        refusal(linking::members(&house.market, &individual).await),
        Refusal::NotAllowed
    );
    assert!(seller.supplier().is_some());
}

async fn t21_whoever_adds_a_registration_shows_the_password(house: &House) {
    jane(house).await;
    let (_, jane) = house.sign_in(JANE, "buyer").await;
    house.wait(LONG_AGO);
    let add = async |password: &str| {
        let form = PersonRegistrationForm {
            password: password.to_owned(),
            ..form(PersonKind::Corporate, "")
        };
        adding::add(&house.market, &jane, &caller(), PersonKind::Corporate, &form).await
    };
    assert_eq!(fault(add("").await, "password"), Violation::Missing);
    assert_eq!(fault(add("wrong").await, "password"), Violation::PasswordWrong);
    add(PASSWORD).await.expect("adds");
    house.sign_in(JANE, "corporate").await;
}

async fn t36_the_owners_people_are_no_persons(house: &House) {
    const DESK: &str = "desk@owner.example";
    house.person(AccountType::Staff, DESK, "", false).await;
    let (_, desk) = house.sign_in(DESK, "staff").await;
    let opened = adding::open(&house.market, &desk, &caller(), PersonKind::Individual).await;
    assert_eq!(refusal(opened), Refusal::NotAllowed);
    let form = form(PersonKind::Individual, "");
    let added = adding::add(&house.market, &desk, &caller(), PersonKind::Individual, &form).await;
    assert_eq!(refusal(added), Refusal::NotAllowed);
}

//! The mailed link: used once, for three days, on its own course, and with the password in another browser (T14, T16, Z20).

use domain::accounts::ProfileForm;
use domain::refusal::Refusal;
use domain::violations::Violation;
use services::accounts::caller::Caller;
use services::accounts::companies::{self, Asker};
use services::accounts::{registration, verification};

use crate::companies::{HANNAH, KEIKO, first_step, keiko, mailed, second_step, temporary};
use crate::support::house::{DAY, House, PASSWORD};
use crate::support::people::{NEW, fault, from, mails, refusal, sign_in_with, token};

on_both!(
    t14_of_many_uses_of_a_link_one_registers,
    t16_a_link_lives_three_days_and_signing_in_sends_another,
    the_link_of_one_course_opens_nothing_on_the_other,
    z20_another_browser_is_asked_for_the_password,
);

async fn t14_of_many_uses_of_a_link_one_registers(house: &House) {
    keiko(house).await;
    let browser = temporary(house, HANNAH).await;
    let link = token(&mailed(house, HANNAH).await);
    let mut uses = Vec::new();
    for _ in 0..20 {
        let (market, browser, link) = (house.market.clone(), browser.clone(), link.clone());
        uses.push(tokio::spawn(async move {
            companies::register(&market, &browser, &link, &second_step(KEIKO), "").await
        }));
    }
    let mut done = 0;
    for used in uses {
        match used.await.expect("does not panic") {
            Ok(()) => done += 1,
            answer => assert_eq!(refusal(answer), Refusal::LinkUsed),
        }
    }
    assert_eq!(done, 1);
    assert_eq!(house.rows("company").await, 1);
    assert_eq!(mails(house, "coordinator_wanted").await, 1);
    let looked = companies::look(&house.market, &browser, &link).await;
    assert_eq!(refusal(looked), Refusal::LinkUsed);
}

async fn t16_a_link_lives_three_days_and_signing_in_sends_another(house: &House) {
    keiko(house).await;
    let browser = temporary(house, HANNAH).await;
    let old = token(&mailed(house, HANNAH).await);
    house.wait(DAY * 3);
    let late = companies::register(&house.market, &browser, &old, &second_step(KEIKO), "").await;
    assert_eq!(refusal(late), Refusal::LinkExpired, "E07");
    for (kind, answer) in [
        ("supplier", Refusal::WrongCredentials),
        ("member", Refusal::Unverified { mailed: true }),
    ] {
        let entry = sign_in_with(house, kind, HANNAH, PASSWORD).await;
        assert_eq!(refusal(entry), answer, "R026 as {kind}");
    }
    let letter = mailed(house, HANNAH).await;
    assert!(
        letter.subject.starts_with("Temporary registration completed"),
        "M12 again"
    );
    let fresh = token(&letter);
    let dead = companies::look(&house.market, &browser, &old).await;
    assert!(matches!(refusal(dead), Refusal::LinkDead | Refusal::LinkExpired));
    companies::register(&house.market, &browser, &fresh, &second_step(KEIKO), "")
        .await
        .expect("registers");
}

async fn the_link_of_one_course_opens_nothing_on_the_other(house: &House) {
    keiko(house).await;
    let market = &house.market;
    let browser = temporary(house, HANNAH).await;
    let link = token(&mailed(house, HANNAH).await);
    assert_eq!(
        refusal(verification::look(market, &browser, &link).await),
        Refusal::LinkDead
    );
    let proved = verification::prove(market, &browser, &link, PASSWORD).await;
    assert_eq!(
        refusal(proved),
        Refusal::LinkDead,
        "nobody gets past the coordinator"
    );
    let code = verification::prove_by_code(market, &browser, "00000000").await;
    assert_eq!(refusal(code), Refusal::LinkDead);
    assert!(companies::is_its_link(market, &link).await.expect("tells"));

    let mut buyer = first_step("jane@harbour.example");
    buyer.account_type = "buyer".to_owned();
    buyer.profile = ProfileForm {
        furigana: "ジェーン".to_owned(),
        purpose: "Buying".to_owned(),
        ..second_step("").profile
    };
    let registered = registration::receive(market, &from(7), buyer)
        .await
        .expect("registers");
    let other = Caller {
        waiting: Some(registered.waiting),
        ..from(7)
    };
    let link = token(&mailed(house, "jane@harbour.example").await);
    assert!(!companies::is_its_link(market, &link).await.expect("tells"));
    assert_eq!(
        refusal(companies::look(market, &other, &link).await),
        Refusal::LinkDead
    );
    let sent = companies::register(market, &other, &link, &second_step(KEIKO), "").await;
    assert_eq!(refusal(sent), Refusal::LinkDead);
    let looked = companies::coordinator(market, &other, Asker::Link(&link), KEIKO).await;
    assert_eq!(
        refusal(looked),
        Refusal::LinkDead,
        "Z5: the link of a temporary registration"
    );
    assert_eq!(house.rows("company").await, 0);
}

async fn z20_another_browser_is_asked_for_the_password(house: &House) {
    keiko(house).await;
    temporary(house, HANNAH).await;
    let link = token(&mailed(house, HANNAH).await);
    let market = &house.market;
    let other = from(9);
    assert!(
        companies::look(market, &other, &link)
            .await
            .expect("looks")
            .asks_password
    );
    let send = async |password: &'static str| {
        companies::register(market, &other, &link, &second_step(KEIKO), password).await
    };
    assert_eq!(fault(send("").await, "password"), Violation::Missing);
    assert_eq!(fault(send(NEW).await, "password"), Violation::PasswordWrong);
    send(PASSWORD).await.expect("registers");
}

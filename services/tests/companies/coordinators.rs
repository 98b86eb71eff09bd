//! Coordinators: how they are found, what they see, who acts for them, and that one decision holds (Z4, Z5, T35).

use std::time::Duration;

use domain::accounts::{AccountType, Email, StaffRole};
use domain::refusal::Refusal;
use domain::screening::queue::Standing;
use domain::screening::{Kind, Note, Question};
use domain::violations::Violation;
use services::accounts::caller::Caller;
use services::accounts::companies::{self, Asker};
use services::accounts::registration;
use services::screening::deciding::{self, Outcome};
use services::screening::{self, Decision, care, queue};

use crate::companies::{
    HANNAH, KEIKO, LEO, agreed, because, decide, first_step, keiko, listed, mailed, member, newest, read,
    registered, second_step, signed_in, temporary,
};
use crate::support::house::House;
use crate::support::people::{fault, from, mails, refusal, token};
use crate::support::staff::DESK;

on_both!(
    z4_a_coordinator_sees_what_names_them_and_nothing_else,
    z4_the_owners_reviewers_act_for_an_absent_coordinator,
    z4_nobody_waits_for_a_coordinator_who_is_none_any_more,
    t35_of_two_deciders_one_decides,
    z5_a_coordinator_is_found_by_the_exact_address_only,
    z5_nobody_looks_often,
);

async fn z4_a_coordinator_sees_what_names_them_and_nothing_else(house: &House) {
    let keiko = keiko(house).await;
    let leo = member(house, LEO, "Leo Berg", StaffRole::Coordinator).await;
    registered(house, HANNAH, KEIKO).await;
    registered(house, "otto@rhein.example", LEO).await;
    // A supplier's application is not theirs either, though nobody is named in it.
    house
        .person(AccountType::Buyer, "anna@harbour.example", "Harbour", false)
        .await;
    let mut supplier = agreed(second_step(""));
    for (field, text) in [
        (&mut supplier.profile.furigana, "アンナ"),
        (&mut supplier.profile.postcode, "100-0001"),
        (&mut supplier.profile.capital, "1"),
        (&mut supplier.profile.established, "2020-02-03"),
        (&mut supplier.profile.purpose, "Selling"),
    ] {
        text.clone_into(field);
    }
    let anna = Email::parse("anna@harbour.example").expect("an address");
    screening::apply_named(&house.market, &anna, &supplier)
        .await
        .expect("applies");
    let own = newest(house, &keiko).await.id;
    let market = &house.market;
    let (staff, acting) = (keiko.staff(), keiko.acting(house).await);
    assert_eq!(listed(house, &staff, "state=all").await.total, 1);
    assert_eq!(listed(house, &staff, "text=rhein").await.total, 0);
    let overview = queue::overview(market, &staff).await.expect("counts");
    assert_eq!(overview.kinds.len(), 1);
    assert_eq!(
        (overview.kinds[0].kind, overview.kinds[0].waiting),
        (Kind::Company, 1)
    );
    let sheet = read(house, &keiko, own).await.expect("reads");
    assert_eq!((sheet.previous, sheet.next), (None, None), "nobody beside it");
    for waiting in screening::waiting(market).await.expect("lists") {
        let id = waiting.id;
        if id == own {
            continue;
        }
        let note = Note::parse("x").expect("a note");
        let question = Question::parse("x").expect("a question");
        assert_eq!(refusal(read(house, &keiko, id).await), Refusal::NotFound);
        assert_eq!(refusal(care::take(market, &staff, id).await), Refusal::NotFound);
        assert_eq!(
            refusal(care::give_back(market, &staff, id).await),
            Refusal::NotFound
        );
        assert_eq!(
            refusal(care::note(market, &staff, id, &note).await),
            Refusal::NotFound
        );
        let asked = care::ask(market, &acting, id, waiting.version, &question).await;
        assert_eq!(refusal(asked), Refusal::NotFound);
        let decided = deciding::decide(market, &acting, id, waiting.version, &Decision::Approve).await;
        assert_eq!(refusal(decided), Refusal::NotFound);
    }
    assert_eq!(
        screening::waiting(market).await.expect("lists").len(),
        3,
        "nothing was done"
    );
    assert_eq!(
        listed(house, &leo.staff(), "").await.rows[0].name,
        "Hannah Schmidt"
    );
    assert!(read(house, &leo, own).await.is_err());
}

async fn z4_the_owners_reviewers_act_for_an_absent_coordinator(house: &House) {
    let keiko = keiko(house).await;
    let desk = member(house, DESK, "田中 美咲", StaffRole::Screening).await;
    registered(house, HANNAH, KEIKO).await;
    let sheet = newest(house, &desk).await;
    assert_eq!((sheet.coordinator.as_str(), sheet.names_me), ("中村 恵子", false));
    assert_eq!(listed(house, &desk.staff(), "kind=company").await.total, 1);
    assert_eq!(
        decide(house, &desk, &sheet, Decision::Approve).await,
        Outcome::Done
    );
    let late = decide(house, &keiko, &sheet, because(&[("url", "No.")])).await;
    assert_eq!(late, Outcome::Missed);
    let decided = read(house, &keiko, sheet.id).await.expect("still reads");
    assert_eq!(
        (decided.standing, decided.decided_by.as_str()),
        (Standing::Approved, "田中 美咲")
    );
}

/// Forty races: the coordinator rejects while a reviewer approves.
async fn z4_nobody_waits_for_a_coordinator_who_is_none_any_more(house: &House) {
    let keiko = keiko(house).await;
    let desk = member(house, DESK, "Desk", StaffRole::Screening).await;
    registered(house, HANNAH, KEIKO).await;
    let id = newest(house, &keiko).await.id;
    let (_, hannah) = signed_in(house, HANNAH).await;
    let told = async || {
        let sheet = read(house, &desk, id).await.expect("reads");
        let own = screening::own(&house.market, &hannah.member)
            .await
            .expect("reads");
        (sheet.coordinator, own.expect("applied").coordinator)
    };
    let name = "中村 恵子".to_owned();
    assert_eq!(told().await, (name.clone(), name.clone()));
    for (gone, back) in [
        (
            "UPDATE staff SET role = 'screening' WHERE role = 'coordinator'",
            "UPDATE staff SET role = 'coordinator' WHERE account_id = (SELECT coordinator FROM application)",
        ),
        (
            "UPDATE account SET state = 'suspended', suspended_at = 1 WHERE id = (SELECT coordinator FROM application)",
            "UPDATE account SET state = 'active', suspended_at = NULL WHERE id = (SELECT coordinator FROM application)",
        ),
    ] {
        house.run(gone).await;
        assert_eq!(told().await, (String::new(), String::new()), "{gone}");
        house.run(back).await;
        assert_eq!(told().await, (name.clone(), name.clone()));
    }
    let sheet = read(house, &desk, id).await.expect("reads");
    assert_eq!(
        decide(house, &desk, &sheet, Decision::Approve).await,
        Outcome::Done
    );
    house
        .run("UPDATE staff SET role = 'screening' WHERE role = 'coordinator'")
        .await;
    assert_eq!(told().await.0, name, "whom a decided one named");
}

async fn t35_of_two_deciders_one_decides(house: &House) {
    let keiko = keiko(house).await.acting(house).await;
    let desk = member(house, DESK, "田中 美咲", StaffRole::Screening).await;
    let desk = desk.acting(house).await;
    for n in 0..40 {
        registered_from(house, &format!("p{n}@isartal.example"), n).await;
    }
    let mut races = Vec::new();
    for one in screening::waiting(&house.market).await.expect("lists") {
        let no = because(&[("url", "No.")]);
        for (acting, decision) in [(keiko.clone(), no), (desk.clone(), Decision::Approve)] {
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
    assert_eq!((done, missed), (40, 40));
    let told = mails(house, "company_approved").await + mails(house, "company_rejected").await;
    assert_eq!(told, 40, "one mail each");
    let entries = "SELECT COUNT(*) FROM application a JOIN audit l ON l.application_id = a.id AND l.actor = a.decided_by AND l.action = 'application_' || a.state";
    assert_eq!(house.number(entries).await, 40, "one entry each");
    let agree = "SELECT COUNT(*) FROM application a JOIN company c ON c.id = a.company_id WHERE (a.state = 'approved') = (c.admission = 'active')";
    assert_eq!(house.number(agree).await, 40);
}

/// Both steps, from a network of its own.
async fn registered_from(house: &House, email: &str, network: u16) {
    let registered = registration::receive(&house.market, &from(network), first_step(email))
        .await
        .expect("registers");
    let browser = Caller {
        waiting: Some(registered.waiting),
        ..from(network)
    };
    let link = token(&mailed(house, email).await);
    companies::register(&house.market, &browser, &link, &second_step(KEIKO), "")
        .await
        .expect("registers");
    house.letters().await;
}

async fn z5_a_coordinator_is_found_by_the_exact_address_only(house: &House) {
    keiko(house).await;
    house
        .member_of_staff(DESK, "田中 美咲", StaffRole::Screening)
        .await;
    house
        .person(AccountType::Buyer, "anna@harbour.example", "Harbour", false)
        .await;
    let browser = temporary(house, HANNAH).await;
    let link = token(&mailed(house, HANNAH).await);
    let market = &house.market;
    let look =
        async |address: &str| companies::coordinator(market, &browser, Asker::Link(&link), address).await;
    assert_eq!(look(KEIKO).await.expect("is found"), "中村 恵子");
    assert_eq!(
        look(" Keiko@Owner.example ").await.expect("is the same address"),
        "中村 恵子"
    );
    for other in [
        "keiko@owner.exampl",
        "keik@owner.example",
        "k%@owner.example",
        DESK,
        "anna@harbour.example",
        HANNAH,
    ] {
        let answer = look(other).await;
        assert_eq!(
            fault(answer, "profile.coordinator"),
            Violation::CoordinatorUnknown,
            "{other}"
        );
    }
    assert_eq!(
        fault(look("keiko").await, "profile.coordinator"),
        Violation::EmailAt
    );
    house
        .run("UPDATE account SET state = 'suspended', suspended_at = 1 WHERE name = '中村 恵子'")
        .await;
    assert_eq!(
        fault(look(KEIKO).await, "profile.coordinator"),
        Violation::CoordinatorUnknown
    );
    // Without the link nobody is told anything.
    for forged in ["", "x", &link[1..]] {
        let answer = companies::coordinator(market, &browser, Asker::Link(forged), KEIKO).await;
        assert_eq!(refusal(answer), Refusal::LinkDead);
    }
    let (_, anna) = house.sign_in("anna@harbour.example", "buyer").await;
    let answer = companies::coordinator(market, &browser, Asker::Member(&anna), KEIKO).await;
    assert_eq!(refusal(answer), Refusal::NotAllowed);
}

async fn z5_nobody_looks_often(house: &House) {
    keiko(house).await;
    let browser = temporary(house, HANNAH).await;
    let link = token(&mailed(house, HANNAH).await);
    let market = &house.market;
    for _ in 0..30 {
        let answer = companies::coordinator(market, &browser, Asker::Link(&link), "x@owner.example").await;
        assert_eq!(
            fault(answer, "profile.coordinator"),
            Violation::CoordinatorUnknown
        );
    }
    let answer = companies::coordinator(market, &browser, Asker::Link(&link), KEIKO).await;
    assert!(matches!(refusal(answer), Refusal::TooMany { .. }));
    // Sending the form is no way around it.
    let sent = companies::register(market, &browser, &link, &second_step(KEIKO), "").await;
    assert!(matches!(refusal(sent), Refusal::TooMany { .. }));
    house.wait(Duration::from_secs(600));
    companies::register(market, &browser, &link, &second_step(KEIKO), "")
        .await
        .expect("registers");
}

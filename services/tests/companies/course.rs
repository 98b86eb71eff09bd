//! The whole course: both steps, a question, a rejection and the form sent again, and what a company may do once it is in.

use domain::accounts::views::Change;
use domain::accounts::{Asks, SideForm, StaffRole};
use domain::refusal::Refusal;
use domain::screening::queue::Standing;
use domain::screening::{Kind, Question};
use domain::violations::Violation;
use services::accounts::companies;
use services::accounts::{own, sides, takeout, verification};
use services::screening::deciding::Outcome;
use services::screening::{self, Decision, State, care};

use crate::companies::{
    HANNAH, KEIKO, LEO, agreed, because, decide, keiko, listed, mailed, member, newest, read, registered,
    second_step, signed_in, temporary,
};
use crate::support::house::{House, caller};
use crate::support::people::{fault, refusal, token, who};
use crate::support::staff::DESK;

on_both!(
    r041_a_company_registers_in_two_steps_and_its_coordinator_lets_it_in,
    r049_a_company_that_is_in_edits_what_it_tells_and_may_apply_to_sell,
    z42_what_was_rejected_is_corrected_and_sent_again,
    m04_a_question_is_answered_and_another_coordinator_may_be_named,
);

async fn r041_a_company_registers_in_two_steps_and_its_coordinator_lets_it_in(house: &House) {
    let keiko = keiko(house).await;
    let browser = temporary(house, HANNAH).await;
    let waiting = verification::waiting(&house.market, &browser)
        .await
        .expect("waits");
    assert!(waiting.is_company && !waiting.proved);
    let letter = mailed(house, HANNAH).await;
    assert!(
        letter.subject.starts_with("Temporary registration completed"),
        "M12"
    );
    for typed in ["Hannah", "Isartal", "Schmidt"] {
        assert!(!letter.text.contains(typed), "T20: nothing that was typed");
    }
    let link = token(&letter);
    for _ in 0..3 {
        let opened = companies::look(&house.market, &browser, &link)
            .await
            .expect("looks");
        assert_eq!(opened.email, HANNAH);
        assert_eq!(opened.form.company, "Isartal Components GmbH");
        assert!(!opened.asks_password);
    }
    assert_eq!(house.rows("company").await, 0, "nothing yet");

    let market = &house.market;
    let mut faulty = second_step("nobody@owner.example");
    let unknown = companies::register(market, &browser, &link, &faulty, "").await;
    assert_eq!(
        fault(unknown, "profile.coordinator"),
        Violation::CoordinatorUnknown,
        "E11"
    );
    faulty.profile.postcode = String::new();
    let missing = companies::register(market, &browser, &link, &faulty, "").await;
    assert_eq!(fault(missing, "profile.postcode"), Violation::Missing);
    let mut form = second_step(KEIKO);
    form.profile.country = "FR".to_owned();
    companies::register(market, &browser, &link, &form, "")
        .await
        .expect("registers");
    assert!(
        verification::waiting(market, &browser)
            .await
            .expect("tells")
            .proved
    );
    let letter = mailed(house, KEIKO).await;
    let sheet = newest(house, &keiko).await;
    let page = format!("https://parts.example/staff/applications/{}", sheet.id);
    assert!(
        letter.text.contains(&page) && letter.text.contains("Isartal"),
        "M13: {}",
        letter.text
    );
    assert_eq!((sheet.kind, sheet.standing), (Kind::Company, Standing::Waiting));
    assert_eq!(sheet.form.country, "DE", "R035: chosen once");
    assert_eq!((sheet.coordinator.as_str(), sheet.names_me), ("中村 恵子", true));

    let (session, hannah) = signed_in(house, HANNAH).await;
    assert!(hannah.awaits_admission() && hannah.administrator().is_none());
    assert_eq!(
        decide(house, &keiko, &sheet, Decision::Approve).await,
        Outcome::Done
    );
    let letter = mailed(house, HANNAH).await;
    assert!(
        letter.subject.starts_with("Definitive registration completed"),
        "M14"
    );
    let hannah = who(house, &session).await.expect("T25: goes on");
    assert!(!hannah.awaits_admission() && hannah.administrator().is_some());
    let agreed = "SELECT COUNT(*) FROM agreement WHERE document IN ('terms', 'privacy')";
    assert_eq!(house.number(agreed).await, 2);
    let logged = "SELECT COUNT(*) FROM audit WHERE action = 'application_approved'";
    assert_eq!(house.number(logged).await, 1);
}

async fn r049_a_company_that_is_in_edits_what_it_tells_and_may_apply_to_sell(house: &House) {
    let keiko = keiko(house).await;
    registered(house, HANNAH, KEIKO).await;
    let sheet = newest(house, &keiko).await;
    decide(house, &keiko, &sheet, Decision::Approve).await;
    let market = &house.market;
    let (_, hannah) = signed_in(house, HANNAH).await;
    let view = own::view(market, &hannah).await.expect("shows");
    assert_eq!((view.asks, view.change), (Asks::Company, Change::ToSupplier));
    assert_eq!(view.profile.company_type, "overseas");
    let mut form = SideForm {
        profile: view.profile,
        agreed: None,
    };
    form.profile.address = "Isarstraße 2, München".to_owned();
    form.profile.company_type = "domestic".to_owned();
    own::update(market, &hannah, &form)
        .await
        .expect("neither furigana nor purpose are asked");
    let view = own::view(market, &hannah).await.expect("shows");
    assert_eq!(view.profile.address, "Isarstraße 2, München");
    assert_eq!(view.profile.company_type, "overseas", "as it was approved");
    let home = takeout::take(market, &hannah).await.expect("takes home");
    let home = serde_json::to_string(&home).expect("data");
    assert!(home.contains("\"company_type\":\"overseas\"") && home.contains(KEIKO));

    let more = sides::to_supplier(market, &hannah, &agreed(form.clone())).await;
    assert_eq!(
        fault(more, "profile.capital"),
        Violation::Missing,
        "R080: as a supplier tells it"
    );
    for (field, text) in [
        (&mut form.profile.furigana, "ハンナ"),
        (&mut form.profile.capital, "6,000,000"),
        (&mut form.profile.established, "2020-02-03"),
        (&mut form.profile.purpose, "Selling"),
    ] {
        text.clone_into(field);
    }
    sides::to_supplier(market, &hannah, &agreed(form))
        .await
        .expect("applies");
    assert_eq!(
        listed(house, &keiko.staff(), "").await.total,
        0,
        "the owner decides that"
    );
    let waiting = screening::waiting(market).await.expect("lists").remove(0);
    let desk = member(house, DESK, "Desk", StaffRole::Screening).await;
    let sheet = read(house, &desk, waiting.id).await.expect("reads");
    assert_eq!(
        sheet.before, None,
        "it sells for the first time: nothing was sent before"
    );
    let row = listed(house, &desk.staff(), "").await.rows.remove(0);
    assert_eq!((row.id, row.again), (waiting.id, false));
    screening::decide(market, waiting.id, waiting.version, &Decision::Approve)
        .await
        .expect("approves");
    let (_, hannah) = house.sign_in(HANNAH, "supplier").await;
    assert!(hannah.supplier().is_some(), "it can sell");
}

async fn z42_what_was_rejected_is_corrected_and_sent_again(house: &House) {
    let keiko = keiko(house).await;
    registered(house, HANNAH, KEIKO).await;
    house.letters().await;
    let first = newest(house, &keiko).await;
    let market = &house.market;
    let (_, hannah) = signed_in(house, HANNAH).await;
    let early = companies::again(market, &caller(), &hannah, &agreed(second_step(KEIKO))).await;
    assert_eq!(refusal(early), Refusal::NotAllowed);
    let reasons = because(&[
        ("company_type", "You are in Japan."),
        ("url", "It does not open."),
    ]);
    assert_eq!(decide(house, &keiko, &first, reasons).await, Outcome::Done);
    let letter = mailed(house, HANNAH).await;
    assert!(
        letter.text.contains("Company type: You are in Japan."),
        "M31: {}",
        letter.text
    );
    assert!(letter.text.contains("https://parts.example/account/application"));

    let (_, hannah) = signed_in(house, HANNAH).await;
    assert!(hannah.awaits_admission(), "E10");
    let view = own::view(market, &hannah).await.expect("shows");
    let application = view.application.expect("one");
    assert_eq!(
        (application.state, application.is_company),
        (State::Rejected, true)
    );
    assert_eq!(application.fields["url"], "It does not open.");
    assert_eq!(application.form.coordinator, KEIKO, "from the stored form");
    assert_eq!(view.change, Change::None, "it does not apply to sell meanwhile");
    let to_sell = sides::to_supplier(market, &hannah, &agreed(second_step(KEIKO))).await;
    assert!(matches!(refusal(to_sell), Refusal::NotAllowed));

    let mut corrected = agreed(second_step(KEIKO));
    corrected.profile.company_type = "domestic".to_owned();
    let unsaid = SideForm {
        agreed: None,
        ..corrected.clone()
    };
    let unsaid = companies::again(market, &caller(), &hannah, &unsaid).await;
    assert_eq!(fault(unsaid, "agreed"), Violation::NotTicked);
    companies::again(market, &caller(), &hannah, &corrected)
        .await
        .expect("sends again");
    assert!(mailed(house, KEIKO).await.text.contains("Isartal"), "M13 again");
    let second = newest(house, &keiko).await;
    assert_ne!(second.id, first.id);
    let before = second.before.clone().expect("the form of before");
    assert_eq!(
        domain::screening::fields::changed(second.kind, &before, &second.form),
        ["company_type"]
    );
    assert!(listed(house, &keiko.staff(), "").await.rows[0].again);
    assert_eq!(
        decide(house, &keiko, &second, Decision::Approve).await,
        Outcome::Done
    );
    let (_, hannah) = signed_in(house, HANNAH).await;
    assert!(!hannah.awaits_admission());
    let view = own::view(market, &hannah).await.expect("shows");
    assert_eq!(view.profile.company_type, "domestic");
}

async fn m04_a_question_is_answered_and_another_coordinator_may_be_named(house: &House) {
    let keiko = keiko(house).await;
    let leo = member(house, LEO, "Leo Berg", StaffRole::Coordinator).await;
    registered(house, HANNAH, KEIKO).await;
    house.letters().await;
    let seen = newest(house, &keiko).await;
    let market = &house.market;
    care::take(market, &keiko.staff(), seen.id).await.expect("takes");
    let acting = keiko.acting(house).await;
    let question = Question::parse("Which makers do you deal in?").expect("a question");
    let asked = care::ask(market, &acting, seen.id, seen.version, &question).await;
    assert_eq!(asked.expect("asks"), Outcome::Done);
    let letter = mailed(house, HANNAH).await;
    assert!(
        letter.text.contains("registering your company"),
        "M04: {}",
        letter.text
    );

    let (_, hannah) = signed_in(house, HANNAH).await;
    let form = second_step(LEO);
    let as_supplier = screening::answer(market, &hannah, &form, "JST.").await;
    assert_eq!(refusal(as_supplier), Refusal::NotAllowed);
    let empty = companies::answer(market, &caller(), &hannah, &form, " ").await;
    assert_eq!(fault(empty, "answer"), Violation::Missing);
    let unknown = second_step("nobody@owner.example");
    let unknown = companies::answer(market, &caller(), &hannah, &unknown, "JST.").await;
    assert_eq!(
        fault(unknown, "profile.coordinator"),
        Violation::CoordinatorUnknown
    );
    companies::answer(market, &caller(), &hannah, &form, "JST and HRS.")
        .await
        .expect("answers");
    assert!(
        mailed(house, LEO).await.text.contains("Isartal"),
        "M13 to the other one"
    );
    assert_eq!(refusal(read(house, &keiko, seen.id).await), Refusal::NotFound);
    let now = newest(house, &leo).await;
    assert_eq!((now.standing, now.assigned.as_str()), (Standing::Waiting, ""));
    assert_eq!(now.events[0].text, "JST and HRS.");
    assert_eq!(decide(house, &leo, &now, Decision::Approve).await, Outcome::Done);
}

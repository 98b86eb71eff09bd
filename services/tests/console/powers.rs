//! Who may act: each role in its own part, and with a password shown a moment ago (T31, T36).

use domain::accounts::StaffRole;
use domain::audit::AuditFilter;
use domain::refusal::Refusal;
use domain::screening::{Note, QueueFilter};
use domain::violations::Violation;
use services::accounts::proving;
use services::audit;
use services::screening::care;
use services::screening::deciding;
use services::screening::{self, Decision, queue, sheet};

use crate::console::{ANNA, BEN, applicant, question};
use crate::support::house::{House, MINUTE, PASSWORD, caller};
use crate::support::people::{fault, refusal, who};
use crate::support::staff::{desk, member};

on_both!(
    t36_whoever_acts_has_shown_the_password_within_a_quarter_of_an_hour,
    t31_each_role_does_its_own_and_nobody_else_does_anything,
);

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
        // A coordinator's is empty here: nobody names them (services/tests/companies/coordinators.rs).
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

//! Changing sides: stock that is hidden, kept and deleted, and applications that are sent again (Z18, Z42).

use domain::accounts::profile::Reason;
use domain::accounts::views::Change;
use domain::accounts::{AccountType, ProfileForm, SideForm};
use domain::quotations::LineForm;
use domain::refusal::Refusal;
use domain::violations::Violation;
use services::accounts::session;
use services::accounts::{own, sides};
use services::screening::{self, Decision, State};
use services::{jobs, quotations, search};

use crate::account::{S1, ask, buyer, form, found, found_in, seller};
use crate::support::house::{DAY, House, caller, forms};
use crate::support::people::{JANE, faults, refusal};

on_both!(
    z18_a_supplier_who_becomes_a_buyer_hides_the_stock_at_once,
    z18_another_process_sees_the_same,
    z18_hidden_stock_comes_back_with_the_approval,
    z18_hidden_stock_is_deleted_after_ninety_days,
    z18_stock_that_was_hidden_twice_is_kept_from_the_second_time_on,
    the_owners_company_stays_a_supplier,
    a_supplier_in_screening_has_no_proof_and_may_turn_back,
    z42_who_was_rejected_applies_again_with_the_stored_form,
);

async fn lot_numbers(house: &House) -> Vec<i64> {
    house.numbers("SELECT id FROM lot ORDER BY id").await
}

async fn z18_a_supplier_who_becomes_a_buyer_hides_the_stock_at_once(house: &House) {
    let (token, who) = seller(house).await;
    assert_eq!(found(house, "q=TC74HC").await, 2);
    assert_eq!(sides::lots(&house.market, &who).await.expect("counts"), 2);
    let lots = lot_numbers(house).await;
    let mut untouched = form();
    untouched.agreed = None;
    let found_faults = faults(sides::to_buyer(&house.market, &who, &caller(), &untouched).await);
    assert_eq!(found_faults.at("agreed"), Some(&Violation::NotTicked));
    sides::to_buyer(&house.market, &who, &caller(), &form())
        .await
        .expect("changes");
    assert_eq!(found(house, "q=TC74HC").await, 0, "nobody finds it");
    assert_eq!(search::figures(&house.market).await.expect("counts").suppliers, 0);
    let line = LineForm {
        lot: lots[0].to_string(),
        ..forms::line("TC74HC4050AFTEL")
    };
    let refused = faults(ask(house, None, vec![line]).await);
    assert_eq!(
        refused.at("lines.0.lot"),
        Some(&Violation::LotGone),
        "nor asks for it"
    );
    let open = quotations::open(&house.market, None, &lots, None)
        .await
        .expect("opens");
    assert_eq!(open.form.lines[0].lot, "", "nor finds it in a form");
    let dead = session::find(&house.market, &token).await.expect("looks");
    assert!(dead.is_none(), "the session as a supplier is over");
    let (_, who) = house.sign_in(S1, "buyer").await;
    assert!(who.supplier().is_none());
    assert_eq!(
        refusal(sides::to_buyer(&house.market, &who, &caller(), &form()).await),
        Refusal::NotAllowed
    );
}

async fn z18_another_process_sees_the_same(house: &House) {
    let (_, who) = seller(house).await;
    let other = house.other_process().await;
    assert_eq!(found_in(&other, "q=TC74HC").await, 2);
    sides::to_buyer(&house.market, &who, &caller(), &form())
        .await
        .expect("changes");
    assert_eq!(found_in(&other, "q=TC74HC").await, 0);
    let third = house.other_process().await;
    assert_eq!(found_in(&third, "q=TC74HC").await, 0, "nor one that starts now");
    apply_and_be_approved(house).await;
    assert_eq!(found_in(&other, "q=TC74HC").await, 2);
    assert_eq!(found_in(&third, "q=TC74HC").await, 2);
    for market in [other, third] {
        let report = services::verify::verify(&market).await.expect("verifies");
        assert_eq!(report.faults, Vec::<String>::new());
        market.db.clone().close().await.expect("closes");
    }
}

async fn apply_and_be_approved(house: &House) {
    let (_, who) = house.sign_in(S1, "buyer").await;
    sides::to_supplier(&house.market, &who, &form())
        .await
        .expect("applies");
    let waiting = screening::waiting(&house.market).await.expect("lists").remove(0);
    screening::decide(&house.market, waiting.id, waiting.version, &Decision::Approve)
        .await
        .expect("decides");
}

async fn z18_hidden_stock_comes_back_with_the_approval(house: &House) {
    let (_, who) = seller(house).await;
    sides::to_buyer(&house.market, &who, &caller(), &form())
        .await
        .expect("changes");
    house.wait(DAY * 89);
    apply_and_be_approved(house).await;
    assert_eq!(found(house, "q=TC74HC").await, 2);
    house.wait(DAY * 2);
    jobs::run_due(&house.market).await.expect("runs");
    assert_eq!(
        found(house, "q=TC74HC").await,
        2,
        "who sells again keeps the stock"
    );
}

async fn z18_hidden_stock_is_deleted_after_ninety_days(house: &House) {
    let (_, who) = seller(house).await;
    let other = house.other_process().await;
    assert_eq!(found_in(&other, "q=TC74HC").await, 2);
    sides::to_buyer(&house.market, &who, &caller(), &form())
        .await
        .expect("changes");
    house.wait(DAY * 89);
    assert_eq!(jobs::run_due(&house.market).await.expect("runs"), 0, "not yet");
    assert_eq!(lot_numbers(house).await.len(), 2);
    house.wait(DAY);
    assert_eq!(jobs::run_due(&house.market).await.expect("runs"), 1);
    assert_eq!(lot_numbers(house).await.len(), 0);
    assert_eq!(house.numbers("SELECT id FROM import").await.len(), 0);
    apply_and_be_approved(house).await;
    assert_eq!(found(house, "q=TC74HC").await, 0, "it is gone for good");
    assert_eq!(
        found_in(&other, "q=TC74HC").await,
        0,
        "also where nobody looked meanwhile"
    );
    other.db.clone().close().await.expect("closes");
}

async fn z18_stock_that_was_hidden_twice_is_kept_from_the_second_time_on(house: &House) {
    let (_, who) = seller(house).await;
    sides::to_buyer(&house.market, &who, &caller(), &form())
        .await
        .expect("changes");
    house.wait(DAY * 50);
    apply_and_be_approved(house).await;
    let (_, who) = house.sign_in(S1, "supplier").await;
    sides::to_buyer(&house.market, &who, &caller(), &form())
        .await
        .expect("changes again");
    house.wait(DAY * 50);
    jobs::run_due(&house.market).await.expect("runs");
    assert_eq!(lot_numbers(house).await.len(), 2, "fifty days are not ninety");
    house.wait(DAY * 40);
    jobs::run_due(&house.market).await.expect("runs");
    assert_eq!(lot_numbers(house).await.len(), 0);
}

async fn the_owners_company_stays_a_supplier(house: &House) {
    house.person(AccountType::Supplier, S1, "Owner's own", true).await;
    let (_, who) = house.sign_in(S1, "supplier").await;
    let view = own::view(&house.market, &who).await.expect("shows");
    assert_eq!(view.change, Change::None);
    assert_eq!(
        refusal(sides::to_buyer(&house.market, &who, &caller(), &form()).await),
        Refusal::NotAllowed
    );
}

async fn a_supplier_in_screening_has_no_proof_and_may_turn_back(house: &House) {
    buyer(house).await;
    // As a registration leaves it.
    house
        .run("UPDATE company SET trade_type = 'supplier', standing = 'rejected'")
        .await;
    let (_, who) = house.sign_in(JANE, "supplier").await;
    assert!(who.supplier().is_none());
    sides::to_supplier(&house.market, &who, &form())
        .await
        .expect("applies");
    let (_, who) = house.sign_in(JANE, "supplier").await;
    assert!(who.visitor.in_screening && who.supplier().is_none());
    sides::to_buyer(&house.market, &who, &caller(), &form())
        .await
        .expect("turns back");
    assert!(
        screening::waiting(&house.market).await.expect("lists").is_empty(),
        "what is no longer wanted is not decided"
    );
    assert_eq!(
        house.rows("audit WHERE action = 'application_withdrawn'").await,
        1,
        "and the log tells who took it back"
    );
}

async fn z42_who_was_rejected_applies_again_with_the_stored_form(house: &House) {
    let (_, who) = buyer(house).await;
    sides::to_supplier(&house.market, &who, &form())
        .await
        .expect("applies");
    let again = sides::to_supplier(&house.market, &who, &form()).await;
    assert_eq!(refusal(again), Refusal::NotAllowed, "one at a time");
    let waiting = screening::waiting(&house.market).await.expect("lists").remove(0);
    let reject = Decision::Reject(
        Reason::parse("The capital is missing a zero.")
            .expect("a reason")
            .into(),
    );
    screening::decide(&house.market, waiting.id, waiting.version, &reject)
        .await
        .expect("decides");
    let view = own::view(&house.market, &who).await.expect("shows");
    assert_eq!(view.change, Change::ToSupplier);
    let application = view.application.expect("an application");
    assert_eq!(application.state, State::Rejected);
    assert_eq!(application.reason, "The capital is missing a zero.");
    assert_eq!(application.form, form().profile);
    let revised = SideForm {
        profile: ProfileForm {
            capital: "60,000,000".to_owned(),
            ..application.form
        },
        agreed: Some("1".to_owned()),
    };
    sides::to_supplier(&house.market, &who, &revised)
        .await
        .expect("applies again");
}

//! From the form to the proof, and through the screening where there is one (T35).

use domain::accounts::profile::Reason;
use domain::accounts::{AccountType, ProfileForm};
use domain::refusal::Refusal;
use services::accounts::{sides, verification};
use services::screening::{self, Decision, State};

use crate::registration::{form, only_letter, proved, register, signed_in};
use crate::support::house::House;
use crate::support::house::forms::agreed;
use crate::support::people::{JANE, NEW, refusal, sign_in_with, token};

on_both!(
    a_buyer_registers_proves_the_address_and_signs_in,
    a_supplier_is_screened_before_it_sells,
    a_rejected_supplier_revises_and_applies_again,
    a_buyer_who_applies_stays_a_buyer_until_it_is_approved,
    t35_an_application_is_decided_once,
);

async fn a_buyer_registers_proves_the_address_and_signs_in(house: &House) {
    let browser = register(house, "buyer", JANE).await;
    let letter = only_letter(house).await;
    assert_eq!(letter.to, JANE);
    let before = verification::waiting(&house.market, &browser)
        .await
        .expect("waits");
    assert!(!before.proved && before.address == JANE && before.again_in == 60);
    assert_eq!(
        house.rows("account").await,
        0,
        "nothing is reserved before the proof"
    );
    let proved = verification::prove(&house.market, &browser, &token(&letter), "")
        .await
        .expect("proves");
    assert_eq!(proved.account_type, AccountType::Buyer);
    assert!(
        verification::waiting(&house.market, &browser)
            .await
            .expect("knows")
            .proved
    );
    let told = only_letter(house).await;
    assert_eq!(told.to, JANE, "M02");
    let who = signed_in(house, "buyer", JANE).await;
    assert_eq!(who.visitor.company, "Harbour Trading");
    assert_eq!(house.rows("agreement").await, 2);
    let kept = "SELECT COUNT(*) FROM registration WHERE profile <> '' OR password_hash <> ''";
    assert_eq!(
        house.number(kept).await,
        0,
        "what the account has now is not kept twice"
    );
}

async fn a_supplier_is_screened_before_it_sells(house: &House) {
    proved(house, "supplier", JANE).await;
    assert_eq!(only_letter(house).await.to, JANE, "M03");
    let who = signed_in(house, "supplier", JANE).await;
    assert!(
        who.visitor.in_screening && who.supplier().is_none(),
        "no supplier functions (R040)"
    );
    let own = screening::own(&house.market, &who.member)
        .await
        .expect("looks")
        .expect("is there");
    assert_eq!(own.state, State::Pending);
    let waiting = screening::waiting(&house.market).await.expect("lists");
    assert_eq!(waiting.len(), 1);
    screening::decide(
        &house.market,
        waiting[0].id,
        waiting[0].version,
        &Decision::Approve,
    )
    .await
    .expect("decides");
    assert_eq!(only_letter(house).await.to, JANE, "M05");
    assert!(signed_in(house, "supplier", JANE).await.supplier().is_some());
}

async fn a_rejected_supplier_revises_and_applies_again(house: &House) {
    proved(house, "supplier", JANE).await;
    house.letters().await;
    let waiting = screening::waiting(&house.market).await.expect("lists").remove(0);
    let reason = Decision::Reject(
        Reason::parse("The site cannot be opened.")
            .expect("a reason")
            .into(),
    );
    screening::decide(&house.market, waiting.id, waiting.version, &reason)
        .await
        .expect("decides");
    assert_eq!(only_letter(house).await.to, JANE, "M06");
    let who = signed_in(house, "supplier", JANE).await;
    let own = screening::own(&house.market, &who.member)
        .await
        .expect("looks")
        .expect("is there");
    assert_eq!(
        (own.state, own.reason.as_str()),
        (State::Rejected, "The site cannot be opened.")
    );
    let revised = ProfileForm {
        url: "https://harbour.example".to_owned(),
        country: "US".to_owned(),
        ..own.form
    };
    sides::to_supplier(&house.market, &who, &agreed(revised.clone()))
        .await
        .expect("applies again");
    let own = screening::own(&house.market, &who.member)
        .await
        .expect("looks")
        .expect("is there");
    assert_eq!(own.state, State::Pending);
    assert_eq!(own.form.url, "https://harbour.example");
    assert_eq!(own.form.country, "JP", "the country is fixed (R035)");
    let again = sides::to_supplier(&house.market, &who, &agreed(revised)).await;
    assert_eq!(refusal(again), Refusal::NotAllowed, "one application at a time");
}

async fn a_buyer_who_applies_stays_a_buyer_until_it_is_approved(house: &House) {
    proved(house, "buyer", JANE).await;
    house.letters().await;
    let who = signed_in(house, "buyer", JANE).await;
    sides::to_supplier(&house.market, &who, &agreed(form("buyer", JANE).profile))
        .await
        .expect("applies");
    assert!(sign_in_with(house, "supplier", JANE, NEW).await.is_err());
    let waiting = screening::waiting(&house.market).await.expect("lists").remove(0);
    let reject = Decision::Reject(Reason::parse("").expect("no reason").into());
    screening::decide(&house.market, waiting.id, waiting.version, &reject)
        .await
        .expect("decides");
    let who = signed_in(house, "buyer", JANE).await;
    sides::to_supplier(&house.market, &who, &agreed(form("buyer", JANE).profile))
        .await
        .expect("applies again");
    let waiting = screening::waiting(&house.market).await.expect("lists").remove(0);
    screening::decide(&house.market, waiting.id, waiting.version, &Decision::Approve)
        .await
        .expect("decides");
    assert!(
        sign_in_with(house, "buyer", JANE, NEW).await.is_err(),
        "buyer or supplier, not both (Z1)"
    );
    assert!(signed_in(house, "supplier", JANE).await.supplier().is_some());
}

async fn t35_an_application_is_decided_once(house: &House) {
    proved(house, "supplier", JANE).await;
    house.letters().await;
    let waiting = screening::waiting(&house.market).await.expect("lists").remove(0);
    let stale = screening::decide(&house.market, waiting.id, waiting.version + 1, &Decision::Approve).await;
    assert_eq!(refusal(stale), Refusal::NotFound);
    let deciders: Vec<_> = (0..8)
        .map(|_| {
            let (market, waiting) = (house.market.clone(), waiting.clone());
            tokio::spawn(async move {
                screening::decide(&market, waiting.id, waiting.version, &Decision::Approve)
                    .await
                    .is_ok()
            })
        })
        .collect();
    let mut decided = 0;
    for decider in deciders {
        decided += usize::from(decider.await.expect("ends"));
    }
    assert_eq!((decided, house.letters().await.len()), (1, 1));
}

//! Addresses added, proved, made the main one and deleted, with the password, and told to nobody (R076, R077, T03, T21).

use domain::accounts::own::Standing;
use domain::accounts::{AccountType, PickAddressForm};
use domain::violations::Violation;
use services::accounts::addresses::{self, confirm, main};

use crate::addresses::{LONG_AGO, SECOND_ADDRESS, add, added, id_of, jane_in, list, made_main, pick, proved};
use crate::support::house::{HOUR, House, PASSWORD};
use crate::support::people::{JANE, dump, fault, is_in, mails, sign_in_with, to, who};

on_both!(
    r076_an_address_is_added_proved_made_the_main_one_and_the_old_one_deleted,
    r077_only_proved_addresses_become_main_and_the_main_one_stays,
    t03_a_taken_address_is_answered_like_any_other,
    t21_the_password_is_asked_for_after_five_minutes,
);

async fn r076_an_address_is_added_proved_made_the_main_one_and_the_old_one_deleted(house: &House) {
    let (session, here) = jane_in(house).await;
    let other = sign_in_with(house, "buyer", JANE, PASSWORD)
        .await
        .expect("in")
        .token;
    let link = added(house, &here, SECOND_ADDRESS).await;
    let waiting = list(house, &here).await;
    assert_eq!(waiting[0].standing, Standing::Main);
    let until = house.market.now() + 3 * 24 * 3_600_000;
    assert_eq!(waiting[1].standing, Standing::Waiting { until });
    assert_eq!(
        confirm::look(&house.market, &link).await.expect("looks"),
        SECOND_ADDRESS
    );
    confirm::confirm(&house.market, &link).await.expect("proves");
    assert_eq!(list(house, &here).await[1].standing, Standing::Proved);
    assert!(
        sign_in_with(house, "buyer", SECOND_ADDRESS, PASSWORD)
            .await
            .is_err(),
        "not the login ID yet"
    );
    let id = id_of(house, &here, SECOND_ADDRESS).await;
    let before = here;
    let (here, told) = made_main(house, &session, id, PASSWORD).await;
    main::make_main(&house.market, &before, &pick(id, PASSWORD))
        .await
        .expect("a second press is told the same");
    assert_eq!(mails(house, "address_changed").await, 1, "one change");
    assert_eq!(told.to, JANE);
    assert!(!told.text.contains(SECOND_ADDRESS), "shortened");
    assert!(!is_in(house, &other).await, "other sessions end");
    assert!(
        sign_in_with(house, "buyer", SECOND_ADDRESS, PASSWORD)
            .await
            .is_ok()
    );
    assert!(sign_in_with(house, "buyer", JANE, PASSWORD).await.is_err());
    let old = id_of(house, &here, JANE).await;
    addresses::delete(&house.market, &here, &pick(old, PASSWORD))
        .await
        .expect("deletes");
    let left = list(house, &here).await;
    assert_eq!(left.len(), 1);
    assert_eq!(
        (left[0].address.as_str(), left[0].standing),
        (SECOND_ADDRESS, Standing::Main)
    );
    assert_eq!(
        who(house, &session).await.expect("is in").visitor.email,
        SECOND_ADDRESS
    );
}

async fn r077_only_proved_addresses_become_main_and_the_main_one_stays(house: &House) {
    let (_, here) = jane_in(house).await;
    let stranger = house
        .person(AccountType::Buyer, "jack@harbour.example", "Jack", false)
        .await;
    let foreign = format!(
        "SELECT id FROM account_email WHERE account_id = {}",
        stranger.account_id
    );
    let foreign = house.number(&foreign).await;
    added(house, &here, SECOND_ADDRESS).await;
    let (own, waiting) = (
        id_of(house, &here, JANE).await,
        id_of(house, &here, SECOND_ADDRESS).await,
    );
    let make = |form: PickAddressForm| {
        let here = here.clone();
        async move { main::make_main(&house.market, &here, &form).await }
    };
    let delete = |form: PickAddressForm| {
        let here = here.clone();
        async move { addresses::delete(&house.market, &here, &form).await }
    };
    assert_eq!(
        fault(make(pick(waiting, "")).await, "address"),
        Violation::AddressUnproved
    );
    assert_eq!(
        fault(make(pick(foreign, "")).await, "address"),
        Violation::NotAChoice
    );
    assert_eq!(
        fault(delete(pick(foreign, "")).await, "address"),
        Violation::NotAChoice
    );
    assert_eq!(
        fault(delete(pick(own, "")).await, "address"),
        Violation::AddressMain
    );
    assert_eq!(
        fault(make(PickAddressForm::default()).await, "address"),
        Violation::Missing
    );
    assert_eq!(
        fault(add(house, &here, JANE, "").await, "email"),
        Violation::AddressOwn
    );
    assert_eq!(
        fault(add(house, &here, "jane@", "").await, "email"),
        Violation::EmailDomain
    );
    for nth in 0..3 {
        add(house, &here, &format!("jane{nth}@isartal.example"), "")
            .await
            .expect("adds");
    }
    assert_eq!(
        fault(add(house, &here, "sixth@isartal.example", "").await, "email"),
        Violation::TooManyAddresses { max: 5 }
    );
    delete(pick(waiting, "")).await.expect("deletes what waits");
    add(house, &here, "sixth@isartal.example", "")
        .await
        .expect("adds");
}

async fn t03_a_taken_address_is_answered_like_any_other(house: &House) {
    let (_, here) = jane_in(house).await;
    house
        .person(AccountType::Buyer, "jack@harbour.example", "Jack", false)
        .await;
    let sizes = |dumped: &[(String, Vec<String>)]| -> Vec<(String, usize)> {
        dumped
            .iter()
            .map(|(table, rows)| (table.clone(), rows.len()))
            .collect()
    };
    let nothing = sizes(&dump(house).await);
    add(house, &here, "free@harbour.example", "").await.expect("adds");
    let free = sizes(&dump(house).await);
    add(house, &here, "jack@harbour.example", "")
        .await
        .expect("the same answer");
    let taken = sizes(&dump(house).await);
    let came = |before: &[(String, usize)], after: &[(String, usize)]| -> Vec<(String, usize)> {
        let pairs = after.iter().zip(before);
        pairs
            .map(|((table, now), (_, then))| (table.clone(), now - then))
            .collect()
    };
    assert_eq!(came(&nothing, &free), came(&free, &taken));
    let shown = list(house, &here).await;
    assert_eq!(shown[1].standing, shown[2].standing, "shown alike");
    let letters = house.letters().await;
    let kinds =
        |reader: &str| -> Vec<String> { to(&letters, reader).iter().map(|l| l.kind.clone()).collect() };
    assert_eq!(kinds("free@harbour.example"), ["confirm_address"]);
    assert_eq!(kinds("jack@harbour.example"), ["address_claimed"]);
    for _ in 0..5 {
        add(house, &here, "jack@harbour.example", "")
            .await
            .expect("the same answer");
    }
    assert_eq!(house.letters().await.len(), 0, "told once a day");
    house.wait(24 * HOUR);
    let (_, here) = house.sign_in(JANE, "buyer").await;
    add(house, &here, "jack@harbour.example", "")
        .await
        .expect("the same answer");
    assert_eq!(mails(house, "address_claimed").await, 2, "and the next day again");
}

async fn t21_the_password_is_asked_for_after_five_minutes(house: &House) {
    let (session, here) = jane_in(house).await;
    assert!(
        !addresses::list(&house.market, &here)
            .await
            .expect("lists")
            .asks_password
    );
    let id = proved(house, &here, SECOND_ADDRESS).await;
    house.wait(LONG_AGO);
    assert!(
        addresses::list(&house.market, &here)
            .await
            .expect("lists")
            .asks_password
    );
    assert_eq!(
        fault(add(house, &here, "x@isartal.example", "").await, "password"),
        Violation::Missing
    );
    for form in [pick(id, ""), pick(id, "Wrong-guess-1")] {
        let wrong = if form.password.is_empty() {
            Violation::Missing
        } else {
            Violation::PasswordWrong
        };
        let made = main::make_main(&house.market, &here, &form).await;
        assert_eq!(fault(made, "password"), wrong);
        let deleted = addresses::delete(&house.market, &here, &form).await;
        assert_eq!(fault(deleted, "password"), wrong);
    }
    add(house, &here, "x@isartal.example", PASSWORD)
        .await
        .expect("adds");
    let here = who(house, &session).await.expect("is in");
    assert!(
        !addresses::list(&house.market, &here)
            .await
            .expect("lists")
            .asks_password,
        "shown a moment ago"
    );
}

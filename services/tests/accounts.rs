//! Signing in, and how long it lasts.

use std::time::Duration;

use crate::support::house::forms::credentials;
use crate::support::house::{House, PASSWORD, caller, only_step};
use crate::support::people::is_in;
use domain::accounts::{AccountType, SignInForm};
use domain::refusal::Refusal;
use sea_orm::ConnectionTrait;
use services::accounts::session::{self, SessionToken};
use services::accounts::sign_in::{self, Welcome};
use services::error::Error;

on_both!(
    address_and_number_both_sign_in,
    everything_wrong_gets_the_same_answer_for_the_same_work,
    a_second_sign_in_ends_the_first,
    t24_a_session_lasts_as_long_as_was_chosen,
    t25_a_suspended_person_is_out_with_the_next_request,
    t23_only_the_hash_of_a_token_is_stored,
    signing_out_ends_the_session_everywhere,
    a_supplier_has_the_proof_and_a_buyer_has_not,
);

async fn try_in(house: &House, form: SignInForm) -> Result<Welcome, Error> {
    let entry = sign_in::sign_in(&house.market, form, &caller(), None).await?;
    Ok(only_step(entry))
}

async fn address_and_number_both_sign_in(house: &House) {
    let opened = house
        .person(AccountType::Buyer, "Jane@Harbour.example", "Harbour", false)
        .await;
    for login in [
        "jane@harbour.example",
        "JANE@HARBOUR.EXAMPLE",
        opened.number.as_str(),
    ] {
        assert!(
            try_in(house, credentials("buyer", login, PASSWORD)).await.is_ok(),
            "{login}"
        );
    }
}

async fn everything_wrong_gets_the_same_answer_for_the_same_work(house: &House) {
    house
        .person(AccountType::Buyer, "jane@harbour.example", "Harbour", false)
        .await;
    let wrong = [
        credentials("buyer", "jane@harbour.example", "wrong"),
        credentials("supplier", "jane@harbour.example", PASSWORD),
        credentials("staff", "jane@harbour.example", PASSWORD),
        credentials("buyer", "nobody@harbour.example", PASSWORD),
        credentials("buyer", "123456789", PASSWORD),
        credentials("buyer", "not an address", PASSWORD),
    ];
    for attempt in wrong {
        let before = house.market.passwords.verifications();
        let answer = try_in(house, attempt.clone()).await;
        assert!(
            matches!(answer, Err(Error::Refused(Refusal::WrongCredentials))),
            "{}",
            attempt.login
        );
        assert_eq!(
            house.market.passwords.verifications() - before,
            1,
            "{}",
            attempt.login
        );
    }
}

async fn a_second_sign_in_ends_the_first(house: &House) {
    house
        .person(AccountType::Buyer, "jane@harbour.example", "Harbour", false)
        .await;
    let first = try_in(house, credentials("buyer", "jane@harbour.example", PASSWORD))
        .await
        .expect("signs in");
    let again = credentials("buyer", "jane@harbour.example", PASSWORD);
    let second = sign_in::sign_in(&house.market, again, &caller(), Some(&first.token))
        .await
        .map(only_step)
        .expect("signs in");
    assert!(!is_in(house, &first.token).await);
    assert!(is_in(house, &second.token).await);
}

async fn t24_a_session_lasts_as_long_as_was_chosen(house: &House) {
    house
        .person(AccountType::Buyer, "jane@harbour.example", "Harbour", false)
        .await;
    let stays = SignInForm {
        stay: Some("on".to_owned()),
        ..credentials("buyer", "jane@harbour.example", PASSWORD)
    };
    let stays = try_in(house, stays).await.expect("signs in").token;
    let idle = try_in(house, credentials("buyer", "jane@harbour.example", PASSWORD))
        .await
        .expect("signs in")
        .token;
    house.wait(Duration::from_secs(2 * 3_600 - 1));
    assert!(is_in(house, &idle).await, "looking counts as being there");
    house.wait(Duration::from_secs(2 * 3_600));
    assert!(!is_in(house, &idle).await, "two hours without a request");
    house.wait(Duration::from_secs(14 * 24 * 3_600 - 4 * 3_600));
    assert!(
        is_in(house, &stays).await,
        "one second before the two weeks are over"
    );
    house.wait(Duration::from_secs(1));
    assert!(!is_in(house, &stays).await, "two weeks are absolute");
}

async fn t25_a_suspended_person_is_out_with_the_next_request(house: &House) {
    let opened = house
        .person(AccountType::Buyer, "jane@harbour.example", "Harbour", false)
        .await;
    let (token, _) = house.sign_in("jane@harbour.example", "buyer").await;
    for change in [
        "UPDATE account SET state = 'suspended', suspended_at = 1",
        "UPDATE account SET state = 'active', suspended_at = NULL, generation = generation + 1",
    ] {
        let statement = format!("{change} WHERE id = {}", opened.account_id);
        house.run(&statement).await;
        assert!(!is_in(house, &token).await, "{change}");
    }
}

async fn t23_only_the_hash_of_a_token_is_stored(house: &House) {
    house
        .person(AccountType::Buyer, "jane@harbour.example", "Harbour", false)
        .await;
    let (token, _) = house.sign_in("jane@harbour.example", "buyer").await;
    let rows = house
        .market
        .db
        .reader()
        .query_all_raw(sea_orm::Statement::from_string(
            house.market.db.backend(),
            "SELECT token_hash FROM session",
        ));
    for row in rows.await.expect("reads") {
        let stored: Vec<u8> = row.try_get_by_index(0).expect("bytes");
        assert_eq!(stored.len(), 32);
        assert_ne!(stored, token.cookie_value().as_bytes());
        // What a thief of the table would try: the stored bytes as a cookie.
        assert!(SessionToken::of_cookie(&String::from_utf8_lossy(&stored)).is_none());
    }
    assert!(SessionToken::of_cookie("").is_none());
    assert!(!is_in(house, &SessionToken::new()).await);
}

async fn signing_out_ends_the_session_everywhere(house: &House) {
    house
        .person(AccountType::Buyer, "jane@harbour.example", "Harbour", false)
        .await;
    let (token, _) = house.sign_in("jane@harbour.example", "buyer").await;
    session::end(&house.market, &token).await.expect("ends");
    assert!(!is_in(house, &token).await);
    session::end(&house.market, &token)
        .await
        .expect("ending it twice is no fault");
}

async fn a_supplier_has_the_proof_and_a_buyer_has_not(house: &House) {
    house
        .person(AccountType::Buyer, "jane@harbour.example", "Harbour", false)
        .await;
    house
        .person(AccountType::Supplier, "s1@example.com", "Stock House", false)
        .await;
    house
        .person(AccountType::Staff, "desk@owner.example", "", false)
        .await;
    assert!(
        house
            .sign_in("jane@harbour.example", "buyer")
            .await
            .1
            .supplier()
            .is_none()
    );
    assert!(
        house
            .sign_in("s1@example.com", "supplier")
            .await
            .1
            .supplier()
            .is_some()
    );
    assert!(
        house
            .sign_in("desk@owner.example", "staff")
            .await
            .1
            .supplier()
            .is_none()
    );
}

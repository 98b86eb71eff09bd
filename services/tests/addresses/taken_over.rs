//! An account that somebody took over is taken back, and sessions end with their next request (T21, T25).

use domain::accounts::{AccountType, ChangePasswordForm, Email};
use domain::refusal::Refusal;
use services::accounts::addresses::{self, main};
use services::accounts::second_factor::authenticator;
use services::accounts::sign_in::{self, Entry};
use services::accounts::{password_change, recovery, sessions};

use crate::addresses::{SECOND_ADDRESS, add, id_of, jane_in, made_main, pick, proved};
use crate::support::house::{HOUR, House, PASSWORD, SECOND, caller, forms};
use crate::support::people::{JANE, NEW, gone, is_in, refusal, sign_in_with, to, token};

on_both!(
    t21_whoever_took_an_account_over_is_thrown_out_again,
    t21_a_factor_of_long_ago_is_hers_and_stays,
    t21_the_oldest_link_wins,
    t25_an_ended_session_is_out_with_its_next_request,
    t25_what_is_changed_elsewhere_ends_a_session_at_once,
);

async fn t21_whoever_took_an_account_over_is_thrown_out_again(house: &House) {
    let (session, here) = jane_in(house).await;
    let number = here.visitor.number.clone();
    // Somebody in Jane's place sets an app up, adds an address, makes it the main one, deletes hers and changes the password.
    app(house).await;
    let id = proved(house, &here, SECOND_ADDRESS).await;
    let (here, told) = made_main(house, &session, id, PASSWORD).await;
    assert_eq!(told.to, JANE);
    let hers = id_of(house, &here, JANE).await;
    addresses::delete(&house.market, &here, &pick(hers, PASSWORD))
        .await
        .expect("deletes");
    let change = ChangePasswordForm {
        current: PASSWORD.to_owned(),
        password: NEW.to_owned(),
        password_again: NEW.to_owned(),
    };
    password_change::change(&house.market, &here, &change)
        .await
        .expect("changes");
    house.letters().await;
    main::take_back(&house.market, &token(&told))
        .await
        .expect("takes back");
    assert!(!is_in(house, &session).await);
    for login in [JANE, SECOND_ADDRESS, number.as_str()] {
        for password in [PASSWORD, NEW] {
            let answer = sign_in_with(house, "buyer", login, password).await;
            assert!(answer.is_err(), "{login}: nobody knows the password");
        }
    }
    new_password(house).await;
    assert!(
        sign_in_with(house, "buyer", JANE, "tokyo!lamp77orchid")
            .await
            .is_ok()
    );
}

/// Sets the password that she chooses by the link to her address.
async fn new_password(house: &House) {
    let letters = house.letters().await;
    let letter = to(&letters, JANE)
        .into_iter()
        .find(|l| l.kind == "reset_password");
    let form = forms::new_password("tokyo!lamp77orchid");
    recovery::set(&house.market, &token(letter.expect("M07 to her address")), &form)
        .await
        .expect("sets");
}

/// Sets an authenticator app up for Jane.
async fn app(house: &House) {
    let jane = Email::parse(JANE).expect("an address");
    authenticator::enrol_for(&house.market, &jane)
        .await
        .expect("sets an app up");
}

async fn t21_a_factor_of_long_ago_is_hers_and_stays(house: &House) {
    let (session, here) = jane_in(house).await;
    app(house).await;
    house
        .run("UPDATE authenticator SET created_at = created_at - 691200000")
        .await;
    let id = proved(house, &here, SECOND_ADDRESS).await;
    let (_, told) = made_main(house, &session, id, PASSWORD).await;
    main::take_back(&house.market, &token(&told))
        .await
        .expect("takes back");
    new_password(house).await;
    let credentials = forms::credentials("buyer", JANE, "tokyo!lamp77orchid");
    let entry = sign_in::sign_in(&house.market, credentials, &caller(), None).await;
    assert!(matches!(entry, Ok(Entry::SecondStep(_))), "her app is asked for");
}

async fn t21_the_oldest_link_wins(house: &House) {
    let (session, here) = jane_in(house).await;
    let second = proved(house, &here, SECOND_ADDRESS).await;
    let (here, first_told) = made_main(house, &session, second, PASSWORD).await;
    house.wait(SECOND);
    let third = proved(house, &here, "third@isartal.example").await;
    let (_, second_told) = made_main(house, &session, third, PASSWORD).await;
    assert_eq!(
        (first_told.to.as_str(), second_told.to.as_str()),
        (JANE, SECOND_ADDRESS)
    );
    main::take_back(&house.market, &token(&first_told))
        .await
        .expect("takes back");
    assert_eq!(
        refusal(main::take_back(&house.market, &token(&second_told)).await),
        Refusal::LinkDead
    );
    let main_address = "SELECT COUNT(*) FROM account_email WHERE main AND canonical = 'jane@harbour.example'";
    assert_eq!(house.number(main_address).await, 1);
}

async fn t25_an_ended_session_is_out_with_its_next_request(house: &House) {
    let (session, here) = jane_in(house).await;
    let (second, third) = (
        sign_in_with(house, "buyer", JANE, PASSWORD)
            .await
            .expect("in")
            .token,
        sign_in_with(house, "buyer", JANE, PASSWORD)
            .await
            .expect("in")
            .token,
    );
    house
        .person(AccountType::Buyer, "jack@harbour.example", "Jack", false)
        .await;
    let (stranger, jack) = house.sign_in("jack@harbour.example", "buyer").await;
    let rows = sessions::list(&house.market, &here).await.expect("lists");
    assert_eq!(rows.len(), 3);
    assert_eq!(
        rows.iter().map(|row| row.here).collect::<Vec<_>>(),
        [true, false, false]
    );
    assert_eq!(rows[0].device, "Firefox, Linux");
    sessions::end(&house.market, &jack, &rows[1].id)
        .await
        .expect("nothing of his own");
    assert!(is_in(house, &second).await && is_in(house, &third).await);
    sessions::end(&house.market, &here, &rows[1].id)
        .await
        .expect("ends");
    sessions::end(&house.market, &here, &rows[1].id)
        .await
        .expect("twice is no fault");
    let left = [is_in(house, &second).await, is_in(house, &third).await];
    assert_eq!(left.iter().filter(|left| **left).count(), 1);
    assert_eq!(
        refusal(sessions::end(&house.market, &here, "x").await),
        Refusal::NotFound
    );
    sessions::end_others(&house.market, &here).await.expect("ends");
    assert!(!is_in(house, &second).await && !is_in(house, &third).await);
    assert!(is_in(house, &session).await && is_in(house, &stranger).await);
    assert_eq!(
        sessions::list(&house.market, &here).await.expect("lists").len(),
        1
    );
    house.wait(2 * HOUR);
    let (_, here) = house.sign_in(JANE, "buyer").await;
    assert_eq!(
        sessions::list(&house.market, &here).await.expect("lists").len(),
        1,
        "idle ones are over"
    );
}

async fn t25_what_is_changed_elsewhere_ends_a_session_at_once(house: &House) {
    for change in [
        "UPDATE account SET state = 'suspended', suspended_at = 1",
        "DELETE FROM membership",
        "UPDATE account SET generation = generation + 1",
        "DELETE FROM session",
        "DELETE FROM account",
    ] {
        let (session, here) = jane_in(house).await;
        assert!(is_in(house, &session).await);
        house.run(change).await;
        assert!(!is_in(house, &session).await, "{change}");
        let late = add(house, &here, SECOND_ADDRESS, PASSWORD).await;
        if !change.ends_with("membership") && !change.ends_with("session") {
            assert_eq!(refusal(late), Refusal::SignInFirst, "{change}");
        }
        gone(house).await;
    }
}

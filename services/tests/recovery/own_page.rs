//! A new password on the account's own page.

use domain::accounts::ChangePasswordForm;
use domain::refusal::Refusal;
use domain::violations::Violation;
use services::accounts::{leaving, password_change};

use crate::recovery::{change, signs_in};
use crate::support::house::{House, MINUTE, PASSWORD};
use crate::support::people::{JANE, NEW, fault, is_in, jane, mails, refusal, to, who};

on_both!(
    a_password_is_changed_and_the_other_sessions_end,
    every_fault_of_a_change_stands_at_its_field,
    the_current_password_is_guarded_like_a_sign_in,
    a_form_that_is_sent_twice_changes_the_password_once,
);

async fn a_password_is_changed_and_the_other_sessions_end(house: &House) {
    jane(house).await;
    let other = signs_in(house, PASSWORD).await.expect("signs in");
    let (token, here) = house.sign_in(JANE, "buyer").await;
    house.letters().await;
    password_change::change(&house.market, &here, &change(PASSWORD, NEW))
        .await
        .expect("changes");
    assert!(is_in(house, &token).await, "this one goes on");
    assert!(
        !is_in(house, &other).await,
        "the other one is out with its next request"
    );
    let letters = house.letters().await;
    assert_eq!(to(&letters, JANE).len(), 1);
    assert_eq!(letters[0].kind, "password_changed");
    assert_eq!(
        refusal(signs_in(house, PASSWORD).await),
        Refusal::WrongCredentials
    );
    assert!(signs_in(house, NEW).await.is_ok());
    // What was looked up before the change cannot change anything any more.
    let stale = password_change::change(&house.market, &here, &change(NEW, PASSWORD)).await;
    assert_eq!(refusal(stale), Refusal::SignInFirst);
}

async fn every_fault_of_a_change_stands_at_its_field(house: &House) {
    jane(house).await;
    let (_, here) = house.sign_in(JANE, "buyer").await;
    let attempt = |form: ChangePasswordForm| {
        let here = here.clone();
        async move { password_change::change(&house.market, &here, &form).await }
    };
    assert_eq!(
        fault(attempt(change("", NEW)).await, "current"),
        Violation::Missing
    );
    assert_eq!(
        fault(attempt(change("Wrong-guess-1", NEW)).await, "current"),
        Violation::PasswordWrong
    );
    assert_eq!(
        fault(attempt(change(PASSWORD, PASSWORD)).await, "password"),
        Violation::PasswordSame
    );
    assert_eq!(
        fault(attempt(change(PASSWORD, "Password-1")).await, "password"),
        Violation::PasswordGuessable
    );
    assert_eq!(mails(house, "password_changed").await, 0);
    assert!(signs_in(house, PASSWORD).await.is_ok());
}

async fn the_current_password_is_guarded_like_a_sign_in(house: &House) {
    jane(house).await;
    let (_, here) = house.sign_in(JANE, "buyer").await;
    for _ in 0..5 {
        let answer = password_change::change(&house.market, &here, &change("Wrong-guess-1", NEW)).await;
        assert_eq!(fault(answer, "current"), Violation::PasswordWrong);
    }
    let looked_at = house.market.passwords.verifications();
    let answer = password_change::change(&house.market, &here, &change(PASSWORD, NEW)).await;
    assert!(matches!(refusal(answer), Refusal::Locked { .. }));
    let leaves = leaving::leave(&house.market, &here, PASSWORD).await;
    assert!(
        matches!(refusal(leaves), Refusal::Locked { .. }),
        "one lane for all"
    );
    assert_eq!(house.market.passwords.verifications(), looked_at);
    assert_eq!(mails(house, "sign_in_locked").await, 1);
    assert!(
        signs_in(house, PASSWORD).await.is_ok(),
        "a borrowed session shuts nobody out"
    );
}

async fn a_form_that_is_sent_twice_changes_the_password_once(house: &House) {
    jane(house).await;
    let (token, here) = house.sign_in(JANE, "buyer").await;
    let form = change(PASSWORD, NEW);
    password_change::change(&house.market, &here, &form)
        .await
        .expect("changes");
    // The second press: found before the first was done, and after it.
    let after = who(house, &token).await.expect("goes on");
    for here in [&here, &after] {
        password_change::change(&house.market, here, &form)
            .await
            .expect("is told the same");
    }
    assert_eq!(mails(house, "password_changed").await, 1, "one change");
    let other = password_change::change(&house.market, &after, &change(PASSWORD, "kaji!tsubo77rem")).await;
    assert_eq!(
        fault(other, "current"),
        Violation::PasswordWrong,
        "another password is another form"
    );
    house.wait(MINUTE);
    let late = password_change::change(&house.market, &after, &form).await;
    assert_eq!(fault(late, "current"), Violation::PasswordWrong);
}

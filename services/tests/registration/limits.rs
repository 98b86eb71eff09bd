//! What is refused, and what counts once: guessable passwords, taken addresses, forms sent twice, too many mails.

use std::time::Duration;

use domain::accounts::RegistrationForm;
use domain::refusal::Refusal;
use domain::violations::Violation;
use services::accounts::caller::Caller;
use services::accounts::token::Token;
use services::accounts::{registration, verification};

use crate::registration::{form, proved, register};
use crate::support::house::{HOUR, House, caller};
use crate::support::people::{JANE, fault, refusal};

on_both!(
    z41_a_taken_address_is_said_plainly_a_few_times_an_hour,
    t37_the_same_form_twice_registers_once,
    t37_the_same_form_at_once_registers_once,
    t37_a_form_that_was_corrected_after_a_lost_answer_counts,
    t20_one_reader_gets_ten_mails_a_day,
    t10_a_guessable_password_is_refused,
);

async fn z41_a_taken_address_is_said_plainly_a_few_times_an_hour(house: &House) {
    proved(house, "buyer", JANE).await;
    house.letters().await;
    let again =
        async || registration::receive(&house.market, &caller(), form("buyer", "JANE@harbour.example")).await;
    for _ in 0..10 {
        assert_eq!(fault(again().await, "email"), Violation::AddressTaken);
    }
    assert!(matches!(refusal(again().await), Refusal::TooMany { .. }));
    // An address that is free is answered alike: the refusal tells nothing.
    let free = registration::receive(&house.market, &caller(), form("buyer", "nobody@harbour.example")).await;
    assert_eq!(refusal(free), refusal(again().await));
    assert!(house.letters().await.is_empty());
    house.wait(HOUR);
    assert_eq!(fault(again().await, "email"), Violation::AddressTaken);
}

async fn t37_the_same_form_twice_registers_once(house: &House) {
    let form = form("buyer", JANE);
    let first = registration::receive(&house.market, &caller(), form.clone())
        .await
        .expect("registers");
    let same = Caller {
        waiting: Some(first.waiting),
        ..caller()
    };
    registration::receive(&house.market, &same, form.clone())
        .await
        .expect("the first one counts");
    // Sent twice at once: the second sending knows nothing of the first one's answer.
    let at_once = registration::receive(&house.market, &caller(), form.clone())
        .await
        .expect("the first one counts");
    let page = Caller {
        waiting: Some(at_once.waiting),
        ..caller()
    };
    assert!(verification::waiting(&house.market, &page).await.is_ok());
    let other = Caller {
        waiting: Some(Token::new()),
        ..caller()
    };
    let stranger = registration::receive(&house.market, &other, form).await;
    assert_eq!(fault(stranger, "submission"), Violation::SentBefore);
    assert_eq!(house.letters().await.len(), 1);
}

async fn t37_a_form_that_was_corrected_after_a_lost_answer_counts(house: &House) {
    let mistyped = form("buyer", "jnae@harbour.example");
    let sent = registration::receive(&house.market, &caller(), mistyped.clone())
        .await
        .expect("registers");
    let browser = Caller {
        waiting: Some(sent.waiting),
        ..caller()
    };
    house.letters().await;
    house.wait(Duration::from_secs(9));
    registration::receive(&house.market, &browser, mistyped.clone())
        .await
        .expect("the first one counts");
    assert!(house.letters().await.is_empty(), "a second press mails nothing");
    house.wait(Duration::from_secs(1));
    let corrected = RegistrationForm {
        email: JANE.to_owned(),
        ..mistyped
    };
    registration::receive(&house.market, &browser, corrected)
        .await
        .expect("registers");
    let letters = house.letters().await;
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].to, JANE);
    let waiting = verification::waiting(&house.market, &browser)
        .await
        .expect("waits");
    assert_eq!(waiting.address, JANE);
}

async fn t37_the_same_form_at_once_registers_once(house: &House) {
    for round in 0..20 {
        let form = form("buyer", &format!("jane{round}@harbour.example"));
        let send = async || registration::receive(&house.market, &caller(), form.clone()).await;
        let (one, two, three, four) = tokio::join!(send(), send(), send(), send());
        for answer in [one, two, three, four] {
            answer.expect("the first one counts");
        }
        assert_eq!(house.letters().await.len(), 1, "round {round}");
    }
}

async fn t20_one_reader_gets_ten_mails_a_day(house: &House) {
    let mut refused = 0;
    for _ in 0..30 {
        if registration::receive(&house.market, &caller(), form("buyer", JANE))
            .await
            .is_err()
        {
            refused += 1;
        }
        house.wait(Duration::from_secs(60));
    }
    assert_eq!((house.letters().await.len(), refused), (10, 20));
    house.wait(24 * HOUR);
    register(house, "buyer", JANE).await;
    assert_eq!(house.letters().await.len(), 1);
}

async fn t10_a_guessable_password_is_refused(house: &House) {
    let weak = RegistrationForm {
        password: "Password-1".to_owned(),
        password_again: "Password-1".to_owned(),
        ..form("buyer", JANE)
    };
    let answer = registration::receive(&house.market, &caller(), weak).await;
    assert_eq!(fault(answer, "password"), Violation::PasswordGuessable);
    assert_eq!(house.rows("registration").await, 0);
}

//! The mailed link: one use, three days, the password in another browser, and nothing in the database (T13–T16, Z20).

use std::sync::Arc;
use std::time::Duration;

use domain::refusal::Refusal;
use domain::violations::Violation;
use services::accounts::links::{self, Purpose};
use services::accounts::verification;
use services::error::Error;

use crate::registration::{mailed_token, register, signed_in};
use crate::support::house::{self, HOUR, House, caller};
use crate::support::people::{JANE, NEW, fault, refusal, sign_in_with};

on_both!(
    t14_of_many_uses_of_a_link_one_succeeds,
    t15_looking_at_a_link_does_not_use_it,
    t16_a_link_lives_three_days_and_the_newest_counts,
    z20_another_browser_is_asked_for_the_password,
    z20_signing_in_sends_the_mail_again,
    z20_a_later_registration_replaces_one_that_waits,
    t13_what_the_database_holds_opens_nothing,
);

async fn t14_of_many_uses_of_a_link_one_succeeds(house: &House) {
    let rounds = house::rounds(10, 200);
    for round in 0..rounds {
        let browser = Arc::new(register(house, "buyer", &format!("jane{round}@harbour.example")).await);
        let token = Arc::new(mailed_token(house).await);
        let uses: Vec<_> = (0..64)
            .map(|_| {
                let (market, browser, token) = (house.market.clone(), browser.clone(), token.clone());
                tokio::spawn(async move { verification::prove(&market, &browser, &token, "").await })
            })
            .collect();
        let mut won = 0;
        for one in uses {
            match one.await.expect("ends") {
                Ok(_) => won += 1,
                Err(Error::Refused(Refusal::LinkUsed | Refusal::LinkDead)) => {}
                Err(error) => panic!("{error:#}"),
            }
        }
        assert_eq!(won, 1, "round {round}");
        house.letters().await;
    }
    assert_eq!(house.rows("account").await, i64::from(rounds));
}

async fn t15_looking_at_a_link_does_not_use_it(house: &House) {
    let browser = register(house, "buyer", JANE).await;
    let token = mailed_token(house).await;
    for _ in 0..20 {
        assert_eq!(
            links::purpose_of(&house.market, &token).await.expect("a link"),
            Purpose::Verify
        );
        assert!(
            !verification::look(&house.market, &browser, &token)
                .await
                .expect("looks")
                .password
        );
    }
    verification::prove(&house.market, &browser, &token, "")
        .await
        .expect("proves");
    assert_eq!(
        refusal(verification::look(&house.market, &browser, &token).await),
        Refusal::LinkUsed
    );
}

async fn t16_a_link_lives_three_days_and_the_newest_counts(house: &House) {
    let browser = register(house, "buyer", JANE).await;
    let first = mailed_token(house).await;
    house.wait(72 * HOUR - Duration::from_secs(1));
    assert!(verification::look(&house.market, &browser, &first).await.is_ok());
    house.wait(Duration::from_secs(1));
    assert_eq!(
        refusal(verification::prove(&house.market, &browser, &first, "").await),
        Refusal::LinkExpired
    );
    verification::send_again(&house.market, &browser)
        .await
        .expect("sends again");
    let second = mailed_token(house).await;
    house.wait(Duration::from_secs(60));
    verification::send_again(&house.market, &browser)
        .await
        .expect("sends again");
    let third = mailed_token(house).await;
    assert_eq!(
        refusal(verification::prove(&house.market, &browser, &second, "").await),
        Refusal::LinkDead
    );
    verification::prove(&house.market, &browser, &third, "")
        .await
        .expect("proves");
}

async fn z20_another_browser_is_asked_for_the_password(house: &House) {
    register(house, "buyer", JANE).await;
    let token = mailed_token(house).await;
    let other = caller();
    assert!(
        verification::look(&house.market, &other, &token)
            .await
            .expect("looks")
            .password
    );
    let prove = async |password: &str| verification::prove(&house.market, &other, &token, password).await;
    assert_eq!(fault(prove("").await, "password"), Violation::Missing);
    for _ in 0..5 {
        assert_eq!(
            fault(prove("Wrong-guess-1").await, "password"),
            Violation::PasswordWrong
        );
    }
    assert_eq!(refusal(prove(NEW).await), Refusal::Locked { seconds: 600 });
    house.wait(Duration::from_secs(600));
    prove(NEW).await.expect("proves");
}

async fn z20_signing_in_sends_the_mail_again(house: &House) {
    let browser = register(house, "buyer", JANE).await;
    let first = mailed_token(house).await;
    let attempt = async || refusal(sign_in_with(house, "buyer", JANE, NEW).await);
    assert_eq!(
        attempt().await,
        Refusal::Unverified { mailed: false },
        "once a minute"
    );
    house.wait(Duration::from_secs(60));
    assert_eq!(attempt().await, Refusal::Unverified { mailed: true });
    let second = mailed_token(house).await;
    assert_eq!(
        refusal(verification::prove(&house.market, &browser, &first, "").await),
        Refusal::LinkDead
    );
    // The wrong type or password learns nothing.
    let wrong = refusal(sign_in_with(house, "supplier", JANE, NEW).await);
    assert_eq!(wrong, Refusal::WrongCredentials);
    verification::prove(&house.market, &browser, &second, "")
        .await
        .expect("proves");
}

async fn z20_a_later_registration_replaces_one_that_waits(house: &House) {
    let stranger = register(house, "buyer", JANE).await;
    let first = mailed_token(house).await;
    let jane = register(house, "supplier", "Jane@Harbour.example").await;
    let second = mailed_token(house).await;
    assert_eq!(
        refusal(verification::prove(&house.market, &stranger, &first, "").await),
        Refusal::LinkDead
    );
    verification::prove(&house.market, &jane, &second, "")
        .await
        .expect("proves");
    assert!(signed_in(house, "supplier", JANE).await.visitor.in_screening);
}

async fn t13_what_the_database_holds_opens_nothing(house: &House) {
    let browser = register(house, "buyer", JANE).await;
    // Before and after the mail is sent, the row of the outbox holds no link.
    let sql = "SELECT payload FROM outbox UNION ALL SELECT dedupe_key FROM outbox UNION ALL SELECT profile FROM registration UNION ALL SELECT password_hash FROM registration";
    let rows = house.texts(sql).await;
    let token = mailed_token(house).await;
    let mut tried = 0;
    for text in rows {
        assert!(!text.contains(&token));
        for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))) {
            if word.len() >= 20 {
                tried += 1;
                assert_eq!(
                    refusal(links::purpose_of(&house.market, word).await),
                    Refusal::LinkDead
                );
                let code = verification::prove_by_code(&house.market, &browser, word).await;
                assert!(code.is_err());
            }
        }
    }
    assert!(tried > 0, "the numbers of links were among them");
    // A number with a wrong or foreign seal is no link.
    let mut forged = token.clone();
    let place = forged.len() - 2..forged.len() - 1;
    let other = if &forged[place.clone()] == "A" { "B" } else { "A" };
    forged.replace_range(place, other);
    assert_eq!(
        refusal(links::purpose_of(&house.market, &forged).await),
        Refusal::LinkDead
    );
}

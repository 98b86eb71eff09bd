//! Links that prove an address: one use, three days, void after any change, and nothing in the database (T13–T16, T21).

use std::sync::Arc;

use domain::accounts::own::Standing;
use domain::accounts::{AccountType, ChangePasswordForm};
use domain::refusal::Refusal;
use services::accounts::addresses::{self, confirm, main};
use services::accounts::links::{self, Purpose};
use services::accounts::session::SessionToken;
use services::accounts::{password_change, recovery};
use services::error::{Answer, Error};

use crate::addresses::{SECOND_ADDRESS, added, id_of, jane_in, list, made_main, pick, proved};
use crate::support::house::{self, HOUR, House, PASSWORD, SECOND, forms};
use crate::support::people::{JANE, NEW, dump, gone, is_in, refusal, secrets_in, token, who};

on_both!(
    t13_what_the_database_holds_proves_no_address,
    t14_of_many_uses_of_a_link_one_succeeds,
    t15_looking_at_a_link_does_not_use_it,
    t16_a_link_that_proves_lives_three_days_and_the_newest_counts,
    t16_a_link_that_proves_is_void_after_any_change_of_the_credentials,
    t16_a_link_that_takes_back_lives_seven_days,
    t21_of_two_who_prove_one_address_at_once_one_gets_it,
);

async fn t13_what_the_database_holds_proves_no_address(house: &House) {
    let (session, here) = jane_in(house).await;
    let id = proved(house, &here, SECOND_ADDRESS).await;
    let (here, told) = made_main(house, &session, id, PASSWORD).await;
    let live = added(house, &here, "third@isartal.example").await;
    let back = token(&told);
    let dumped = dump(house).await;
    let secrets = secrets_in(
        dumped
            .iter()
            .flat_map(|(_, rows)| rows.iter().map(String::as_str)),
    );
    assert!(secrets.len() > 20, "{}", secrets.len());
    for secret in &secrets {
        assert!(*secret != live && *secret != back && secret != session.cookie_value());
        assert!(confirm::confirm(&house.market, secret).await.is_err(), "{secret}");
        assert!(main::take_back(&house.market, secret).await.is_err(), "{secret}");
        if let Some(token) = SessionToken::of_cookie(secret) {
            assert!(!is_in(house, &token).await, "{secret}");
        }
    }
    // Nor does a link do what another is for.
    assert_eq!(
        refusal(main::take_back(&house.market, &live).await),
        Refusal::LinkDead
    );
    assert_eq!(
        refusal(confirm::confirm(&house.market, &back).await),
        Refusal::LinkDead
    );
    let form = forms::new_password(NEW);
    assert_eq!(
        refusal(recovery::set(&house.market, &back, &form).await),
        Refusal::LinkDead
    );
    confirm::confirm(&house.market, &live).await.expect("proves");
}

/// How many of 64 uses at once succeed; the others are refused.
async fn winners<F, U>(house: &House, token: &str, using: F) -> usize
where
    F: Fn(services::market::Market, Arc<str>) -> U,
    U: Future<Output = Answer<()>> + Send + 'static,
{
    let token: Arc<str> = token.into();
    let uses: Vec<_> = (0..64)
        .map(|_| tokio::spawn(using(house.market.clone(), token.clone())))
        .collect();
    let mut won = 0;
    for one in uses {
        match one.await.expect("ends") {
            Ok(()) => won += 1,
            Err(Error::Refused(Refusal::LinkUsed | Refusal::LinkDead)) => {}
            // On a busy machine SQLite's one writer may be out of reach for so many: they are asked to come back.
            Err(error) if error.is_passing() => {}
            Err(error) => panic!("{error:#}"),
        }
    }
    won
}

async fn t14_of_many_uses_of_a_link_one_succeeds(house: &House) {
    let (mut session, mut here) = jane_in(house).await;
    for round in 0..house::rounds(3, 200) {
        let email = format!("jane{round}@isartal.example");
        let link = added(house, &here, &email).await;
        let proving = |market, token: Arc<str>| async move { confirm::confirm(&market, &token).await };
        assert_eq!(winners(house, &link, proving).await, 1, "round {round}");
        let id = id_of(house, &here, &email).await;
        let (_, told) = made_main(house, &session, id, PASSWORD).await;
        let taking = |market, token: Arc<str>| async move { main::take_back(&market, &token).await };
        assert_eq!(winners(house, &token(&told), taking).await, 1, "round {round}");
        let letters = house.letters().await;
        assert_eq!(letters.len(), 1, "one link to a new password");
        assert_eq!(
            (letters[0].kind.as_str(), letters[0].to.as_str()),
            ("reset_password", JANE)
        );
        let form = forms::new_password(PASSWORD);
        recovery::set(&house.market, &token(&letters[0]), &form)
            .await
            .expect("sets");
        house.letters().await;
        (session, here) = house.sign_in(JANE, "buyer").await;
    }
}

async fn t15_looking_at_a_link_does_not_use_it(house: &House) {
    let (session, here) = jane_in(house).await;
    let link = added(house, &here, SECOND_ADDRESS).await;
    for _ in 0..20 {
        let purpose = links::purpose_of(&house.market, &link).await.expect("a link");
        assert_eq!(purpose, Purpose::AddAddress);
        confirm::look(&house.market, &link).await.expect("looks");
    }
    confirm::confirm(&house.market, &link).await.expect("proves");
    assert_eq!(
        refusal(confirm::look(&house.market, &link).await),
        Refusal::LinkUsed
    );
    let id = id_of(house, &here, SECOND_ADDRESS).await;
    let back = token(&made_main(house, &session, id, PASSWORD).await.1);
    for _ in 0..20 {
        let purpose = links::purpose_of(&house.market, &back).await.expect("a link");
        assert_eq!(purpose, Purpose::RevertAddress);
        assert_eq!(main::look_back(&house.market, &back).await.expect("looks"), JANE);
    }
    main::take_back(&house.market, &back).await.expect("takes back");
    assert_eq!(
        refusal(main::look_back(&house.market, &back).await),
        Refusal::LinkUsed
    );
}

async fn t16_a_link_that_proves_lives_three_days_and_the_newest_counts(house: &House) {
    let (_, here) = jane_in(house).await;
    let first = added(house, &here, SECOND_ADDRESS).await;
    house.wait(72 * HOUR - SECOND);
    assert!(
        confirm::look(&house.market, &first).await.is_ok(),
        "one second before"
    );
    house.wait(2 * SECOND);
    assert_eq!(
        refusal(confirm::confirm(&house.market, &first).await),
        Refusal::LinkExpired
    );
    let (_, here) = house.sign_in(JANE, "buyer").await;
    assert_eq!(list(house, &here).await[1].standing, Standing::Lapsed);
    let second = added(house, &here, SECOND_ADDRESS).await;
    let third = added(house, &here, SECOND_ADDRESS).await;
    assert_eq!(list(house, &here).await.len(), 2, "one row for one address");
    assert_eq!(
        refusal(confirm::confirm(&house.market, &second).await),
        Refusal::LinkDead
    );
    house.wait(72 * HOUR - SECOND);
    confirm::confirm(&house.market, &third)
        .await
        .expect("one second before");
}

async fn t16_a_link_that_proves_is_void_after_any_change_of_the_credentials(house: &House) {
    let (session, here) = jane_in(house).await;
    let link = added(house, &here, SECOND_ADDRESS).await;
    let change = ChangePasswordForm {
        current: PASSWORD.to_owned(),
        password: NEW.to_owned(),
        password_again: NEW.to_owned(),
    };
    password_change::change(&house.market, &here, &change)
        .await
        .expect("changes");
    assert_eq!(
        refusal(confirm::confirm(&house.market, &link).await),
        Refusal::LinkDead
    );
    house.letters().await;
    let here = who(house, &session).await.expect("goes on");
    let other = proved(house, &here, "third@isartal.example").await;
    let link = added(house, &here, SECOND_ADDRESS).await;
    let (here, _) = made_main(house, &session, other, NEW).await;
    assert_eq!(
        refusal(confirm::look(&house.market, &link).await),
        Refusal::LinkDead
    );
    let link = added(house, &here, SECOND_ADDRESS).await;
    let id = id_of(house, &here, SECOND_ADDRESS).await;
    addresses::delete(&house.market, &here, &pick(id, NEW))
        .await
        .expect("deletes");
    assert_eq!(
        refusal(confirm::confirm(&house.market, &link).await),
        Refusal::LinkDead
    );
    let link = added(house, &here, SECOND_ADDRESS).await;
    gone(house).await;
    assert_eq!(
        refusal(confirm::confirm(&house.market, &link).await),
        Refusal::LinkDead
    );
}

async fn t16_a_link_that_takes_back_lives_seven_days(house: &House) {
    let (session, here) = jane_in(house).await;
    let id = proved(house, &here, SECOND_ADDRESS).await;
    let back = token(&made_main(house, &session, id, PASSWORD).await.1);
    house.wait(7 * 24 * HOUR - SECOND);
    assert!(
        main::look_back(&house.market, &back).await.is_ok(),
        "one second before"
    );
    house.wait(2 * SECOND);
    assert_eq!(
        refusal(main::take_back(&house.market, &back).await),
        Refusal::LinkExpired
    );
    gone(house).await;
    assert!(main::take_back(&house.market, &back).await.is_err());
}

async fn t21_of_two_who_prove_one_address_at_once_one_gets_it(house: &House) {
    let (_, one) = jane_in(house).await;
    house
        .person(AccountType::Supplier, "jack@harbour.example", "Jack", false)
        .await;
    let (_, two) = house.sign_in("jack@harbour.example", "supplier").await;
    for round in 0..200 {
        let email = format!("shared{round}@harbour.example");
        let (first, second) = (added(house, &one, &email).await, added(house, &two, &email).await);
        let proving = |token: String| {
            let market = house.market.clone();
            tokio::spawn(async move { confirm::confirm(&market, &token).await })
        };
        let (first, second) = tokio::join!(proving(first), proving(second));
        let answers = [first.expect("ends"), second.expect("ends")];
        let won = answers.iter().filter(|answer| answer.is_ok()).count();
        assert_eq!(won, 1, "round {round}: {answers:?}");
        let lost = answers.into_iter().find(Result::is_err).expect("one lost");
        assert_eq!(refusal(lost), Refusal::LinkDead, "round {round}");
        let owners = format!(
            "SELECT COUNT(*) FROM account_email WHERE canonical = '{email}' AND verified_at IS NOT NULL"
        );
        assert_eq!(house.number(&owners).await, 1, "round {round}");
        house.run("DELETE FROM account_email WHERE NOT main").await;
    }
}

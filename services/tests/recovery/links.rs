//! The mailed link: one use, three days, void after any change, and nobody stays signed in (T13–T18).

use std::sync::Arc;

use domain::accounts::{AccountType, NewPasswordForm};
use domain::refusal::Refusal;
use domain::violations::Violation;
use sea_orm::DbBackend;
use services::accounts::links::{self, Purpose};
use services::accounts::session::{self, SessionToken};
use services::accounts::{password_change, proving, recovery};
use services::error::Error;

use crate::recovery::{change, letters_after_asking, mailed, set, signs_in};
use crate::support::house::{self, HOUR, House, PASSWORD, SECOND, forms};
use crate::support::people::{JANE, NEW, dump, fault, gone, is_in, jane, refusal, secrets_in, token};

on_both!(
    t13_nothing_in_the_database_or_in_old_mails_opens_anything,
    t14_of_many_uses_of_a_link_one_succeeds,
    t15_looking_at_a_link_does_not_use_it,
    t16_a_link_lives_three_days_and_the_newest_counts,
    t16_a_link_is_void_after_any_change_of_the_credentials,
    t17_nobody_stays_signed_in_and_the_second_factor_stays,
    t17_a_new_password_opens_a_closed_door,
    t18_links_in_mails_lead_to_the_configured_address,
    faults_leave_the_link_as_it_is,
    staff_need_a_longer_password,
);

async fn t13_nothing_in_the_database_or_in_old_mails_opens_anything(house: &House) {
    jane(house).await;
    let session = signs_in(house, PASSWORD).await.expect("signs in");
    let used = mailed(house).await;
    set(house, &used, NEW).await.expect("sets");
    let here = signs_in(house, NEW).await.expect("signs in");
    let letters = letters_after_asking(house, JANE).await;
    let live = token(letters.iter().find(|l| l.kind == "reset_password").expect("M07"));
    let dumped = dump(house).await;
    let rows = dumped
        .iter()
        .flat_map(|(_, rows)| rows.iter().map(String::as_str));
    let secrets = secrets_in(rows.chain([used.as_str(), session.cookie_value()]));
    assert!(
        secrets.len() > 20,
        "numbers and hashes were among them: {}",
        secrets.len()
    );
    for secret in &secrets {
        assert!(*secret != live && secret != here.cookie_value());
        assert!(set(house, secret, PASSWORD).await.is_err(), "{secret}");
        if let Some(token) = SessionToken::of_cookie(secret) {
            assert!(!is_in(house, &token).await, "{secret}");
        }
    }
    // The live one was good all the time.
    set(house, &live, PASSWORD).await.expect("sets");
}

async fn t14_of_many_uses_of_a_link_one_succeeds(house: &House) {
    let id = jane(house).await;
    for round in 0..i64::from(house::rounds(5, 200)) {
        let token = Arc::new(mailed(house).await);
        let uses: Vec<_> = (0..64)
            .map(|_| {
                let (market, token) = (house.market.clone(), token.clone());
                tokio::spawn(async move { recovery::set(&market, &token, &forms::new_password(NEW)).await })
            })
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
        assert_eq!(won, 1, "round {round}");
        let generation = format!("SELECT generation::bigint FROM account WHERE id = {id}");
        let generation = if house.market.db.backend() == DbBackend::Sqlite {
            generation.replace("::bigint", "")
        } else {
            generation
        };
        assert_eq!(house.number(&generation).await, round + 1, "one change");
        assert_eq!(house.letters().await.len(), 1, "told once");
        house.wait(24 * HOUR);
    }
}

async fn t15_looking_at_a_link_does_not_use_it(house: &House) {
    jane(house).await;
    let token = mailed(house).await;
    for _ in 0..20 {
        let purpose = links::purpose_of(&house.market, &token).await.expect("a link");
        assert_eq!(purpose, Purpose::Reset);
        recovery::look(&house.market, &token).await.expect("looks");
    }
    set(house, &token, NEW).await.expect("sets");
    assert_eq!(
        refusal(recovery::look(&house.market, &token).await),
        Refusal::LinkUsed
    );
}

async fn t16_a_link_lives_three_days_and_the_newest_counts(house: &House) {
    jane(house).await;
    let first = mailed(house).await;
    house.wait(72 * HOUR - SECOND);
    assert!(
        recovery::look(&house.market, &first).await.is_ok(),
        "one second before"
    );
    house.wait(2 * SECOND);
    assert_eq!(
        refusal(recovery::look(&house.market, &first).await),
        Refusal::LinkExpired
    );
    assert_eq!(
        refusal(set(house, &first, NEW).await),
        Refusal::LinkExpired,
        "one second after"
    );
    let second = mailed(house).await;
    let third = mailed(house).await;
    assert_eq!(
        refusal(set(house, &second, NEW).await),
        Refusal::LinkDead,
        "a newer one came"
    );
    house.wait(72 * HOUR - SECOND);
    set(house, &third, NEW).await.expect("sets, one second before");
}

async fn t16_a_link_is_void_after_any_change_of_the_credentials(house: &House) {
    jane(house).await;
    let token = mailed(house).await;
    let (_, here) = house.sign_in(JANE, "buyer").await;
    password_change::change(&house.market, &here, &change(PASSWORD, NEW))
        .await
        .expect("changes");
    assert_eq!(refusal(set(house, &token, PASSWORD).await), Refusal::LinkDead);
    assert_eq!(
        refusal(recovery::look(&house.market, &token).await),
        Refusal::LinkDead
    );
    house.letters().await;
    let token = mailed(house).await;
    house
        .run("UPDATE account SET state = 'suspended', suspended_at = 1")
        .await;
    assert_eq!(refusal(set(house, &token, PASSWORD).await), Refusal::LinkDead);
    house
        .run("UPDATE account SET state = 'active', suspended_at = NULL")
        .await;
    gone(house).await;
    assert_eq!(refusal(set(house, &token, PASSWORD).await), Refusal::LinkDead);
    assert_eq!(refusal(set(house, "", PASSWORD).await), Refusal::LinkDead);
}

async fn t17_nobody_stays_signed_in_and_the_second_factor_stays(house: &House) {
    let id = jane(house).await;
    let mut sessions = Vec::new();
    for _ in 0..20 {
        sessions.push(signs_in(house, PASSWORD).await.expect("signs in"));
    }
    let (bytes, uuid) = if house.market.db.backend() == DbBackend::Sqlite {
        ("randomblob(32)", "randomblob(16)")
    } else {
        ("decode(repeat('ab', 32), 'hex')", "gen_random_uuid()")
    };
    let until = house.market.now() + 60_000;
    let inserted = format!(
        "INSERT INTO half_sign_in (token_hash, account_id, account_type, generation, stays, next, created_at, expires_at) VALUES ({bytes}, {id}, 'buyer', 0, FALSE, '', 0, {until})"
    );
    house.run(&inserted).await;
    let inserted = format!(
        "INSERT INTO authenticator (account_id, salt, confirmed_at, created_at) VALUES ({id}, {uuid}, 1, 1)"
    );
    house.run(&inserted).await;
    house.letters().await;
    let token = mailed(house).await;
    set(house, &token, NEW).await.expect("sets");
    for session in &sessions {
        assert!(!is_in(house, session).await);
    }
    for table in ["session", "half_sign_in", "device"] {
        assert_eq!(house.rows(table).await, 0, "{table}");
    }
    let factors = "SELECT COUNT(*) FROM authenticator WHERE confirmed_at IS NOT NULL";
    assert_eq!(house.number(factors).await, 1, "asked for as before");
    let letters = house.letters().await;
    assert_eq!(letters.len(), 1);
    assert_eq!(
        (letters[0].kind.as_str(), letters[0].to.as_str()),
        ("password_changed", JANE)
    );
}

async fn t17_a_new_password_opens_a_closed_door(house: &House) {
    jane(house).await;
    let (_, here) = house.sign_in(JANE, "buyer").await;
    for _ in 0..5 {
        assert!(signs_in(house, "Wrong-guess-1").await.is_err());
    }
    assert!(matches!(
        refusal(signs_in(house, PASSWORD).await),
        Refusal::Locked { .. }
    ));
    house.letters().await;
    let token = mailed(house).await;
    // The lane of the sessions is closed too.
    for _ in 0..5 {
        assert!(
            proving::prove(&house.market, &here, "Wrong-guess-1")
                .await
                .is_err()
        );
    }
    let locked = proving::prove(&house.market, &here, PASSWORD).await.map(|_| ());
    assert!(matches!(refusal(locked), Refusal::Locked { .. }));
    set(house, &token, NEW).await.expect("sets");
    let token = signs_in(house, NEW).await.expect("signs in");
    let here = session::find(&house.market, &token).await.expect("looks up");
    let here = here.expect("is signed in");
    proving::prove(&house.market, &here, NEW).await.expect("opens");
}

async fn t18_links_in_mails_lead_to_the_configured_address(house: &House) {
    jane(house).await;
    let mut letters = letters_after_asking(house, JANE).await;
    let link = token(&letters[0]);
    set(house, &link, NEW).await.expect("sets");
    letters.extend(house.letters().await);
    assert_eq!(letters.len(), 2);
    for letter in &letters {
        for address in letter.text.split("://").skip(1) {
            assert!(address.starts_with("parts.example"), "{}", letter.text);
        }
    }
}

async fn faults_leave_the_link_as_it_is(house: &House) {
    jane(house).await;
    let token = mailed(house).await;
    for (password, again, field, violation) in [
        ("", "", "password", Violation::Missing),
        (
            "short-1",
            "short-1",
            "password",
            Violation::PasswordShort { min: 8 },
        ),
        (NEW, "another", "password_again", Violation::PasswordMismatch),
        (
            "Password-1",
            "Password-1",
            "password",
            Violation::PasswordGuessable,
        ),
        ("harbour-12", "harbour-12", "password", Violation::PasswordOwnData),
    ] {
        let form = NewPasswordForm {
            password: password.to_owned(),
            password_again: again.to_owned(),
        };
        let answer = recovery::set(&house.market, &token, &form).await;
        assert_eq!(fault(answer, field), violation, "{password}");
    }
    set(house, &token, NEW).await.expect("the link is good still");
}

async fn staff_need_a_longer_password(house: &House) {
    house
        .person(AccountType::Staff, "desk@owner.example", "", false)
        .await;
    let letters = letters_after_asking(house, "desk@owner.example").await;
    let token = token(&letters[0]);
    assert_eq!(recovery::look(&house.market, &token).await.expect("looks"), 12);
    let short = set(house, &token, "kaji!tsu8re").await;
    assert_eq!(fault(short, "password"), Violation::PasswordShort { min: 12 });
    set(house, &token, NEW).await.expect("sets");
}

//! A new password: by a mailed link, and on the account's own page.

#[path = "support/house.rs"]
mod house;
#[path = "support/people.rs"]
mod people;

use std::sync::Arc;
use std::time::Duration;

use domain::accounts::{AccountType, ChangePasswordForm, ForgotForm, NewPasswordForm};
use domain::refusal::Refusal;
use domain::violations::Violation;
use house::{House, PASSWORD, caller, forms};
use people::{
    JANE, NEW, dump, fault, from, gone, is_in, jane, mails, refusal, secrets_in, sign_in_with, to, token,
};
use sea_orm::DbBackend;
use services::accounts::links::{self, Purpose};
use services::accounts::session::{self, SessionToken};
use services::accounts::{leaving, password_change, proving, recovery, registration};
use services::error::{Answer, Error};
use services::jobs;
use services::post::ReadyMail;

on_both!(
    a_forgotten_password_is_set_anew_by_the_mailed_link,
    t02_known_and_unknown_write_the_same_rows_and_hear_the_same,
    t13_nothing_in_the_database_or_in_old_mails_opens_anything,
    t14_of_many_uses_of_a_link_one_succeeds,
    t15_looking_at_a_link_does_not_use_it,
    t16_a_link_lives_three_days_and_the_newest_counts,
    t16_a_link_is_void_after_any_change_of_the_credentials,
    t17_nobody_stays_signed_in_and_the_second_factor_stays,
    t17_a_new_password_opens_a_closed_door,
    t18_links_in_mails_lead_to_the_configured_address,
    t20_a_thousand_requests_are_three_mails,
    a_network_asks_a_few_times_an_hour,
    who_waits_for_the_first_mail_gets_that_one_again,
    only_the_main_address_of_an_active_account_is_mailed,
    faults_leave_the_link_as_it_is,
    staff_need_a_longer_password,
    a_password_is_changed_and_the_other_sessions_end,
    every_fault_of_a_change_stands_at_its_field,
    the_current_password_is_guarded_like_a_sign_in,
);

const HOUR: Duration = Duration::from_secs(3_600);
const SECOND: Duration = Duration::from_secs(1);

async fn ask(house: &House, email: &str) {
    let form = ForgotForm {
        email: email.to_owned(),
    };
    recovery::ask(&house.market, &caller(), &form)
        .await
        .expect("asks");
}

async fn letters_after_asking(house: &House, email: &str) -> Vec<ReadyMail> {
    ask(house, email).await;
    jobs::run_due(&house.market).await.expect("runs");
    house.letters().await
}

async fn mailed(house: &House) -> String {
    let letters = letters_after_asking(house, JANE).await;
    assert_eq!(letters.len(), 1, "one mail");
    token(&letters[0])
}

async fn set(house: &House, token: &str, password: &str) -> Answer<()> {
    recovery::set(&house.market, token, &forms::new_password(password)).await
}

async fn signs_in(house: &House, password: &str) -> Answer<SessionToken> {
    sign_in_with(house, "buyer", JANE, password)
        .await
        .map(|welcome| welcome.token)
}

async fn a_forgotten_password_is_set_anew_by_the_mailed_link(house: &House) {
    jane(house).await;
    let letters = letters_after_asking(house, "Jane@HARBOUR.example").await;
    assert_eq!(letters.len(), 1);
    assert_eq!(
        (letters[0].kind.as_str(), letters[0].to.as_str()),
        ("reset_password", JANE)
    );
    let token = token(&letters[0]);
    assert_eq!(recovery::look(&house.market, &token).await.expect("looks"), 8);
    set(house, &token, NEW).await.expect("sets");
    let told = house.letters().await;
    assert_eq!(told.len(), 1);
    assert_eq!(
        (told[0].kind.as_str(), told[0].to.as_str()),
        ("password_changed", JANE)
    );
    assert_eq!(house.rows("session").await, 0, "it does not sign in");
    assert_eq!(
        refusal(signs_in(house, PASSWORD).await),
        Refusal::WrongCredentials
    );
    assert!(signs_in(house, NEW).await.is_ok());
    assert_eq!(refusal(set(house, &token, PASSWORD).await), Refusal::LinkUsed);
}

/// The rows that came, by table, without what tells one request from another.
fn new_rows(
    before: &[(String, Vec<String>)],
    after: &[(String, Vec<String>)],
    email: &str,
) -> Vec<(String, String)> {
    let plain = |row: &String| {
        let row = row.replace(email, "…");
        row.chars().filter(|c| !c.is_ascii_digit()).collect::<String>()
    };
    after
        .iter()
        .zip(before)
        .flat_map(|((table, now), (_, then))| {
            now.iter()
                .filter(|row| !then.contains(row))
                .map(|row| (table.clone(), plain(row)))
        })
        .collect()
}

async fn t02_known_and_unknown_write_the_same_rows_and_hear_the_same(house: &House) {
    jane(house).await;
    let nothing = dump(house).await;
    ask(house, JANE).await;
    let known = dump(house).await;
    ask(house, "jack@harbour.example").await;
    let unknown = dump(house).await;
    let (for_jane, for_jack) = (
        new_rows(&nothing, &known, JANE),
        new_rows(&known, &unknown, "jack@harbour.example"),
    );
    assert_eq!(for_jane, for_jack);
    let tables: Vec<&str> = for_jane.iter().map(|(table, _)| table.as_str()).collect();
    assert_eq!(tables, ["job", "reset_request"]);
    assert_eq!(jobs::run_due(&house.market).await.expect("runs"), 2);
    assert_eq!(house.rows("reset_request").await, 0);
    let letters = house.letters().await;
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].to, JANE);
    // Only what is no address at all is told apart.
    let wrong = ForgotForm {
        email: "jane@harbour".to_owned(),
    };
    let answer = recovery::ask(&house.market, &caller(), &wrong).await;
    assert_eq!(fault(answer, "email"), Violation::EmailDomain);
}

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

async fn t20_a_thousand_requests_are_three_mails(house: &House) {
    jane(house).await;
    for host in 0..1_000_u16 {
        let form = ForgotForm {
            email: JANE.to_owned(),
        };
        recovery::ask(&house.market, &from(host), &form)
            .await
            .expect("asks");
    }
    assert_eq!(jobs::run_due(&house.market).await.expect("runs"), 1_000);
    assert_eq!(house.rows("reset_request").await, 0);
    assert_eq!(mails(house, "reset_password").await, 3);
    house.letters().await;
    house.wait(24 * HOUR);
    // The next day, by two workers at once.
    for host in 0..20_u16 {
        let form = ForgotForm {
            email: JANE.to_owned(),
        };
        recovery::ask(&house.market, &from(host), &form)
            .await
            .expect("asks");
    }
    let other = house.other_process().await;
    let (one, two) = tokio::join!(jobs::run_due(&house.market), jobs::run_due(&other));
    assert_eq!(one.expect("runs") + two.expect("runs"), 20);
    other.db.close().await.expect("closes");
    assert_eq!(mails(house, "reset_password").await, 6);
}

async fn a_network_asks_a_few_times_an_hour(house: &House) {
    let form = ForgotForm {
        email: JANE.to_owned(),
    };
    for _ in 0..20 {
        recovery::ask(&house.market, &from(1), &form).await.expect("asks");
    }
    let refused = recovery::ask(&house.market, &from(1), &form).await;
    assert!(matches!(refusal(refused), Refusal::TooMany { .. }));
    recovery::ask(&house.market, &from(2), &form)
        .await
        .expect("another network");
    jobs::run_due(&house.market).await.expect("runs");
}

async fn who_waits_for_the_first_mail_gets_that_one_again(house: &House) {
    let form = forms::registration("buyer", JANE, NEW);
    registration::receive(&house.market, &caller(), form)
        .await
        .expect("registers");
    let first = token(&house.letters().await[0]);
    house.wait(61 * SECOND);
    let letters = letters_after_asking(house, JANE).await;
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].kind, "verify_address");
    assert_ne!(token(&letters[0]), first);
}

async fn only_the_main_address_of_an_active_account_is_mailed(house: &House) {
    let id = jane(house).await;
    let inserted = format!(
        "INSERT INTO account_email (account_id, address, canonical, main, verified_at) VALUES ({id}, 'second@harbour.example', 'second@harbour.example', FALSE, 1)"
    );
    house.run(&inserted).await;
    assert_eq!(
        letters_after_asking(house, "second@harbour.example").await.len(),
        0
    );
    house
        .run("UPDATE account SET state = 'suspended', suspended_at = 1")
        .await;
    assert_eq!(letters_after_asking(house, JANE).await.len(), 0);
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

fn change(current: &str, password: &str) -> ChangePasswordForm {
    ChangePasswordForm {
        current: current.to_owned(),
        password: password.to_owned(),
        password_again: password.to_owned(),
    }
}

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

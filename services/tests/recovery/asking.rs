//! Asking for the mail: the same for known and unknown, a few times, and to the main address only (T02, T20).

use domain::accounts::ForgotForm;
use domain::refusal::Refusal;
use domain::violations::Violation;
use services::accounts::{recovery, registration};
use services::jobs;

use crate::recovery::{ask, letters_after_asking, set, signs_in};
use crate::support::house::{HOUR, House, PASSWORD, SECOND, caller, forms};
use crate::support::people::{JANE, NEW, dump, fault, from, jane, mails, refusal, token};

on_both!(
    a_forgotten_password_is_set_anew_by_the_mailed_link,
    t02_known_and_unknown_write_the_same_rows_and_hear_the_same,
    t20_a_thousand_requests_are_three_mails,
    a_network_asks_a_few_times_an_hour,
    who_waits_for_the_first_mail_gets_that_one_again,
    only_the_main_address_of_an_active_account_is_mailed,
);

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

//! The guard of the sign-in: how many guesses are looked at, who is shut out, and who is not.

use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crate::support::house::forms::credentials;
use crate::support::house::{House, MINUTE, PASSWORD, caller, only_step};
use crate::support::people::{JANE, from};
use domain::accounts::{AccountType, SignInForm};
use domain::refusal::Refusal;
use services::accounts::caller::Caller;
use services::accounts::sign_in::{self, Welcome};
use services::error::Error;

on_both!(
    t05_five_wrong_guesses_close_the_door_for_ten_minutes,
    t05_an_unknown_name_is_shut_out_like_a_known_one,
    t05_address_number_and_types_share_one_counter,
    t06_of_many_guesses_at_once_five_are_looked_at,
    t06_many_right_sign_ins_at_once_all_pass,
    t06_attempts_whose_process_died_count_as_failed,
    t11_what_could_not_be_looked_at_is_not_counted,
    t07_a_hundred_failures_in_a_row_close_it_until_a_new_password,
    t08_a_known_browser_has_a_lane_of_its_own,
    t12_a_dated_hash_is_renewed,
    t01_every_wrong_sign_in_leaves_the_same_rows_behind,
);

async fn jane(house: &House) -> String {
    house
        .person(AccountType::Buyer, JANE, "Harbour", false)
        .await
        .number
}

async fn attempt(house: &House, form: SignInForm, caller: &Caller) -> Result<Welcome, Refusal> {
    match sign_in::sign_in(&house.market, form, caller, None).await {
        Ok(entry) => Ok(only_step(entry)),
        Err(Error::Refused(refusal)) => Err(refusal),
        Err(Error::Broken(error)) => panic!("{error:#}"),
    }
}

async fn wrong(house: &House, login: &str, times: u16) {
    for host in 0..times {
        let answer = attempt(house, credentials("buyer", login, "Wrong-guess-1"), &from(host)).await;
        assert_eq!(
            answer.err(),
            Some(Refusal::WrongCredentials),
            "{login}, guess {host}"
        );
    }
}

async fn t05_five_wrong_guesses_close_the_door_for_ten_minutes(house: &House) {
    jane(house).await;
    wrong(house, JANE, 5).await;
    let looked_at = house.market.passwords.verifications();
    let right = || credentials("buyer", JANE, PASSWORD);
    assert_eq!(
        attempt(house, right(), &caller()).await.err(),
        Some(Refusal::Locked { seconds: 600 })
    );
    // Attempts during the lock neither extend it nor hash.
    house.wait(9 * MINUTE);
    for host in 0..10 {
        let answer = attempt(house, credentials("buyer", JANE, "Wrong-guess-1"), &from(host)).await;
        assert_eq!(answer.err(), Some(Refusal::Locked { seconds: 60 }));
    }
    house.wait(MINUTE - Duration::from_secs(1));
    assert_eq!(
        attempt(house, right(), &caller()).await.err(),
        Some(Refusal::Locked { seconds: 1 })
    );
    assert_eq!(house.market.passwords.verifications(), looked_at);
    house.wait(Duration::from_secs(1));
    assert!(attempt(house, right(), &caller()).await.is_ok());
    let told: Vec<_> = house.letters().await;
    assert_eq!(told.len(), 1, "one notice for one lock (M32)");
    assert_eq!(told[0].to, JANE);
}

async fn t05_an_unknown_name_is_shut_out_like_a_known_one(house: &House) {
    for name in ["nobody@harbour.example", "123456786", "no name at all"] {
        wrong(house, name, 5).await;
        let answer = attempt(house, credentials("buyer", name, PASSWORD), &caller()).await;
        assert_eq!(answer.err(), Some(Refusal::Locked { seconds: 600 }), "{name}");
    }
    assert!(house.letters().await.is_empty());
}

async fn t05_address_number_and_types_share_one_counter(house: &House) {
    let number = jane(house).await;
    let guesses = [
        credentials("buyer", JANE, "Wrong-guess-1"),
        credentials("buyer", &number, "Wrong-guess-2"),
        credentials("supplier", JANE, PASSWORD),
        credentials("staff", &number, PASSWORD),
        credentials("buyer", "JANE@harbour.EXAMPLE", "Wrong-guess-3"),
    ];
    for (guess, host) in guesses.into_iter().zip(0..) {
        assert_eq!(
            attempt(house, guess, &from(host)).await.err(),
            Some(Refusal::WrongCredentials)
        );
    }
    let answer = attempt(house, credentials("buyer", &number, PASSWORD), &caller()).await;
    assert!(matches!(answer, Err(Refusal::Locked { .. })));
}

async fn t06_of_many_guesses_at_once_five_are_looked_at(house: &House) {
    jane(house).await;
    let market = Arc::new(house.market.clone());
    for round in 0..crate::support::house::rounds(5, 200) {
        let before = market.passwords.verifications();
        let guesses: Vec<_> = (0..64_u16)
            .map(|guess| {
                let market = Arc::clone(&market);
                let form = credentials("buyer", JANE, &format!("Wrong-guess-{guess}"));
                let caller = from(round * 64 + guess);
                tokio::spawn(async move { sign_in::sign_in(&market, form, &caller, None).await.is_ok() })
            })
            .collect();
        for guess in guesses {
            assert!(!guess.await.expect("ends"));
        }
        assert_eq!(market.passwords.verifications() - before, 5, "round {round}");
        house.wait(10 * MINUTE);
        // A hundred in a row would close the lane for good.
        let right = sign_in::sign_in(
            &market,
            credentials("buyer", JANE, PASSWORD),
            &from(u16::MAX),
            None,
        )
        .await;
        assert!(right.is_ok(), "round {round}");
    }
}

async fn t06_many_right_sign_ins_at_once_all_pass(house: &House) {
    jane(house).await;
    let market = Arc::new(house.market.clone());
    let sign_ins: Vec<_> = (0..8_u16)
        .map(|host| {
            let market = Arc::clone(&market);
            tokio::spawn(async move {
                let form = credentials("buyer", JANE, PASSWORD);
                sign_in::sign_in(&market, form, &from(host), None).await.is_ok()
            })
        })
        .collect();
    for sign_in in sign_ins {
        assert!(sign_in.await.expect("ends"));
    }
}

async fn t06_attempts_whose_process_died_count_as_failed(house: &House) {
    jane(house).await;
    wrong(house, JANE, 1).await;
    // Four more were reserved by a process that is gone.
    house.run("UPDATE login_guard SET failures = 5").await;
    house.wait(Duration::from_secs(11));
    let answer = attempt(house, credentials("buyer", JANE, PASSWORD), &caller()).await;
    assert_eq!(
        answer.err(),
        Some(Refusal::Locked { seconds: 589 }),
        "from the last of them on"
    );
}

async fn t11_what_could_not_be_looked_at_is_not_counted(house: &House) {
    jane(house).await;
    // Others hold every place in the queue, and do not go on.
    let passwords = &house.market.passwords;
    let mut others = Vec::new();
    loop {
        let mut other = Box::pin(passwords.verify("Wrong-guess-1", None));
        match other.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Pending => others.push(other),
            // It was so quick that its place is free again.
            Poll::Ready(Ok(_)) => {}
            Poll::Ready(Err(full)) => {
                assert!(matches!(full, Error::Refused(Refusal::Busy)), "{full:?}");
                break;
            }
        }
    }
    for host in 0..6 {
        let answer = attempt(house, credentials("buyer", JANE, "Wrong-guess-1"), &from(host)).await;
        assert_eq!(answer.err(), Some(Refusal::Busy));
    }
    drop(others);
    wrong(house, JANE, 4).await;
    let right = attempt(house, credentials("buyer", JANE, PASSWORD), &from(9)).await;
    assert!(right.is_ok(), "four failures do not close the door: {right:?}");
}

async fn t07_a_hundred_failures_in_a_row_close_it_until_a_new_password(house: &House) {
    jane(house).await;
    for _ in 0..20 {
        wrong(house, JANE, 5).await;
        house.wait(10 * MINUTE);
    }
    let answer = attempt(house, credentials("buyer", JANE, PASSWORD), &caller()).await;
    assert_eq!(answer.err(), Some(Refusal::Closed));
    house.wait(1_000 * MINUTE);
    let answer = attempt(house, credentials("buyer", JANE, PASSWORD), &caller()).await;
    assert_eq!(answer.err(), Some(Refusal::Closed), "time does not open it");
    let told = house.letters().await;
    assert_eq!(told.len(), 20);
}

async fn t08_a_known_browser_has_a_lane_of_its_own(house: &House) {
    jane(house).await;
    let welcome = attempt(house, credentials("buyer", JANE, PASSWORD), &caller())
        .await
        .expect("signs in");
    let home = Caller {
        device: Some(welcome.device),
        ..caller()
    };
    for _ in 0..20 {
        wrong(house, JANE, 5).await;
        // Strangers are shut out, and Jane is not.
        let elsewhere = attempt(house, credentials("buyer", JANE, PASSWORD), &from(999)).await;
        assert!(matches!(elsewhere, Err(Refusal::Locked { .. } | Refusal::Closed)));
        assert!(
            attempt(house, credentials("buyer", JANE, PASSWORD), &home)
                .await
                .is_ok()
        );
        house.wait(10 * MINUTE);
    }
    // Her own browser is counted, too.
    for _ in 0..5 {
        let answer = attempt(house, credentials("buyer", JANE, "Wrong-guess-1"), &home).await;
        assert_eq!(answer.err(), Some(Refusal::WrongCredentials));
    }
    let answer = attempt(house, credentials("buyer", JANE, PASSWORD), &home).await;
    assert_eq!(answer.err(), Some(Refusal::Locked { seconds: 600 }));
}

async fn t12_a_dated_hash_is_renewed(house: &House) {
    use services::accounts::passwords::{Cost, Passwords};
    jane(house).await;
    let later = services::market::Market {
        passwords: Arc::new(
            Passwords::new(
                Cost {
                    memory: 128,
                    passes: 1,
                },
                2,
            )
            .expect("a cost argon2 accepts"),
        ),
        ..house.market.clone()
    };
    let stored = async || house.text("SELECT password_hash FROM account").await;
    assert!(stored().await.contains("m=64"));
    for _ in 0..2 {
        let answer = sign_in::sign_in(&later, credentials("buyer", JANE, PASSWORD), &caller(), None).await;
        assert!(answer.is_ok());
        assert!(stored().await.contains("m=128"));
    }
}

/// What an observer of the database would see of a sign-in: the numbers of rows in every table that it may touch.
async fn rows(house: &House) -> Vec<i64> {
    let mut counts = Vec::new();
    for table in [
        "session",
        "device",
        "login_guard",
        "outbox",
        "link",
        "registration",
        "half_sign_in",
    ] {
        counts.push(house.rows(table).await);
    }
    counts
}

async fn t01_every_wrong_sign_in_leaves_the_same_rows_behind(house: &House) {
    jane(house).await;
    house
        .person(AccountType::Supplier, "s1@example.com", "Stock House", false)
        .await;
    house
        .person(AccountType::Buyer, "gone@harbour.example", "Gone", false)
        .await;
    house
        .run("UPDATE account SET state = 'suspended', suspended_at = 1 WHERE id = 3")
        .await;
    house
        .person(AccountType::Supplier, "new@example.com", "New House", false)
        .await;
    house
        .run("UPDATE company SET standing = 'screening' WHERE name = 'New House'")
        .await;
    let before = rows(house).await;
    let names = [
        JANE,
        "s1@example.com",
        "gone@harbour.example",
        "new@example.com",
        "nobody@example.com",
        "100000008",
        "???",
    ];
    for (at, name) in names.into_iter().enumerate() {
        let looked_at = house.market.passwords.verifications();
        for kind in ["buyer", "supplier"] {
            let answer = attempt(house, credentials(kind, name, "Wrong-guess-1"), &from(9)).await;
            assert_eq!(answer.err(), Some(Refusal::WrongCredentials), "{name}");
        }
        assert_eq!(house.market.passwords.verifications() - looked_at, 2, "{name}");
        let mut expected = before.clone();
        expected[2] += at as i64 + 1;
        assert_eq!(rows(house).await, expected, "{name}");
    }
    // Only who knows the password learns how the account stands.
    let suspended = attempt(
        house,
        credentials("buyer", "gone@harbour.example", PASSWORD),
        &from(10),
    )
    .await;
    assert_eq!(suspended.err(), Some(Refusal::Suspended));
    let in_screening = attempt(
        house,
        credentials("supplier", "new@example.com", PASSWORD),
        &from(11),
    )
    .await;
    assert!(in_screening.expect("signs in").in_screening);
    // It was put there by hand, without an application.
    house.run("UPDATE company SET standing = 'active'").await;
}

//! Upkeep: what has had its time goes, and nothing else.

use crate::support::house;
use crate::support::people;
use std::time::Duration;

use crate::support::house::{DAY, House, caller, forms};
use crate::support::people::{JANE, is_in, jane, sign_in_with};
use domain::accounts::users::InviteForm;
use domain::language::Language;
use services::accounts::session::SessionToken;
use services::accounts::users::inviting;
use services::{accounts, contact, jobs, upkeep};

on_both!(
    it_is_done_once_a_day_on_however_many_machines,
    what_has_had_its_time_goes,
    t07_failures_in_a_row_are_not_forgotten,
);

async fn it_is_done_once_a_day_on_however_many_machines(house: &House) {
    let other = house.other_process().await;
    for market in [&house.market, &other, &house.market] {
        upkeep::arrange(market).await.expect("arranges");
    }
    assert_eq!(jobs::run_due(&other).await.expect("runs"), 1);
    assert_eq!(jobs::run_due(&house.market).await.expect("runs"), 0);
    house.wait(DAY - Duration::from_secs(1));
    assert_eq!(jobs::run_due(&house.market).await.expect("runs"), 0);
    house.wait(Duration::from_secs(1));
    upkeep::arrange(&other).await.expect("a restart changes nothing");
    assert_eq!(jobs::run_due(&house.market).await.expect("runs"), 1);
    assert_eq!(house.rows("job").await, 1);
    other.db.close().await.expect("closes");
}

async fn registered(house: &House) {
    let form = forms::registration("buyer", "jim@pier.example", people::NEW);
    accounts::registration::receive(&house.market, &caller(), form)
        .await
        .expect("registers");
}

async fn wrote(house: &House) {
    let form = forms::message("ada@quay.example", "csv");
    contact::receive(&house.market, None, Language::En, form)
        .await
        .expect("receives");
}

async fn invited(house: &House, by: &SessionToken) {
    let by = people::who(house, by).await.expect("is signed in");
    let form = InviteForm {
        email: "jiro@harbour.example".to_owned(),
        name: "佐藤 次郎".to_owned(),
        role: "member".to_owned(),
        language: "ja".to_owned(),
        password: house::PASSWORD.to_owned(),
    };
    inviting::invite(&house.market, &by, &caller(), &form)
        .await
        .expect("invites");
}

async fn what_has_had_its_time_goes(house: &House) {
    jane(house).await;
    registered(house).await;
    wrote(house).await;
    let (token, _) = house.sign_in(JANE, "buyer").await;
    invited(house, &token).await;
    house.letters().await;
    upkeep::arrange(&house.market).await.expect("arranges");
    jobs::run_due(&house.market).await.expect("runs");
    assert!(is_in(house, &token).await, "nothing has had its time yet");
    for table in [
        "session",
        "registration",
        "invitation",
        "device",
        "contact_message",
    ] {
        assert_eq!(house.rows(table).await, 1, "{table}");
    }
    let readers = "SELECT COUNT(*) FROM outbox WHERE recipient <> '-'";
    let mails = house.number(readers).await;
    assert!(mails >= 3, "{mails}");

    house.wait(DAY * 31);
    jobs::run_due(&house.market).await.expect("runs");
    for (table, left) in [
        ("session", 0),
        ("registration", 0),
        ("invitation", 0),
        ("link", 1),
        ("device", 1),
        ("contact_message", 1),
    ] {
        assert_eq!(house.rows(table).await, left, "{table}");
    }
    house.wait(DAY * 60);
    jobs::run_due(&house.market).await.expect("runs");
    assert_eq!(house.rows("link").await, 0);
    assert_eq!(house.number(readers).await, 0, "who was written to is forgotten");
    assert_eq!(house.rows("contact_message").await, 1);

    house.wait(DAY * 640);
    jobs::run_due(&house.market).await.expect("runs");
    assert_eq!(house.rows("contact_message").await, 0);
    assert_eq!(house.rows("device").await, 0);
    assert_eq!(
        house.rows("account").await,
        1,
        "accounts stay as long as they exist"
    );
}

async fn t07_failures_in_a_row_are_not_forgotten(house: &House) {
    jane(house).await;
    for _ in 0..4 {
        assert!(sign_in_with(house, "buyer", JANE, "Wrong-guess-1").await.is_err());
    }
    house.run("UPDATE login_guard SET consecutive = 99").await;
    upkeep::arrange(&house.market).await.expect("arranges");
    house.wait(DAY * 400);
    jobs::run_due(&house.market).await.expect("runs");
    assert!(sign_in_with(house, "buyer", JANE, "Wrong-guess-1").await.is_err());
    house.wait(Duration::from_secs(601));
    let closed = sign_in_with(house, "buyer", JANE, house::PASSWORD).await;
    assert_eq!(people::refusal(closed), domain::refusal::Refusal::Closed);
    // Once a password is right, there is nothing left to count.
    house
        .run("UPDATE login_guard SET consecutive = 0, failures = 0")
        .await;
    house.wait(DAY * 2);
    jobs::run_due(&house.market).await.expect("runs");
    assert_eq!(house.rows("login_guard").await, 0);
}

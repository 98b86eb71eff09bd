//! One administrator always stays, whatever two of them do at once.

use domain::accounts::StaffRole;
use domain::people::Act;
use domain::refusal::Refusal;
use services::people::team::inviting;
use services::people::{Outcome, care};
use services::proofs::Acting;

use crate::support::house::House;
use crate::support::people::{is_in, mails, refusal};
use crate::support::staff::{DESK, MATE, Person, desk, member};
use crate::team::{does, invitation, wanted};

on_both!(
    the_last_administrator_stays,
    of_two_administrators_who_step_down_at_once_one_stays,
    of_two_administrators_who_remove_each_other_at_once_one_stays,
    whoever_lost_the_role_a_moment_ago_changes_nobody,
);

async fn the_last_administrator_stays(house: &House) {
    let desk = desk(house).await;
    let mate = member(house, MATE, StaffRole::Administrator).await;
    let demoted = does(house, &desk, mate.number(), Act::GiveRole, "screening").await;
    assert_eq!(demoted.expect("there is another"), Outcome::Done);
    let own = does(house, &desk, desk.number(), Act::GiveRole, "screening").await;
    assert_eq!(refusal(own), Refusal::OnlyAdministrator);
    assert!(is_in(house, &desk.token).await);
    let same = does(house, &desk, desk.number(), Act::GiveRole, "administrator").await;
    assert_eq!(same.expect("stays one"), Outcome::Done);
    // At the command line, too.
    let operator = Acting::operator();
    let version = i32::try_from(
        house
            .number("SELECT CAST(MAX(care_version) AS BIGINT) FROM account")
            .await,
    )
    .expect("small");
    for act in [Act::Remove, Act::Suspend] {
        let last = care::person(&house.market, &operator, desk.number(), &wanted(act, version, "")).await;
        assert_eq!(refusal(last), Refusal::OnlyAdministrator, "{act:?}");
    }
    // One who is suspended is none who could help.
    let (_, who) = house.sign_in(DESK, "staff").await;
    let token = desk.token.clone();
    let desk = Person { token, who };
    does(house, &desk, mate.number(), Act::GiveRole, "administrator")
        .await
        .expect("gives");
    does(house, &desk, mate.number(), Act::Suspend, "")
        .await
        .expect("suspends");
    let own = does(house, &desk, desk.number(), Act::GiveRole, "desk").await;
    assert_eq!(refusal(own), Refusal::OnlyAdministrator);
}

/// Rounds in which two administrators do something at once.
const ROUNDS: u16 = 200;

async fn version(house: &House, number: &str) -> i32 {
    let sql = format!("SELECT CAST(care_version AS BIGINT) FROM account WHERE number = '{number}'");
    i32::try_from(house.number(&sql).await).expect("small")
}

async fn administrators(house: &House) -> i64 {
    house.rows("staff WHERE role = 'administrator'").await
}

async fn of_two_administrators_who_step_down_at_once_one_stays(house: &House) {
    let (desk, mate) = (
        desk(house).await,
        member(house, MATE, StaffRole::Administrator).await,
    );
    let (one, two) = (desk.acting(house).await, mate.acting(house).await);
    for round in 0..ROUNDS {
        let first = wanted(Act::GiveRole, version(house, desk.number()).await, "screening");
        let second = wanted(Act::GiveRole, version(house, mate.number()).await, "screening");
        let (a, b) = tokio::join!(
            care::person(&house.market, &one, desk.number(), &first),
            care::person(&house.market, &two, mate.number(), &second),
        );
        let done = [&a, &b]
            .into_iter()
            .filter(|one| matches!(one, Ok(Outcome::Done)))
            .count();
        assert_eq!(
            (done, administrators(house).await),
            (1, 1),
            "round {round}: {a:?} {b:?}"
        );
        let other = if a.is_ok() { b } else { a };
        assert_eq!(refusal(other), Refusal::OnlyAdministrator, "round {round}");
        house.run("UPDATE staff SET role = 'administrator'").await;
    }
}

async fn of_two_administrators_who_remove_each_other_at_once_one_stays(house: &House) {
    let (desk, mate) = (
        desk(house).await,
        member(house, MATE, StaffRole::Administrator).await,
    );
    let (one, two) = (desk.acting(house).await, mate.acting(house).await);
    for round in 0..ROUNDS {
        // Each demotes the other: whoever comes second is none any more.
        let first = wanted(Act::GiveRole, version(house, mate.number()).await, "desk");
        let second = wanted(Act::GiveRole, version(house, desk.number()).await, "desk");
        let (a, b) = tokio::join!(
            care::person(&house.market, &one, mate.number(), &first),
            care::person(&house.market, &two, desk.number(), &second),
        );
        let done = [&a, &b]
            .into_iter()
            .filter(|one| matches!(one, Ok(Outcome::Done)))
            .count();
        assert_eq!(
            (done, administrators(house).await),
            (1, 1),
            "round {round}: {a:?} {b:?}"
        );
        let other = if a.is_ok() { b } else { a };
        assert_eq!(refusal(other), Refusal::NotAllowed, "round {round}");
        house.run("UPDATE staff SET role = 'administrator'").await;
    }
    let first = wanted(Act::Remove, version(house, mate.number()).await, "");
    let second = wanted(Act::Remove, version(house, desk.number()).await, "");
    let (a, b) = tokio::join!(
        care::person(&house.market, &one, mate.number(), &first),
        care::person(&house.market, &two, desk.number(), &second),
    );
    assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
    assert_eq!(administrators(house).await, 1);
}

async fn whoever_lost_the_role_a_moment_ago_changes_nobody(house: &House) {
    let (desk, mate) = (
        desk(house).await,
        member(house, MATE, StaffRole::Administrator).await,
    );
    let late = mate.acting(house).await;
    does(house, &desk, mate.number(), Act::GiveRole, "screening")
        .await
        .expect("gives");
    let care = wanted(Act::GiveRole, version(house, desk.number()).await, "desk");
    let answer = care::person(&house.market, &late, desk.number(), &care).await;
    assert_eq!(refusal(answer), Refusal::NotAllowed);
    let answer = inviting::act(
        &house.market,
        &late,
        &invitation("x@owner.example", "administrator"),
    )
    .await;
    assert_eq!(refusal(answer), Refusal::NotAllowed);
    assert_eq!(mails(house, "staff_invitation").await, 0);
}

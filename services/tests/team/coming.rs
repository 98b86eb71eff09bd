//! Invited and come: one use, three days, a second factor, and nobody told of an account (T13–T16).

use std::time::Duration;

use domain::accounts::second_factor::Step;
use domain::accounts::{AccountType, StaffRole};
use domain::people::Act;
use domain::people::team::TeamForm;
use domain::refusal::Refusal;
use domain::violations::Violation;
use futures_util::future::join_all;
use services::accounts::second_factor::step;
use services::accounts::sign_in::Entry;
use services::people::Outcome;
use services::people::team::joining;

use crate::support::house::{DAY, House, SECOND, caller};
use crate::support::people::{dump, fault, is_in, mails, refusal, secrets_in};
use crate::support::staff::{DESK, MATE, desk};
use crate::team::{MATES, does, invitation, invites, link, mate_form, page, signs_in};

on_both!(
    somebody_is_invited_comes_and_sets_a_second_factor_up,
    every_role_can_be_given,
    an_invitation_is_mailed_again_and_taken_back,
    an_address_that_has_an_account_is_not_invited,
    t13_what_the_database_holds_lets_nobody_in,
    t14_an_invitation_used_at_once_makes_one_account,
    t15_t16_looking_uses_nothing_and_the_newest_link_counts_for_three_days,
);

async fn somebody_is_invited_comes_and_sets_a_second_factor_up(house: &House) {
    let desk = desk(house).await;
    invites(house, &desk, &invitation(MATE, "screening"))
        .await
        .expect("invites");
    let waiting = page(house, &desk).await.invitations;
    assert_eq!((waiting.len(), waiting[0].address.as_str()), (1, MATE));
    assert!(waiting[0].until.is_some());
    let link = link(house, MATE).await;
    let awaited = joining::look(&house.market, &link).await.expect("looks");
    assert_eq!(
        (awaited.name.as_str(), awaited.role),
        ("Mate Quay", StaffRole::Screening)
    );
    let short = joining::join(&house.market, &caller(), &link, &mate_form("Open-sesa-1")).await;
    assert_eq!(fault(short, "password"), Violation::PasswordShort { min: 12 });
    let easy = joining::join(&house.market, &caller(), &link, &mate_form("Password-2026")).await;
    assert_eq!(fault(easy, "password"), Violation::PasswordGuessable);
    joining::join(&house.market, &caller(), &link, &mate_form(MATES))
        .await
        .expect("joins");
    let again = joining::join(&house.market, &caller(), &link, &mate_form(MATES)).await;
    assert_eq!(refusal(again), Refusal::LinkUsed);
    // The password alone is no way in (T36).
    let Ok(Entry::SecondStep(half)) = signs_in(house, MATE, MATES).await else {
        panic!("let in without a second factor")
    };
    let asked = step::open(&house.market, Some(&half)).await.expect("opens");
    assert!(matches!(asked, Step::Enrol(_)));
    let code = house.code(MATE).await;
    let welcome = house.second_step(&half, &code).await.welcome;
    assert!(is_in(house, &welcome.token).await);
    let team = page(house, &desk).await;
    let mates: Vec<_> = team
        .mates
        .iter()
        .map(|mate| (mate.email.as_str(), mate.role, mate.has_factor))
        .collect();
    assert_eq!(
        mates,
        [
            (DESK, StaffRole::Administrator, true),
            (MATE, StaffRole::Screening, true)
        ]
    );
    assert_eq!(team.invitations, []);
    for (action, times) in [("staff_invited", 1), ("staff_joined", 1)] {
        let sql = format!("SELECT COUNT(*) FROM audit WHERE action = '{action}'");
        assert_eq!(house.number(&sql).await, times, "{action}");
    }
}

async fn every_role_can_be_given(house: &House) {
    let desk = desk(house).await;
    for role in StaffRole::ALL {
        let email = format!("a-{}@owner.example", role.word());
        invites(house, &desk, &invitation(&email, role.word()))
            .await
            .expect("invites");
        let link = link(house, &email).await;
        joining::join(&house.market, &caller(), &link, &mate_form(MATES))
            .await
            .expect("joins");
        let team = page(house, &desk).await;
        let mate = team
            .mates
            .iter()
            .find(|mate| mate.email == email)
            .expect("is there");
        assert_eq!(mate.role, role);
        let other = if role == StaffRole::Desk { "stock" } else { "desk" };
        let outcome = does(house, &desk, &mate.number, Act::GiveRole, other).await;
        assert_eq!(outcome.expect("gives"), Outcome::Done);
        let back = does(house, &desk, &mate.number, Act::GiveRole, role.word()).await;
        assert_eq!(back.expect("gives"), Outcome::Done);
    }
}

async fn an_invitation_is_mailed_again_and_taken_back(house: &House) {
    let desk = desk(house).await;
    invites(house, &desk, &invitation(MATE, "desk"))
        .await
        .expect("invites");
    let first = link(house, MATE).await;
    let id = page(house, &desk).await.invitations[0].id.to_string();
    let resend = TeamForm {
        resend: Some(id.clone()),
        ..TeamForm::default()
    };
    let told = house.rows("audit").await;
    invites(house, &desk, &resend).await.expect("is mailed already");
    assert!(house.letters().await.is_empty(), "a second press mails nothing");
    assert_eq!(house.rows("audit").await, told);
    house.wait(10 * SECOND);
    invites(house, &desk, &resend).await.expect("mails again");
    let second = link(house, MATE).await;
    assert_eq!(
        refusal(joining::look(&house.market, &first).await),
        Refusal::LinkDead
    );
    house.wait(10 * SECOND);
    // Inviting again changes what was said before.
    invites(house, &desk, &invitation(MATE, "screening"))
        .await
        .expect("invites anew");
    let third = link(house, MATE).await;
    assert_eq!(
        refusal(joining::look(&house.market, &second).await),
        Refusal::LinkDead
    );
    assert_eq!(
        joining::look(&house.market, &third).await.expect("looks").role,
        StaffRole::Screening
    );
    assert_eq!(page(house, &desk).await.invitations.len(), 1);
    let revoke = TeamForm {
        revoke: Some(id.clone()),
        ..TeamForm::default()
    };
    invites(house, &desk, &revoke).await.expect("takes back");
    assert_eq!(
        refusal(joining::look(&house.market, &third).await),
        Refusal::LinkDead
    );
    let late = joining::join(&house.market, &caller(), &third, &mate_form(MATES)).await;
    assert_eq!(refusal(late), Refusal::LinkDead);
    assert_eq!(refusal(invites(house, &desk, &revoke).await), Refusal::NotFound);
    for bad in ["4711", "x", ""] {
        let resend = TeamForm {
            resend: Some(bad.into()),
            ..TeamForm::default()
        };
        assert_eq!(
            refusal(invites(house, &desk, &resend).await),
            Refusal::NotFound,
            "{bad}"
        );
    }
    for (_, rows) in dump(house)
        .await
        .iter()
        .filter(|(table, _)| table == "staff_invitation")
    {
        assert_eq!(*rows, Vec::<String>::new(), "nothing tells whom it was for");
    }
}

async fn an_address_that_has_an_account_is_not_invited(house: &House) {
    let desk = desk(house).await;
    house.person(AccountType::Buyer, MATE, "Harbour", false).await;
    let answer = invites(house, &desk, &invitation(MATE, "desk")).await;
    assert_eq!(fault(answer, "email"), Violation::AddressTaken);
    let answer = invites(house, &desk, &invitation(DESK, "desk")).await;
    assert_eq!(fault(answer, "email"), Violation::AddressTaken);
    // It came to an account by another way meanwhile.
    invites(house, &desk, &invitation("late@owner.example", "desk"))
        .await
        .expect("invites");
    let link = link(house, "late@owner.example").await;
    house
        .person(AccountType::Buyer, "late@owner.example", "Late", false)
        .await;
    let late = joining::join(&house.market, &caller(), &link, &mate_form(MATES)).await;
    assert_eq!(refusal(late), Refusal::LinkDead);
    assert_eq!(house.rows("staff").await, 1);
    for _ in 0..5 {
        invites(house, &desk, &invitation("many@owner.example", "desk"))
            .await
            .expect("invites");
        house.wait(10 * SECOND);
    }
    let sixth = invites(house, &desk, &invitation("many@owner.example", "desk")).await;
    assert_eq!(refusal(sixth), Refusal::TooMany { seconds: 86_400 });
}

async fn t13_what_the_database_holds_lets_nobody_in(house: &House) {
    let desk = desk(house).await;
    invites(house, &desk, &invitation(MATE, "administrator"))
        .await
        .expect("invites");
    let tables = dump(house).await;
    let texts = tables
        .iter()
        .flat_map(|(_, rows)| rows.iter().map(String::as_str));
    for secret in secrets_in(texts) {
        assert!(joining::look(&house.market, &secret).await.is_err(), "{secret}");
    }
}

async fn t14_an_invitation_used_at_once_makes_one_account(house: &House) {
    let desk = desk(house).await;
    invites(house, &desk, &invitation(MATE, "desk"))
        .await
        .expect("invites");
    let link = link(house, MATE).await;
    let (form, caller) = (mate_form(MATES), caller());
    let answers = join_all((0..16).map(|_| joining::join(&house.market, &caller, &link, &form))).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    assert_eq!(house.rows("staff").await, 2);
    assert_eq!(house.rows("audit WHERE action = 'staff_joined'").await, 1);
}

async fn t15_t16_looking_uses_nothing_and_the_newest_link_counts_for_three_days(house: &House) {
    let desk = desk(house).await;
    invites(house, &desk, &invitation(MATE, "desk"))
        .await
        .expect("invites");
    let link = link(house, MATE).await;
    for _ in 0..100 {
        joining::look(&house.market, &link).await.expect("looks");
    }
    house.wait(3 * DAY - Duration::from_secs(1));
    joining::look(&house.market, &link).await.expect("still good");
    house.wait(Duration::from_secs(1));
    assert_eq!(
        refusal(joining::look(&house.market, &link).await),
        Refusal::LinkExpired
    );
    let late = joining::join(&house.market, &caller(), &link, &mate_form(MATES)).await;
    assert_eq!(refusal(late), Refusal::LinkExpired);
    assert_eq!(mails(house, "staff_invitation").await, 1);
}

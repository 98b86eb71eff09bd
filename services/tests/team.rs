//! The owner's people among themselves: invited, come, given roles, removed; and one administrator always stays.

#[path = "support/house.rs"]
#[macro_use]
mod house;
#[path = "support/people.rs"]
mod people;
#[path = "support/staff.rs"]
mod staff;

use std::time::Duration;

use domain::accounts::second_factor::Step;
use domain::accounts::{AccountType, StaffRole};
use domain::audit::AuditFilter;
use domain::people::forms::Care;
use domain::people::team::{MateForm, TeamForm, TeamPage};
use domain::people::{Act, CareForm};
use domain::refusal::Refusal;
use domain::violations::Violation;
use futures_util::future::join_all;
use house::{House, PASSWORD, caller, forms};
use people::{dump, fault, is_in, mails, refusal, secrets_in, to, token};
use services::accounts::second_factor::step;
use services::accounts::sign_in::{self, Entry};
use services::error::Answer;
use services::people::team::{self, inviting, joining};
use services::people::{Outcome, care, sheets};
use services::proofs::Acting;
use staff::{DESK, MATE, Person, desk, member};

on_both!(
    somebody_is_invited_comes_and_sets_a_second_factor_up,
    every_role_can_be_given,
    an_invitation_is_mailed_again_and_taken_back,
    an_address_that_has_an_account_is_not_invited,
    t13_what_the_database_holds_lets_nobody_in,
    t14_an_invitation_used_at_once_makes_one_account,
    t15_t16_looking_uses_nothing_and_the_newest_link_counts_for_three_days,
    t25_another_role_ends_the_sessions_and_holds,
    t25_who_is_removed_is_out_and_the_address_is_free,
    the_last_administrator_stays,
    of_two_administrators_who_step_down_at_once_one_stays,
    of_two_administrators_who_remove_each_other_at_once_one_stays,
    whoever_lost_the_role_a_moment_ago_changes_nobody,
);

const MATES: &str = "tsuki!hashi31no-9";
const DAY: Duration = Duration::from_secs(24 * 3_600);

fn invitation(email: &str, role: &str) -> TeamForm {
    TeamForm {
        email: email.into(),
        name: "Mate Quay".into(),
        role: role.into(),
        language: "en".into(),
        ..TeamForm::default()
    }
}

async fn invites(house: &House, desk: &Person, form: &TeamForm) -> Answer<()> {
    inviting::act(&house.market, &desk.acting(house).await, form).await
}

/// The link in the newest letter to somebody.
async fn link(house: &House, reader: &str) -> String {
    let letters = house.letters().await;
    token(to(&letters, reader).last().expect("a letter"))
}

fn mate_form(password: &str) -> MateForm {
    MateForm {
        name: "Mate Quay".into(),
        password: password.into(),
        password_again: password.into(),
    }
}

async fn page(house: &House, desk: &Person) -> TeamPage {
    team::page(&house.market, &desk.staff(), &desk.who)
        .await
        .expect("shows")
}

fn wanted(act: Act, version: i32, role: &str) -> Care {
    let form = CareForm {
        act: act.word().into(),
        version,
        reason: "New work.".into(),
        role: role.into(),
        ..CareForm::default()
    };
    form.check().expect("fits")
}

/// Does something about a colleague in the version as it is now.
async fn does(house: &House, desk: &Person, number: &str, act: Act, role: &str) -> Answer<Outcome> {
    let sheet = sheets::person(&house.market, &desk.staff(), &desk.who, number).await?;
    let acting = desk.acting(house).await;
    care::person(&house.market, &acting, number, &wanted(act, sheet.version, role)).await
}

async fn signs_in(house: &House, email: &str, password: &str) -> Answer<Entry> {
    let form = forms::credentials("staff", email, password);
    sign_in::sign_in(&house.market, form, &caller(), None).await
}

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
    invites(house, &desk, &resend).await.expect("mails again");
    let second = link(house, MATE).await;
    assert_eq!(
        refusal(joining::look(&house.market, &first).await),
        Refusal::LinkDead
    );
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

async fn t25_another_role_ends_the_sessions_and_holds(house: &House) {
    let desk = desk(house).await;
    let mate = member(house, MATE, StaffRole::Administrator).await;
    for round in 1..=5 {
        let token = if round == 1 {
            mate.token.clone()
        } else {
            house.wait(Duration::from_secs(31));
            house.sign_in(MATE, "staff").await.0
        };
        assert!(is_in(house, &token).await);
        let role = if round % 2 == 1 {
            "screening"
        } else {
            "administrator"
        };
        let outcome = does(house, &desk, mate.number(), Act::GiveRole, role).await;
        assert_eq!(outcome.expect("gives"), Outcome::Done);
        assert!(
            !is_in(house, &token).await,
            "round {round}: the next request is refused"
        );
    }
    house.wait(Duration::from_secs(31));
    let (_, who) = house.sign_in(MATE, "staff").await;
    assert_eq!(
        who.staff(&caller()).expect("is staff").role(),
        StaffRole::Screening
    );
    assert_eq!(house.rows("audit WHERE action = 'staff_role_given'").await, 5);
    let deeds = sheets::person(&house.market, &desk.staff(), &desk.who, mate.number())
        .await
        .expect("shows")
        .deeds;
    assert_eq!(deeds[0].text, "administrator -> screening: New work.");
}

async fn t25_who_is_removed_is_out_and_the_address_is_free(house: &House) {
    let desk = desk(house).await;
    let mate = member(house, MATE, StaffRole::Screening).await;
    let acting = mate.acting(house).await;
    let sheet = sheets::person(&house.market, &desk.staff(), &desk.who, mate.number())
        .await
        .expect("shows");
    let care = wanted(Act::Remove, sheet.version, "");
    let removed = care::person(&house.market, &desk.acting(house).await, mate.number(), &care).await;
    assert_eq!(removed.expect("removes"), Outcome::Done);
    assert!(!is_in(house, &mate.token).await);
    assert_eq!(
        refusal(signs_in(house, MATE, PASSWORD).await),
        Refusal::WrongCredentials
    );
    let twice = care::person(&house.market, &desk.acting(house).await, mate.number(), &care).await;
    assert_eq!(refusal(twice), Refusal::NotFound, "is nobody's any more");
    assert!(
        page(house, &desk)
            .await
            .mates
            .iter()
            .all(|one| one.number != mate.number())
    );
    for (table, rows) in dump(house).await {
        assert!(
            !rows.iter().any(|row| row.contains(MATE)),
            "{table} knows the address"
        );
    }
    // The log goes on telling who did what.
    drop(acting);
    let filter = AuditFilter {
        who: mate.number().into(),
        ..AuditFilter::default()
    };
    let log = services::audit::page(&house.market, &desk.staff(), &desk.who, filter)
        .await
        .expect("shows");
    assert!(
        log.staff
            .iter()
            .any(|(number, name)| number == mate.number() && name == "山田 太郎")
    );
    invites(house, &desk, &invitation(MATE, "desk"))
        .await
        .expect("the address is free");
    let link = link(house, MATE).await;
    joining::join(&house.market, &caller(), &link, &mate_form(MATES))
        .await
        .expect("joins again");
}

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

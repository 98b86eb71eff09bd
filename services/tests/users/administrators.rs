//! One administrator always stays, and what a company has stays with it (Z40, Z6).

use std::time::Duration;

use domain::accounts::users::InvitationForm;
use domain::accounts::views::Obstacle;
use domain::accounts::{AccountType, Role};
use domain::refusal::Refusal;
use services::accounts::leaving;
use services::accounts::session::SignedIn;
use services::accounts::users::{self, changing, inviting};

use crate::support::house::{House, PASSWORD, caller};
use crate::support::people::{refusal, sign_in_with, to, who};
use crate::users::{CHIEF, JIRO, JIROS, about, ask, chief, invite, invited, jiro, join, list, newest};

on_both!(
    r054_what_administrators_do_to_users_stands_in_the_log,
    z40_the_administration_is_passed_on,
    z40_two_administrators_who_demote_each_other_at_once_leave_one,
    z40_two_administrators_who_leave_at_once_leave_one,
    z6_the_only_administrator_deletes_the_company_with_its_users,
    z6_stock_and_requests_stay_with_the_company,
);

async fn r054_what_administrators_do_to_users_stands_in_the_log(house: &House) {
    let (_, chief) = chief(house).await;
    let (_, jiro) = jiro(house, &chief, "member").await;
    invite(house, &chief, "hana@midori.example", "stock")
        .await
        .expect("invites");
    let waits = list(house, &chief).await.invitations.remove(0);
    let form = InvitationForm {
        invitation: waits.id.to_string(),
        password: PASSWORD.to_owned(),
    };
    inviting::revoke(&house.market, &chief, &caller(), &form)
        .await
        .expect("takes it back");
    changing::give_role(&house.market, &chief, &caller(), &about(&jiro, "stock"))
        .await
        .expect("gives another role");
    changing::remove(&house.market, &chief, &caller(), &about(&jiro, ""))
        .await
        .expect("removes");
    let told = house
        .texts("SELECT action || ' ' || details || ' ' || network FROM audit WHERE about_company IS NOT NULL ORDER BY number")
        .await;
    assert_eq!(
        told,
        [
            "user_invited member 192.0.2.1",
            // Emptied with the account of whoever joined.
            "user_joined  ",
            "user_invited stock 192.0.2.1",
            "user_uninvited stock 192.0.2.1",
            "user_role_given  ",
            "user_removed stock 192.0.2.1",
        ]
    );
    let all = house.texts("SELECT details FROM audit").await.concat();
    assert!(!all.contains('@'), "no address of anybody: {all}");
}

async fn z40_the_administration_is_passed_on(house: &House) {
    let (session, chief) = chief(house).await;
    let (_, jiro) = jiro(house, &chief, "member").await;
    let only = users::one(&house.market, &chief, &chief.visitor.number)
        .await
        .expect("shows");
    assert!(only.only_administrator);
    let last = changing::give_role(&house.market, &chief, &caller(), &about(&chief, "member")).await;
    assert_eq!(refusal(last), Refusal::PassOnFirst);
    changing::give_role(&house.market, &chief, &caller(), &about(&jiro, "administrator"))
        .await
        .expect("makes one");
    let now = users::one(&house.market, &chief, &chief.visitor.number)
        .await
        .expect("shows");
    assert!(!now.only_administrator);
    changing::give_role(&house.market, &chief, &caller(), &about(&chief, "member"))
        .await
        .expect("steps down");
    let after = who(house, &session).await.expect("stays in");
    assert!(after.administrator().is_none());
    let roles: Vec<_> = list(house, &jiro)
        .await
        .users
        .iter()
        .map(|user| user.role)
        .collect();
    assert_eq!(roles, [Role::Administrator, Role::Member]);
}

/// Two administrators of one company, and each round a fresh pair.
async fn two(house: &House, round: usize) -> (SignedIn, SignedIn) {
    let (first, second) = (
        format!("a{round}@midori.example"),
        format!("b{round}@midori.example"),
    );
    house.person(AccountType::Supplier, &first, "Midori", false).await;
    let (_, one) = house.sign_in(&first, "supplier").await;
    let token = invited(house, &one, &second, "administrator").await;
    join(house, &token).await.expect("comes");
    let welcome = sign_in_with(house, "supplier", &second, JIROS)
        .await
        .expect("signs in");
    (one, who(house, &welcome.token).await.expect("is in"))
}

async fn z40_two_administrators_who_demote_each_other_at_once_leave_one(house: &House) {
    for round in 0..6 {
        let (one, other) = two(house, round).await;
        let (market, same) = (house.market.clone(), house.market.clone());
        let (mine, theirs) = (about(&other, "member"), about(&one, "stock"));
        let first = tokio::spawn(async move { changing::give_role(&market, &one, &caller(), &mine).await });
        let second =
            tokio::spawn(async move { changing::give_role(&same, &other, &caller(), &theirs).await });
        let answers = [first.await.expect("no panic"), second.await.expect("no panic")];
        let done = answers.iter().filter(|answer| answer.is_ok()).count();
        assert_eq!(done, 1, "{answers:?}");
        for answer in answers {
            if answer.is_err() {
                assert_eq!(refusal(answer), Refusal::NotAllowed);
            }
        }
    }
    let left = "SELECT COUNT(*) FROM membership WHERE role = 'administrator'";
    assert_eq!(house.number(left).await, 6, "one in each company");
}

async fn z40_two_administrators_who_leave_at_once_leave_one(house: &House) {
    for round in 0..4 {
        let (one, other) = two(house, round).await;
        invite(house, &one, "third@midori.example", "member")
            .await
            .expect("invites");
        let token = newest(house, "third@midori.example").await;
        join(house, &token).await.expect("comes");
        let (market, same) = (house.market.clone(), house.market.clone());
        let first = tokio::spawn(async move { leaving::leave(&market, &one, PASSWORD).await });
        let second = tokio::spawn(async move { leaving::leave(&same, &other, JIROS).await });
        let answers = [first.await.expect("no panic"), second.await.expect("no panic")];
        let left = answers.iter().filter(|answer| answer.is_ok()).count();
        assert_eq!(left, 1, "{answers:?}");
        for answer in answers {
            if answer.is_err() {
                assert_eq!(refusal(answer), Refusal::PassOnFirst);
            }
        }
        // Make room for the same address in the next round.
        house.run("DELETE FROM account WHERE id IN (SELECT account_id FROM account_email WHERE canonical = 'third@midori.example')").await;
        house.letters().await;
        house.wait(Duration::from_secs(24 * 3_600));
    }
}

async fn z6_the_only_administrator_deletes_the_company_with_its_users(house: &House) {
    let (_, chief) = chief(house).await;
    let (_, jiro) = jiro(house, &chief, "member").await;
    let supplier = jiro.supplier().expect("sells");
    house.stock(&supplier, &["TC74HC4050AFTEL", "TC74HC00AF"]).await;
    ask(house, &jiro).await.expect("asks");
    house.letters().await;
    let farewell = leaving::look(&house.market, &chief).await.expect("tells");
    assert_eq!(
        (farewell.obstacle, farewell.users, farewell.lots),
        (Some(Obstacle::PassOnFirst), 1, 2)
    );
    assert!(!farewell.company.is_empty());
    let wrong = leaving::leave_with_company(&house.market, &chief, "another password").await;
    assert!(wrong.is_err());
    assert_eq!(
        house.rows("membership").await,
        2,
        "nothing went without the password"
    );
    leaving::leave_with_company(&house.market, &chief, PASSWORD)
        .await
        .expect("leaves");
    for left in [
        "membership",
        "account_email",
        "lot WHERE deleted_at IS NULL",
        "session",
    ] {
        assert_eq!(house.rows(left).await, 0, "{left}");
    }
    // The request stays, without anybody's name (Z6).
    assert_eq!(house.rows("quotation_request WHERE account_id IS NULL").await, 1);
    let letters = house.letters().await;
    let told: Vec<_> = letters.iter().map(|letter| letter.to.as_str()).collect();
    assert_eq!(told.len(), 2, "both are told: {told:?}");
}

async fn z6_stock_and_requests_stay_with_the_company(house: &House) {
    let (_, chief) = chief(house).await;
    let (_, jiro) = jiro(house, &chief, "member").await;
    let supplier = jiro.supplier().expect("sells");
    house.stock(&supplier, &["TC74HC4050AFTEL", "TC74HC00AF"]).await;
    house.letters().await;
    ask(house, &jiro).await.expect("asks");
    changing::remove(&house.market, &chief, &caller(), &about(&jiro, ""))
        .await
        .expect("removes");
    assert_eq!(house.rows("lot WHERE deleted_at IS NULL").await, 2);
    let of_chief = format!(
        "SELECT COUNT(*) FROM quotation_request r JOIN account a ON a.id = r.account_id WHERE a.number = '{}' AND r.email = '{CHIEF}' AND r.company = 'Midori Electronics'",
        chief.visitor.number
    );
    assert_eq!(house.number(&of_chief).await, 1);
    assert_eq!(
        house.rows("quotation_line WHERE remarks = 'by Friday'").await,
        1,
        "what was asked for stays"
    );
    // The owner's mail had not left yet: it names whom to answer now.
    let letters = house.letters().await;
    let told = to(&letters, "desk@owner.example");
    assert_eq!(told.len(), 1);
    assert!(
        told[0].text.contains(CHIEF) && !told[0].text.contains(JIRO),
        "{}",
        told[0].text
    );
    assert_eq!(to(&letters, JIRO).len(), 1, "M34 and no copy of the request");
}

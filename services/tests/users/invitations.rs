//! Invitations: sent, used once, sent again, taken back, and told to nobody else (R051, R054, T03, T13–T16, T20).

use std::sync::Arc;
use std::time::Duration;

use domain::accounts::users::JoinForm;
use domain::accounts::{AccountType, Role};
use domain::refusal::Refusal;
use domain::violations::Violation;
use services::accounts::leaving;
use services::accounts::users::{self, inviting, joining};
use services::error::Error;
use services::{jobs, upkeep};

use crate::support::house::{House, PASSWORD, SECOND, caller};
use crate::support::people::{dump, fault, mails, refusal, secrets_in, sign_in_with, to, who};
use crate::users::{
    CHIEF, JIRO, JIROS, THREE_DAYS, chief, chosen, invite, invited, jiro_in, join, join_form, list, newest,
    waiting,
};

on_both!(
    r051_somebody_is_invited_comes_and_is_in_the_list,
    r054_an_invitation_is_mailed_again_and_taken_back,
    t03_whoever_has_an_account_is_not_told_to_the_inviter,
    t13_what_the_database_holds_lets_nobody_in,
    t14_an_invitation_used_at_once_makes_one_account,
    t15_looking_at_an_invitation_does_not_use_it,
    t16_an_invitation_lives_three_days_and_the_newest_counts,
    t20_one_reader_gets_three_mails_a_day_and_a_company_invites_thirty,
    z19_nobody_is_invited_while_an_application_is_screened,
    z20_an_invitation_outlives_no_account_that_comes_otherwise,
);

async fn r051_somebody_is_invited_comes_and_is_in_the_list(house: &House) {
    let (_, chief) = chief(house).await;
    let token = invited(house, &chief, JIRO, "stock").await;
    let here = waiting(house, &chief).await;
    assert_eq!((here.len(), here[0].address.as_str()), (1, JIRO));
    let until = house.market.now() + 3 * 24 * 3_600_000;
    assert_eq!((here[0].role, here[0].until), (Role::Stock, Some(until)));
    let joining = joining::look(&house.market, &token).await.expect("looks");
    assert_eq!(joining.company, "Midori Electronics");
    assert_eq!(joining.account_type, AccountType::Supplier);
    assert_eq!(
        (joining.address.as_str(), joining.name.as_str()),
        (JIRO, "佐藤 次郎")
    );
    let empty = joining::join(&house.market, &caller(), &token, &JoinForm::default()).await;
    assert_eq!(fault(empty, "agreed"), Violation::NotTicked);
    let own = JoinForm {
        password: "midori-1".to_owned(),
        password_again: "midori-1".to_owned(),
        ..join_form()
    };
    let own = joining::join(&house.market, &caller(), &token, &own).await;
    assert_eq!(fault(own, "password"), Violation::PasswordOwnData);
    assert_eq!(join(house, &token).await.expect("comes"), AccountType::Supplier);
    assert!(
        sign_in_with(house, "buyer", JIRO, JIROS).await.is_err(),
        "the company's type and no other"
    );
    house.wait(SECOND);
    let (_, jiro) = jiro_in(house).await;
    assert_eq!(jiro.visitor.company, "Midori Electronics");
    let after = list(house, &chief).await;
    assert!(after.invitations.is_empty() && after.administers);
    let names: Vec<_> = after
        .users
        .iter()
        .map(|user| (user.email.as_str(), user.role))
        .collect();
    assert_eq!(names, [(CHIEF, Role::Administrator), (JIRO, Role::Stock)]);
    assert_eq!(after.users[1].seen, Some(house.market.now()));
    assert_eq!(house.rows("agreement").await, 2, "terms and privacy policy");
    assert_eq!(refusal(join(house, &token).await), Refusal::LinkUsed);
}

async fn r054_an_invitation_is_mailed_again_and_taken_back(house: &House) {
    let (_, chief) = chief(house).await;
    let first = invited(house, &chief, JIRO, "member").await;
    let waits = waiting(house, &chief).await;
    let resend = async || {
        let sent = inviting::resend(&house.market, &chief, &caller(), &chosen(&waits[0])).await;
        sent.expect("mails again");
    };
    resend().await;
    assert!(house.letters().await.is_empty(), "a second press mails nothing");
    assert!(joining::look(&house.market, &first).await.is_ok());
    house.wait(10 * SECOND);
    resend().await;
    let second = newest(house, JIRO).await;
    assert_eq!(
        refusal(joining::look(&house.market, &first).await),
        Refusal::LinkDead
    );
    assert!(joining::look(&house.market, &second).await.is_ok());
    inviting::revoke(&house.market, &chief, &caller(), &chosen(&waits[0]))
        .await
        .expect("takes back");
    assert_eq!(
        refusal(joining::look(&house.market, &second).await),
        Refusal::LinkDead
    );
    assert_eq!(refusal(join(house, &second).await), Refusal::LinkDead);
    assert!(waiting(house, &chief).await.is_empty());
    let again = inviting::revoke(&house.market, &chief, &caller(), &chosen(&waits[0])).await;
    assert_eq!(refusal(again), Refusal::NotFound);
    let of_invitations = dump(house)
        .await
        .into_iter()
        .filter(|(table, _)| table == "invitation" || table == "outbox");
    for (table, rows) in of_invitations {
        assert!(
            rows.iter().all(|row| !row.contains(JIRO)),
            "{table} forgets whom it was"
        );
    }
    // The invitation is not for ever gone: the same address may be invited anew.
    let third = invited(house, &chief, JIRO, "quotations").await;
    assert_eq!(
        joining::look(&house.market, &third).await.expect("looks").role,
        Role::Quotations
    );
    house.wait(THREE_DAYS);
    assert_eq!(waiting(house, &chief).await[0].until, None);
    house.wait(Duration::from_secs(28 * 24 * 3_600));
    upkeep::arrange(&house.market).await.expect("arranges");
    jobs::run_due(&house.market).await.expect("runs");
    let (_, chief) = house.sign_in(CHIEF, "supplier").await;
    assert!(waiting(house, &chief).await.is_empty());
}

async fn t03_whoever_has_an_account_is_not_told_to_the_inviter(house: &House) {
    const JANE: &str = "jane@harbour.example";
    house.person(AccountType::Buyer, JANE, "Harbour", false).await;
    let (_, chief) = chief(house).await;
    invite(house, &chief, JANE, "member")
        .await
        .expect("the same answer");
    invite(house, &chief, JIRO, "member")
        .await
        .expect("the same answer");
    let waits = waiting(house, &chief).await;
    assert_eq!(waits.len(), 2);
    assert_eq!((waits[0].role, waits[0].until), (waits[1].role, waits[1].until));
    for table in ["invitation", "link"] {
        let rows = house.rows(table).await;
        assert_eq!(rows, 2, "{table}");
    }
    let letters = house.letters().await;
    assert_eq!(to(&letters, JANE)[0].kind, "invited_member");
    assert_eq!(to(&letters, JIRO)[0].kind, "invitation");
    for letter in &letters {
        assert!(
            !letter.text.contains("Midori") && !letter.text.contains("佐藤"),
            "nothing that was typed goes to strangers (T20)"
        );
    }
    // However often it is tried, they hear of it once a day.
    house.wait(10 * SECOND);
    inviting::resend(&house.market, &chief, &caller(), &chosen(&waits[1]))
        .await
        .expect("the same answer");
    assert_eq!(house.letters().await.len(), 0);
    // A colleague's address stands in the list anyway.
    assert_eq!(
        fault(invite(house, &chief, CHIEF, "member").await, "email"),
        Violation::AddressTaken
    );
}

async fn t13_what_the_database_holds_lets_nobody_in(house: &House) {
    let (_, chief) = chief(house).await;
    let token = invited(house, &chief, JIRO, "member").await;
    let dumped = dump(house).await;
    let texts = dumped
        .iter()
        .flat_map(|(_, rows)| rows.iter().map(String::as_str));
    let found = secrets_in(texts);
    assert!(!found.is_empty() && !found.contains(&token));
    for secret in found {
        assert_eq!(
            refusal(joining::look(&house.market, &secret).await),
            Refusal::LinkDead
        );
    }
    assert!(joining::look(&house.market, &token).await.is_ok());
}

async fn t14_an_invitation_used_at_once_makes_one_account(house: &House) {
    let (_, chief) = chief(house).await;
    let token = invited(house, &chief, JIRO, "member").await;
    let market = Arc::new(house.market.clone());
    let tries: Vec<_> = (0..8)
        .map(|_| {
            let (market, token) = (Arc::clone(&market), token.clone());
            tokio::spawn(async move { joining::join(&market, &caller(), &token, &join_form()).await })
        })
        .collect();
    let mut came = 0;
    for answer in tries {
        match answer.await.expect("does not panic") {
            Ok(_) => came += 1,
            Err(Error::Refused(refusal)) => {
                assert!(
                    matches!(refusal, Refusal::LinkUsed | Refusal::LinkDead),
                    "{refusal:?}"
                );
            }
            Err(error) => panic!("{error:?}"),
        }
    }
    assert_eq!(came, 1);
    assert_eq!(list(house, &chief).await.users.len(), 2);
}

async fn t15_looking_at_an_invitation_does_not_use_it(house: &House) {
    let (_, chief) = chief(house).await;
    let token = invited(house, &chief, JIRO, "member").await;
    for _ in 0..20 {
        joining::look(&house.market, &token).await.expect("looks");
    }
    join(house, &token).await.expect("comes");
}

async fn t16_an_invitation_lives_three_days_and_the_newest_counts(house: &House) {
    let (_, chief) = chief(house).await;
    let token = invited(house, &chief, JIRO, "member").await;
    house.wait(THREE_DAYS - SECOND);
    assert!(joining::look(&house.market, &token).await.is_ok());
    house.wait(SECOND);
    assert_eq!(
        refusal(joining::look(&house.market, &token).await),
        Refusal::LinkExpired
    );
    assert_eq!(refusal(join(house, &token).await), Refusal::LinkExpired);
    let (_, chief) = house.sign_in(CHIEF, "supplier").await;
    let newer = invited(house, &chief, JIRO, "stock").await;
    assert_eq!(waiting(house, &chief).await.len(), 1, "invited anew, not twice");
    assert_eq!(
        refusal(joining::look(&house.market, &token).await),
        Refusal::LinkDead
    );
    // With the company the invitation goes, too.
    leaving::leave(&house.market, &chief, PASSWORD)
        .await
        .expect("leaves");
    assert_eq!(
        refusal(joining::look(&house.market, &newer).await),
        Refusal::LinkDead
    );
    assert_eq!(refusal(join(house, &newer).await), Refusal::LinkDead);
    assert_eq!(house.rows("account").await, 0);
}

async fn t20_one_reader_gets_three_mails_a_day_and_a_company_invites_thirty(house: &House) {
    let (_, chief) = chief(house).await;
    for _ in 0..3 {
        invite(house, &chief, JIRO, "member").await.expect("invites");
        house.wait(10 * SECOND);
    }
    let tired = invite(house, &chief, JIRO, "member").await;
    assert_eq!(refusal(tired), Refusal::TooMany { seconds: 86_400 });
    let waits = waiting(house, &chief).await;
    let again = inviting::resend(&house.market, &chief, &caller(), &chosen(&waits[0])).await;
    assert_eq!(refusal(again), Refusal::TooMany { seconds: 86_400 });
    for stranger in 1..30 {
        let email = format!("stranger{stranger}@example.com");
        invite(house, &chief, &email, "member").await.expect("invites");
        // Taking one back gives no room for another.
        let waits = waiting(house, &chief).await;
        inviting::revoke(&house.market, &chief, &caller(), &chosen(&waits[0]))
            .await
            .expect("revokes");
    }
    let many = invite(house, &chief, "stranger30@example.com", "member").await;
    assert_eq!(refusal(many), Refusal::TooMany { seconds: 86_400 });
    house.wait(Duration::from_secs(24 * 3_600));
    let (_, chief) = house.sign_in(CHIEF, "supplier").await;
    invite(house, &chief, "stranger30@example.com", "member")
        .await
        .expect("invites");
    invite(house, &chief, JIRO, "member").await.expect("invites");
}

async fn z19_nobody_is_invited_while_an_application_is_screened(house: &House) {
    let (session, _) = chief(house).await;
    house.run("UPDATE company SET standing = 'rejected'").await;
    let chief = who(house, &session).await.expect("is in");
    assert_eq!(
        refusal(users::list(&house.market, &chief).await),
        Refusal::NotAllowed
    );
    assert_eq!(
        refusal(invite(house, &chief, JIRO, "member").await),
        Refusal::NotAllowed
    );
}

async fn z20_an_invitation_outlives_no_account_that_comes_otherwise(house: &House) {
    let (_, chief) = chief(house).await;
    let token = invited(house, &chief, JIRO, "member").await;
    house.person(AccountType::Buyer, JIRO, "His own", false).await;
    assert_eq!(refusal(join(house, &token).await), Refusal::LinkDead);
    assert_eq!(house.rows("account").await, 2);
    assert_eq!(mails(house, "invitation").await, 1);
}

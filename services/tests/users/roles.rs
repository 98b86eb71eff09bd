//! Roles: who does what, who changes whom, and that it holds with the next request (R054, T04, T21, T25).

use std::time::Duration;

use domain::accounts::AccountType;
use domain::accounts::users::{InvitationForm, UserForm};
use domain::refusal::Refusal;
use domain::violations::Violation;
use services::accounts::users::{self, changing, inviting};
use services::inventory::import;
use services::quotations;

use crate::support::house::{self, House, caller};
use crate::support::people::{dump, fault, is_in, refusal, sign_in_with, to, who};
use crate::users::{
    JIRO, JIROS, LONG_AGO, about, ask, chief, chosen, invite, invite_form, invited, jiro, join, list, waiting,
};

on_both!(
    r054_only_administrators_see_how_users_stand_and_change_them,
    r054_each_role_does_what_its_name_says_and_no_more,
    t04_a_foreign_number_is_answered_like_no_number,
    t21_the_password_is_asked_for_after_five_minutes,
    t25_another_role_holds_with_the_next_request,
    t25_who_is_removed_is_out_with_the_next_request,
);

async fn r054_only_administrators_see_how_users_stand_and_change_them(house: &House) {
    let (_, chief) = chief(house).await;
    for role in ["member", "stock", "quotations"] {
        let (session, jiro) = jiro(house, &chief, role).await;
        invite(house, &chief, "other@midori.example", "member")
            .await
            .expect("invites");
        house.letters().await;
        let seen = list(house, &jiro).await;
        assert_eq!((seen.users.len(), seen.invitations.len()), (2, 0), "{role}");
        assert!(!seen.administers && seen.users.iter().all(|user| user.seen.is_none()));
        let waits = waiting(house, &chief).await;
        let refused = [
            invite(house, &jiro, "friend@midori.example", "administrator").await,
            inviting::resend(&house.market, &jiro, &caller(), &chosen(&waits[0])).await,
            inviting::revoke(&house.market, &jiro, &caller(), &chosen(&waits[0])).await,
            changing::give_role(&house.market, &jiro, &caller(), &about(&jiro, "administrator")).await,
            changing::remove(&house.market, &jiro, &caller(), &about(&chief, "")).await,
            users::one(&house.market, &jiro, &chief.visitor.number)
                .await
                .map(drop),
        ];
        for answer in refused {
            assert_eq!(refusal(answer), Refusal::NotAllowed, "{role}");
        }
        inviting::revoke(&house.market, &chief, &caller(), &chosen(&waits[0]))
            .await
            .expect("revokes");
        changing::remove(&house.market, &chief, &caller(), &about(&jiro, ""))
            .await
            .expect("removes");
        assert!(!is_in(house, &session).await);
        house.letters().await;
        house.wait(Duration::from_secs(24 * 3_600));
    }
}

async fn r054_each_role_does_what_its_name_says_and_no_more(house: &House) {
    let (_, chief) = chief(house).await;
    let (session, jiro) = jiro(house, &chief, "member").await;
    for (role, sells, buys) in [
        ("member", true, true),
        ("stock", true, false),
        ("quotations", false, true),
        ("administrator", true, true),
    ] {
        changing::give_role(&house.market, &chief, &caller(), &about(&jiro, role))
            .await
            .expect("changes");
        let now = who(house, &session).await.expect("stays in");
        assert_eq!(now.supplier().is_some(), sells, "{role}");
        assert_eq!(ask(house, &now).await.is_ok(), buys, "{role}");
        let opened = quotations::open(&house.market, Some(&now), &[], None).await;
        assert_eq!(opened.is_ok(), buys, "{role}: nobody fills in a form for nothing");
        let named = domain::accounts::Email::parse(JIRO).expect("an address");
        let named = services::accounts::supplier_named(&house.market, &named).await;
        assert_eq!(named.is_ok(), sells, "{role}, at the command line");
        if let Some(supplier) = now.supplier() {
            let csv = format!("{}\n", house::HEADINGS);
            let received = import::receive(&house.market, &supplier, "stock.csv", csv.as_bytes(), true).await;
            assert!(received.is_ok(), "{role}");
        }
    }
}

async fn t04_a_foreign_number_is_answered_like_no_number(house: &House) {
    let (_, chief) = chief(house).await;
    let stranger = house
        .person(AccountType::Supplier, "s2@example.com", "Other", false)
        .await;
    let (_, other) = house.sign_in("s2@example.com", "supplier").await;
    invite(house, &other, "theirs@example.com", "member")
        .await
        .expect("invites");
    let theirs = waiting(house, &other).await.remove(0);
    for number in [stranger.number.as_str(), "000000000", "", "' OR 1=1"] {
        let form = UserForm {
            number: number.to_owned(),
            role: "member".to_owned(),
            ..UserForm::default()
        };
        let answers = [
            changing::give_role(&house.market, &chief, &caller(), &form).await,
            changing::remove(&house.market, &chief, &caller(), &form).await,
            users::one(&house.market, &chief, number).await.map(drop),
        ];
        for answer in answers {
            assert_eq!(refusal(answer), Refusal::NotFound, "{number:?}");
        }
    }
    for id in [theirs.id.to_string(), "999999".to_owned(), "x".to_owned()] {
        let form = InvitationForm {
            invitation: id.clone(),
            password: String::new(),
        };
        let answers = [
            inviting::resend(&house.market, &chief, &caller(), &form).await,
            inviting::revoke(&house.market, &chief, &caller(), &form).await,
        ];
        for answer in answers {
            assert_eq!(refusal(answer), Refusal::NotFound, "{id}");
        }
    }
    assert_eq!(
        list(house, &chief).await.users.len(),
        1,
        "nobody else's users are listed"
    );
    assert!(waiting(house, &chief).await.is_empty());
    assert_eq!(waiting(house, &other).await.len(), 1);
}

async fn t21_the_password_is_asked_for_after_five_minutes(house: &House) {
    let (session, chief) = chief(house).await;
    let (_, jiro) = jiro(house, &chief, "member").await;
    invite(house, &chief, "other@midori.example", "member")
        .await
        .expect("invites");
    let waits = waiting(house, &chief).await;
    house.wait(LONG_AGO);
    let here = who(house, &session).await.expect("is in");
    assert!(list(house, &here).await.asks_password);
    let empty = InvitationForm {
        password: String::new(),
        ..chosen(&waits[0])
    };
    let unproved = |form: UserForm| UserForm {
        password: String::new(),
        ..form
    };
    let mut form = invite_form("third@midori.example", "member");
    form.password = String::new();
    let answers = [
        inviting::invite(&house.market, &here, &caller(), &form).await,
        inviting::resend(&house.market, &here, &caller(), &empty).await,
        inviting::revoke(&house.market, &here, &caller(), &empty).await,
        changing::give_role(&house.market, &here, &caller(), &unproved(about(&jiro, "stock"))).await,
        changing::remove(&house.market, &here, &caller(), &unproved(about(&jiro, ""))).await,
    ];
    for answer in answers {
        assert_eq!(fault(answer, "password"), Violation::Missing);
    }
    form.password = "Wrong-guess-1".to_owned();
    let wrong = inviting::invite(&house.market, &here, &caller(), &form).await;
    assert_eq!(fault(wrong, "password"), Violation::PasswordWrong);
    changing::give_role(&house.market, &here, &caller(), &about(&jiro, "stock"))
        .await
        .expect("with the password");
    let here = who(house, &session).await.expect("is in");
    assert!(!list(house, &here).await.asks_password, "shown a moment ago");
}

async fn t25_another_role_holds_with_the_next_request(house: &House) {
    let (_, chief) = chief(house).await;
    let (session, before) = jiro(house, &chief, "administrator").await;
    assert!(before.administrator().is_some() && before.supplier().is_some());
    changing::give_role(&house.market, &chief, &caller(), &about(&before, "quotations"))
        .await
        .expect("changes");
    let after = who(house, &session).await.expect("stays in");
    assert!(after.administrator().is_none() && after.supplier().is_none());
    // Nor does what an open tab was allowed a moment ago: the role is read again where it is used.
    let tab = invite(house, &before, "friend@midori.example", "administrator").await;
    assert_eq!(refusal(tab), Refusal::NotAllowed);
    let tab = changing::give_role(
        &house.market,
        &before,
        &caller(),
        &about(&before, "administrator"),
    )
    .await;
    assert_eq!(refusal(tab), Refusal::NotAllowed);
    let tab = changing::remove(&house.market, &before, &caller(), &about(&chief, "")).await;
    assert_eq!(refusal(tab), Refusal::NotAllowed);
}

async fn t25_who_is_removed_is_out_with_the_next_request(house: &House) {
    let (_, chief) = chief(house).await;
    let (session, jiro) = jiro(house, &chief, "administrator").await;
    changing::remove(&house.market, &chief, &caller(), &about(&jiro, ""))
        .await
        .expect("removes");
    assert!(!is_in(house, &session).await);
    let tab = invite(house, &jiro, "friend@midori.example", "member").await;
    assert_eq!(refusal(tab), Refusal::NotAllowed);
    assert!(sign_in_with(house, "supplier", JIRO, JIROS).await.is_err());
    let letters = house.letters().await;
    let told = to(&letters, JIRO);
    assert_eq!((told.len(), told[0].kind.as_str()), (1, "removed_from_company"));
    assert!(told[0].text.contains("Midori Electronics"));
    for (table, rows) in dump(house).await {
        let left = rows
            .iter()
            .find(|row| row.contains(JIRO) || row.contains(&jiro.visitor.number));
        assert_eq!(left, None, "{table}: nothing is left (T39)");
    }
    // Oneself leaves by another way, and the address is free again.
    let oneself = changing::remove(&house.market, &chief, &caller(), &about(&chief, "")).await;
    assert_eq!(refusal(oneself), Refusal::NotFound);
    let token = invited(house, &chief, JIRO, "member").await;
    join(house, &token).await.expect("comes back");
}

//! Changing sides, applications, and the end of an account (R079–R081, Z19).

use axum::http::StatusCode;
use axum::http::header::LOCATION;

use crate::account::{JANE, PROFILE, S1, buyer, supplier, with};
use crate::support::door::Door;
use crate::support::house::{House, PASSWORD};

on_both!(
    r080_a_buyer_applies_and_sees_how_it_stands,
    z19_a_supplier_in_screening_sees_only_how_it_stands,
    r079_a_supplier_becomes_a_buyer_at_once,
    r081_an_account_is_deleted_with_its_password,
    r075_what_is_examined_is_not_changed_meanwhile,
    a_form_whose_session_has_ended_comes_back_with_what_was_typed,
    z44_a_language_that_is_chosen_is_that_of_the_mails,
    z47_a_sign_in_leads_where_people_work,
);

async fn r080_a_buyer_applies_and_sees_how_it_stands(house: &House) {
    let mut door = buyer(house).await;
    let form = door.get("/account/to-supplier").await;
    assert!(form.body.contains("several days"), "{}", form.body);
    let untouched: Vec<_> = with(&[("form[profile][capital]", "")])
        .into_iter()
        .filter(|(name, _)| *name != "form[agreed]")
        .collect();
    let back = door.post("/account/to-supplier", &untouched).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(back.body.contains("tick this box"), "{}", back.body);
    let sent = door.post("/account/to-supplier", &PROFILE).await;
    let page = door.follow(&sent).await;
    assert!(page.body.contains("Being screened"), "{}", page.body);
    assert!(page.body.contains("You go on as a buyer"));
    let waiting = services::screening::waiting(&house.market)
        .await
        .expect("lists")
        .remove(0);
    let reason =
        domain::accounts::profile::Reason::parse("The representative is not named.").expect("a reason");
    let reject = services::screening::Decision::Reject(reason.into());
    services::screening::decide(&house.market, waiting.id, waiting.version, &reject)
        .await
        .expect("decides");
    let page = door.get("/account/application").await;
    assert!(page.body.contains("The representative is not named."));
    assert!(
        page.body.contains("value=\"John Harbour\""),
        "the stored form, to revise"
    );
    let wrong = with(&[("form[profile][representative]", "")]);
    let back = door.post("/account/application", &wrong).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    let again = door.post("/account/application", &PROFILE).await;
    let page = door.follow(&again).await;
    assert!(page.body.contains("Being screened"));
    let twice = door.post("/account/application", &PROFILE).await;
    assert_eq!(twice.status, StatusCode::FORBIDDEN, "one at a time");
}

async fn r075_what_is_examined_is_not_changed_meanwhile(house: &House) {
    let mut door = buyer(house).await;
    door.post("/account/to-supplier", &PROFILE).await;
    let page = door.get("/account/update").await;
    assert!(
        page.body.contains("while your application is being examined"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("form[profile][company]"));
    let refused = door.post("/account/update", &PROFILE).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(
        refused.body.contains("can be changed when it is decided"),
        "{}",
        refused.body
    );
}

async fn a_form_whose_session_has_ended_comes_back_with_what_was_typed(house: &House) {
    let mut door = buyer(house).await;
    door.get("/account/update").await;
    house.run("DELETE FROM session").await;
    let changed = with(&[
        ("form[profile][address]", "2-2 \"Quay\" <East>"),
        ("password", PASSWORD),
    ]);
    let kept = door.post("/account/update", &changed).await;
    assert_eq!(kept.status, StatusCode::UNAUTHORIZED);
    for part in [
        "You are logged out",
        "action=\"/account/update\"",
        "href=\"/sign-in?next=%2Faccount%2Fupdate\"",
        "name=\"form[profile][address]\"",
        "value=\"2-2 &quot;Quay&quot; &lt;East&gt;\"",
    ] {
        assert!(kept.body.contains(part), "{part}: {}", kept.body);
    }
    assert!(!kept.body.contains(PASSWORD), "no page repeats a password");
    // Nothing was typed but a password: straight to the sign-in.
    let only = door.post("/account/delete", &[("password", PASSWORD)]).await;
    assert_eq!(
        only.header(LOCATION.as_str()),
        "/sign-in?next=%2Faccount%2Fdelete"
    );
    door.sign_in(JANE, "buyer").await;
    let sent = door.post("/account/update", &changed[..changed.len() - 1]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "sent again: {}", sent.body);
    assert_eq!(house.rows("company WHERE address LIKE '2-2%'").await, 1);
}

async fn z44_a_language_that_is_chosen_is_that_of_the_mails(house: &House) {
    let mut door = buyer(house).await;
    assert_eq!(house.rows("account WHERE language = 'ja'").await, 0);
    door.post("/look", &[("language", "ja"), ("back", "/account")])
        .await;
    assert_eq!(house.rows("account WHERE language = 'ja'").await, 1);
    let page = door.get("/account").await;
    assert!(page.body.contains("メールの言語"), "{}", page.body);
    door.post("/sign-out", &[]).await;
    door.post("/look", &[("language", "en"), ("back", "/")]).await;
    assert_eq!(
        house.rows("account WHERE language = 'ja'").await,
        1,
        "a visitor's is nobody's"
    );
}

async fn z47_a_sign_in_leads_where_people_work(house: &House) {
    house.supplier(S1).await;
    let mut door = Door::of(house);
    let landed = door.sign_in(S1, "supplier").await;
    assert_eq!(landed.header(LOCATION.as_str()), "/stock");
    let mut door = buyer(house).await.another();
    let page = door.get("/search?q=MAX708").await;
    assert!(
        page.body
            .contains("href=\"/sign-in?next=%2Fsearch%3Fq%3DMAX708\""),
        "{}",
        page.body
    );
}

async fn z19_a_supplier_in_screening_sees_only_how_it_stands(house: &House) {
    house.supplier(S1).await;
    // As a registration leaves it once it was rejected; then it applies again.
    house.run("UPDATE company SET standing = 'rejected'").await;
    let mut door = Door::of(house);
    let landed = door.sign_in(S1, "supplier").await;
    assert_eq!(landed.header(LOCATION.as_str()), "/account/application");
    door.post("/account/application", &PROFILE).await;
    let page = door.get("/account/application").await;
    assert!(page.body.contains("Being screened"), "{}", page.body);
    assert!(!page.body.contains("You go on as a buyer"));
    assert_eq!(
        door.get("/inventory/export").await.status,
        StatusCode::FORBIDDEN,
        "no supplier function works"
    );
}

async fn r079_a_supplier_becomes_a_buyer_at_once(house: &House) {
    let mut door = supplier(house).await;
    let page = door.get("/account/to-buyer").await;
    for said in ["hidden at once", "90 days", "Lots: 2.", "/inventory/export"] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    let mut visitor = door.another();
    assert!(
        visitor
            .get("/search?q=tc74hc")
            .await
            .body
            .contains("/request?lot=")
    );
    let sent = door.post("/account/to-buyer", &PROFILE).await;
    let page = door.follow(&sent).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("You are a buyer now"), "{}", page.body);
    assert!(
        !door.cookies.iter().any(|(name, _)| name == "__Host-sid"),
        "the session is over"
    );
    assert!(
        !visitor
            .get("/search?q=tc74hc")
            .await
            .body
            .contains("/request?lot="),
        "nobody finds the stock"
    );
    assert_eq!(
        door.sign_in(S1, "supplier").await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(door.sign_in(S1, "buyer").await.status, StatusCode::SEE_OTHER);
    assert_eq!(door.get("/inventory/export").await.status, StatusCode::FORBIDDEN);
}

async fn r081_an_account_is_deleted_with_its_password(house: &House) {
    let mut door = supplier(house).await;
    let mut elsewhere = door.another();
    elsewhere.sign_in(S1, "supplier").await;
    let page = door.get("/account/delete").await;
    for said in ["Company of s1", "Lots: 2", "Where you are logged in: 2"] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    let wrong = door
        .post("/account/delete", &[("password", "Wrong-password-1")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("not your password"));
    assert!(!wrong.body.contains("Wrong-password-1"));
    let gone = door.post("/account/delete", &[("password", PASSWORD)]).await;
    let page = door.follow(&gone).await;
    assert!(page.body.contains("Your account is deleted"), "{}", page.body);
    assert!(
        door.cookies.iter().all(|(name, _)| name != "__Host-sid"),
        "{:?}",
        door.cookies
    );
    assert_eq!(
        elsewhere.get("/account").await.status,
        StatusCode::SEE_OTHER,
        "T25: the next request elsewhere is refused"
    );
    assert_eq!(
        elsewhere.ask("accounts/sessions", &[]).await.status,
        StatusCode::UNAUTHORIZED,
        "T25: an open page's too"
    );
    assert!(
        !elsewhere
            .get("/search?q=tc74hc")
            .await
            .body
            .contains("/request?lot=")
    );
    assert_eq!(
        door.sign_in(S1, "supplier").await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(house.letters().await.len(), 1, "M30");
}

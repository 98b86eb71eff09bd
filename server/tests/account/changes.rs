//! Changing sides, applications, and the end of an account (R079–R081, Z19).

use axum::http::StatusCode;
use axum::http::header::LOCATION;

use crate::account::{PROFILE, S1, buyer, supplier, with};
use crate::support::door::Door;
use crate::support::house::{House, PASSWORD};

on_both!(
    r080_a_buyer_applies_and_sees_how_it_stands,
    z19_a_supplier_in_screening_sees_only_how_it_stands,
    r079_a_supplier_becomes_a_buyer_at_once,
    r081_an_account_is_deleted_with_its_password,
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

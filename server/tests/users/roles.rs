//! Roles: given, held on an open page, and one administrator who stays (R054, T25, Z40).

use axum::http::StatusCode;
use domain::accounts::AccountType;

use crate::support::door::with;
use crate::support::house::House;
use crate::users::{CHIEF, INVITE, JIRO, ONE, USERS, chief, jiro, number};

on_both!(
    r054_a_role_is_changed_and_a_user_removed,
    r054_who_administers_nothing_sees_a_plain_list,
    r054_a_clerk_of_the_stock_cannot_request,
    t25_a_role_holds_on_an_open_page,
    z40_the_last_administrator_reads_why,
);

async fn r054_a_role_is_changed_and_a_user_removed(house: &House) {
    let mut door = chief(house).await;
    let mut other = jiro(house, &mut door, "member").await;
    let number = number(&mut door, JIRO).await;
    let page = door.get(&format!("{ONE}?number={number}")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains(JIRO) && page.body.contains("Remove from the company"));
    let none = door.post(ONE, &[("step", "role"), ("number", &number)]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        none.body.contains(JIRO) && none.body.contains("Role: Please fill this in."),
        "{}",
        none.body
    );
    let fields = [
        ("step", "role"),
        ("number", number.as_str()),
        ("role", "quotations"),
    ];
    let changed = door.post(ONE, &fields).await;
    let page = door.follow(&changed).await;
    assert!(page.body.contains("The role is changed") && page.body.contains("Quotations only"));
    assert_eq!(other.get("/inventory/export").await.status, StatusCode::FORBIDDEN);
    let removed = door.post(ONE, &[("step", "remove"), ("number", &number)]).await;
    let page = door.follow(&removed).await;
    assert!(page.body.contains("The user is removed") && !page.body.contains(JIRO));
    assert_eq!(
        other.get("/account").await.status,
        StatusCode::SEE_OTHER,
        "out with the next click"
    );
    assert_eq!(
        other.ask("accounts/sessions", &[]).await.status,
        StatusCode::UNAUTHORIZED,
        "T25: an open page is out too"
    );
    let letters = house.letters().await;
    assert!(
        letters
            .iter()
            .any(|letter| letter.to == JIRO && letter.kind == "removed_from_company")
    );
}

async fn r054_who_administers_nothing_sees_a_plain_list(house: &House) {
    let mut door = chief(house).await;
    let mut other = jiro(house, &mut door, "member").await;
    let page = other.get(USERS).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains(CHIEF) && page.body.contains("Administrator"));
    for kept in ["Add user", "Last seen", "Invitations", "/account/users/one"] {
        assert!(!page.body.contains(kept), "{kept}");
    }
    let number = number(&mut door, CHIEF).await;
    let seen = other.get(&format!("{ONE}?number={number}")).await;
    assert_eq!(seen.status, StatusCode::FORBIDDEN);
    let friend = other
        .post(USERS, &with(&INVITE, &[("email", "friend@midori.example")]))
        .await;
    assert_eq!(friend.status, StatusCode::FORBIDDEN);
    let removed = other.post(ONE, &[("step", "remove"), ("number", &number)]).await;
    assert_eq!(removed.status, StatusCode::FORBIDDEN);
    house
        .person(AccountType::Staff, "desk@owner.example", "", false)
        .await;
    let mut desk = door.another();
    desk.sign_in_fully(house, "desk@owner.example", "staff").await;
    assert_eq!(
        desk.get(USERS).await.status,
        StatusCode::FORBIDDEN,
        "staff have no company"
    );
}

async fn r054_a_clerk_of_the_stock_cannot_request(house: &House) {
    let mut door = chief(house).await;
    let mut other = jiro(house, &mut door, "stock").await;
    assert_eq!(other.get("/inventory/export").await.status, StatusCode::OK);
    let opened = other.ask("quotations/open", &[("query", "")]).await;
    assert_eq!(opened.status, StatusCode::FORBIDDEN, "{}", opened.body);
    let page = other.get("/request").await;
    assert!(
        page.body.contains("Your account does not allow this."),
        "{}",
        page.body
    );
    assert_eq!(
        door.ask("quotations/open", &[("query", "")]).await.status,
        StatusCode::OK
    );
}

async fn t25_a_role_holds_on_an_open_page(house: &House) {
    let mut door = chief(house).await;
    let mut other = jiro(house, &mut door, "administrator").await;
    assert!(other.get(USERS).await.body.contains("Add user"), "an open page");
    let number = number(&mut door, JIRO).await;
    let fields = [("step", "role"), ("number", number.as_str()), ("role", "stock")];
    door.post(ONE, &fields).await;
    let sent = other
        .post(USERS, &with(&INVITE, &[("email", "friend@midori.example")]))
        .await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
    let update = other.get("/account/update").await;
    assert_eq!(update.status, StatusCode::OK);
    let posted = other
        .post("/account/update", &[("form[profile][company]", "X")])
        .await;
    assert_eq!(posted.status, StatusCode::FORBIDDEN);
    assert!(
        house
            .letters()
            .await
            .iter()
            .all(|letter| letter.to != "friend@midori.example")
    );
}

async fn z40_the_last_administrator_reads_why(house: &House) {
    let mut door = chief(house).await;
    let number = number(&mut door, CHIEF).await;
    let page = door.get(&format!("{ONE}?number={number}")).await;
    assert!(page.body.contains("Your company needs an administrator."));
    assert!(
        !page.body.contains("Remove from the company"),
        "one leaves by another way"
    );
    let fields = [("step", "role"), ("number", number.as_str()), ("role", "member")];
    let refused = door.post(ONE, &fields).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.body.contains("Your company needs an administrator."));
    let oneself = door.post(ONE, &[("step", "remove"), ("number", &number)]).await;
    assert_eq!(oneself.status, StatusCode::NOT_FOUND);
}

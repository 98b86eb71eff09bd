//! The owner's people: one comes, and the last administrator stays.

use axum::http::StatusCode;
use domain::places::{Console, Place};

use crate::people::{DESK, MATE, NEW, STEP, act};
use crate::support::door::{Door, leads_to};
use crate::support::house::House;

on_both!(
    a_colleague_is_invited_comes_and_enrols,
    the_last_administrator_is_told_why_nothing_happens,
);

async fn a_colleague_is_invited_comes_and_enrols(house: &House) {
    let mut desk = Door::staff(house, DESK).await;
    let fields = [
        ("email", MATE),
        ("name", "Mate Quay"),
        ("role", "screening"),
        ("language", "en"),
    ];
    let faulty = desk
        .post(
            "/staff/team",
            &[("email", MATE), ("name", ""), ("role", "x"), ("language", "en")],
        )
        .await;
    assert_eq!(faulty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(faulty.body.contains(MATE), "nothing is retyped");
    leads_to(
        &desk.post("/staff/team", &fields).await,
        "/staff/team?done=invited",
    );
    let page = desk.get("/staff/team").await;
    assert!(
        page.body.contains(MATE) && page.body.contains("Take back"),
        "{}",
        page.body
    );
    let letters = house.letters().await;
    let letter = letters.iter().find(|letter| letter.to == MATE).expect("a letter");
    let at = letter.text.find("/k/").expect("a link");
    let link: String = letter.text[at..]
        .chars()
        .take_while(|c| !c.is_whitespace())
        .collect();
    let mut mate = Door::of(house);
    let join = Place::JoinTeam.path();
    leads_to(&mate.get(&link).await, &join);
    let form = mate.get(&join).await;
    assert!(
        form.body.contains("Mate Quay") && form.body.contains("Screening"),
        "{}",
        form.body
    );
    let short = [
        ("name", "Mate Quay"),
        ("password", "Open-sesa-1"),
        ("password_again", "Open-sesa-1"),
    ];
    let back = mate.post(&join, &short).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!back.body.contains("Open-sesa-1"));
    let good = [("name", "Mate Quay"), ("password", NEW), ("password_again", NEW)];
    leads_to(&mate.post(&join, &good).await, &format!("{join}?done=1"));
    let login = [("login", MATE), ("password", NEW)];
    leads_to(&mate.post("/staff/sign-in", &login).await, STEP);
    assert!(mate.get(STEP).await.body.contains("Set up an authenticator app"));
    leads_to(&mate.get("/staff").await, "/staff/sign-in?next=%2Fstaff");
    let code = house.code(MATE).await;
    leads_to(&mate.post(STEP, &[("code", &code)]).await, "/account/security");
    assert_eq!(mate.get("/staff/applications").await.status, StatusCode::OK);
    let used = mate.get(&link).await;
    let used = mate.follow(&used).await;
    assert!(used.body.contains("no longer good"), "{}", used.body);
    // Another role: out with the next request.
    let id = house
        .number("SELECT CAST(number AS BIGINT) FROM account ORDER BY id DESC LIMIT 1")
        .await;
    let page = Console::Person(id.to_string()).path();
    let role = [
        ("act", "give_role"),
        ("version", "0"),
        ("reason", "x"),
        ("role", "desk"),
    ];
    leads_to(&desk.post(&page, &role).await, &format!("{page}?done=give_role"));
    leads_to(&mate.get("/staff").await, "/staff/sign-in?next=%2Fstaff");
    leads_to(
        &act(&mut desk, &page, "remove", "1").await,
        "/staff/team?done=remove",
    );
    assert_eq!(desk.get(&page).await.status, StatusCode::NOT_FOUND);
    let gone = mate.post("/staff/sign-in", &login).await;
    assert_eq!(gone.status, StatusCode::UNAUTHORIZED);
}

async fn the_last_administrator_is_told_why_nothing_happens(house: &House) {
    let mut desk = Door::staff(house, DESK).await;
    let id = house.number("SELECT CAST(number AS BIGINT) FROM account").await;
    let page = Console::Person(id.to_string()).path();
    let role = [
        ("act", "give_role"),
        ("version", "0"),
        ("reason", "x"),
        ("role", "desk"),
    ];
    let answer = desk.post(&page, &role).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(
        answer.body.contains("only administrator of the staff"),
        "{}",
        answer.body
    );
    assert_eq!(
        act(&mut desk, &page, "remove", "0").await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(desk.get("/staff/team").await.status, StatusCode::OK);
}

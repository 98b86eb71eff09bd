//! What there is for whom: buyers, reviewers, and clerks of a company (T31, R054).

use axum::http::StatusCode;
use domain::accounts::AccountType;
use domain::places::Console;

use crate::people::{DESK, MATE, act, anna, buyer};
use crate::support::door::{Door, leads_to};
use crate::support::house::House;

on_both!(
    t31_for_buyers_and_reviewers_there_is_no_more_than_their_own,
    r054_a_clerk_changes_the_own_name_and_number,
);

async fn t31_for_buyers_and_reviewers_there_is_no_more_than_their_own(house: &House) {
    let (person, company) = anna(house).await;
    let mut anna = buyer(house).await;
    let pages = [
        "/staff/people",
        "/staff/companies",
        "/staff/team",
        &person,
        &company,
        "/staff/unverified/1",
    ];
    for page in pages {
        assert_eq!(anna.get(page).await.status, StatusCode::NOT_FOUND, "{page}");
    }
    for (page, what) in [
        (&person, "suspend"),
        (&company, "suspend"),
        (&person, "force_password"),
    ] {
        let answer = act(&mut anna, page, what, "0").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{what} {page}");
    }
    let invite = [
        ("email", "x@owner.example"),
        ("name", "X"),
        ("role", "administrator"),
        ("language", "en"),
    ];
    assert_eq!(
        anna.post("/staff/team", &invite).await.status,
        StatusCode::NOT_FOUND
    );
    let mut desk = Door::staff(house, DESK).await;
    let chief = house
        .number("SELECT CAST(number AS BIGINT) FROM account ORDER BY id DESC LIMIT 1")
        .await;
    let chief = Console::Person(chief.to_string()).path();
    assert_eq!(desk.get("/staff/team").await.status, StatusCode::OK);
    // A reviewer looks up and suspends, and is no business of the team's.
    let id = house.person(AccountType::Staff, MATE, "", false).await.account_id;
    house
        .run(&format!(
            "UPDATE staff SET role = 'screening' WHERE account_id = {id}"
        ))
        .await;
    let mut mate = Door::of(house);
    mate.sign_in_fully(house, MATE, "staff").await;
    assert_eq!(mate.get(&person).await.status, StatusCode::OK);
    assert_eq!(mate.get("/staff/team").await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        mate.post("/staff/team", &invite).await.status,
        StatusCode::FORBIDDEN
    );
    for what in ["suspend", "remove", "end_sessions"] {
        assert_eq!(
            act(&mut mate, &chief, what, "0").await.status,
            StatusCode::FORBIDDEN,
            "{what}"
        );
    }
    let page = mate.get(&chief).await;
    assert!(
        !page.body.contains("value=\"suspend\""),
        "no button that would do nothing"
    );
    assert_eq!(house.rows("audit WHERE action <> 'staff_opened'").await, 0);
    for missing in [
        "/staff/people/100000008",
        "/staff/people/x",
        "/staff/companies/4711",
        "/staff/unverified/4711",
    ] {
        assert_eq!(desk.get(missing).await.status, StatusCode::NOT_FOUND, "{missing}");
    }
}

async fn r054_a_clerk_changes_the_own_name_and_number(house: &House) {
    anna(house).await;
    house.run("UPDATE membership SET role = 'quotations'").await;
    let mut anna = buyer(house).await;
    let account = anna.get("/account").await;
    assert!(
        account.body.contains("href=\"/account/update\""),
        "{}",
        account.body
    );
    let form = anna.get("/account/update").await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(form.body.contains("form[profile][phone]") && !form.body.contains("form[profile][company]"));
    let fields = |name| {
        [
            ("form[profile][name]", name),
            ("form[profile][furigana]", ""),
            ("form[profile][phone_country]", "DE"),
            ("form[profile][phone]", "089-5550-0102"),
        ]
    };
    let back = anna.post("/account/update", &fields("")).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        back.body.contains("href=\"#name\"") && back.body.contains("089-5550-0102"),
        "{}",
        back.body
    );
    leads_to(
        &anna.post("/account/update", &fields("Anna Kai")).await,
        "/account?saved=1",
    );
    let account = anna.get("/account").await;
    assert!(account.body.contains("Anna Kai") && account.body.contains("+49 089-5550-0102"));
    assert!(
        account.body.contains("Harbour &amp; Sons"),
        "the company is as it was"
    );
    house.run("UPDATE membership SET role = 'administrator'").await;
}

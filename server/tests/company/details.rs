//! The form of the second step: nothing retyped, the coordinator's name, other browsers, links that have ended (R045, Z20).

use std::time::Duration;

use axum::http::StatusCode;

use crate::company::{
    COMPANY, DETAILS, FIRST, HANNAH, KEIKO, SECOND, before_the_second_step, coordinator, mailed,
};
use crate::support::door::{Door, leads_to, says, with};
use crate::support::house::{House, PASSWORD};

on_both!(
    nothing_is_retyped_after_a_fault,
    r045_the_name_is_shown_for_the_exact_address,
    z20_another_browser_is_asked_for_the_password,
    links_that_are_no_longer_good_say_how_to_begin_again,
);

async fn nothing_is_retyped_after_a_fault(house: &House) {
    coordinator(house, KEIKO, "中村 恵子").await;
    let mut door = Door::of(house);
    let faulty = with(
        &FIRST,
        &[("form[profile][company_type]", ""), ("form[email]", "hannah")],
    );
    let faulty: Vec<_> = faulty
        .into_iter()
        .filter(|(name, _)| *name != "form[privacy]")
        .collect();
    let back = door.post(COMPANY, &faulty).await;
    says(
        &back,
        StatusCode::UNPROCESSABLE_ENTITY,
        &[
            "3 things to correct",
            "value=\"Hannah Schmidt\"",
            "value=\"hannah\"",
            "href=\"#company_type\"",
            "href=\"#privacy\"",
        ],
    );
    assert!(!back.body.contains(PASSWORD));
    let mut door = before_the_second_step(house).await;
    let faulty = with(
        &SECOND,
        &[
            ("form[profile][coordinator]", "nobody@owner.example"),
            ("form[profile][representative]", ""),
        ],
    );
    let back = door.post(DETAILS, &faulty).await;
    says(
        &back,
        StatusCode::UNPROCESSABLE_ENTITY,
        &[
            "value=\"Marienplatz 1\"",
            "value=\"nobody@owner.example\"",
            "Passive components",
            "href=\"#representative\"",
        ],
    );
    let faulty = with(&SECOND, &[("form[profile][coordinator]", "nobody@owner.example")]);
    let back = door.post(DETAILS, &faulty).await;
    says(
        &back,
        StatusCode::UNPROCESSABLE_ENTITY,
        &[
            "There is no coordinator with this address",
            "href=\"#coordinator\"",
            "value=\"Marienplatz 1\"",
        ],
    );
    leads_to(
        &door.post(DETAILS, &SECOND).await,
        "/sign-up/company/details?done=1",
    );
}

async fn r045_the_name_is_shown_for_the_exact_address(house: &House) {
    coordinator(house, KEIKO, "中村 恵子").await;
    let mut stranger = Door::of(house);
    let refused = stranger.ask("accounts/coordinator", &[("email", KEIKO)]).await;
    assert_eq!(refused.status, StatusCode::GONE, "Z5: not without the link");
    let mut door = before_the_second_step(house).await;
    let told = door.ask("accounts/coordinator", &[("email", KEIKO)]).await;
    assert_eq!(told.json(), serde_json::json!("中村 恵子"));
    let unknown = door
        .ask("accounts/coordinator", &[("email", "keik@owner.example")])
        .await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unknown.body.contains("coordinator_unknown"), "{}", unknown.body);
    let half_filled = [
        ("form[profile][address]", "Marienplatz 1"),
        ("form[profile][coordinator]", KEIKO),
        ("look_up", "1"),
    ];
    let shown = door.post(DETAILS, &half_filled).await;
    says(
        &shown,
        StatusCode::OK,
        &["Coordinator: 中村 恵子", "value=\"Marienplatz 1\""],
    );
    let wrong = with(&half_filled, &[("form[profile][coordinator]", "x@owner.example")]);
    let shown = door.post(DETAILS, &wrong).await;
    says(
        &shown,
        StatusCode::OK,
        &[
            "There is no coordinator with this address",
            "value=\"Marienplatz 1\"",
        ],
    );
}

async fn z20_another_browser_is_asked_for_the_password(house: &House) {
    coordinator(house, KEIKO, "中村 恵子").await;
    let mut door = Door::of(house);
    door.post(COMPANY, &FIRST).await;
    let mut other = door.another();
    leads_to(&other.get(&mailed(house, HANNAH).await).await, DETAILS);
    let page = other.get(DETAILS).await;
    says(
        &page,
        StatusCode::OK,
        &["id=\"password\"", "You opened the link in another browser"],
    );
    let back = other.post(DETAILS, &SECOND).await;
    says(
        &back,
        StatusCode::UNPROCESSABLE_ENTITY,
        &["href=\"#password\"", "value=\"Marienplatz 1\""],
    );
    let right = with(&SECOND, &[("password", PASSWORD)]);
    leads_to(
        &other.post(DETAILS, &right).await,
        "/sign-up/company/details?done=1",
    );
}

async fn links_that_are_no_longer_good_say_how_to_begin_again(house: &House) {
    coordinator(house, KEIKO, "中村 恵子").await;
    let mut stranger = Door::of(house);
    let page = stranger.get(DETAILS).await;
    says(
        &page,
        StatusCode::GONE,
        &["This session has expired", "href=\"/sign-up/company\""],
    );
    let sent = stranger.post(DETAILS, &SECOND).await;
    assert_eq!(sent.status, StatusCode::GONE);
    let mut door = before_the_second_step(house).await;
    house.wait(Duration::from_secs(3 * 24 * 3_600));
    let late = door.post(DETAILS, &SECOND).await;
    says(
        &late,
        StatusCode::GONE,
        &["This link has expired", "we then send you a new mail at once"],
    );
    let again = [
        ("account_type", "member"),
        ("login", HANNAH),
        ("password", PASSWORD),
    ];
    assert_eq!(door.post("/sign-in", &again).await.status, StatusCode::FORBIDDEN);
    let link = mailed(house, HANNAH).await;
    leads_to(&door.get(&link).await, DETAILS);
    leads_to(
        &door.post(DETAILS, &SECOND).await,
        "/sign-up/company/details?done=1",
    );
    leads_to(&door.get(&link).await, DETAILS);
    says(
        &door.get(DETAILS).await,
        StatusCode::GONE,
        &["This link has been used already"],
    );
}

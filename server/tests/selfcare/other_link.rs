//! Two mailed links, opened in two tabs of one browser: the form of one never acts with the other (Z39).

use axum::http::StatusCode;
use domain::accounts::AccountType;

use crate::selfcare::{JANE, NEW, jane, mailed, opened};
use crate::support::door::{Door, leads_to, says};
use crate::support::house::{House, PASSWORD};

const JACK: &str = "jack@isartal.example";
const PAGE: &str = "/sign-in/new-password";
const OTHER: &str = "Another link was opened in this browser after this page";

on_both!(
    z39_the_form_of_one_link_does_not_act_with_another,
    z39_every_page_behind_a_link_asks_which_one_it_is,
);

async fn reset_link(house: &House, door: &mut Door, email: &str) -> String {
    leads_to(
        &door.post("/sign-in/forgot", &[("email", email)]).await,
        "/sign-in/forgot?done=sent",
    );
    mailed(house, "reset_password").await
}

fn form(mark: &str) -> [(&str, &str); 3] {
    [("link", mark), ("password", NEW), ("password_again", NEW)]
}

async fn signs_in(door: &Door, email: &str, password: &str) -> StatusCode {
    let fields = [
        ("account_type", "buyer"),
        ("login", email),
        ("password", password),
    ];
    door.another().post("/sign-in", &fields).await.status
}

async fn z39_the_form_of_one_link_does_not_act_with_another(house: &House) {
    let mut door = jane(house).await;
    house.person(AccountType::Buyer, JACK, "Isartal", false).await;
    let janes = reset_link(house, &mut door, JANE).await;
    let jacks = reset_link(house, &mut door, JACK).await;
    let first = opened(&mut door, &janes).await.hidden("link").to_owned();
    let second = opened(&mut door, &jacks).await.hidden("link").to_owned();
    assert_ne!(first, second);

    for (language, words) in [("en", OTHER), ("ja", "別のリンクが開かれたため")] {
        door.language = language;
        let refused = door.post(PAGE, &form(&first)).await;
        says(&refused, StatusCode::CONFLICT, &[words]);
        assert!(
            !refused.body.contains("name=\"password\""),
            "it would be the form of the other link"
        );
    }
    door.language = "en";
    for email in [JANE, JACK] {
        assert_eq!(
            signs_in(&door, email, PASSWORD).await,
            StatusCode::SEE_OTHER,
            "nothing was done for {email}"
        );
    }

    // What the page says helps: the link is opened once more.
    assert_eq!(opened(&mut door, &janes).await.hidden("link"), first);
    leads_to(
        &door.post(PAGE, &form(&first)).await,
        "/sign-in/new-password?done=1",
    );
    assert_eq!(signs_in(&door, JANE, NEW).await, StatusCode::SEE_OTHER);
    assert_eq!(signs_in(&door, JACK, PASSWORD).await, StatusCode::SEE_OTHER);
}

async fn z39_every_page_behind_a_link_asks_which_one_it_is(house: &House) {
    let mut door = jane(house).await;
    let link = reset_link(house, &mut door, JANE).await;
    opened(&mut door, &link).await;
    for page in [
        PAGE,
        "/account/addresses/confirm",
        "/account/addresses/revert",
        "/sign-up/verify",
        "/sign-up/join",
        "/sign-up/join-staff",
        "/sign-up/company/details",
    ] {
        let fields = [("link", "AAAAAAAAAAAA"), ("form[agreed]", "1"), ("look_up", "1")];
        says(&door.post(page, &fields).await, StatusCode::CONFLICT, &[OTHER]);
    }
}

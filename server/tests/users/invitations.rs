//! Invited, come, invited again, and links that have ended (R051, R052, R054).

use std::time::Duration;

use axum::http::StatusCode;

use crate::support::door::with;
use crate::support::house::House;
use crate::users::{CHIEF, INVITE, JIRO, JIROS, JOIN, JOINING, USERS, chief, mailed, opened};

on_both!(
    r051_a_user_is_invited_registers_and_signs_in,
    r052_the_form_comes_back_as_it_was_typed_but_for_its_passwords,
    r054_an_invitation_is_sent_again_and_taken_back,
    links_that_are_no_longer_good_have_a_way_on,
);

async fn r051_a_user_is_invited_registers_and_signs_in(house: &House) {
    let mut door = chief(house).await;
    let account = door.get("/account").await;
    assert!(account.body.contains("List of user management"));
    let page = door.get(USERS).await;
    assert_eq!(page.status, StatusCode::OK);
    for said in [
        "List of user management",
        "Add user",
        "Send an email",
        CHIEF,
        "Administrator",
    ] {
        assert!(page.body.contains(said), "{said}");
    }
    let sent = door.post(USERS, &INVITE).await;
    let page = door.follow(&sent).await;
    assert!(
        page.body.contains("The invitation is on its way"),
        "{}",
        page.body
    );
    assert!(page.body.contains(JIRO) && page.body.contains("the link is good until"));
    let link = mailed(house).await;
    let mut other = door.another();
    let page = opened(&mut other, &link).await;
    assert_eq!(page.status, StatusCode::OK);
    for said in ["Midori &amp; Sons", JIRO, "Jiro Sato", "Terms", "Register"] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    assert!(
        !page.body.contains(link.trim_start_matches("/k/")),
        "the link is not repeated"
    );
    let came = other.post(JOIN, &JOINING).await;
    let page = other.follow(&came).await;
    assert!(page.body.contains("You are registered") && page.body.contains("/sign-in?type=supplier"));
    assert!(
        !other.cookies.iter().any(|(name, _)| name == "__Host-sid"),
        "it does not sign in"
    );
    assert!(
        !other.cookies.iter().any(|(name, _)| name == "__Host-flow"),
        "the link is forgotten"
    );
    let fields = [("account_type", "supplier"), ("login", JIRO), ("password", JIROS)];
    assert_eq!(
        other.post("/sign-in", &fields).await.status,
        StatusCode::SEE_OTHER
    );
    let page = door.get(USERS).await;
    assert!(page.body.contains("Jiro Sato") && page.body.contains("Nobody is invited at the moment."));
}

async fn r052_the_form_comes_back_as_it_was_typed_but_for_its_passwords(house: &House) {
    let mut door = chief(house).await;
    let bad = with(&INVITE, &[("email", "jiro@midori"), ("role", "owner")]);
    let answer = door.post(USERS, &bad).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("jiro@midori") && answer.body.contains("2 things to correct"));
    assert!(
        answer.body.contains("<details open class=\"users-add\""),
        "{}",
        answer.body
    );
    door.post(USERS, &INVITE).await;
    let link = mailed(house).await;
    let mut other = door.another();
    opened(&mut other, &link).await;
    let bad = with(
        &JOINING,
        &[("phone", "abc"), ("password_again", "another-1!"), ("agreed", "")],
    );
    let bad: Vec<_> = bad.into_iter().filter(|(name, _)| *name != "agreed").collect();
    let answer = other.post(JOIN, &bad).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in [
        "Jiro Sato",
        "サトウ ジロウ",
        "abc",
        "The two passwords are not the same.",
        "Please tick this box.",
    ] {
        assert!(answer.body.contains(said), "{said}");
    }
    assert!(!answer.body.contains(JIROS), "passwords are never repeated");
    let own = with(
        &JOINING,
        &[("password", "Midori-123"), ("password_again", "Midori-123")],
    );
    let answer = other.post(JOIN, &own).await;
    assert_eq!(
        answer.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "made of the company's name"
    );
    assert_eq!(other.post(JOIN, &JOINING).await.status, StatusCode::SEE_OTHER);
}

async fn r054_an_invitation_is_sent_again_and_taken_back(house: &House) {
    let mut door = chief(house).await;
    door.post(USERS, &INVITE).await;
    let first = mailed(house).await;
    let list = door.ask("accounts/users", &[]).await.json();
    let id = list["list"]["invitations"][0]["id"].to_string();
    house.wait(Duration::from_secs(10));
    let sent = door.post(USERS, &[("resend", &id)]).await;
    assert!(
        door.follow(&sent)
            .await
            .body
            .contains("The invitation is sent again")
    );
    let second = mailed(house).await;
    let mut other = door.another();
    assert_eq!(opened(&mut other, &first).await.status, StatusCode::GONE);
    assert_eq!(opened(&mut other, &second).await.status, StatusCode::OK);
    let taken = door.post(USERS, &[("revoke", &id)]).await;
    assert!(
        door.follow(&taken)
            .await
            .body
            .contains("The invitation is taken back")
    );
    let late = other.post(JOIN, &JOINING).await;
    assert_eq!(late.status, StatusCode::GONE);
    assert!(
        late.body.contains("This invitation is no longer good"),
        "{}",
        late.body
    );
    let again = door.post(USERS, &[("revoke", &id)]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
    assert!(again.body.contains("no longer there"));
}

async fn links_that_are_no_longer_good_have_a_way_on(house: &House) {
    let mut door = chief(house).await;
    door.post(USERS, &INVITE).await;
    let link = mailed(house).await;
    let mut other = door.another();
    let page = opened(&mut other, &link).await;
    assert_eq!(page.status, StatusCode::OK);
    house.wait(Duration::from_secs(3 * 24 * 3_600));
    let late = other.post(JOIN, &JOINING).await;
    assert_eq!(late.status, StatusCode::GONE);
    assert!(late.body.contains("This invitation has expired") && late.body.contains("href=\"/contact\""));
    let nothing = door.another().get(JOIN).await;
    assert_eq!(nothing.status, StatusCode::GONE);
    assert!(nothing.body.contains("This invitation is no longer good"));
    door.sign_in(CHIEF, "supplier").await;
    door.post(USERS, &INVITE).await;
    let link = mailed(house).await;
    opened(&mut other, &link).await;
    other.post(JOIN, &JOINING).await;
    let used = opened(&mut other, &link).await;
    assert_eq!(used.status, StatusCode::GONE);
    assert!(used.body.contains("This invitation has been used") && used.body.contains("href=\"/sign-in\""));
}

//! A new password: by the mailed link and on its page (T02, T15, T18).

use axum::http::StatusCode;
use services::jobs;

use crate::selfcare::{JANE, NEW, jane, jane_in, mailed, opened, twice};
use crate::support::door::{Door, leads_to};
use crate::support::house::{House, PASSWORD};

on_both!(
    a_forgotten_password_is_set_without_scripts,
    t02_the_answer_is_the_same_for_every_address,
    t15_opening_a_link_uses_nothing_up,
    t18_a_foreign_host_mails_nothing,
    a_dead_link_offers_to_begin_again,
    a_password_is_changed_on_its_page,
    a_new_password_that_is_sent_twice_is_set_once,
);

async fn reset_link(house: &House, door: &mut Door) -> String {
    let sent = door.post("/sign-in/forgot", &[("email", JANE)]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    mailed(house, "reset_password").await
}

async fn a_forgotten_password_is_set_without_scripts(house: &House) {
    let mut door = jane_in(house).await;
    let mut other = door.another();
    let empty = other.post("/sign-in/forgot", &[("email", "jane@harbour")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("jane@harbour") && empty.body.contains("is not complete"));
    let link = reset_link(house, &mut other).await;
    let page = opened(&mut other, &link).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("New password (confirm password)"));
    let short = other.post("/sign-in/new-password", &twice("short-1")).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.body.contains("A password has at least 8 characters.") && !short.body.contains("short-1"));
    let set = other.post("/sign-in/new-password", &twice(NEW)).await;
    let page = other.follow(&set).await;
    assert!(page.body.contains("The new password is set"), "{}", page.body);
    assert!(
        !other.cookies.iter().any(|(name, _)| name == "__Host-sid"),
        "it does not sign in"
    );
    assert!(
        !other.cookies.iter().any(|(name, _)| name == "__Host-flow"),
        "the link is forgotten"
    );
    assert_eq!(
        door.get("/account/password").await.status,
        StatusCode::SEE_OTHER,
        "the thief is out"
    );
    let fields = [("account_type", "buyer"), ("login", JANE), ("password", NEW)];
    assert_eq!(
        other.post("/sign-in", &fields).await.status,
        StatusCode::SEE_OTHER
    );
}

async fn t02_the_answer_is_the_same_for_every_address(house: &House) {
    let mut door = jane(house).await;
    let mut pages = Vec::new();
    for email in [JANE, "nobody@harbour.example"] {
        let sent = door.post("/sign-in/forgot", &[("email", email)]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER);
        let page = door.follow(&sent).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.body.contains(email));
        // What differs between any two answers: the nonce of the policy.
        let policy = page.header("content-security-policy").to_owned();
        let nonce = policy
            .split("'nonce-")
            .nth(1)
            .and_then(|rest| rest.split('\'').next());
        pages.push(page.body.replace(nonce.unwrap_or("no nonce"), "…"));
    }
    assert_eq!(pages[0], pages[1]);
}

async fn t15_opening_a_link_uses_nothing_up(house: &House) {
    let mut door = jane(house).await;
    let link = reset_link(house, &mut door).await;
    for _ in 0..20 {
        let page = opened(&mut door.another(), &link).await;
        assert_eq!(page.status, StatusCode::OK);
        let head = door
            .request(axum::http::Method::HEAD, &link)
            .body(axum::body::Body::empty())
            .expect("a request");
        assert_eq!(door.another().send(head).await.status, StatusCode::SEE_OTHER);
    }
    opened(&mut door, &link).await;
    let set = door.post("/sign-in/new-password", &twice(NEW)).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER);
}

async fn t18_a_foreign_host_mails_nothing(house: &House) {
    let door = jane(house).await;
    for (name, value, status) in [
        ("host", "evil.example", StatusCode::MISDIRECTED_REQUEST),
        ("x-forwarded-host", "evil.example", StatusCode::SEE_OTHER),
        ("forwarded", "host=evil.example", StatusCode::SEE_OTHER),
    ] {
        let mut request = door
            .request(axum::http::Method::POST, "/sign-in/forgot")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(axum::body::Body::from("email=jane%40harbour.example"))
            .expect("a request");
        request
            .headers_mut()
            .insert(name, axum::http::HeaderValue::from_static(value));
        assert_eq!(door.another().send(request).await.status, status, "{name}");
    }
    jobs::run_due(&house.market).await.expect("runs");
    let letters = house.letters().await;
    assert_eq!(letters.len(), 2, "the two that were served");
    for letter in &letters {
        assert!(!letter.text.contains("evil") && !letter.html.contains("evil"));
    }
}

async fn a_dead_link_offers_to_begin_again(house: &House) {
    let mut door = jane(house).await;
    let link = reset_link(house, &mut door).await;
    opened(&mut door, &link).await;
    house.wait(std::time::Duration::from_secs(3 * 24 * 3_600 + 1));
    let late = door.post("/sign-in/new-password", &twice(NEW)).await;
    assert_eq!(late.status, StatusCode::GONE);
    assert!(late.body.contains("This link has expired") && late.body.contains("Begin again"));
    let link = reset_link(house, &mut door).await;
    opened(&mut door, &link).await;
    door.post("/sign-in/new-password", &twice(NEW)).await;
    let again = opened(&mut door, &link).await;
    assert_eq!(again.status, StatusCode::GONE);
    assert!(again.body.contains("This link has been used") && again.body.contains("/sign-in/forgot"));
    let nothing = door.another().get("/sign-in/new-password").await;
    assert_eq!(nothing.status, StatusCode::GONE);
    assert!(nothing.body.contains("This link is no longer good"));
    for page in ["/account/addresses/confirm", "/account/addresses/revert"] {
        let nothing = door.another().get(page).await;
        assert_eq!(nothing.status, StatusCode::GONE, "{page}");
        let pressed = door.another().post(page, &[]).await;
        assert_eq!(pressed.status, StatusCode::GONE, "{page}");
    }
}

async fn a_password_is_changed_on_its_page(house: &House) {
    let mut door = jane_in(house).await;
    let mut other = door.another();
    other.sign_in(JANE, "buyer").await;
    let page = door.get("/account/password").await;
    assert_eq!(page.status, StatusCode::OK);
    let fields = |current: &'static str, password: &'static str| {
        [
            ("current", current),
            ("password", password),
            ("password_again", password),
        ]
    };
    let wrong = door
        .post("/account/password", &fields("Wrong-guess-1", NEW))
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("This is not your password."));
    assert!(!wrong.body.contains(NEW) && !wrong.body.contains("Wrong-guess-1"));
    let changed = door.post("/account/password", &fields(PASSWORD, NEW)).await;
    let page = door.follow(&changed).await;
    assert!(page.body.contains("The password is changed"), "{}", page.body);
    assert_eq!(
        other.get("/account/password").await.status,
        StatusCode::SEE_OTHER,
        "T25"
    );
    assert_eq!(
        other.ask("accounts/sessions", &[]).await.status,
        StatusCode::UNAUTHORIZED,
        "T25: an open page is out too"
    );
    assert_eq!(
        door.ask("accounts/sessions", &[]).await.status,
        StatusCode::OK,
        "this one goes on"
    );
}

async fn a_new_password_that_is_sent_twice_is_set_once(house: &House) {
    const PAGE: &str = "/sign-in/new-password";
    let mut door = jane(house).await;
    let link = reset_link(house, &mut door).await;
    opened(&mut door, &link).await;
    // The second press leaves before the first one's answer has come.
    let as_opened = door.cookies.clone();
    for _ in 0..2 {
        door.cookies.clone_from(&as_opened);
        leads_to(
            &door.post(PAGE, &twice(NEW)).await,
            "/sign-in/new-password?done=1",
        );
    }
    assert_eq!(house.letters().await.len(), 1, "one change");
    for (password, wait) in [("kaji!tsubo77rem", 0), (NEW, 60)] {
        house.wait(std::time::Duration::from_secs(wait));
        door.cookies.clone_from(&as_opened);
        let used = door.post(PAGE, &twice(password)).await;
        assert_eq!(used.status, StatusCode::GONE, "{password}");
        assert!(used.body.contains("This link has been used"));
    }
}

//! The second step as a browser without scripts walks through it, before the real router.

use crate::support::house;
use std::time::Duration;

use crate::support::door::{Answer, Door};
use crate::support::house::House;
use axum::http::StatusCode;
use domain::accounts::AccountType;

on_both!(
    staff_set_an_app_up_before_they_are_in,
    a_buyer_protects_an_account_and_is_asked_from_then_on,
    what_is_wrong_is_said_and_nothing_secret_is_repeated,
    t28_a_secret_is_shown_to_its_browser_only_and_kept_by_none,
    t32_the_pages_and_functions_are_for_whom_they_are_for,
    the_password_is_asked_again_before_a_change,
);

const STEP: &str = "/sign-in/second-step";
const SECURITY: &str = "/account/security";
const JANE: &str = "jane@harbour.example";
const DESK: &str = "desk@owner.example";
/// The button, not the word that tells which one was pressed.
const BEGIN: &str = "value=\"begin-app\"";

fn has(door: &Door, cookie: &str) -> bool {
    door.cookies.iter().any(|(name, _)| name == cookie)
}

/// The secret as the page shows it.
fn secret(page: &Answer) -> String {
    let from = page.body.split("secret-letters").nth(1).expect("a secret");
    let text = from.split('>').nth(1).and_then(|rest| rest.split('<').next());
    text.expect("letters").trim().to_owned()
}

/// Backup codes as the page shows them.
fn codes(page: &Answer) -> Vec<String> {
    let list = page.body.split("<ol class=\"codes").nth(1).expect("codes");
    let list = list.split("</ol>").next().expect("an end");
    list.split("<li")
        .skip(1)
        .filter_map(|item| item.split('>').nth(1)?.split('<').next().map(str::to_owned))
        .collect()
}

async fn jane(house: &House) -> Door {
    house.person(AccountType::Buyer, JANE, "Harbour", false).await;
    let mut door = Door::of(house);
    door.sign_in(JANE, "buyer").await;
    door
}

async fn with_app(house: &House) -> (Door, Vec<String>) {
    let mut door = jane(house).await;
    door.post(SECURITY, &[("act", "begin-app")]).await;
    let code = house.code(JANE).await;
    let page = door
        .post(SECURITY, &[("act", "confirm-app"), ("code", &code)])
        .await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let codes = codes(&page);
    assert_eq!(codes.len(), 10);
    (door, codes)
}

async fn staff_set_an_app_up_before_they_are_in(house: &House) {
    house.person(AccountType::Staff, DESK, "", false).await;
    let mut door = Door::of(house);
    let half = door.sign_in(DESK, "staff").await;
    let cookie = half.header("set-cookie");
    for part in [
        "__Host-half=",
        "Secure",
        "HttpOnly",
        "Path=/",
        "SameSite=Lax",
        "Max-Age=600",
    ] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let page = door.follow(&half).await;
    assert!(page.body.contains("<path d=\"M4 4h7v1h-7z"), "{}", page.body);
    assert_eq!(secret(&page).split(' ').count(), 8);
    assert!(page.body.contains("autocomplete=\"one-time-code\""));
    let wrong = door.post(STEP, &[("code", "000000")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(secret(&wrong), secret(&page), "the same secret stays");
    assert!(!has(&door, "__Host-sid"));
    let code = house.code(DESK).await;
    let welcome = door.post(STEP, &[("code", &code)]).await;
    assert_eq!(welcome.header("location"), SECURITY);
    assert!(has(&door, "__Host-sid") && !has(&door, "__Host-half"));
    assert!(door.follow(&welcome).await.body.contains("山田 太郎"));
}

async fn a_buyer_protects_an_account_and_is_asked_from_then_on(house: &House) {
    let (mut door, codes) = with_app(house).await;
    let page = door.get(SECURITY).await;
    assert!(
        !page.body.contains(&codes[0]) && page.body.contains("Codes left: 10"),
        "codes are shown once: {}",
        page.body
    );
    door.post("/sign-out", &[]).await;
    let fields = [
        ("account_type", "buyer"),
        ("login", JANE),
        ("password", house::PASSWORD),
        ("next", "/request?model=X"),
    ];
    let half = door.post("/sign-in", &fields).await;
    assert_eq!(half.header("location"), STEP);
    assert!(!has(&door, "__Host-sid"));
    assert_eq!(
        door.get("/account").await.status,
        StatusCode::SEE_OTHER,
        "not in yet"
    );
    let code = house.code(JANE).await;
    let welcome = door.post(STEP, &[("code", &code)]).await;
    assert_eq!(welcome.header("location"), "/request?model=X");
    let mut elsewhere = door.another();
    elsewhere.sign_in(JANE, "buyer").await;
    let welcome = elsewhere.post(STEP, &[("backup", &codes[3])]).await;
    assert_eq!(welcome.header("location"), "/", "{}", welcome.body);
    assert!(has(&elsewhere, "__Host-sid"));
}

async fn what_is_wrong_is_said_and_nothing_secret_is_repeated(house: &House) {
    let (mut door, _) = with_app(house).await;
    door.post("/sign-out", &[]).await;
    let nobody = door.get(STEP).await;
    assert!(
        nobody
            .body
            .contains("The ten minutes for the second step are over.")
    );
    door.sign_in(JANE, "buyer").await;
    let empty = door.post(STEP, &[("code", "")]).await;
    assert!(empty.status == StatusCode::UNPROCESSABLE_ENTITY && empty.body.contains("Please fill this in."));
    for wrong in [("code", "918273"), ("backup", "guess-guess")] {
        let back = door.post(STEP, &[wrong]).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(back.body.contains("This is not the code.") && !back.body.contains(wrong.1));
    }
    let unreadable = door.post(STEP, &[("passkey", "{}")]).await;
    assert_eq!(unreadable.status, StatusCode::UNAUTHORIZED);
    assert!(unreadable.body.contains("The passkey was not accepted."));
    for _ in 0..3 {
        door.post(STEP, &[("code", "918273")]).await;
    }
    let over = door.post(STEP, &[("code", "918273")]).await;
    assert_eq!(over.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(over.body.contains("Five codes were not right.") && over.body.contains("href=\"/sign-in\""));
    house.wait(Duration::from_secs(600));
    let late = door.post(STEP, &[("code", "918273")]).await;
    assert_eq!(late.status, StatusCode::UNAUTHORIZED);
    assert!(
        late.body
            .contains("The ten minutes for the second step are over.")
    );
}

async fn t28_a_secret_is_shown_to_its_browser_only_and_kept_by_none(house: &House) {
    let mut door = jane(house).await;
    door.post(SECURITY, &[("act", "begin-app")]).await;
    let page = door.get(SECURITY).await;
    assert!(!secret(&page).is_empty());
    assert_eq!(page.header("cache-control"), "no-store");
    house.wait(Duration::from_secs(5 * 60));
    let later = door.get(SECURITY).await;
    assert!(
        !later.body.contains("secret-letters"),
        "without the password no secret"
    );
    house.person(AccountType::Staff, DESK, "", false).await;
    let mut first = door.another();
    first.sign_in(DESK, "staff").await;
    let mut second = door.another();
    second.sign_in(DESK, "staff").await;
    let shut = first.get(STEP).await;
    assert!(!shut.body.contains("secret-letters"));
    assert!(second.get(STEP).await.body.contains("secret-letters"));
}

async fn t32_the_pages_and_functions_are_for_whom_they_are_for(house: &House) {
    let mut stranger = Door::of(house);
    assert_eq!(
        stranger.get(SECURITY).await.header("location"),
        "/sign-in?next=%2Faccount%2Fsecurity"
    );
    let posted = stranger.post(SECURITY, &[("act", "begin-app")]).await;
    assert_eq!(posted.status, StatusCode::SEE_OTHER);
    let mut door = jane(house).await;
    let own = door.ask("accounts/security", &[]).await;
    assert_eq!(own.status, StatusCode::OK, "{}", own.body);
    assert_eq!(own.json()["stands"]["app"], "None");
    let challenge = door.call("accounts/new_passkey", &[]).await;
    assert_eq!(challenge.status, StatusCode::OK, "{}", challenge.body);
    let options: serde_json::Value =
        serde_json::from_str(challenge.json().as_str().expect("text")).expect("options");
    assert_eq!(options["rp"]["id"], "parts.example");
    assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
    let unknown = door.post(SECURITY, &[("act", "something-else")]).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    let foreign = door
        .post(SECURITY, &[("act", "remove-passkey"), ("id", "1")])
        .await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
}

async fn the_password_is_asked_again_before_a_change(house: &House) {
    let mut door = jane(house).await;
    house.wait(Duration::from_secs(5 * 60));
    let back = door.post(SECURITY, &[("act", "begin-app")]).await;
    assert_eq!(back.status, StatusCode::UNAUTHORIZED);
    assert!(back.body.contains("current-password") && !back.body.contains(BEGIN));
    let wrong = door
        .post(SECURITY, &[("act", "prove"), ("password", "Wrong-guess-1")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!wrong.body.contains("Wrong-guess-1"));
    let before = door.cookies.clone();
    let proved = door
        .post(SECURITY, &[("act", "prove"), ("password", house::PASSWORD)])
        .await;
    assert!(door.follow(&proved).await.body.contains(BEGIN));
    let mut copy = door.another();
    copy.cookies = before;
    assert_eq!(
        copy.get(SECURITY).await.status,
        StatusCode::SEE_OTHER,
        "an older cookie is dead"
    );
}

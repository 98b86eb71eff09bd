//! Messages answered on plain pages: nothing retyped, and whoever is late is told (R112, T36).

use axum::http::StatusCode;
use axum::http::header::LOCATION;

use crate::desk::{DESK, JANE, answer, message, notice};
use crate::support::door::Door;
use crate::support::house::{House, MINUTE, PASSWORD};

on_both!(
    r112_a_message_is_answered_without_scripts,
    nothing_is_retyped_after_a_fault_and_whoever_is_late_is_told,
    t36_after_sixteen_minutes_the_password_is_asked_for,
);

async fn r112_a_message_is_answered_without_scripts(house: &House) {
    let path = message(house).await;
    let mut desk = Door::staff(house, DESK).await;
    let list = desk.get("/staff/messages").await;
    for shown in [
        "Messages: 1",
        "Jane &lt;Buyer&gt;",
        "CSV formatting service",
        &format!("href=\"{path}\""),
    ] {
        assert!(list.body.contains(shown), "{shown}: {}", list.body);
    }
    let page = desk.get(&path).await;
    for shown in [
        "Eleven columns.",
        "&lt;b&gt;Help",
        JANE,
        "Not logged in",
        "Japanese",
    ] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    let sent = answer(
        &mut desk,
        &path,
        "1",
        "はい、承ります。\nファイルをお送りください。",
    )
    .await;
    assert_eq!(sent.header(LOCATION.as_str()), format!("{path}?done=answer"));
    let page = desk.follow(&sent).await;
    assert!(
        page.body.contains("Answered. The writer gets a mail."),
        "{}",
        page.body
    );
    assert!(page.body.contains("ファイルをお送りください。"), "{}", page.body);
    let letters = house.letters().await;
    assert_eq!((letters.len(), letters[0].to.as_str()), (1, JANE));
    assert!(
        letters[0].subject.contains("お問い合わせへのご回答"),
        "{}",
        letters[0].subject
    );
    assert!(
        letters[0].text.contains("  Eleven columns."),
        "{}",
        letters[0].text
    );
    assert!(desk.get("/staff/messages").await.body.contains("Messages: 0"));
    assert!(
        desk.get("/staff/messages?state=answered")
            .await
            .body
            .contains("Messages: 1")
    );
    for (act, said) in [
        ("take", "You have taken this message."),
        ("give_back", "Nobody has this message now."),
        ("close", "Closed."),
        ("reopen", "Opened again."),
    ] {
        let version = version(&desk.get(&path).await.body);
        let done = desk.post(&path, &[("act", act), ("version", &version)]).await;
        assert!(desk.follow(&done).await.body.contains(said), "{act}");
    }
    let log = desk.get("/staff/audit").await;
    for entry in ["Message answered", "Message closed", "CM-0"] {
        assert!(log.body.contains(entry), "{entry}: {}", log.body);
    }
}

/// The version that a page's forms carry.
fn version(body: &str) -> String {
    let (_, rest) = body.split_once("name=\"version\" value=\"").expect("a version");
    rest.chars().take_while(char::is_ascii_digit).collect()
}

async fn nothing_is_retyped_after_a_fault_and_whoever_is_late_is_told(house: &House) {
    let path = message(house).await;
    let mut desk = Door::staff(house, DESK).await;
    let empty = answer(&mut desk, &path, "1", " ").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("href=\"#answer\""), "{}", empty.body);
    let long = format!("Kept <as> typed{}", "x".repeat(4_000));
    let back = answer(&mut desk, &path, "1", &long).await;
    assert!(
        back.body.contains("Kept &lt;as") && back.body.contains("At most 4000 characters"),
        "{}",
        back.body
    );
    assert_eq!(
        answer(&mut desk, &path, "1", "Yes.").await.status,
        StatusCode::SEE_OTHER
    );
    let late = answer(&mut desk, &path, "1", "Typed with care.").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    for shown in [
        "Somebody else has done something",
        "Typed with care.",
        "name=\"version\" value=\"2\"",
    ] {
        assert!(late.body.contains(shown), "{shown}: {}", late.body);
    }
    assert_eq!(house.letters().await.len(), 1, "one answer, one mail");
    let unknown = desk.post(&path, &[("act", "delete"), ("version", "2")]).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

async fn t36_after_sixteen_minutes_the_password_is_asked_for(house: &House) {
    let path = message(house).await;
    let mut desk = Door::staff(house, DESK).await;
    house.wait(MINUTE * 16);
    assert!(desk.get(&path).await.body.contains("answer-password"));
    let back = answer(&mut desk, &path, "1", "Typed with care.").await;
    assert_eq!(back.status, StatusCode::UNAUTHORIZED);
    assert!(back.body.contains("Typed with care."), "{}", back.body);
    let stale = notice("trouble", "Search is away", "", "");
    let back = desk.post("/staff/notices", &stale).await;
    assert_eq!(back.status, StatusCode::UNAUTHORIZED);
    assert!(back.body.contains("value=\"Search is away\""), "{}", back.body);
    for page in ["/staff/mails", "/staff/jobs"] {
        let fields = [("act", "all"), ("kind", "invitation"), ("reason", "Back.")];
        assert_eq!(
            desk.post(page, &fields).await.status,
            StatusCode::UNAUTHORIZED,
            "{page}"
        );
    }
    let with_password = [
        ("act", "answer"),
        ("version", "1"),
        ("answer", "Yes."),
        ("password", PASSWORD),
    ];
    assert_eq!(
        desk.post(&path, &with_password).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        desk.post("/staff/notices", &stale).await.status,
        StatusCode::SEE_OTHER
    );
}

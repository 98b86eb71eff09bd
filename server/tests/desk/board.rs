//! Notices on every page, and the page of the service's status (R020, R031).

use axum::http::StatusCode;
use axum::http::header::LOCATION;

use crate::desk::{DESK, message, notice};
use crate::support::door::Door;
use crate::support::house::{House, MINUTE};

on_both!(
    r020_r031_a_notice_stands_on_every_page_until_it_is_put_away,
    nothing_in_a_notice_is_markup,
    r031_the_status_page_is_for_everybody,
);

async fn r020_r031_a_notice_stands_on_every_page_until_it_is_put_away(house: &House) {
    let mut desk = Door::staff(house, DESK).await;
    let fields = notice(
        "maintenance",
        "Search is away",
        "2026-11-22T01:00",
        "2026-11-22T03:00",
    );
    let published = desk.post("/staff/notices", &fields).await;
    assert_eq!(
        published.header(LOCATION.as_str()),
        "/staff/notices?done=publish",
        "{}",
        published.body
    );
    assert!(desk.follow(&published).await.body.contains("Published."));

    let mut door = Door::of(house);
    for page in ["/", "/search?q=abc", "/contact", "/terms", "/status"] {
        let shown = door.get(page).await.body;
        assert!(shown.contains("class=\"banners\""), "{page}: {shown}");
        assert!(shown.contains("Maintenance: Search is away"), "{page}: {shown}");
        let back = page.replace('&', "&amp;");
        assert!(
            shown.contains(&format!("name=\"back\" value=\"{back}\"")),
            "{page}: {shown}"
        );
    }
    door.language = "ja";
    assert!(door.get("/").await.body.contains("メンテナンス: 検索の停止"));
    let answer = door.ask("search/find", &[("query", "q=abc")]).await;
    assert!(
        !answer.body.contains("検索の停止"),
        "scripts get what they asked for"
    );
    door.language = "en";

    let missing = door.get("/there-is-nothing").await;
    assert!(missing.status == StatusCode::NOT_FOUND && missing.body.contains("class=\"banners\""));
    assert_eq!(
        door.post("/look", &[("notice", "<script>")]).await.status,
        StatusCode::NOT_FOUND
    );
    let away = door
        .post("/look", &[("notice", "1-1"), ("back", "/contact")])
        .await;
    assert_eq!(away.header(LOCATION.as_str()), "/contact");
    assert!(!door.follow(&away).await.body.contains("class=\"banners\""));
    assert!(
        door.get("/status").await.body.contains("Search is away"),
        "the page keeps it"
    );
    let mut changed = notice(
        "maintenance",
        "Search is slow",
        "2026-11-22T01:00",
        "2026-11-22T03:00",
    );
    changed[0] = ("act", "change");
    changed.push(("version", "1"));
    assert_eq!(
        desk.post("/staff/notices/1", &changed).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(
        door.get("/").await.body.contains("Maintenance: Search is slow"),
        "worth reading again"
    );
    let late = desk
        .post("/staff/notices/1", &[("act", "end"), ("version", "1")])
        .await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let ended = desk
        .post("/staff/notices/1", &[("act", "end"), ("version", "2")])
        .await;
    assert!(desk.follow(&ended).await.body.contains("Ended."));
    assert!(!door.get("/").await.body.contains("class=\"banners\""));
    for entry in ["Notice published", "Notice changed", "Notice ended"] {
        assert!(desk.get("/staff/audit").await.body.contains(entry), "{entry}");
    }
}

async fn nothing_in_a_notice_is_markup(house: &House) {
    let mut desk = Door::staff(house, DESK).await;
    let mut fields = notice("trouble", "\"><img src=x onerror=alert(1)>", "", "");
    fields[4] = ("text_en", "<script>alert(1)</script>");
    let published = desk.post("/staff/notices", &fields).await;
    assert_eq!(published.status, StatusCode::SEE_OTHER, "{}", published.body);
    let mut door = Door::of(house);
    for page in ["/", "/status"] {
        let shown = door.get(page).await.body;
        assert!(shown.contains("&lt;img src=x"), "{page}: {shown}");
        assert!(
            !shown.contains("\"><img") && !shown.contains("<script>alert"),
            "{page}: {shown}"
        );
    }
    let faults = desk
        .post("/staff/notices", &notice("maintenance", "", "tomorrow", ""))
        .await;
    assert_eq!(faults.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["title_en", "from", "until"] {
        assert!(
            faults.body.contains(&format!("href=\"#{field}\"")),
            "{field}: {}",
            faults.body
        );
    }
    assert!(faults.body.contains("検索の停止"), "nothing is retyped");
}

async fn r031_the_status_page_is_for_everybody(house: &House) {
    let mut door = Door::of(house);
    let home = door.get("/").await;
    assert!(home.body.contains("href=\"/status\""), "the footer leads there");
    let page = door.get("/status").await;
    assert_eq!(page.status, StatusCode::OK);
    for shown in [
        "Everything works.",
        "Sending mails",
        "No work is planned.",
        "The last 90 days",
    ] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    assert!(
        !page.body.contains(".wasm") && !page.body.contains("modulepreload"),
        "{}",
        page.body
    );
    message(house).await;
    house
        .run("UPDATE outbox SET state = 'queued', finished_at = NULL")
        .await;
    house.wait(MINUTE * 61);
    let page = door.get("/status").await;
    assert!(
        page.body.contains("Not everything works.") && page.body.contains("Does not work"),
        "{}",
        page.body
    );
    door.language = "ja";
    assert!(door.get("/status").await.body.contains("サービスの稼働状況"));
}

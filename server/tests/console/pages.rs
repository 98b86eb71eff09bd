//! The log as a page and as a file, what scripts read, and both languages.

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;

use crate::console::{DESK, anna};
use crate::support::door::{Door, newest_application};
use crate::support::house::House;

on_both!(
    the_log_is_shown_and_taken_out_as_a_file,
    scripts_read_the_same,
    both_languages_are_spoken,
);

async fn the_log_is_shown_and_taken_out_as_a_file(house: &House) {
    anna(house).await;
    let mut desk = Door::staff(house, DESK).await;
    let (path, version) = newest_application(house).await;
    let fields = [
        ("act", "reject"),
        ("version", version.as_str()),
        ("reason", "=1+1"),
    ];
    desk.post(&path, &fields).await;
    let page = desk.get("/staff/audit").await;
    for shown in [
        "Application rejected",
        "Staff account opened",
        "Command line",
        "Harbour &amp; Sons",
        "Entries: 2",
    ] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    let some = desk
        .get("/staff/audit?what=application_rejected&whom=harbour")
        .await;
    assert!(some.body.contains("Entries: 1"), "{}", some.body);
    let file = desk.post("/staff/audit?what=application_rejected", &[]).await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(file.header(CONTENT_TYPE.as_str()), "text/csv; charset=utf-8");
    assert!(file.header("content-disposition").contains("attachment"));
    assert!(
        file.body.contains("'=1+1") && !file.body.contains(",=1+1"),
        "{}",
        file.body
    );
    assert!(
        desk.get("/staff/audit")
            .await
            .body
            .contains("Audit log taken out")
    );
}

async fn scripts_read_the_same(house: &House) {
    anna(house).await;
    let mut desk = Door::staff(house, DESK).await;
    let queue = desk
        .ask("console/applications", &[("query", "text=harbour")])
        .await;
    assert_eq!(queue.status, StatusCode::OK, "{}", queue.body);
    assert_eq!(queue.json()["total"], 1);
    let id = queue.json()["rows"][0]["id"].to_string();
    let sheet = desk
        .ask("console/application", &[("id", &id), ("query", "")])
        .await;
    assert_eq!(sheet.json()["sheet"]["form"]["company"], "Harbour & Sons");
    let log = desk.ask("console/audit", &[("query", "who=operator")]).await;
    assert_eq!(log.json()["page"]["total"], 1);
}

async fn both_languages_are_spoken(house: &House) {
    anna(house).await;
    let mut desk = Door::staff(house, DESK).await;
    let (path, _) = newest_application(house).await;
    desk.language = "ja";
    for (page, said) in [
        ("/staff", "概要"),
        ("/staff/applications", "期限内"),
        (path.as_str(), "この理由で却下する"),
        ("/staff/audit", "操作履歴"),
    ] {
        let answer = desk.get(page).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        assert!(answer.body.contains(said), "{page}: {}", answer.body);
    }
}

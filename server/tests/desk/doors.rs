//! Who comes in and who does not, and what scripts read (T26, T31).

use axum::http::StatusCode;
use axum::http::header::LOCATION;
use domain::accounts::AccountType;

use crate::desk::{DESK, JANE, PAGES, message, notice};
use crate::support::door::Door;
use crate::support::house::House;

on_both!(
    t31_for_everybody_else_there_is_no_desk,
    a_reviewer_answers_and_runs_nothing,
    t26_a_form_of_another_site_does_nothing,
    scripts_read_the_same,
);

async fn t31_for_everybody_else_there_is_no_desk(house: &House) {
    let thread = message(house).await;
    house.supplier("s1@example.com").await;
    house
        .person(AccountType::Buyer, "b1@example.com", "Harbour", false)
        .await;
    let mut stranger = Door::of(house);
    for page in PAGES.into_iter().chain([thread.as_str(), "/staff/notices/1"]) {
        let answer = stranger.get(page).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{page}");
        assert!(
            answer
                .header(LOCATION.as_str())
                .starts_with("/staff/sign-in?next="),
            "{page}"
        );
        for (email, kind) in [("b1@example.com", "buyer"), ("s1@example.com", "supplier")] {
            let mut door = Door::of(house);
            door.sign_in(email, kind).await;
            assert_eq!(
                door.get(page).await.status,
                StatusCode::NOT_FOUND,
                "{page} as {kind}"
            );
            for act in ["answer", "close", "publish", "change", "end", "one", "all"] {
                let answer = door.post(page, &[("act", act)]).await;
                let refused = [StatusCode::NOT_FOUND, StatusCode::METHOD_NOT_ALLOWED];
                assert!(
                    refused.contains(&answer.status),
                    "{act} on {page}: {}",
                    answer.status
                );
            }
        }
    }
    let letters = house.letters().await;
    assert!(
        letters.iter().all(|letter| letter.to != JANE),
        "nobody was answered"
    );
    let mut desk = Door::staff(house, DESK).await;
    for missing in ["/staff/messages/4711", "/staff/messages/x", "/staff/notices/4711"] {
        assert_eq!(desk.get(missing).await.status, StatusCode::NOT_FOUND, "{missing}");
    }
}

async fn a_reviewer_answers_and_runs_nothing(house: &House) {
    let path = message(house).await;
    let mut mate = Door::staff(house, DESK).await;
    for (role, answers) in [
        ("screening", true),
        ("desk", true),
        ("stock", false),
        ("trainings", false),
    ] {
        house.run(&format!("UPDATE staff SET role = '{role}'")).await;
        let list = mate.get("/staff/messages").await;
        assert_eq!(
            list.body.contains("Messages: 1"),
            answers,
            "{role}: {}",
            list.body
        );
        assert_eq!(list.body.contains("href=\"/staff/messages\""), answers, "{role}");
        assert!(!list.body.contains("href=\"/staff/mails\""), "{role}");
        let note = [("act", "note"), ("version", "1"), ("note", "Seen.")];
        if !answers {
            assert_eq!(
                mate.post(&path, &note).await.status,
                StatusCode::FORBIDDEN,
                "{role}"
            );
        }
        for page in ["/staff/notices", "/staff/mails", "/staff/jobs"] {
            assert!(
                !mate.get(page).await.body.contains("<form class=\"card"),
                "{page} as {role}"
            );
        }
        let fields = notice("trouble", "Search is away", "", "");
        assert_eq!(
            mate.post("/staff/notices", &fields).await.status,
            StatusCode::FORBIDDEN,
            "{role}"
        );
    }
}

async fn t26_a_form_of_another_site_does_nothing(house: &House) {
    let path = message(house).await;
    let desk = Door::staff(house, DESK).await;
    for page in PAGES.into_iter().chain([path.as_str(), "/staff/notices/1"]) {
        let request = desk
            .request(axum::http::Method::POST, page)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "cross-site")
            .body(axum::body::Body::from("act=close&version=1"))
            .expect("a request");
        let mut other = Door::of(house);
        assert_eq!(other.send(request).await.status, StatusCode::FORBIDDEN, "{page}");
    }
}

async fn scripts_read_the_same(house: &House) {
    let path = message(house).await;
    let mut desk = Door::staff(house, DESK).await;
    let id = path.rsplit('/').next().unwrap_or_default();
    let list = desk.ask("console/threads", &[("query", "")]).await.json();
    assert_eq!(list["total"], 1, "{list}");
    let thread = desk.ask("console/thread", &[("id", id)]).await.json();
    assert_eq!(thread["page"]["email"], JANE, "{thread}");
    for endpoint in ["console/mails", "console/jobs"] {
        let page = desk.ask(endpoint, &[("query", "state=all")]).await.json();
        assert_eq!(page["page"]["asks_password"], false, "{page}");
        assert!(!page.to_string().contains(JANE), "{page}");
    }
    let notices = desk.ask("console/notices", &[]).await.json();
    assert_eq!(
        notices["page"]["rows"].as_array().map(Vec::len),
        Some(0),
        "{notices}"
    );
    let none = desk.ask("console/notice", &[("id", "4711")]).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    let mut door = Door::of(house);
    for (endpoint, key) in [
        ("console/threads", "query"),
        ("console/thread", "id"),
        ("console/mails", "query"),
        ("console/jobs", "query"),
        ("console/notices", "x"),
        ("console/notice", "id"),
    ] {
        let answer = door.ask(endpoint, &[(key, id)]).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{endpoint}");
    }
}

//! The desk through the front door: messages and their answers, notices and the status page, mails and jobs.

#[path = "../../services/tests/support/house.rs"]
#[macro_use]
mod house;
#[path = "support/door.rs"]
mod door;

use std::time::Duration;

use axum::http::StatusCode;
use axum::http::header::LOCATION;
use domain::accounts::AccountType;
use domain::contact::ContactForm;
use domain::language::Language;
use domain::places::Console;
use door::{Answer, Door};
use house::{House, PASSWORD, forms};
use services::post::DeliveryFault;

on_both!(
    t31_for_everybody_else_there_is_no_desk,
    r112_a_message_is_answered_without_scripts,
    nothing_is_retyped_after_a_fault_and_whoever_is_late_is_told,
    t36_after_sixteen_minutes_the_password_is_asked_for,
    a_reviewer_answers_and_runs_nothing,
    r020_r031_a_notice_stands_on_every_page_until_it_is_put_away,
    nothing_in_a_notice_is_markup,
    r031_the_status_page_is_for_everybody,
    a_failed_mail_is_tried_again,
    t26_a_form_of_another_site_does_nothing,
    scripts_read_the_same,
);

const DESK: &str = "staff@owner.example";
const JANE: &str = "jane@harbour.example";
const MINUTE: Duration = Duration::from_secs(60);
const PAGES: [&str; 4] = ["/staff/messages", "/staff/notices", "/staff/mails", "/staff/jobs"];

/// A message from somebody without an account: the path of its page.
async fn message(house: &House) -> String {
    let form = ContactForm {
        name: "Jane <Buyer>".to_owned(),
        message: "Eleven columns.\n<b>Help</b>".to_owned(),
        ..forms::message(JANE, "csv")
    };
    let received = services::contact::receive(&house.market, None, Language::Ja, form).await;
    let number = received.expect("received").number;
    house.letters().await;
    Console::Thread(number.0).path()
}

async fn answer(desk: &mut Door, path: &str, version: &str, words: &str) -> Answer {
    let fields = [("act", "answer"), ("version", version), ("answer", words)];
    desk.post(path, &fields).await
}

fn notice<'a>(kind: &'a str, title: &'a str, from: &'a str, until: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("act", "publish"),
        ("kind", kind),
        ("title_en", title),
        ("title_ja", "検索の停止"),
        ("text_en", "Search is away.\nOrders stay."),
        ("text_ja", "検索を停止いたします。"),
        ("from", from),
        ("until", until),
        ("banner", "1"),
    ]
}

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

async fn a_failed_mail_is_tried_again(house: &House) {
    let path = message(house).await;
    let mut desk = Door::staff(house, DESK).await;
    house.letters().await;
    house.post.answer_next(Err(DeliveryFault::Hopeless(
        "550 <jane@harbour.example> unknown".to_owned(),
    )));
    answer(&mut desk, &path, "1", "Yes.").await;
    assert!(house.letters().await.is_empty());
    let thread = desk.get(&path).await;
    assert!(
        thread.body.contains("the mail could not be delivered"),
        "{}",
        thread.body
    );
    let page = desk.get("/staff/mails").await;
    for shown in ["contact_answer", "j***@harbour.example", "550", "name=\"id\""] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    assert!(
        !page.body.contains(JANE) && !page.body.contains("Eleven columns"),
        "{}",
        page.body
    );
    let fields = [("act", "all"), ("kind", "contact_answer"), ("reason", "")];
    let back = desk.post("/staff/mails", &fields).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(back.body.contains("href=\"#reason\""), "{}", back.body);
    let (_, rest) = page
        .body
        .split_once("form=\"retry\" name=\"id\" value=\"")
        .expect("a row");
    let id: String = rest.chars().take_while(|c| *c != '"').collect();
    let fields = [
        ("act", "one"),
        ("id", id.as_str()),
        ("kind", "contact_answer"),
        ("reason", "It is back."),
    ];
    let again = desk.post("/staff/mails", &fields).await;
    assert!(desk.follow(&again).await.body.contains("It is on its way again."));
    assert_eq!(house.letters().await.len(), 1);
    let late = desk.post("/staff/mails", &fields).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(
        late.body.contains("There was nothing to try again"),
        "{}",
        late.body
    );
    assert!(desk.get("/staff/audit").await.body.contains("It is back."));

    house.supplier("s1@example.com").await;
    let jobs = desk.get("/staff/jobs?state=all").await;
    assert_eq!(jobs.status, StatusCode::OK);
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

//! The console through the front door: pages and plain forms of the owner's people, and everybody who has no business there.

#[path = "../../services/tests/support/house.rs"]
#[macro_use]
mod house;
#[path = "support/door.rs"]
mod door;

use std::time::Duration;

use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use domain::accounts::{AccountType, Email};
use door::{Answer, Door, newest_application};
use house::{House, PASSWORD, forms};
use services::screening;

on_both!(
    a_stranger_is_led_to_the_sign_in_and_back,
    t31_for_buyers_and_suppliers_there_is_no_console,
    r038_an_application_is_rejected_revised_and_approved,
    m04_a_question_is_asked_and_answered,
    t35_who_is_late_is_told_who_decided,
    t36_after_sixteen_minutes_the_password_is_asked_for_and_nothing_is_lost,
    nothing_is_retyped_after_a_fault,
    a_reviewer_decides_and_does_not_read_the_log,
    the_log_is_shown_and_taken_out_as_a_file,
    t26_a_form_of_another_site_decides_nothing,
    scripts_read_the_same,
    both_languages_are_spoken,
);

const DESK: &str = "desk@owner.example";
const MATE: &str = "mate@owner.example";
const ANNA: &str = "anna@harbour.example";
const MINUTE: Duration = Duration::from_secs(60);

/// The form of an application as a browser posts it.
fn posted(company: &str) -> Vec<(String, String)> {
    let value = serde_json::to_value(forms::profile(company)).expect("data");
    let fields = value.as_object().expect("fields").clone();
    let mut all: Vec<_> = fields
        .into_iter()
        .map(|(name, value)| {
            let text = value.as_str().unwrap_or_default().to_owned();
            (format!("form[profile][{name}]"), text)
        })
        .collect();
    all.push(("form[agreed]".to_owned(), "1".to_owned()));
    all
}

async fn send(door: &mut Door, path: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    door.post(path, &fields).await
}

async fn applies(house: &House) {
    let form = forms::agreed(forms::profile("Harbour & Sons"));
    let email = Email::parse(ANNA).expect("an address");
    screening::apply_named(&house.market, &email, &form)
        .await
        .expect("applies");
}

async fn anna(house: &House) {
    house.person(AccountType::Buyer, ANNA, "Harbour", false).await;
    applies(house).await;
    house.letters().await;
}

async fn decided(house: &House) -> i64 {
    house.rows("application WHERE state <> 'pending'").await
}

async fn a_stranger_is_led_to_the_sign_in_and_back(house: &House) {
    let mut door = Door::of(house);
    for path in [
        "/staff",
        "/staff/applications?state=all",
        "/staff/applications/1",
        "/staff/audit",
    ] {
        let answer = door.get(path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        let next = format!("/staff/sign-in?next={}", domain::places::percent(path));
        assert_eq!(answer.header(LOCATION.as_str()), next);
        assert_eq!(
            door.post(path, &[("act", "approve")]).await.status,
            StatusCode::SEE_OTHER
        );
    }
    let form = door.get("/staff/sign-in?next=%2Fstaff%2Faudit").await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(form.body.contains("value=\"/staff/audit\""), "{}", form.body);
    let form = door.get("/staff/sign-in").await;
    assert!(
        form.body.contains("value=\"/staff\""),
        "the console is where staff go"
    );
}

async fn t31_for_buyers_and_suppliers_there_is_no_console(house: &House) {
    anna(house).await;
    house.supplier("s1@example.com").await;
    let (path, version) = newest_application(house).await;
    for (email, kind) in [(ANNA, "buyer"), ("s1@example.com", "supplier")] {
        let mut door = Door::of(house);
        door.sign_in(email, kind).await;
        for page in [
            "/staff",
            "/staff/applications",
            path.as_str(),
            "/staff/audit",
            "/staff/x",
        ] {
            let answer = door.get(page).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{page} as {kind}");
            assert!(!answer.body.contains("Harbour &amp; Sons"), "{}", answer.body);
        }
        for act in ["approve", "reject", "ask", "note", "take", "give_back"] {
            let fields = [
                ("act", act),
                ("version", &version),
                ("reason", "x"),
                ("question", "x"),
                ("note", "x"),
            ];
            let answer = door.post(&path, &fields).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{act} as {kind}");
        }
        assert_eq!(door.post("/staff/audit", &[]).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(decided(house).await, 0);
    let mut desk = Door::staff(house, DESK).await;
    for missing in [
        "/staff/applications/4711",
        "/staff/applications/x",
        "/staff/nothing",
    ] {
        assert_eq!(desk.get(missing).await.status, StatusCode::NOT_FOUND, "{missing}");
    }
}

async fn r038_an_application_is_rejected_revised_and_approved(house: &House) {
    anna(house).await;
    let mut desk = Door::staff(house, DESK).await;
    let overview = desk.get("/staff").await;
    assert_eq!(overview.status, StatusCode::OK);
    assert!(overview.body.contains("Buyer to supplier"), "{}", overview.body);
    let queue = desk.get("/staff/applications").await;
    for shown in ["Harbour &amp; Sons", "Anna Quay", "On time", "Applications: 1"] {
        assert!(queue.body.contains(shown), "{shown}: {}", queue.body);
    }
    let (path, version) = newest_application(house).await;
    assert!(queue.body.contains(&format!("href=\"{path}\"")));
    let page = desk.get(&path).await;
    for shown in ["Electronic parts", "6,000,000", ANNA, "+81 03-1234-5678"] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    let rejected = desk
        .post(
            &path,
            &[
                ("act", "reject"),
                ("version", &version),
                ("reason", "Please see the field."),
                ("fields[capital]", "A zero is missing."),
                ("fields[company]", ""),
            ],
        )
        .await;
    assert_eq!(rejected.header(LOCATION.as_str()), format!("{path}?done=reject"));
    let page = desk.follow(&rejected).await;
    assert!(
        page.body.contains("Rejected. The applicant gets an e-mail"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("value=\"approve\""), "it is decided");
    let letters = house.letters().await;
    assert!(
        letters
            .iter()
            .any(|mail| mail.to == ANNA && mail.text.contains("A zero is missing."))
    );

    let mut door = Door::of(house);
    door.sign_in(ANNA, "buyer").await;
    let own = door.get("/account/application").await;
    assert!(own.body.contains("Please see the field."), "{}", own.body);
    let remark = "id=\"capital-caution\"";
    assert!(
        own.body.contains(remark) && own.body.contains("A zero is missing."),
        "Z42: at the field"
    );
    let mut revised = posted("Harbour & Sons");
    for (name, value) in &mut revised {
        if name == "form[profile][capital]" {
            "60,000,000".clone_into(value);
        }
    }
    assert_eq!(
        send(&mut door, "/account/application", &revised).await.status,
        StatusCode::SEE_OTHER
    );

    let (path, version) = newest_application(house).await;
    let page = desk.get(&path).await;
    for shown in [
        "Changed since the last time: 1",
        "<del>6,000,000",
        "<ins>60,000,000",
    ] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    let approved = desk
        .post(&path, &[("act", "approve"), ("version", &version)])
        .await;
    assert!(
        desk.follow(&approved)
            .await
            .body
            .contains("Approved. The applicant gets an e-mail.")
    );
    assert_eq!(
        door.get("/account").await.status,
        StatusCode::SEE_OTHER,
        "no buyer any more"
    );
    door.sign_in(ANNA, "supplier").await;
    assert_eq!(
        door.get("/inventory/export").await.status,
        StatusCode::OK,
        "it can sell at once"
    );
}

async fn m04_a_question_is_asked_and_answered(house: &House) {
    anna(house).await;
    let mut desk = Door::staff(house, DESK).await;
    let (path, version) = newest_application(house).await;
    let asked = desk
        .post(
            &path,
            &[
                ("act", "ask"),
                ("version", &version),
                ("question", "Which makers?\nSince when?"),
            ],
        )
        .await;
    let page = desk.follow(&asked).await;
    assert!(
        page.body.contains("Asked. The applicant gets an e-mail"),
        "{}",
        page.body
    );
    assert!(
        desk.get("/staff/applications")
            .await
            .body
            .contains("Applications: 0")
    );
    assert!(
        desk.get("/staff/applications?state=asked")
            .await
            .body
            .contains("Harbour &amp; Sons")
    );
    let mut door = Door::of(house);
    door.sign_in(ANNA, "buyer").await;
    let own = door.get("/account/application").await;
    assert!(
        own.body.contains("Which makers?") && own.body.contains("name=\"answer\""),
        "{}",
        own.body
    );
    let mut fields = posted("Harbour & Sons");
    fields.push(("answer".to_owned(), " ".to_owned()));
    let back = send(&mut door, "/account/application", &fields).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(back.body.contains("href=\"#answer\""), "{}", back.body);
    fields.pop();
    fields.push(("answer".to_owned(), "JST, since 2015.".to_owned()));
    let sent = send(&mut door, "/account/application", &fields).await;
    assert!(door.follow(&sent).await.body.contains("Being screened"));
    let page = desk.get(&path).await;
    assert!(
        page.body.contains("JST, since 2015.") && page.body.contains("Nothing was changed"),
        "{}",
        page.body
    );
    assert!(desk.get("/staff/applications").await.body.contains("Sent again"));
}

async fn t35_who_is_late_is_told_who_decided(house: &House) {
    anna(house).await;
    let (mut desk, mut mate) = (Door::staff(house, DESK).await, Door::staff(house, MATE).await);
    let (path, version) = newest_application(house).await;
    let first = desk
        .post(&path, &[("act", "approve"), ("version", &version)])
        .await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let late = mate
        .post(
            &path,
            &[
                ("act", "reject"),
                ("version", &version),
                ("reason", "Typed with care."),
            ],
        )
        .await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("山田 太郎 was faster"), "{}", late.body);
    assert_eq!(house.letters().await.len(), 1, "one decision, one mail");

    house.run("UPDATE company SET trade_type = 'buyer'").await;
    house.run("DELETE FROM application").await;
    applies(house).await;
    let (path, version) = newest_application(house).await;
    let asked = desk
        .post(
            &path,
            &[("act", "ask"), ("version", &version), ("question", "Which?")],
        )
        .await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER);
    let changed = mate
        .post(
            &path,
            &[
                ("act", "reject"),
                ("version", &version),
                ("reason", "Typed with care."),
            ],
        )
        .await;
    assert_eq!(changed.status, StatusCode::CONFLICT);
    assert!(
        changed.body.contains("has changed since you looked"),
        "{}",
        changed.body
    );
    assert!(changed.body.contains("Typed with care."), "nothing is lost");
    assert_eq!(decided(house).await, 0);
}

async fn t36_after_sixteen_minutes_the_password_is_asked_for_and_nothing_is_lost(house: &House) {
    anna(house).await;
    let mut desk = Door::staff(house, DESK).await;
    let (path, version) = newest_application(house).await;
    house.wait(MINUTE * 14);
    assert!(!desk.get(&path).await.body.contains("approve-password"));
    house.wait(MINUTE * 2);
    assert!(desk.get(&path).await.body.contains("approve-password"));
    let mut fields = vec![
        ("act", "reject"),
        ("version", version.as_str()),
        ("reason", "Typed with care."),
        ("fields[url]", "Does not open."),
    ];
    for (password, status) in [
        ("", StatusCode::UNAUTHORIZED),
        ("Not-this-1", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        fields.push(("password", password));
        let back = desk.post(&path, &fields).await;
        assert_eq!(back.status, status);
        for kept in ["Typed with care.", "Does not open.", "name=\"password\""] {
            assert!(back.body.contains(kept), "{kept}: {}", back.body);
        }
        assert!(!back.body.contains("Not-this-1"));
        fields.pop();
    }
    for act in ["approve", "ask"] {
        let stale = [
            ("act", act),
            ("version", version.as_str()),
            ("question", "Which?"),
        ];
        assert_eq!(
            desk.post(&path, &stale).await.status,
            StatusCode::UNAUTHORIZED,
            "{act}"
        );
    }
    assert_eq!(
        desk.post("/staff/audit", &[]).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(decided(house).await, 0);
    fields.push(("password", PASSWORD));
    assert_eq!(desk.post(&path, &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(decided(house).await, 1);
    let file = desk.post("/staff/audit", &[]).await;
    assert_eq!(file.status, StatusCode::OK, "fresh for all that is done next");
}

async fn nothing_is_retyped_after_a_fault(house: &House) {
    anna(house).await;
    let mut desk = Door::staff(house, DESK).await;
    let (path, version) = newest_application(house).await;
    let long = "x".repeat(201);
    let fields = [
        ("act", "reject"),
        ("version", version.as_str()),
        ("reason", "Kept <as> typed & all"),
        ("fields[url]", long.as_str()),
    ];
    let back = desk.post(&path, &fields).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(back.body.contains("Kept &lt;as> typed &amp;"), "{}", back.body);
    assert!(back.body.contains("href=\"#fields-url\"") && back.body.contains("At most 200 characters"));
    let empty = desk
        .post(&path, &[("act", "reject"), ("version", &version)])
        .await;
    assert!(empty.body.contains("href=\"#reason\""), "{}", empty.body);
    let note = desk
        .post(&path, &[("act", "note"), ("note", "Called <them>.")])
        .await;
    assert!(desk.follow(&note).await.body.contains("Called &lt;them"));
    let taken = desk.post(&path, &[("act", "take")]).await;
    assert!(
        desk.follow(&taken)
            .await
            .body
            .contains("You have taken this application.")
    );
    assert!(
        desk.get("/staff/applications?whose=me")
            .await
            .body
            .contains("Applications: 1")
    );
    assert_eq!(
        desk.post(&path, &[("act", "take")]).await.status,
        StatusCode::CONFLICT
    );
    let unknown = desk.post(&path, &[("act", "suspend")]).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

async fn a_reviewer_decides_and_does_not_read_the_log(house: &House) {
    anna(house).await;
    let mut mate = Door::staff(house, MATE).await;
    house.run("UPDATE staff SET role = 'screening'").await;
    let (path, version) = newest_application(house).await;
    let overview = mate.get("/staff").await;
    assert!(
        !overview.body.contains("href=\"/staff/audit\""),
        "{}",
        overview.body
    );
    assert_eq!(mate.get("/staff/audit").await.status, StatusCode::FORBIDDEN);
    assert_eq!(mate.post("/staff/audit", &[]).await.status, StatusCode::FORBIDDEN);
    house.run("UPDATE staff SET role = 'desk'").await;
    assert_eq!(mate.get(&path).await.status, StatusCode::FORBIDDEN);
    let refused = mate
        .post(&path, &[("act", "approve"), ("version", &version)])
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    house.run("UPDATE staff SET role = 'screening'").await;
    let approved = mate
        .post(&path, &[("act", "approve"), ("version", &version)])
        .await;
    assert_eq!(approved.status, StatusCode::SEE_OTHER);
}

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

async fn t26_a_form_of_another_site_decides_nothing(house: &House) {
    anna(house).await;
    let desk = Door::staff(house, DESK).await;
    let (path, version) = newest_application(house).await;
    let body = door::encode(&[("act", "approve"), ("version", &version)]);
    let request = desk
        .request(axum::http::Method::POST, &path)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "cross-site")
        .body(axum::body::Body::from(body))
        .expect("a request");
    let mut desk = desk;
    assert_eq!(desk.send(request).await.status, StatusCode::FORBIDDEN);
    assert_eq!(decided(house).await, 0);
    // Nor does a link.
    assert_eq!(
        desk.get(&format!("{path}?act=approve&version={version}"))
            .await
            .status,
        StatusCode::OK
    );
    assert_eq!(decided(house).await, 0);
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

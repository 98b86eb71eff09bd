//! Applications on plain pages: rejected, asked about, approved, never twice, nothing retyped (R038, M04, T35, T36).

use axum::http::StatusCode;
use axum::http::header::LOCATION;

use crate::console::{ANNA, DESK, MATE, anna, applies, decided, posted, send};
use crate::support::door::{Door, newest_application};
use crate::support::house::{House, MINUTE, PASSWORD};

on_both!(
    r038_an_application_is_rejected_revised_and_approved,
    m04_a_question_is_asked_and_answered,
    t35_who_is_late_is_told_who_decided,
    t36_after_sixteen_minutes_the_password_is_asked_for_and_nothing_is_lost,
    nothing_is_retyped_after_a_fault,
);

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
    assert!(late.body.contains("Typed with care."), "nothing is lost");
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
    let asked = mate
        .post(
            &path,
            &[("act", "ask"), ("version", &version), ("question", "Since when?")],
        )
        .await;
    assert_eq!(asked.status, StatusCode::CONFLICT);
    assert!(asked.body.contains("Since when?"), "nothing is lost");
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
    // The application changes while the password is asked for: the form that comes back names what was looked at (T35).
    let newer = "UPDATE application SET version = version + 1";
    house.run(newer).await;
    let back = desk.post(&path, &fields).await;
    assert_eq!(back.status, StatusCode::UNAUTHORIZED);
    let looked_at = format!("name=\"version\" value=\"{version}\"");
    assert!(back.body.contains(&looked_at), "{}", back.body);
    fields.push(("password", PASSWORD));
    assert_eq!(desk.post(&path, &fields).await.status, StatusCode::CONFLICT);
    assert_eq!(decided(house).await, 0);
    house.run("UPDATE application SET version = version - 1").await;
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
    let twice = desk.post(&path, &[("act", "take")]).await;
    assert_eq!(twice.status, StatusCode::SEE_OTHER, "pressed twice");
    let unknown = desk.post(&path, &[("act", "suspend")]).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

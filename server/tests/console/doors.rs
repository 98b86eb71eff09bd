//! Who comes in and who does not: strangers, buyers, suppliers, reviewers, other sites (T26, T31).

use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, LOCATION};

use crate::console::{ANNA, DESK, MATE, anna, decided};
use crate::support::door::{self, Door, newest_application};
use crate::support::house::House;

on_both!(
    a_stranger_is_led_to_the_sign_in_and_back,
    t31_for_buyers_and_suppliers_there_is_no_console,
    a_reviewer_decides_and_does_not_read_the_log,
    t26_a_form_of_another_site_decides_nothing,
);

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
        form.body.contains("value=\"/staff/applications\""),
        "Z47: staff land on the queue"
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

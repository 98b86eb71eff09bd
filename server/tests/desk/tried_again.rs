//! Mails that failed, sent on their way again.

use axum::http::StatusCode;
use services::post::DeliveryFault;

use crate::desk::{DESK, JANE, answer, message};
use crate::support::door::Door;
use crate::support::house::House;

on_both!(a_failed_mail_is_tried_again,);

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

//! Mails and jobs that failed: sent on their way again, begun anew, and shown without a name.

use domain::accounts::{AccountType, ForgotForm};
use domain::audit::Action;
use domain::contact::ThreadState;
use domain::contact::thread::MailStanding;
use domain::desk::{RetryReason, Which, WorkFilter, WorkState};
use domain::language::Language;
use services::accounts::recovery;
use services::desk::{mails, works};
use services::inventory::import;
use services::jobs;
use services::post::DeliveryFault;

use crate::desk::{JANE, act, answer, desk, logged, read, write};
use crate::support::house::{DAY, HEADINGS, HOUR, House, caller, forms};

on_both!(
    a_failed_mail_is_sent_on_its_way_again,
    all_failed_mails_of_a_kind_go_again_but_not_those_without_a_reader,
    the_mail_page_names_nobody_and_shows_no_link,
    a_job_that_was_given_up_begins_anew,
);

fn hopeless() -> Result<(), DeliveryFault> {
    Err(DeliveryFault::Hopeless(
        "550 <jane@harbour.example>: no such user".to_owned(),
    ))
}

async fn a_failed_mail_is_sent_on_its_way_again(house: &House) {
    let desk = desk(house).await;
    let acting = desk.acting_late(house).await;
    write(house, None, Language::En, forms::message(JANE, "csv")).await;
    house.letters().await;
    let id = write(house, None, Language::En, forms::message(JANE, "csv")).await;
    house.letters().await;
    house.post.answer_next(hopeless());
    act(house, &desk, id, &answer("Yes.", ThreadState::Answered)).await;
    assert!(house.letters().await.is_empty());
    assert_eq!(
        read(house, &desk, id).await.entries[0].mail,
        Some(MailStanding::Failed)
    );
    let listed = async |query| {
        mails::page(
            &house.market,
            &desk.staff(),
            &desk.who,
            WorkFilter::of_query(query),
        )
        .await
        .expect("lists")
    };
    let page = listed("").await;
    let row = page.rows[0].clone();
    assert_eq!(
        (page.total, row.state, row.can_retry),
        (1, WorkState::Failed, true)
    );
    assert_eq!(
        (row.to.as_str(), row.kind.as_str()),
        ("j***@harbour.example", "contact_answer")
    );
    assert!(
        row.fault.contains("550") && !row.fault.contains("jane@"),
        "{}",
        row.fault
    );
    assert_eq!(page.failed, [("contact_answer".to_owned(), 1)]);
    assert!(page.counts.contains(&(WorkState::Done, 4)), "{:?}", page.counts);
    assert_eq!(listed("state=done&kind=contact_copy").await.total, 2);

    let reason = RetryReason::parse("The address is right again.").expect("a reason");
    let again = async |which| {
        mails::retry(&house.market, &acting, &which, &reason)
            .await
            .expect("retries")
    };
    for none in ["", "x", "00000000-0000-7000-8000-000000000000"] {
        assert_eq!(again(Which::One(none.to_owned())).await, 0);
    }
    // Long after: it has three days anew, so that one answer of 4xx does not end it at once.
    house.wait(DAY * 5);
    assert_eq!(again(Which::One(row.id.clone())).await, 1);
    assert_eq!(again(Which::One(row.id.clone())).await, 0, "it waits already");
    house
        .post
        .answer_next(Err(DeliveryFault::Rejected("450 later".to_owned())));
    assert!(house.letters().await.is_empty());
    assert_eq!(listed("state=queued").await.total, 1, "it is tried again");
    house.wait(HOUR);
    let letters = house.letters().await;
    assert_eq!((letters.len(), letters[0].to.as_str()), (1, JANE));
    assert_eq!(
        again(Which::One(row.id.clone())).await,
        0,
        "what was sent is not sent again"
    );
    let log = logged(house, &desk, Action::MailRetried).await;
    assert_eq!(log, [format!("{}: 1\nThe address is right again.", row.id)]);
}

async fn all_failed_mails_of_a_kind_go_again_but_not_those_without_a_reader(house: &House) {
    let desk = desk(house).await;
    let acting = desk.acting_late(house).await;
    let ids: Vec<i64> = {
        let mut ids = Vec::new();
        for _ in 0..3 {
            ids.push(write(house, None, Language::En, forms::message(JANE, "csv")).await);
        }
        ids
    };
    house.letters().await;
    for id in &ids {
        house.post.answer_next(hopeless());
        act(house, &desk, *id, &answer("Yes.", ThreadState::Answered)).await;
    }
    assert!(house.letters().await.is_empty());
    house
        .run(&format!(
            "UPDATE outbox SET recipient = '-' WHERE dedupe_key LIKE 'contact:{}:answer:%'",
            ids[0]
        ))
        .await;
    let past = house.market.now();
    house
        .run(&format!(
            "UPDATE outbox SET expires_at = {past} WHERE dedupe_key LIKE 'contact:{}:answer:%'",
            ids[1]
        ))
        .await;
    let reason = RetryReason::parse("Back.").expect("a reason");
    let all = |kind: &str| Which::All(kind.to_owned());
    let market = &house.market;
    let other = mails::retry(market, &acting, &all("invitation"), &reason).await;
    assert_eq!(other.expect("looks"), 0);
    let again = mails::retry(market, &acting, &all("contact_answer"), &reason).await;
    assert_eq!(
        again.expect("retries"),
        1,
        "one has no reader any more, one is too late"
    );
    assert_eq!(house.letters().await.len(), 1);
    assert_eq!(
        logged(house, &desk, Action::MailRetried).await,
        ["contact_answer: 1\nBack."]
    );
}

async fn the_mail_page_names_nobody_and_shows_no_link(house: &House) {
    let desk = desk(house).await;
    house.person(AccountType::Buyer, JANE, "Harbour", false).await;
    let form = ForgotForm {
        email: JANE.to_owned(),
    };
    recovery::ask(&house.market, &caller(), &form)
        .await
        .expect("asks");
    jobs::run_due(&house.market).await.expect("runs");
    house.post.answer_next(hopeless());
    house.letters().await;
    let page = mails::page(
        &house.market,
        &desk.staff(),
        &desk.who,
        WorkFilter::of_query("state=all"),
    )
    .await
    .expect("lists");
    let told = serde_json::to_string(&page).expect("data");
    assert!(
        told.contains("reset_password") && told.contains("j***@harbour.example"),
        "{told}"
    );
    for secret in [JANE, "/k/", "link", "generation", "Jane", "山田"] {
        assert!(!told.contains(secret), "{secret}: {told}");
    }
}

async fn a_job_that_was_given_up_begins_anew(house: &House) {
    let desk = desk(house).await;
    let supplier = house.supplier("s1@example.com").await;
    let file = format!("{HEADINGS}\nMaker,IC,LM358N,10,Reel,ROHS,2020,Japan,\n");
    import::receive(&house.market, &supplier, "list.csv", file.as_bytes(), true)
        .await
        .expect("receives");
    let gave_up = "UPDATE job SET state = 'failed', attempts = 5, finished_at = 1, last_error = 'disk of taro@example.com full'";
    house.run(gave_up).await;
    let page = works::page(&house.market, &desk.staff(), &desk.who, WorkFilter::default())
        .await
        .expect("lists");
    let row = page.rows[0].clone();
    assert_eq!(
        (row.about.as_str(), row.company.as_str()),
        ("list.csv", "Company of s1")
    );
    assert_eq!(
        (row.state, row.tries, row.can_retry),
        (WorkState::Failed, 5, true)
    );
    assert!(!row.fault.contains("taro@"), "{}", row.fault);
    let acting = desk.acting_late(house).await;
    let reason = RetryReason::parse("The disk is empty again.").expect("a reason");
    let again = async || {
        let which = Which::One(row.id.to_string());
        works::retry(&house.market, &acting, &which, &reason)
            .await
            .expect("retries")
    };
    assert_eq!((again().await, again().await), (1, 0), "once");
    jobs::run_due(&house.market).await.expect("runs");
    assert_eq!(house.rows("lot").await, 1);
    assert_eq!(again().await, 0, "what is done is not done again");
    let log = logged(house, &desk, Action::JobRetried).await;
    assert_eq!(log, [format!("{}: 1\nThe disk is empty again.", row.id)]);
}

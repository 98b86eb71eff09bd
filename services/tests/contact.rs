//! Messages to the owner, from the form to the two mails (R112, M22).

use crate::support::house::{House, forms};
use crate::support::people::{JANE, faults};
use domain::accounts::AccountType;
use domain::contact::{ContactForm, Topic};
use domain::language::Language;
use domain::refusal::Refusal;
use domain::violations::Violation;
use sea_orm::ConnectionTrait;
use services::accounts::session::SignedIn;
use services::contact;
use services::contact::receipt::Received;
use services::error::Error;
use services::post::ReadyMail;
use services::quotations;

on_both!(
    a_visitor_writes_and_both_sides_are_told,
    t20_a_copy_to_an_unproved_address_repeats_nothing_that_was_typed,
    t20_ten_copies_a_day_reach_an_address_that_nobody_proved,
    a_copy_to_ones_own_address_holds_the_message,
    who_is_signed_in_finds_the_form_filled,
    t37_twenty_sendings_make_one_message,
    the_same_form_with_other_contents_is_refused,
    a_receipt_is_found_by_its_key_alone,
    everything_is_kept_as_it_was_sent,
    faults_leave_nothing_behind,
    a_message_without_its_mails_is_noticed,
);

const OWNER: &str = "desk@owner.example";

fn form() -> ContactForm {
    forms::message(JANE, "authenticity")
}

async fn send(house: &House, who: Option<&SignedIn>, form: ContactForm) -> Result<Received, Error> {
    contact::receive(&house.market, who, Language::En, form).await
}

/// The owner's mail and the sender's; there must be no other.
async fn both(house: &House, sender: &str) -> (ReadyMail, ReadyMail) {
    let mut letters = house.letters().await;
    letters.sort_by_key(|letter| letter.to != OWNER);
    let to: Vec<&str> = letters.iter().map(|letter| letter.to.as_str()).collect();
    assert_eq!(to, [OWNER, sender]);
    let copy = letters.pop().expect("the copy");
    (letters.pop().expect("the owner's mail"), copy)
}

async fn buyer(house: &House) -> SignedIn {
    let address = "jane@harbour.example";
    house
        .person(AccountType::Buyer, address, "Harbour Trading", false)
        .await;
    house.sign_in(address, "buyer").await.1
}

async fn a_visitor_writes_and_both_sides_are_told(house: &House) {
    let received = send(house, None, form()).await.expect("received");
    let number = received.number.to_string();
    let (owner, copy) = both(house, "jane@harbour.example").await;
    for letter in [&owner, &copy] {
        assert!(letter.subject.contains(&number) && letter.text.contains(&number));
    }
    assert_eq!(
        owner.reply_to.as_deref(),
        Some("jane@harbour.example"),
        "an answer reaches the sender"
    );
    assert_eq!(copy.reply_to.as_deref(), Some(OWNER));
    for part in [
        "Jane Buyer",
        "Harbour Trading",
        "+852 5550-0103",
        "  Lot 1024 looks odd.\n\n  Is it genuine?",
        // The owner of this house reads Japanese; the sender does not.
        "真贋調査",
        "英語",
    ] {
        assert!(owner.text.contains(part), "{part} in {}", owner.text);
    }
    assert!(copy.text.contains("Authenticity investigation"), "{}", copy.text);
}

async fn t20_a_copy_to_an_unproved_address_repeats_nothing_that_was_typed(house: &House) {
    let who = buyer(house).await;
    house.letters().await;
    let typed = |email: &str| ContactForm {
        name: "Visit pills".to_owned(),
        company: "Cheap pills".to_owned(),
        email: email.to_owned(),
        message: "Buy pills at http://pills.example".to_owned(),
        ..form()
    };
    let signed_out = send(house, None, typed("jane@harbour.example")).await;
    signed_out.expect("received");
    let (_, copy) = both(house, "jane@harbour.example").await;
    let elsewhere = send(house, Some(&who), typed("stranger@harbour.example")).await;
    elsewhere.expect("received");
    let (owner, other) = both(house, "stranger@harbour.example").await;
    for text in [
        &copy.subject,
        &copy.text,
        &copy.html,
        &other.subject,
        &other.text,
        &other.html,
    ] {
        assert!(!text.contains("pills"), "{text}");
    }
    assert!(owner.text.contains("http[:]//pills[.]example"), "{}", owner.text);
    assert!(owner.text.contains(&who.visitor.number), "{}", owner.text);
}

/// Copies of requests count with those of messages; the owner is told of all.
async fn t20_ten_copies_a_day_reach_an_address_that_nobody_proved(house: &House) {
    let copies = async || {
        let letters = house.letters().await;
        let owners = letters.iter().filter(|letter| letter.to == OWNER).count();
        (owners, letters.len() - owners)
    };
    let ask = async |who: Option<&SignedIn>| {
        let mut request = quotations::open_for_parts(who, Vec::new());
        let ContactForm {
            name,
            company,
            email,
            phone_country,
            phone,
            ..
        } = form();
        request.lines.push(domain::quotations::LineForm {
            model: "LM358".to_owned(),
            quantity: "1".to_owned(),
            ..Default::default()
        });
        request = domain::quotations::RequestForm {
            name,
            company,
            email,
            phone_country,
            phone,
            ..request
        };
        quotations::receive(&house.market, who, Language::En, request)
            .await
            .expect("received");
    };
    for _ in 0..8 {
        let message = ContactForm {
            email: "JANE@harbour.example".to_owned(),
            ..form()
        };
        send(house, None, message).await.expect("received");
    }
    for _ in 0..6 {
        ask(None).await;
    }
    assert_eq!(copies().await, (14, 10));
    house.wait(std::time::Duration::from_secs(86_400));
    ask(None).await;
    assert_eq!(copies().await, (1, 1));
    let jane = buyer(house).await;
    for _ in 0..20 {
        ask(Some(&jane)).await;
    }
    assert_eq!(copies().await, (20, 20), "one's own address is nobody's else");
}

async fn a_copy_to_ones_own_address_holds_the_message(house: &House) {
    let who = buyer(house).await;
    house.letters().await;
    let typed = ContactForm {
        email: "Jane@Harbour.example".to_owned(),
        ..form()
    };
    let received = send(house, Some(&who), typed).await.expect("received");
    let (_, copy) = both(house, "Jane@Harbour.example").await;
    let lines = "  Lot 1024 looks odd.\n\n  Is it genuine?";
    assert!(copy.text.contains(lines), "{}", copy.text);
    let receipt = contact::receipt(&house.market, &received.key.to_string()).await;
    assert!(receipt.expect("found").whole);
}

async fn who_is_signed_in_finds_the_form_filled(house: &House) {
    let who = buyer(house).await;
    let open = contact::open(Some(&who), Some(Topic::Csv));
    let visitor = &who.visitor;
    assert!(open.known);
    let filled = ContactForm {
        submission: open.form.submission.clone(),
        name: visitor.name.clone(),
        company: "Harbour Trading".to_owned(),
        email: "jane@harbour.example".to_owned(),
        phone_country: visitor.phone_country.clone(),
        phone: visitor.phone.clone(),
        topic: "csv".to_owned(),
        message: String::new(),
    };
    assert_eq!(open.form, filled);
    let sent = ContactForm {
        message: "Please help.".to_owned(),
        ..filled
    };
    send(house, Some(&who), sent)
        .await
        .expect("nothing else is needed");
    let stranger = contact::open(None, None);
    assert!(!stranger.known && stranger.form.email.is_empty() && stranger.form.topic.is_empty());
    assert_ne!(stranger.form.submission, open.form.submission);
}

async fn t37_twenty_sendings_make_one_message(house: &House) {
    let form = form();
    let sendings = (0..20).map(|_| {
        let (market, form) = (house.market.clone(), form.clone());
        tokio::spawn(async move { contact::receive(&market, None, Language::En, form).await })
    });
    let mut numbers = std::collections::BTreeSet::new();
    for sending in sendings.collect::<Vec<_>>() {
        let received = sending.await.expect("does not panic").expect("received");
        numbers.insert((received.number.0, received.key));
    }
    assert_eq!(numbers.len(), 1);
    assert_eq!(house.letters().await.len(), 2, "one set of mails");
}

async fn the_same_form_with_other_contents_is_refused(house: &House) {
    let who = buyer(house).await;
    let first = form();
    send(house, None, first.clone()).await.expect("received");
    let other = ContactForm {
        message: "Another question.".to_owned(),
        ..first.clone()
    };
    for (who, form) in [(None, other), (Some(&who), first)] {
        let found = faults(send(house, who, form).await);
        assert_eq!(found.at("submission"), Some(&Violation::SentBefore));
    }
}

async fn a_receipt_is_found_by_its_key_alone(house: &House) {
    let received = send(house, None, form()).await.expect("received");
    let receipt = contact::receipt(&house.market, &received.key.to_string())
        .await
        .expect("found");
    assert_eq!(receipt.number, received.number.to_string());
    assert_eq!(receipt.sent_to, "j***@harbour.example");
    assert_eq!((receipt.topic, receipt.whole), (Topic::Authenticity, false));
    for wrong in ["", "1", "CM-000001", &uuid::Uuid::new_v4().to_string()] {
        let answer = contact::receipt(&house.market, wrong).await;
        assert!(
            matches!(answer, Err(Error::Refused(Refusal::NotFound))),
            "{wrong}"
        );
    }
}

async fn everything_is_kept_as_it_was_sent(house: &House) {
    let who = buyer(house).await;
    // As long as it may be, in characters that take four bytes; and as little as it may be.
    let full = ContactForm {
        message: format!("x\n  indented\n{}", "𠮷".repeat(1_987)),
        ..form()
    };
    assert_eq!(full.message.chars().count(), 2_000);
    let bare = ContactForm {
        company: String::new(),
        phone: String::new(),
        topic: "other".to_owned(),
        message: "?".to_owned(),
        ..form()
    };
    send(house, Some(&who), full.clone()).await.expect("received");
    send(house, None, bare).await.expect("received");
    let sql = "SELECT message, topic, company, COALESCE(phone_country || ' ' || phone, '-') FROM contact_message ORDER BY id";
    let statement = sea_orm::Statement::from_string(house.market.db.backend(), sql);
    let rows = house
        .market
        .db
        .reader()
        .query_all_raw(statement)
        .await
        .expect("reads");
    let text = |row: usize, column| rows[row].try_get_by_index::<String>(column).expect("a text");
    assert_eq!(text(0, 0), full.message, "with the spaces before a line");
    assert_eq!(
        (text(0, 1), text(0, 3)),
        ("authenticity".into(), "HK 5550-0103".into())
    );
    assert_eq!(
        [text(1, 0), text(1, 1), text(1, 2), text(1, 3)],
        ["?", "other", "", "-"]
    );
}

async fn faults_leave_nothing_behind(house: &House) {
    let wrong = ContactForm {
        email: "jane@harbour,example".to_owned(),
        topic: String::new(),
        message: "a".repeat(2_001),
        ..form()
    };
    let faults = faults(send(house, None, wrong).await);
    assert_eq!(faults.len(), 3);
    assert_eq!(faults.at("email"), Some(&Violation::EmailComma));
    assert_eq!(faults.at("topic"), Some(&Violation::Missing));
    let (max, length) = (2_000, 2_001);
    assert_eq!(faults.at("message"), Some(&Violation::TooLong { max, length }));
    assert!(house.letters().await.is_empty());
}

async fn a_message_without_its_mails_is_noticed(house: &House) {
    let received = send(house, None, form()).await.expect("received");
    let faults = async || {
        let report = services::verify::verify(&house.market).await.expect("verifies");
        report.faults
    };
    assert_eq!(faults().await, Vec::<String>::new());
    let key = format!("contact:{}:sender", received.number.0);
    let swap = |from: &str, to: &str| {
        let sql = "UPDATE outbox SET dedupe_key = $1 WHERE dedupe_key = $2";
        let values = [to.to_owned().into(), from.to_owned().into()];
        sea_orm::Statement::from_sql_and_values(house.market.db.backend(), sql, values)
    };
    let writer = house.market.db.writer();
    writer
        .execute_raw(swap(&key, "lost"))
        .await
        .expect("loses a mail");
    let found = faults().await;
    assert_eq!(found.len(), 1);
    assert!(found[0].contains("not mailed to both sides"), "{found:?}");
    writer
        .execute_raw(swap("lost", &key))
        .await
        .expect("finds it again");
}

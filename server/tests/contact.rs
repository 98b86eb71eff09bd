//! Writing to the owner, and the legal pages, through the real router, with scripts and without (R112).

use crate::support::door;
use crate::support::door::{Answer, Door};
use crate::support::house::House;
use axum::http::StatusCode;
use domain::accounts::AccountType;
use domain::places::percent;

on_both!(
    a_stranger_writes_without_scripts,
    a_script_writes_the_same_way,
    nothing_is_retyped_after_a_fault,
    the_address_chooses_the_topic,
    who_is_signed_in_finds_the_form_filled,
    t20_the_page_after_sending_repeats_nothing_that_was_typed,
    t27_what_people_type_is_text,
    t69_what_cannot_be_read_is_refused_without_detail,
    the_legal_pages_are_written_without_the_program,
    every_page_leads_to_contact_and_the_legal_pages,
);

const FORM: [(&str, &str); 8] = [
    ("form[submission]", "0190a0b0-0000-7000-8000-000000000002"),
    ("form[name]", "Jane Buyer"),
    ("form[company]", ""),
    ("form[email]", "jane@harbour.example"),
    ("form[phone_country]", "JP"),
    ("form[phone]", ""),
    ("form[topic]", "csv"),
    ("form[message]", "Eleven columns.\r\nCan you help?"),
];

fn with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    door::with(&FORM, changes)
}

/// The number that a page names.
fn number(answer: &Answer) -> String {
    let rest = answer.body.split("CM-").nth(1).expect("a number");
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    format!("CM-{digits}")
}

async fn a_stranger_writes_without_scripts(house: &House) {
    let mut door = Door::of(house);
    let page = door.get("/contact").await;
    assert_eq!(page.status, StatusCode::OK);
    let submission = page.body.split("name=\"form[submission]\" value=\"").nth(1);
    let submission = submission
        .and_then(|rest| rest.split('"').next())
        .expect("a submission");
    let fields = with(&[("form[submission]", submission)]);
    let sent = door.post("/contact", &fields).await;
    let receipt = door.follow(&sent).await;
    assert_eq!(receipt.status, StatusCode::OK);
    assert!(receipt.body.contains("Message received"), "{}", receipt.body);
    assert!(receipt.body.contains("j***@harbour.example"));
    let again = door.post("/contact", &fields).await;
    assert_eq!(
        again.header("location"),
        sent.header("location"),
        "sent twice, received once"
    );
    let letters = house.letters().await;
    assert_eq!(letters.len(), 2);
    assert!(
        letters
            .iter()
            .all(|letter| letter.text.contains(&number(&receipt)))
    );
}

async fn a_script_writes_the_same_way(house: &House) {
    let mut door = Door::of(house);
    let open = door.ask("contact/open", &[("query", "?topic=mail")]).await;
    assert_eq!(open.json()["open"]["form"]["topic"], "mail", "{}", open.body);
    let sent = door.call("contact/send", &FORM).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
    let key = sent.json()["key"].as_str().expect("a key").to_owned();
    let page = door.get(&format!("/contact/received/{key}")).await;
    assert_eq!(sent.json()["number"], number(&page));
    let again = door.call("contact/send", &FORM).await;
    assert_eq!(again.json(), sent.json(), "sent twice, received once");
    let other = door
        .call("contact/send", &with(&[("form[message]", "Another.")]))
        .await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(other.body.contains("sent_before"), "{}", other.body);
    assert_eq!(house.letters().await.len(), 2);
}

async fn nothing_is_retyped_after_a_fault(house: &House) {
    let mut door = Door::of(house);
    let wrong = with(&[
        ("form[email]", "jane@harbour,example"),
        ("form[phone]", "12-3"),
        ("form[phone_country]", "HK"),
        ("form[company]", "Harbour Trading"),
        ("form[message]", "</textarea><b>kept</b>\nas it is"),
    ]);
    let back = door.post("/contact", &wrong).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    for typed in [
        FORM[0].1,
        "Jane Buyer",
        "Harbour Trading",
        "jane@harbour,example",
        "value=\"12-3\"",
        "&lt;/textarea>&lt;b>kept&lt;/b>\nas it is",
        "<option value=\"HK\" selected",
        "value=\"csv\" checked",
        "There is a comma in the address",
        "A telephone number has at least 5 digits.",
        "2 things to correct",
    ] {
        assert!(back.body.contains(typed), "{typed} in {}", back.body);
    }
    assert!(house.letters().await.is_empty());
    let nothing = door.post("/contact", &[]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
}

async fn the_address_chooses_the_topic(house: &House) {
    let mut door = Door::of(house);
    for topic in domain::contact::Topic::ALL {
        let word = topic.word();
        let page = door.get(&format!("/contact?topic={word}")).await;
        assert!(page.body.contains(&format!("value=\"{word}\" checked")), "{word}");
    }
    for path in ["/contact", "/contact?topic=nonsense"] {
        let page = door.get(path).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.body.contains(" checked"), "{path}");
    }
}

async fn who_is_signed_in_finds_the_form_filled(house: &House) {
    let address = "jane@harbour.example";
    house
        .person(AccountType::Buyer, address, "Harbour Trading", false)
        .await;
    let mut door = Door::of(house);
    let stranger = door.get("/contact").await;
    assert!(!stranger.body.contains(address) && stranger.body.contains("does not repeat your message"));
    door.sign_in(address, "buyer").await;
    let page = door.get("/contact").await;
    for known in [
        "山田 太郎",
        "Harbour Trading",
        address,
        "03-1234-5678",
        "A copy goes to this address",
    ] {
        assert!(page.body.contains(known), "{known} in {}", page.body);
    }
    let sent = door.post("/contact", &FORM).await;
    let receipt = door.follow(&sent).await;
    assert!(
        receipt.body.contains("It holds your message."),
        "{}",
        receipt.body
    );
    let letters = house.letters().await;
    let copy = letters
        .iter()
        .find(|letter| letter.to == address)
        .expect("a copy");
    assert!(copy.text.contains("Eleven columns."), "{}", copy.text);
}

/// A mail leads nobody to such a page, but its sender may pass it on: it says nothing that could be advertising.
async fn t20_the_page_after_sending_repeats_nothing_that_was_typed(house: &House) {
    let mut door = Door::of(house);
    let typed = with(&[
        ("form[name]", "pills"),
        ("form[company]", "pills"),
        ("form[message]", "pills"),
    ]);
    let sent = door.post("/contact", &typed).await;
    let receipt = door.follow(&sent).await;
    assert_eq!(receipt.status, StatusCode::OK);
    assert!(!receipt.body.contains("pills"), "{}", receipt.body);
    for wrong in [
        "x",
        "CM-000001",
        "0190a0b0-0000-7000-8000-000000000002",
        "%00",
        "%FF",
    ] {
        let answer = door.get(&format!("/contact/received/{wrong}")).await;
        assert!(answer.status.is_client_error(), "{wrong}: {}", answer.status);
        assert!(!answer.body.contains("harbour.example"), "{wrong}");
    }
    let missing = door.get("/contact/received/x").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    assert!(missing.body.contains("There is nothing here"));
}

async fn t27_what_people_type_is_text(house: &House) {
    for payload in [
        "<script>alert(1)</script>",
        "</title><script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "</textarea><svg onload=alert(1)>",
        "<!--",
        "\u{2028}</script>",
    ] {
        let mut door = Door::of(house);
        let fields: Vec<(&str, &str)> = FORM.iter().map(|(name, _)| (*name, payload)).collect();
        let pages = [
            door.post("/contact", &fields).await,
            door.get(&format!("/contact?topic={}", percent(payload))).await,
            door.get(&format!("/contact/received/{}", percent(payload))).await,
        ];
        for page in pages {
            for live in ["<script>alert", "<img src=x", "<svg onload"] {
                assert!(!page.body.contains(live), "{payload}: {}", page.body);
            }
        }
    }
}

async fn t69_what_cannot_be_read_is_refused_without_detail(house: &House) {
    let mut door = Door::of(house);
    let answers = [
        door.call("contact/send", &[("form", "x")]).await,
        door.call("contact/send", &with(&[("form[nothing]", "x")])).await,
        door.post("/contact", &with(&[("form[nothing]", "x")])).await,
        door.ask("contact/open", &[]).await,
    ];
    for answer in answers {
        assert!(
            answer.status.is_client_error(),
            "{}: {}",
            answer.status,
            answer.body
        );
        for detail in ["SELECT", "sqlx", "panicked", ".rs:", "DbErr"] {
            assert!(!answer.body.contains(detail), "{}", answer.body);
        }
    }
    assert!(house.letters().await.is_empty());
}

async fn the_legal_pages_are_written_without_the_program(house: &House) {
    let mut door = Door::of(house);
    let loads = |page: &Answer| page.body.contains("/pkg/reelstock.js") || page.body.contains(".wasm");
    assert!(loads(&door.get("/contact").await), "other pages load it");
    for (path, version, says, part) in [
        (
            "/terms",
            domain::legal::TERMS,
            "It is run by Reelstock",
            "Requests, quotations and orders",
        ),
        (
            "/privacy",
            domain::legal::PRIVACY,
            "what Reelstock (“we”) stores",
            "How long we keep it",
        ),
    ] {
        let page = door.get(path).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!loads(&page), "{}", page.body);
        let day = format!("datetime=\"{version}\"");
        // The frame works as on every other page, and the language is switched on this one.
        let back = format!("value=\"{path}\"");
        for text in [&day, &back, says, part, "href=\"#5\"", "id=\"5\"", "name=\"q\""] {
            assert!(page.body.contains(text), "{text} in {}", page.body);
        }
        let policy = page.header("content-security-policy");
        assert!(policy.contains("default-src 'none'"), "{policy}");
    }
}

async fn every_page_leads_to_contact_and_the_legal_pages(house: &House) {
    let mut door = Door::of(house);
    for path in [
        "/",
        "/search?q=AB",
        "/request",
        "/contact",
        "/terms",
        "/sign-in",
        "/nothing",
    ] {
        let page = door.get(path).await;
        for place in ["/contact", "/terms", "/privacy", "/request"] {
            assert!(
                page.body.contains(&format!("href=\"{place}\"")),
                "{place} on {path}"
            );
        }
    }
}

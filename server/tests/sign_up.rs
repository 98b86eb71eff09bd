//! Signing up through the front door: the form, the waiting page, the mailed link and its code.

#[path = "../../services/tests/support/house.rs"]
#[macro_use]
mod house;
#[path = "support/door.rs"]
mod door;

use std::time::Duration;

use axum::body::Body;
use axum::http::header::ACCEPT;
use axum::http::{Method, StatusCode};
use door::{Answer, Door, leads_to, link, says};
use house::House;
use services::post::ReadyMail;

on_both!(
    a_buyer_registers_and_signs_in,
    a_supplier_is_told_of_the_screening,
    nothing_but_the_passwords_is_retyped_after_a_fault,
    every_fault_is_named_and_leads_to_its_field,
    the_form_opens_with_a_number_of_its_own,
    t15_looking_at_the_link_does_not_use_it,
    z20_another_browser_is_asked_for_the_password,
    links_that_are_no_longer_good_say_how_to_begin_again,
    the_code_on_the_waiting_page_does_the_same_as_the_link,
    r028_going_on_without_verifying_says_what_to_press,
    the_mail_is_sent_again_once_a_minute,
    a_script_learns_that_the_address_is_proved,
    the_waiting_page_of_nobody_leads_to_a_beginning,
    z41_a_taken_address_is_said_plainly_a_few_times_an_hour,
    t37_a_form_sent_twice_at_once_sends_one_mail,
    the_log_in_page_opens_with_a_type_chosen,
    the_pages_speak_japanese,
    both_registrations_stand_in_the_menu_of_strangers_only,
);

const JANE: &str = "jane@harbour.example";
const PASSWORD: &str = "kaji!tsubo88ren";
const BUYER: &str = "/sign-up/buyer";
const SUPPLIER: &str = "/sign-up/supplier";
const SENT: &str = "/sign-up/sent";
const VERIFY: &str = "/sign-up/verify";
const SUBMISSION: &str = "0190a0b0-0000-4000-8000-000000000001";

const FORM: [(&str, &str); 22] = [
    ("form[submission]", SUBMISSION),
    ("form[profile][name]", "Jane Harbour"),
    ("form[profile][furigana]", "ジェーン ハーバー"),
    ("form[profile][company]", "Harbour Trading"),
    ("form[profile][country]", "JP"),
    ("form[profile][postcode]", "100-0001"),
    ("form[profile][address]", "1-1 Chiyoda, Tokyo"),
    ("form[profile][phone_country]", "HK"),
    ("form[profile][phone]", "5550-0103"),
    ("form[profile][fax_country]", "MO"),
    ("form[profile][fax]", ""),
    ("form[profile][url]", "None"),
    ("form[profile][business]", "Electronic parts"),
    ("form[profile][established]", "2020-02-03"),
    ("form[profile][capital]", "6,000,000"),
    ("form[profile][representative]", "John Harbour"),
    ("form[profile][purpose]", "Buying and selling parts"),
    ("form[email]", JANE),
    ("form[password]", PASSWORD),
    ("form[password_again]", PASSWORD),
    ("form[agreed]", "1"),
    // A stranger's invention: the page decides the type.
    ("form[account_type]", "staff"),
];

fn with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    door::with(&FORM, changes)
}

/// A browser that has registered, and the mail that it waits for.
async fn registered(house: &House, page: &str) -> (Door, ReadyMail) {
    let mut door = Door::of(house);
    leads_to(&door.post(page, &FORM).await, SENT);
    let mut letters = house.letters().await;
    assert_eq!(letters.len(), 1);
    (door, letters.remove(0))
}

/// The code of eight digits.
fn code(letter: &ReadyMail) -> String {
    letter
        .text
        .split(|c: char| !c.is_ascii_digit())
        .find(|digits| digits.len() == 8)
        .expect("a code in the mail")
        .to_owned()
}

async fn open(door: &mut Door, letter: &ReadyMail) -> Answer {
    let opened = door.get(&link(letter)).await;
    leads_to(&opened, VERIFY);
    door.follow(&opened).await
}

async fn a_buyer_registers_and_signs_in(house: &House) {
    let (mut door, letter) = registered(house, BUYER).await;
    assert_eq!(
        (letter.kind.as_str(), letter.to.as_str()),
        ("verify_address", JANE)
    );
    let waiting = door.get(SENT).await;
    says(
        &waiting,
        StatusCode::OK,
        &[
            JANE,
            "Verify Email",
            "Already verified",
            "spam folder",
            "owner.example",
            "3 days",
            "/contact",
        ],
    );
    let page = open(&mut door, &letter).await;
    says(&page, StatusCode::OK, &["Verify your e-mail address"]);
    assert!(!page.body.contains("name=\"password\""), "this browser is known");
    let done = door.post(VERIFY, &[]).await;
    leads_to(&done, "/sign-up/verify?done=buyer");
    let next = door.follow(&done).await;
    says(
        &next,
        StatusCode::OK,
        &[
            "Your address is verified",
            "Already verified",
            "/sign-in?type=buyer",
        ],
    );
    let letters = house.letters().await;
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].kind, "buyer_registered");

    let on = door.post(SENT, &[("already", "1")]).await;
    leads_to(&on, "/sign-in?type=buyer");
    let fields = [("account_type", "buyer"), ("login", JANE), ("password", PASSWORD)];
    let inside = door.post("/sign-in", &fields).await;
    assert_eq!(inside.status, StatusCode::SEE_OTHER, "{}", inside.body);
    assert!(door.get("/").await.body.contains("Jane Harbour"));
}

async fn a_supplier_is_told_of_the_screening(house: &House) {
    let mut door = Door::of(house);
    says(&door.get(SUPPLIER).await, StatusCode::OK, &["several days"]);
    let (mut door, letter) = registered(house, SUPPLIER).await;
    open(&mut door, &letter).await;
    let done = door.post(VERIFY, &[]).await;
    leads_to(&done, "/sign-up/verify?done=supplier");
    says(
        &door.follow(&done).await,
        StatusCode::OK,
        &["screen", "several days", "/sign-in?type=supplier"],
    );
    let letters = house.letters().await;
    let kinds: Vec<_> = letters.iter().map(|letter| letter.kind.as_str()).collect();
    assert!(kinds.contains(&"screening_started"), "{kinds:?}");
}

async fn nothing_but_the_passwords_is_retyped_after_a_fault(house: &House) {
    let mut door = Door::of(house);
    let wrong = with(&[
        ("form[email]", "jane@harbour,example"),
        ("form[profile][postcode]", "10-00001"),
        ("form[profile][business]", "</textarea><b>keep</b>"),
    ]);
    let back = door.post(SUPPLIER, &wrong).await;
    says(
        &back,
        StatusCode::UNPROCESSABLE_ENTITY,
        &[
            "2 things to correct",
            "jane@harbour,example",
            "10-00001",
            "&lt;/textarea>&lt;b>keep",
            "Harbour Trading",
            "ジェーン ハーバー",
            "5550-0103",
            "2020-02-03",
            "6,000,000",
            "John Harbour",
            "Buying and selling parts",
            SUBMISSION,
            "There is a comma in the address",
            "please enter them again",
        ],
    );
    for chosen in [
        "<option value=\"JP\" selected",
        "<option value=\"HK\" selected",
        "<option value=\"MO\" selected",
    ] {
        assert!(back.body.contains(chosen), "{chosen}");
    }
    assert!(!back.body.contains(PASSWORD));
    assert!(house.letters().await.is_empty());
    leads_to(&door.post(SUPPLIER, &FORM).await, SENT);
}

async fn every_fault_is_named_and_leads_to_its_field(house: &House) {
    let mut door = Door::of(house);
    let back = door.post(SUPPLIER, &[("form[submission]", SUBMISSION)]).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in [
        "name",
        "furigana",
        "email",
        "password",
        "password_again",
        "company",
        "country",
        "postcode",
        "address",
        "phone",
        "url",
        "business",
        "established",
        "capital",
        "representative",
        "purpose",
        "agreed",
    ] {
        assert!(
            back.body.contains(&format!("href=\"#{field}\"")),
            "{field} stands in the summary"
        );
        assert!(
            back.body.contains(&format!("id=\"{field}\"")),
            "{field} is a field"
        );
        assert!(
            back.body.contains(&format!("id=\"{field}-fault\"")),
            "{field} has its message"
        );
    }
    let buyer = door.post(BUYER, &[("form[submission]", SUBMISSION)]).await;
    assert!(!buyer.body.contains("href=\"#capital\""), "a buyer need not tell");
    assert_eq!(
        door.post(BUYER, &[("nonsense", "1")]).await.status,
        StatusCode::BAD_REQUEST
    );
}

async fn the_form_opens_with_a_number_of_its_own(house: &House) {
    let mut door = Door::of(house);
    let number = |page: &Answer| {
        let (_, rest) = page
            .body
            .split_once("name=\"form[submission]\" value=\"")
            .expect("a number");
        rest.split('"').next().unwrap_or_default().to_owned()
    };
    let page = door.get(BUYER).await;
    says(
        &page,
        StatusCode::OK,
        &[
            "Cannot be changed after registration",
            "href=\"/terms\"",
            "href=\"/privacy\"",
            "href=\"/sign-up/supplier\"",
            "type=\"date\"",
        ],
    );
    let (one, other) = (number(&page), number(&door.get(BUYER).await));
    assert_ne!(one, other);
    leads_to(
        &door.post(BUYER, &with(&[("form[submission]", &one)])).await,
        SENT,
    );
}

async fn t15_looking_at_the_link_does_not_use_it(house: &House) {
    let (mut door, letter) = registered(house, BUYER).await;
    let mut scanner = door.another();
    for method in [Method::HEAD, Method::GET] {
        for _ in 0..20 {
            for path in [link(&letter), VERIFY.to_owned()] {
                let request = scanner
                    .request(method.clone(), &path)
                    .header(ACCEPT, "text/html")
                    .body(Body::empty())
                    .expect("a request");
                let answer = scanner.send(request).await;
                assert!(!answer.status.is_server_error(), "{}", answer.status);
            }
        }
    }
    open(&mut door, &letter).await;
    leads_to(&door.post(VERIFY, &[]).await, "/sign-up/verify?done=buyer");
}

async fn z20_another_browser_is_asked_for_the_password(house: &House) {
    let (door, letter) = registered(house, BUYER).await;
    let mut phone = door.another();
    let page = open(&mut phone, &letter).await;
    says(&page, StatusCode::OK, &["name=\"password\"", "another browser"]);
    says(
        &phone.post(VERIFY, &[]).await,
        StatusCode::UNPROCESSABLE_ENTITY,
        &["href=\"#password\""],
    );
    let wrong = phone.post(VERIFY, &[("password", "kaji!tsubo88rem")]).await;
    says(
        &wrong,
        StatusCode::UNPROCESSABLE_ENTITY,
        &["This is not your password"],
    );
    assert!(!wrong.body.contains("tsubo88rem"));
    leads_to(
        &phone.post(VERIFY, &[("password", PASSWORD)]).await,
        "/sign-up/verify?done=buyer",
    );
}

async fn links_that_are_no_longer_good_say_how_to_begin_again(house: &House) {
    let mut stranger = Door::of(house);
    let dead = ["This session has expired. Please start again", BUYER, SUPPLIER];
    says(&stranger.get(VERIFY).await, StatusCode::GONE, &dead[1..]);
    let foreign = stranger.get("/k/AAAAAAAAAAAAAAAAAAAAAAAA").await;
    leads_to(&foreign, VERIFY);
    says(
        &stranger.follow(&foreign).await,
        StatusCode::GONE,
        &["This session has expired", BUYER],
    );
    says(
        &stranger.post(VERIFY, &[]).await,
        StatusCode::GONE,
        &["This session has expired", BUYER],
    );

    let (mut door, first) = registered(house, BUYER).await;
    house.wait(Duration::from_secs(61));
    leads_to(&door.post(SENT, &[("again", "1")]).await, "/sign-up/sent?again=1");
    let second = house.letters().await.remove(0);
    says(
        &open(&mut door, &first).await,
        StatusCode::GONE,
        &["only the link in the newest one"],
    );

    open(&mut door, &second).await;
    house.wait(Duration::from_secs(3 * 86_400));
    let late = door.post(VERIFY, &[]).await;
    says(
        &late,
        StatusCode::GONE,
        &["This link has expired", "Log in to get a new mail"],
    );
    says(
        &open(&mut door, &second).await,
        StatusCode::GONE,
        &["This link has expired"],
    );

    let fields = [("account_type", "buyer"), ("login", JANE), ("password", PASSWORD)];
    assert_eq!(door.post("/sign-in", &fields).await.status, StatusCode::FORBIDDEN);
    let third = house.letters().await.remove(0);
    open(&mut door, &third).await;
    leads_to(&door.post(VERIFY, &[]).await, "/sign-up/verify?done=buyer");
    says(
        &open(&mut door, &third).await,
        StatusCode::GONE,
        &["used already", "You can log in"],
    );
    open(&mut door, &third).await;
    says(&door.post(VERIFY, &[]).await, StatusCode::GONE, &["used already"]);
}

async fn the_code_on_the_waiting_page_does_the_same_as_the_link(house: &House) {
    let (mut door, letter) = registered(house, BUYER).await;
    let code = code(&letter);
    let other = if code == "12345678" {
        "87654321"
    } else {
        "12345678"
    };
    says(
        &door.post(SENT, &[("code", other)]).await,
        StatusCode::UNPROCESSABLE_ENTITY,
        &["This is not the code", "href=\"#code\"", other, JANE],
    );
    says(
        &door.post(SENT, &[("code", "")]).await,
        StatusCode::UNPROCESSABLE_ENTITY,
        &["href=\"#code\""],
    );
    let mut stranger = door.another();
    assert_eq!(
        stranger.post(SENT, &[("code", &code)]).await.status,
        StatusCode::GONE
    );
    for _ in 0..4 {
        assert_eq!(
            door.post(SENT, &[("code", other)]).await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
    }
    says(
        &door.post(SENT, &[("code", &code)]).await,
        StatusCode::GONE,
        &["no longer good"],
    );
    house.wait(Duration::from_secs(61));
    leads_to(&door.post(SENT, &[("again", "1")]).await, "/sign-up/sent?again=1");
    let fresh = self::code(&house.letters().await.remove(0));
    let spaced = format!("{} {}", &fresh[..4], &fresh[4..]);
    leads_to(
        &door.post(SENT, &[("code", &spaced)]).await,
        "/sign-in?type=buyer",
    );
}

async fn r028_going_on_without_verifying_says_what_to_press(house: &House) {
    let (mut door, _) = registered(house, BUYER).await;
    let early = door.post(SENT, &[("already", "1")]).await;
    says(
        &early,
        StatusCode::FORBIDDEN,
        &["Not verified yet", "press Verify", JANE],
    );
}

async fn the_mail_is_sent_again_once_a_minute(house: &House) {
    let (mut door, _) = registered(house, BUYER).await;
    house.wait(Duration::from_secs(20));
    says(&door.get(SENT).await, StatusCode::OK, &["again in 40 s"]);
    let early = door.post(SENT, &[("again", "1")]).await;
    says(&early, StatusCode::TOO_MANY_REQUESTS, &["40 seconds"]);
    assert!(house.letters().await.is_empty());
    house.wait(Duration::from_secs(41));
    let again = door.post(SENT, &[("again", "1")]).await;
    leads_to(&again, "/sign-up/sent?again=1");
    says(
        &door.follow(&again).await,
        StatusCode::OK,
        &["sent the mail again", "again in 60 s"],
    );
    assert_eq!(house.letters().await.len(), 1);
}

async fn a_script_learns_that_the_address_is_proved(house: &House) {
    let (mut door, letter) = registered(house, SUPPLIER).await;
    let before = door.ask("accounts/waiting", &[]).await.json();
    assert_eq!(before["address"], JANE);
    assert_eq!(before["account_type"], "supplier");
    assert_eq!(before["proved"], false);
    let mut phone = door.another();
    let nothing = phone.ask("accounts/waiting", &[]).await;
    assert_eq!((nothing.status, nothing.body.as_str()), (StatusCode::OK, "null"));
    open(&mut phone, &letter).await;
    let looked = phone.ask("accounts/open_proof", &[]).await.json();
    assert_eq!(looked["asks_password"], true);
    phone.post(VERIFY, &[("password", PASSWORD)]).await;
    assert_eq!(door.ask("accounts/waiting", &[]).await.json()["proved"], true);
    says(
        &door.get(SENT).await,
        StatusCode::OK,
        &["Your address is verified", "/sign-in?type=supplier"],
    );
}

async fn the_waiting_page_of_nobody_leads_to_a_beginning(house: &House) {
    let mut door = Door::of(house);
    says(
        &door.get(SENT).await,
        StatusCode::OK,
        &[
            "waits for no confirmation",
            "href=\"/sign-in\"",
            "href=\"/sign-up/buyer\"",
        ],
    );
    says(
        &door.post(SENT, &[("already", "1")]).await,
        StatusCode::GONE,
        &["waits for no confirmation"],
    );
}

async fn z41_a_taken_address_is_said_plainly_a_few_times_an_hour(house: &House) {
    house
        .person(
            domain::accounts::AccountType::Buyer,
            JANE,
            "Harbour Trading",
            false,
        )
        .await;
    let mut door = Door::of(house);
    for _ in 0..10 {
        let taken = door.post(BUYER, &FORM).await;
        says(
            &taken,
            StatusCode::UNPROCESSABLE_ENTITY,
            &[
                "has an account already",
                "href=\"/sign-in?type=buyer\"",
                "Harbour Trading",
            ],
        );
    }
    let shut = door.post(BUYER, &FORM).await;
    says(
        &shut,
        StatusCode::TOO_MANY_REQUESTS,
        &["That was too often", "Harbour Trading"],
    );
    assert!(!shut.body.contains("has an account already"));
    assert!(house.letters().await.is_empty());
}

async fn t37_a_form_sent_twice_at_once_sends_one_mail(house: &House) {
    let mut door = Door::of(house);
    // Neither sending has the cookie that the other is answered with.
    let mut same = door.another();
    let (one, other) = tokio::join!(door.post(BUYER, &FORM), same.post(BUYER, &FORM));
    leads_to(&one, SENT);
    leads_to(&other, SENT);
    assert_eq!(house.letters().await.len(), 1);
    says(&same.get(SENT).await, StatusCode::OK, &[JANE]);
    leads_to(&door.post(BUYER, &FORM).await, SENT);
    assert!(house.letters().await.is_empty());
}

async fn the_log_in_page_opens_with_a_type_chosen(house: &House) {
    let mut door = Door::of(house);
    let chosen = |page: &Answer, kind: &str| {
        let (_, rest) = page
            .body
            .split_once(&format!("id=\"account_type-{kind}\""))
            .expect("a choice");
        rest.split('>').next().is_some_and(|tag| tag.contains("checked"))
    };
    let page = door.get("/sign-in?type=supplier").await;
    assert!(chosen(&page, "supplier") && !chosen(&page, "buyer"));
    let page = door.get("/sign-in?type=staff").await;
    assert!(!chosen(&page, "supplier") && !chosen(&page, "buyer"));
}

async fn the_pages_speak_japanese(house: &House) {
    let mut door = Door::of(house);
    door.language = "ja";
    says(
        &door.get(SUPPLIER).await,
        StatusCode::OK,
        &["販売ユーザー登録", "登録後は変更できません", "数日"],
    );
    leads_to(&door.post(SUPPLIER, &FORM).await, SENT);
    let letter = house.letters().await.remove(0);
    says(&door.get(SENT).await, StatusCode::OK, &["確認済み", "迷惑メール"]);
    says(&open(&mut door, &letter).await, StatusCode::OK, &["確認する"]);
    let done = door.post(VERIFY, &[]).await;
    says(&door.follow(&done).await, StatusCode::OK, &["審査"]);
    says(&door.another().get(VERIFY).await, StatusCode::GONE, &["expired"]);
}

async fn both_registrations_stand_in_the_menu_of_strangers_only(house: &House) {
    house
        .person(
            domain::accounts::AccountType::Buyer,
            JANE,
            "Harbour Trading",
            false,
        )
        .await;
    let mut door = Door::of(house);
    says(
        &door.get("/").await,
        StatusCode::OK,
        &["href=\"/sign-up/buyer\"", "href=\"/sign-up/supplier\"", "Sign up"],
    );
    door.sign_in(JANE, "buyer").await;
    assert!(!door.get("/").await.body.contains("/sign-up/"));
}

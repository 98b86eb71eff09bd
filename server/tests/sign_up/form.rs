//! The form: sent, refused, never retyped, and counted once (R021, R022, Z41, T37).

use axum::http::StatusCode;

use crate::sign_up::{
    BUYER, FORM, JANE, PASSWORD, SENT, SUBMISSION, SUPPLIER, VERIFY, open, registered, with,
};
use crate::support::door::{Answer, Door, leads_to, says};
use crate::support::house::House;

on_both!(
    a_buyer_registers_and_signs_in,
    a_supplier_is_told_of_the_screening,
    nothing_but_the_passwords_is_retyped_after_a_fault,
    every_fault_is_named_and_leads_to_its_field,
    the_form_opens_with_a_number_of_its_own,
    z41_a_taken_address_is_said_plainly_a_few_times_an_hour,
    t37_a_form_sent_twice_at_once_sends_one_mail,
);

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

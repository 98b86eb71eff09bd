//! Registering, the proof in another browser, and a registration more for an account (R085–R087, Z1, Z20).

use std::time::Duration;

use axum::http::StatusCode;
use domain::accounts::AccountType;

use crate::persons::{
    COMPANY, CORP, CORPORATE, HISTORY, INDIVIDUAL, JANE, MEMBERS, PASSWORD, TARO, send, sign_in, with,
};
use crate::support::door::{Door, leads_to, link, says};
use crate::support::house::{self, House};

on_both!(
    r085_an_individual_registers_signs_in_and_lands_on_the_history,
    r087_a_corporation_is_told_to_tell_its_staff,
    the_form_comes_back_as_it_was_typed_but_for_its_passwords,
    z20_another_browser_is_asked_for_the_password,
    z1_an_address_with_an_account_leads_to_the_sign_in_and_back_to_the_filled_form,
    z1_whoever_is_signed_in_adds_a_registration_with_the_password,
);

async fn r085_an_individual_registers_signs_in_and_lands_on_the_history(house: &House) {
    let mut door = Door::of(house);
    let empty = door.get(INDIVIDUAL).await;
    says(
        &empty,
        StatusCode::OK,
        &[
            "Individual registration",
            "Date of birth",
            "Cannot be changed after registration",
            "/terms",
            "/privacy",
        ],
    );
    assert!(!empty.body.contains("form[person][company]"));
    leads_to(&send(&mut door, INDIVIDUAL, &[]).await, "/sign-up/sent");
    let waiting = door.get("/sign-up/sent").await;
    says(
        &waiting,
        StatusCode::OK,
        &["Please complete your registration", TARO],
    );
    let letters = house.letters().await;
    assert_eq!((letters.len(), letters[0].kind.as_str()), (1, "verify_person"));
    for _ in 0..2 {
        let opened = door.get(&link(&letters[0])).await;
        leads_to(&opened, "/sign-up/verify");
        says(
            &door.follow(&opened).await,
            StatusCode::OK,
            &["Verify your e-mail address"],
        );
    }
    let done = door.post("/sign-up/verify", &[]).await;
    leads_to(&done, "/sign-up/verify?done=individual");
    says(
        &door.follow(&done).await,
        StatusCode::OK,
        &["as an individual", "/sign-in?type=individual"],
    );
    let page = door.get("/sign-in?type=individual").await;
    let chosen = page
        .body
        .split("<input")
        .find(|input| input.contains("value=\"individual\""));
    assert!(chosen.expect("the choice").contains("checked"), "{}", page.body);
    let wrong = sign_in(&mut door, "corporate", TARO).await;
    says(&wrong, StatusCode::UNAUTHORIZED, &["is not right"]);
    let inside = sign_in(&mut door, "individual", TARO).await;
    leads_to(&inside, HISTORY);
    says(
        &door.follow(&inside).await,
        StatusCode::OK,
        &["Application history", "佐藤 太郎", "Registration settings"],
    );
}

async fn r087_a_corporation_is_told_to_tell_its_staff(house: &House) {
    let mut door = Door::of(house);
    says(
        &door.get(CORPORATE).await,
        StatusCode::OK,
        &[
            "Tell your staff the e-mail address",
            "for a registration as an individual, too",
            "Department",
        ],
    );
    door.language = "ja";
    says(
        &door.get(CORPORATE).await,
        StatusCode::OK,
        &["新規登録(法人)", "登録する", "ご担当者名", "部署名"],
    );
    leads_to(&send(&mut door, CORPORATE, &COMPANY).await, "/sign-up/sent");
    says(
        &door.get("/sign-up/sent").await,
        StatusCode::OK,
        &["本登録のお願い"],
    );
    let letters = house.letters().await;
    assert!(
        letters[0].subject.contains("本登録のお願い"),
        "{}",
        letters[0].subject
    );
    assert!(letters[0].text.contains("連携者一覧"), "{}", letters[0].text);
}

async fn the_form_comes_back_as_it_was_typed_but_for_its_passwords(house: &House) {
    let mut door = Door::of(house);
    let wrong = [
        ("form[person][born]", "2090-01-01"),
        ("form[person][corporate]", CORP),
    ];
    let back = send(&mut door, INDIVIDUAL, &wrong).await;
    says(
        &back,
        StatusCode::UNPROCESSABLE_ENTITY,
        &[
            "This date is still to come",
            "href=\"#born\"",
            "2090-01-01",
            "佐藤 太郎",
            CORP,
        ],
    );
    assert!(!back.body.contains(PASSWORD));
    let unknown = send(&mut door, INDIVIDUAL, &[("form[person][corporate]", CORP)]).await;
    says(
        &unknown,
        StatusCode::UNPROCESSABLE_ENTITY,
        &[
            "No corporation is registered with this address",
            "href=\"#corporate\"",
        ],
    );
    let unticked: Vec<_> = with(&[])
        .into_iter()
        .filter(|(name, _)| *name != "form[agreed]")
        .collect();
    says(
        &door.post(INDIVIDUAL, &unticked).await,
        StatusCode::UNPROCESSABLE_ENTITY,
        &["href=\"#agreed\""],
    );
    assert!(house.letters().await.is_empty());
}

async fn z20_another_browser_is_asked_for_the_password(house: &House) {
    let mut door = Door::of(house);
    send(&mut door, INDIVIDUAL, &[]).await;
    let letters = house.letters().await;
    let mut other = door.another();
    let opened = other.get(&link(&letters[0])).await;
    says(
        &other.follow(&opened).await,
        StatusCode::OK,
        &["name=\"password\""],
    );
    let guessed = other.post("/sign-up/verify", &[("password", "wrong")]).await;
    says(
        &guessed,
        StatusCode::UNPROCESSABLE_ENTITY,
        &["This is not your password"],
    );
    leads_to(
        &other.post("/sign-up/verify", &[("password", PASSWORD)]).await,
        "/sign-up/verify?done=individual",
    );
}

async fn z1_an_address_with_an_account_leads_to_the_sign_in_and_back_to_the_filled_form(house: &House) {
    house.person(AccountType::Buyer, JANE, "Harbour", false).await;
    let mut door = Door::of(house);
    let taken = send(&mut door, INDIVIDUAL, &[("form[email]", JANE)]).await;
    let next = "/sign-in?next=%2Fsign-up%2Findividual";
    says(
        &taken,
        StatusCode::UNPROCESSABLE_ENTITY,
        &[
            "This address has an account",
            "Sign in to add this registration",
            next,
        ],
    );
    assert!(house.letters().await.is_empty());
    let sheet = door.get(next).await;
    assert_eq!(sheet.hidden("next"), INDIVIDUAL);
    let fields = [
        ("account_type", "buyer"),
        ("login", JANE),
        ("password", house::PASSWORD),
        ("next", INDIVIDUAL),
    ];
    let inside = door.post("/sign-in", &fields).await;
    leads_to(&inside, INDIVIDUAL);
    let filled = door.follow(&inside).await;
    says(
        &filled,
        StatusCode::OK,
        &["1990-02-28", "サトウ タロウ", "added to your account", JANE],
    );
    assert!(
        !filled.body.contains("name=\"form[password]\""),
        "it was shown a moment ago"
    );
    assert!(!filled.body.contains("name=\"form[email]\""));
    let added: Vec<_> = with(&[])
        .into_iter()
        .filter(|(name, _)| name.starts_with("form[person]") || *name == "form[agreed]")
        .collect();
    let added = door.post(INDIVIDUAL, &added).await;
    leads_to(&added, HISTORY);
    says(
        &door.follow(&added).await,
        StatusCode::OK,
        &["佐藤 太郎", "Individual"],
    );
    says(
        &door.get(INDIVIDUAL).await,
        StatusCode::OK,
        &["You have this registration already"],
    );
    assert!(house.letters().await.is_empty(), "the address was proved before");
}

async fn z1_whoever_is_signed_in_adds_a_registration_with_the_password(house: &House) {
    house.person(AccountType::Buyer, JANE, "Harbour", false).await;
    let mut door = Door::of(house);
    door.sign_in(JANE, "buyer").await;
    let account = door.get("/account").await;
    says(
        &account,
        StatusCode::OK,
        &["Add a registration as an individual", INDIVIDUAL, CORPORATE],
    );
    house.wait(Duration::from_secs(301));
    let form = door.get(CORPORATE).await;
    says(&form, StatusCode::OK, &["name=\"form[password]\"", "Harbour"]);
    let wrong = door.post(CORPORATE, &with(&COMPANY)).await;
    says(
        &wrong,
        StatusCode::UNPROCESSABLE_ENTITY,
        &["This is not your password", "Midori Works"],
    );
    let right: Vec<_> = with(&COMPANY)
        .into_iter()
        .map(|(name, value)| match name {
            "form[password]" => (name, house::PASSWORD),
            _ => (name, value),
        })
        .collect();
    let added = door.post(CORPORATE, &right).await;
    leads_to(&added, HISTORY);
    says(
        &door.follow(&added).await,
        StatusCode::OK,
        &["Corporation", MEMBERS],
    );
}

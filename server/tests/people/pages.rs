//! The other pages: addresses nobody has proved, what scripts read, and both languages.

use axum::http::StatusCode;
use domain::places::Console;

use crate::people::{ANNA, DESK, NEW, act, anna, buyer};
use crate::support::door::{Door, leads_to};
use crate::support::house::{House, MINUTE};

on_both!(
    an_unverified_address_gets_its_mail_again,
    scripts_read_the_same,
    both_languages_are_spoken,
);

async fn an_unverified_address_gets_its_mail_again(house: &House) {
    let mut desk = Door::staff(house, DESK).await;
    let mut visitor = Door::of(house);
    let form = [
        ("form[submission]", "6f9619ff-8b86-4d01-b42d-00cf4fc964aa"),
        ("form[profile][name]", "Hannah Schmidt"),
        ("form[profile][furigana]", "ハンナ"),
        ("form[profile][company]", "Isartal Components"),
        ("form[profile][postcode]", "100-0001"),
        ("form[profile][address]", "1-1 Chiyoda, Tokyo"),
        ("form[profile][country]", "JP"),
        ("form[profile][phone_country]", "JP"),
        ("form[profile][phone]", "03-5550-0102"),
        ("form[profile][url]", "None"),
        ("form[profile][business]", "Electronic parts"),
        ("form[profile][purpose]", "Buying parts"),
        ("form[email]", "hannah@isartal.example"),
        ("form[password]", NEW),
        ("form[password_again]", NEW),
        ("form[agreed]", "1"),
    ];
    assert_eq!(
        visitor.post("/sign-up/buyer", &form).await.status,
        StatusCode::SEE_OTHER
    );
    let list = desk.get("/staff/people?state=unverified").await;
    let id = house.number("SELECT id FROM registration").await;
    let page = Console::Unverified(id).path();
    assert!(list.body.contains(&format!("href=\"{page}\"")), "{}", list.body);
    let shown = desk.get(&page).await;
    assert!(shown.body.contains("hannah@isartal.example") && shown.body.contains("Isartal Components"));
    house.wait(MINUTE);
    let done = act(&mut desk, &page, "mail_again", "0").await;
    leads_to(&done, &format!("{page}?done=mail_again"));
    assert!(desk.follow(&done).await.body.contains("The mail is on its way"));
    assert_eq!(house.letters().await.len(), 2);
}

async fn scripts_read_the_same(house: &House) {
    let (_, _) = anna(house).await;
    let mut desk = Door::staff(house, DESK).await;
    let people = desk.ask("console/people", &[("query", "side=buyer")]).await;
    assert_eq!(people.status, StatusCode::OK);
    assert_eq!(people.json()["rows"][0]["email"], ANNA);
    let id = house
        .number("SELECT CAST(number AS BIGINT) FROM account ORDER BY id LIMIT 1")
        .await
        .to_string();
    let person = desk.ask("console/person", &[("number", &id)]).await;
    assert_eq!(person.json()["sheet"]["number"], id.as_str());
    let company = desk.ask("console/companies", &[("query", "")]).await;
    assert_eq!(company.json()["total"], 1);
    let team = desk.ask("console/team", &[]).await;
    assert_eq!(team.json()["page"]["mates"][0]["email"], DESK);
    let mut stranger = Door::of(house);
    for (endpoint, fields) in [
        ("console/people", vec![("query", "")]),
        ("console/companies", vec![("query", "")]),
        ("console/person", vec![("number", id.as_str())]),
        ("console/company", vec![("id", "1")]),
        ("console/unverified", vec![("id", "1")]),
        ("console/team", vec![]),
    ] {
        assert_eq!(
            stranger.ask(endpoint, &fields).await.status,
            StatusCode::UNAUTHORIZED,
            "{endpoint}"
        );
    }
    let mut anna = buyer(house).await;
    assert_eq!(
        anna.ask("console/people", &[("query", "")]).await.status,
        StatusCode::NOT_FOUND
    );
}

async fn both_languages_are_spoken(house: &House) {
    let (person, company) = anna(house).await;
    let mut desk = Door::staff(house, DESK).await;
    desk.language = "ja";
    for (page, says) in [
        ("/staff/people", "ユーザー"),
        ("/staff/companies", "会社"),
        ("/staff/team", "運営者"),
        (person.as_str(), "停止する"),
        (company.as_str(), "停止する"),
    ] {
        let answer = desk.get(page).await;
        assert!(answer.body.contains(says), "{page}: {}", answer.body);
    }
    let mut anna = Door::of(house);
    anna.language = "ja";
    anna.sign_in(ANNA, "buyer").await;
    act(&mut desk, &person, "suspend", "0").await;
    let shut = anna.get("/account").await;
    assert!(shut.body.contains("停止されています"), "{}", shut.body);
}

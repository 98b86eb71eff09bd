//! What others read and what is typed, and the menu of strangers (T27, T33).

use axum::http::StatusCode;

use crate::persons::{COMPANY, CORP, CORPORATE, HISTORY, INDIVIDUAL, MEMBERS, SETTINGS, come, with};
use crate::support::door::Door;
use crate::support::house::House;

on_both!(
    t33_nobody_else_reads_of_a_person,
    t27_what_people_type_is_text_everywhere,
    all_registrations_stand_in_the_menu_of_strangers_only,
);

async fn t33_nobody_else_reads_of_a_person(house: &House) {
    let canary = [
        ("form[person][name]", "Canary name"),
        ("form[person][furigana]", "Canary kana"),
        ("form[email]", "canary@canary.example"),
    ];
    come(house, CORPORATE, &COMPANY).await;
    let mut linked = canary.to_vec();
    linked.push(("form[person][corporate]", CORP));
    come(house, INDIVIDUAL, &linked).await;
    let mut other = COMPANY.to_vec();
    other.retain(|(name, _)| *name != "form[email]");
    other.push(("form[email]", "other@company.example"));
    let mut stranger = come(house, CORPORATE, &other).await;
    for answer in [
        stranger.get(MEMBERS).await,
        stranger.get(SETTINGS).await,
        stranger.get(HISTORY).await,
        stranger.get("/account").await,
        stranger.ask("persons/members", &[]).await,
        stranger.ask("persons/settings", &[]).await,
        stranger
            .ask("persons/open_registration", &[("kind", "individual")])
            .await,
    ] {
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        assert!(!answer.body.to_lowercase().contains("canary"), "{}", answer.body);
    }
}

async fn t27_what_people_type_is_text_everywhere(house: &House) {
    let payload = "</textarea><script>alert(1)";
    let mut door = Door::of(house);
    let fields = with(&[
        ("form[person][corporate]", payload),
        ("form[person][born]", payload),
        ("form[email]", payload),
    ]);
    for page in [INDIVIDUAL, CORPORATE] {
        let back = door.post(page, &fields).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!back.body.contains("<script>alert"), "{}", back.body);
    }
}

async fn all_registrations_stand_in_the_menu_of_strangers_only(house: &House) {
    let mut door = come(house, INDIVIDUAL, &[]).await;
    let inside = door.get(HISTORY).await;
    let mut stranger = Door::of(house);
    let outside = stranger.get("/search").await;
    for page in [INDIVIDUAL, CORPORATE] {
        let entry = format!("href=\"{page}\"");
        assert!(outside.body.contains(&entry), "{page}");
        assert!(!inside.body.contains(&entry), "{page}");
    }
}

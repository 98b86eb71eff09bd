//! What is taken home, and what is left of whoever leaves: nothing (T39).

use domain::persons::{PersonForm, PersonKind, PersonRegistrationForm};
use services::accounts::persons::registration::Received;
use services::accounts::persons::{linking, registration, settings};
use services::accounts::{leaving, takeout};

use crate::persons::{CORP, TARO, come, enter, form, registered, signed_in};
use crate::support::house::forms::person;
use crate::support::house::{House, caller};
use crate::support::people::{NEW, dump};

on_both!(
    t39_an_individual_who_leaves_leaves_no_trace,
    t39_a_corporation_that_leaves_leaves_no_trace,
    the_takeout_holds_the_registrations,
);

/// What is left of some words, with where they are.
async fn traces(house: &House, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (table, rows) in dump(house).await {
        for row in rows {
            let row = row.to_lowercase();
            let left = words.iter().filter(|word| row.contains(&word.to_lowercase()));
            found.extend(left.map(|word| format!("{word} in {table}: {row}")));
        }
    }
    found
}

async fn t39_an_individual_who_leaves_leaves_no_trace(house: &House) {
    come(house, PersonKind::Corporate, CORP).await;
    let canary = PersonRegistrationForm {
        person: PersonForm {
            name: "Canary name".to_owned(),
            furigana: "Canary kana".to_owned(),
            born: "1977-06-05".to_owned(),
            phone: "077-6543-2101".to_owned(),
            corporate: CORP.to_owned(),
            ..person(PersonKind::Individual)
        },
        ..form(PersonKind::Individual, "canary@canary.example")
    };
    registered(house, PersonKind::Individual, &canary).await;
    let kept = registration::receive(&house.market, &caller(), PersonKind::Individual, &canary).await;
    assert!(matches!(kept, Ok(Received::HasAccount(_))));
    let individual = signed_in(house, PersonKind::Individual, "canary@canary.example").await;
    enter(house, &individual, "").await.expect("unlinks");
    let number = individual.visitor.number.clone();
    let words = ["canary", "1977-06-05", "077-6543", number.as_str()];
    assert!(!traces(house, &words).await.is_empty(), "the dump finds them");
    let farewell = leaving::look(&house.market, &individual).await.expect("looks");
    assert_eq!(
        (farewell.obstacle, farewell.persons.as_slice()),
        (None, &[PersonKind::Individual][..])
    );
    leaving::leave(&house.market, &individual, NEW)
        .await
        .expect("leaves");
    assert_eq!(house.letters().await.last().expect("M30").kind, "account_deleted");
    assert_eq!(traces(house, &words).await, Vec::<String>::new());
}

async fn t39_a_corporation_that_leaves_leaves_no_trace(house: &House) {
    let canary = PersonRegistrationForm {
        person: PersonForm {
            company: "Canary Works".to_owned(),
            department: "Canary part".to_owned(),
            address: "Canary street".to_owned(),
            ..person(PersonKind::Corporate)
        },
        ..form(PersonKind::Corporate, "canary@canary.example")
    };
    registered(house, PersonKind::Corporate, &canary).await;
    let corporation = signed_in(house, PersonKind::Corporate, "canary@canary.example").await;
    for email in [TARO, "jiro@person.example"] {
        let individual = come(house, PersonKind::Individual, email).await;
        enter(house, &individual, "canary@canary.example")
            .await
            .expect("links");
    }
    let list = linking::members(&house.market, &corporation)
        .await
        .expect("lists");
    linking::part(&house.market, &corporation, &list.members[0].number)
        .await
        .expect("parts");
    house.letters().await;
    assert!(
        !traces(house, &["canary"]).await.is_empty(),
        "the dump finds them"
    );
    leaving::leave(&house.market, &corporation, NEW)
        .await
        .expect("leaves");
    house.letters().await;
    assert_eq!(traces(house, &["canary"]).await, Vec::<String>::new());
    assert_eq!(house.rows("person_link").await, 0);
    let individual = signed_in(house, PersonKind::Individual, TARO).await;
    let shown = settings::view(&house.market, &individual).await.expect("views");
    assert_eq!(shown.linked, None, "the individual stays, without a corporation");
}

async fn the_takeout_holds_the_registrations(house: &House) {
    come(house, PersonKind::Corporate, CORP).await;
    let individual = come(house, PersonKind::Individual, TARO).await;
    enter(house, &individual, CORP).await.expect("links");
    let takeout = takeout::take(&house.market, &individual).await.expect("takes");
    let json = serde_json::to_value(&takeout).expect("is JSON");
    assert_eq!(json["account"]["account_type"], "individual");
    let registration = &json["registrations"][0];
    assert_eq!(
        (registration["kind"].as_str(), registration["born"].as_str()),
        (Some("individual"), Some("1990-02-28"))
    );
    assert_eq!(registration["corporate"], CORP);
    assert_eq!(json["registrations"].as_array().map(Vec::len), Some(1));
}

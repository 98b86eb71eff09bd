//! The pages of each kind: history, settings, linked members (R019, R089–R093).

use axum::http::StatusCode;
use domain::accounts::AccountType;

use crate::persons::{
    COMPANY, CORP, CORPORATE, HISTORY, INDIVIDUAL, JANE, MEMBERS, SETTINGS, TARO, come, with,
};
use crate::support::door::{Door, leads_to, says};
use crate::support::house::House;

on_both!(
    r019_each_kind_has_its_own_pages,
    r089_an_individual_links_and_unlinks_in_the_settings,
    r091_a_corporation_sees_its_members_and_ends_a_link,
    r093_the_history_says_what_will_stand_there,
);

async fn r019_each_kind_has_its_own_pages(house: &House) {
    let mut individual = come(house, INDIVIDUAL, &[]).await;
    let page = individual.get(SETTINGS).await;
    says(
        &page,
        StatusCode::OK,
        &[
            "Registration settings",
            HISTORY,
            "E-mail address of the linked corporation",
        ],
    );
    assert!(!page.body.contains(MEMBERS), "members are a corporation's");
    says(
        &individual.get(MEMBERS).await,
        StatusCode::OK,
        &["This page is for corporations"],
    );
    let mut corporation = come(house, CORPORATE, &COMPANY).await;
    says(
        &corporation.get(SETTINGS).await,
        StatusCode::OK,
        &["Midori Works", "Training", MEMBERS],
    );
    house.person(AccountType::Buyer, JANE, "Harbour", false).await;
    let mut buyer = Door::of(house);
    buyer.sign_in(JANE, "buyer").await;
    for page in [HISTORY, SETTINGS, MEMBERS] {
        says(
            &buyer.get(page).await,
            StatusCode::OK,
            &["Your account does not allow this"],
        );
    }
    for (page, endpoint) in [(SETTINGS, "persons/settings"), (MEMBERS, "persons/members")] {
        assert_eq!(buyer.ask(endpoint, &[]).await.status, StatusCode::FORBIDDEN);
        let mut stranger = Door::of(house);
        let next = format!("/sign-in?next={}", domain::places::percent(page));
        leads_to(&stranger.get(page).await, &next);
        leads_to(&stranger.post(page, &[("part", "1")]).await, &next);
        assert_eq!(stranger.ask(endpoint, &[]).await.status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(
        individual.ask("persons/members", &[]).await.status,
        StatusCode::FORBIDDEN
    );
    for console in ["/staff", "/staff/applications", "/staff/audit"] {
        assert_eq!(individual.get(console).await.status, StatusCode::NOT_FOUND);
    }
    let account = individual.get("/account").await;
    says(
        &account,
        StatusCode::OK,
        &["佐藤 太郎", SETTINGS, "/account/delete"],
    );
    assert!(!account.body.contains("/account/update") && !account.body.contains("Capital"));
    let file = individual.get("/account/export").await;
    says(&file, StatusCode::OK, &["\"kind\": \"individual\"", "1990-02-28"]);
    says(
        &individual.get("/account/sessions").await,
        StatusCode::OK,
        &["Individual"],
    );
    says(
        &individual.get("/account/delete").await,
        StatusCode::OK,
        &["Your registration as an individual"],
    );
}

async fn r089_an_individual_links_and_unlinks_in_the_settings(house: &House) {
    come(house, CORPORATE, &COMPANY).await;
    let mut door = come(house, INDIVIDUAL, &[]).await;
    let unknown = door
        .post(
            SETTINGS,
            &with(&[("form[person][corporate]", "nobody@nowhere.example")]),
        )
        .await;
    says(
        &unknown,
        StatusCode::UNPROCESSABLE_ENTITY,
        &[
            "No corporation is registered with this address",
            "nobody@nowhere.example",
        ],
    );
    let typed = [
        ("form[person][corporate]", CORP),
        ("form[person][born]", "2001-01-01"),
        ("form[person][name]", "佐藤 次郎"),
    ];
    let linked = door.post(SETTINGS, &with(&typed)).await;
    leads_to(&linked, "/account/settings?done=linked");
    let page = door.follow(&linked).await;
    says(
        &page,
        StatusCode::OK,
        &[
            "Information changed",
            "you are linked",
            "Midori Works",
            CORP,
            "佐藤 次郎",
            "1990-02-28",
        ],
    );
    let letters = house.letters().await;
    assert_eq!(
        (letters.len(), letters[0].kind.as_str(), letters[0].to.as_str()),
        (1, "person_linked", CORP)
    );
    door.language = "ja";
    let ended = door.post(SETTINGS, &with(&[])).await;
    leads_to(&ended, "/account/settings?done=unlinked");
    says(
        &door.follow(&ended).await,
        StatusCode::OK,
        &["情報変更完了", "連携を解除しました"],
    );
    assert_eq!(house.letters().await[0].kind, "person_unlinked");
}

async fn r091_a_corporation_sees_its_members_and_ends_a_link(house: &House) {
    let mut corporation = come(house, CORPORATE, &COMPANY).await;
    says(
        &corporation.get(MEMBERS).await,
        StatusCode::OK,
        &["Nobody is linked with you yet", CORP],
    );
    come(house, INDIVIDUAL, &[("form[person][corporate]", CORP)]).await;
    let page = corporation.get(MEMBERS).await;
    says(
        &page,
        StatusCode::OK,
        &["佐藤 太郎", "サトウ タロウ", TARO, "End the link with 佐藤 太郎"],
    );
    let (_, rest) = page
        .body
        .split_once("name=\"part\" value=\"")
        .expect("the button");
    let number = rest.split('"').next().unwrap_or_default().to_owned();
    let foreign = corporation.post(MEMBERS, &[("part", "123456789")]).await;
    says(&foreign, StatusCode::NOT_FOUND, &["佐藤 太郎"]);
    let parted = corporation.post(MEMBERS, &[("part", &number)]).await;
    leads_to(&parted, "/account/members?done=parted");
    let page = corporation.follow(&parted).await;
    says(
        &page,
        StatusCode::OK,
        &["The link has ended", "Nobody is linked with you yet"],
    );
    let letters = house.letters().await;
    let told = letters.iter().find(|letter| letter.kind == "person_unlinked");
    assert_eq!(told.map(|letter| letter.to.as_str()), Some(TARO));
}

async fn r093_the_history_says_what_will_stand_there(house: &House) {
    for (page, changes, words) in [
        (INDIVIDUAL, &[][..], "The trainings that you apply for"),
        (CORPORATE, &COMPANY[..], "your linked members have taken"),
    ] {
        let mut door = come(house, page, changes).await;
        let history = door.get(HISTORY).await;
        says(&history, StatusCode::OK, &["No applications yet", words]);
        assert!(
            !history.body.contains("href=\"/trainings"),
            "there are no trainings yet"
        );
        house.letters().await;
    }
}

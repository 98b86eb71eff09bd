//! Individuals and corporations through the front door: registering, adding a registration, settings, and linked members.

#[path = "../../services/tests/support/house.rs"]
#[macro_use]
mod house;
#[path = "support/door.rs"]
mod door;

use std::time::Duration;

use axum::http::StatusCode;
use domain::accounts::AccountType;
use door::{Answer, Door, leads_to, link, says};
use house::House;

on_both!(
    r085_an_individual_registers_signs_in_and_lands_on_the_history,
    r087_a_corporation_is_told_to_tell_its_staff,
    the_form_comes_back_as_it_was_typed_but_for_its_passwords,
    z20_another_browser_is_asked_for_the_password,
    z1_an_address_with_an_account_leads_to_the_sign_in_and_back_to_the_filled_form,
    z1_whoever_is_signed_in_adds_a_registration_with_the_password,
    r019_each_kind_has_its_own_pages,
    r089_an_individual_links_and_unlinks_in_the_settings,
    r091_a_corporation_sees_its_members_and_ends_a_link,
    r093_the_history_says_what_will_stand_there,
    t33_nobody_else_reads_of_a_person,
    t27_what_people_type_is_text_everywhere,
    all_registrations_stand_in_the_menu_of_strangers_only,
);

const TARO: &str = "taro@person.example";
const CORP: &str = "training@midori.example";
const JANE: &str = "jane@harbour.example";
const PASSWORD: &str = "kaji!tsubo88ren";
const INDIVIDUAL: &str = "/sign-up/individual";
const CORPORATE: &str = "/sign-up/corporate";
const HISTORY: &str = "/account/history";
const SETTINGS: &str = "/account/settings";
const MEMBERS: &str = "/account/members";

const PERSON: [(&str, &str); 11] = [
    ("form[person][name]", "佐藤 太郎"),
    ("form[person][furigana]", "サトウ タロウ"),
    ("form[person][born]", "1990-02-28"),
    ("form[person][country]", "JP"),
    ("form[person][phone_country]", "JP"),
    ("form[person][phone]", "03-5550-0107"),
    ("form[person][corporate]", ""),
    ("form[password]", PASSWORD),
    ("form[password_again]", PASSWORD),
    ("form[agreed]", "1"),
    ("form[email]", TARO),
];

const COMPANY: [(&str, &str); 6] = [
    ("form[person][name]", "鈴木 恵子"),
    ("form[person][company]", "Midori Works"),
    ("form[person][department]", "Training"),
    ("form[person][postcode]", "100-0001"),
    ("form[person][address]", "1-1 Chiyoda, Tokyo"),
    ("form[email]", CORP),
];

fn with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    door::with(&PERSON, changes)
}

/// Fills in the form of a page and sends it.
async fn send(door: &mut Door, page: &str, changes: &[(&str, &str)]) -> Answer {
    let opened = door.get(page).await;
    let submission = opened.hidden("form[submission]").to_owned();
    let mut fields = with(changes);
    fields.push(("form[submission]", &submission));
    door.post(page, &fields).await
}

/// Registers, presses the button behind the mailed link, and signs in.
async fn come(house: &House, page: &str, changes: &[(&str, &str)]) -> Door {
    let mut door = Door::of(house);
    leads_to(&send(&mut door, page, changes).await, "/sign-up/sent");
    let letters = house.letters().await;
    let letter = letters.iter().find(|letter| letter.kind == "verify_person");
    let opened = door.get(&link(letter.expect("M24"))).await;
    door.follow(&opened).await;
    let done = door.post("/sign-up/verify", &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let kind = page.trim_start_matches("/sign-up/");
    let email = with(changes)
        .iter()
        .find(|(name, _)| *name == "form[email]")
        .map_or("", |(_, email)| *email)
        .to_owned();
    leads_to(&sign_in(&mut door, kind, &email).await, HISTORY);
    door
}

async fn sign_in(door: &mut Door, kind: &str, email: &str) -> Answer {
    let fields = [("account_type", kind), ("login", email), ("password", PASSWORD)];
    door.post("/sign-in", &fields).await
}

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

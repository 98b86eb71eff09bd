//! A company that registers in two steps, through the front door: every page as a plain form, and as scripts read it.

#[path = "../../services/tests/support/house.rs"]
#[macro_use]
mod house;
#[path = "support/door.rs"]
mod door;

use std::time::Duration;

use axum::http::StatusCode;
use axum::http::header::LOCATION;
use domain::accounts::{AccountType, StaffRole};
use door::{Door, leads_to, newest_application, says, with};
use house::{House, PASSWORD};

on_both!(
    r041_both_steps_and_the_approval_go_without_scripts,
    r018_the_menu_leads_to_every_registration_and_to_the_member_page,
    nothing_is_retyped_after_a_fault,
    r045_the_name_is_shown_for_the_exact_address,
    z42_a_rejection_comes_back_at_the_fields_and_is_corrected,
    z20_another_browser_is_asked_for_the_password,
    links_that_are_no_longer_good_say_how_to_begin_again,
    z4_a_coordinator_has_the_queue_and_nothing_else,
    the_pages_speak_japanese,
);

const HANNAH: &str = "hannah@isartal.example";
const KEIKO: &str = "keiko@owner.example";
const LEO: &str = "leo@owner.example";
const COMPANY: &str = "/sign-up/company";
const DETAILS: &str = "/sign-up/company/details";
const SENT: &str = "/sign-up/sent";
const APPLICATION: &str = "/account/application";

const FIRST: [(&str, &str); 10] = [
    ("form[submission]", "0190a0b0-0000-4000-8000-000000000002"),
    ("form[profile][name]", "Hannah Schmidt"),
    ("form[profile][company_type]", "overseas"),
    ("form[profile][company]", "Isartal & Co."),
    ("form[profile][country]", "DE"),
    ("form[email]", HANNAH),
    ("form[password]", PASSWORD),
    ("form[password_again]", PASSWORD),
    ("form[agreed]", "1"),
    ("form[privacy]", "1"),
];

const SECOND: [(&str, &str); 13] = [
    ("form[profile][name]", "Hannah Schmidt"),
    ("form[profile][company_type]", "overseas"),
    ("form[profile][company]", "Isartal & Co."),
    ("form[profile][country]", "DE"),
    ("form[profile][postcode]", "80331"),
    ("form[profile][address]", "Marienplatz 1"),
    ("form[profile][phone_country]", "DE"),
    ("form[profile][phone]", "089-5550-0102"),
    ("form[profile][url]", "https://isartal.example"),
    ("form[profile][business]", "Passive components"),
    ("form[profile][representative]", "Max Isar"),
    ("form[profile][coordinator]", KEIKO),
    ("form[agreed]", "1"),
];

/// A coordinator, signed in.
async fn coordinator(house: &House, email: &str, name: &str) -> Door {
    house.member_of_staff(email, name, StaffRole::Coordinator).await;
    Door::signed_in(house, email, "staff").await
}

/// The path of the link in the newest mail to a reader.
async fn mailed(house: &House, reader: &str) -> String {
    let letters = house.letters().await;
    let letter = letters.iter().rfind(|letter| letter.to == reader);
    door::link(letter.expect("a mail"))
}

/// A browser that has taken the first step and opened the link.
async fn before_the_second_step(house: &House) -> Door {
    let mut door = Door::of(house);
    leads_to(&door.post(COMPANY, &FIRST).await, SENT);
    leads_to(&door.get(&mailed(house, HANNAH).await).await, DETAILS);
    door
}

async fn r041_both_steps_and_the_approval_go_without_scripts(house: &House) {
    let mut keiko = coordinator(house, KEIKO, "中村 恵子").await;
    let mut door = Door::of(house);
    let form = door.get(COMPANY).await;
    says(
        &form,
        StatusCode::OK,
        &[
            "Overseas company",
            "Public body",
            "Please keep these two",
            "Temporary registration",
        ],
    );
    for not_asked in [
        "form[profile][furigana]",
        "form[profile][address]",
        "form[profile][coordinator]",
    ] {
        assert!(
            !form.body.contains(not_asked),
            "{not_asked} comes later, or never"
        );
    }
    let sent = door.post(COMPANY, &FIRST).await;
    leads_to(&sent, SENT);
    let waiting = door.follow(&sent).await;
    says(
        &waiting,
        StatusCode::OK,
        &[
            HANNAH,
            "Your temporary registration is completed",
            "Please keep these two",
        ],
    );
    assert!(
        !waiting.body.contains("name=\"code\""),
        "no code opens the second step"
    );

    let link = mailed(house, HANNAH).await;
    for _ in 0..2 {
        leads_to(&door.get(&link).await, DETAILS);
    }
    let second = door.get(DETAILS).await;
    let asked = [
        "value=\"Isartal &amp; Co.\"",
        "form[profile][coordinator]",
        "name=\"look_up\"",
        HANNAH,
    ];
    says(&second, StatusCode::OK, &asked);
    assert!(!second.body.contains("id=\"password\""), "the same browser");
    let sent = door.post(DETAILS, &SECOND).await;
    leads_to(&sent, "/sign-up/company/details?done=1");
    says(
        &door.follow(&sent).await,
        StatusCode::OK,
        &["Your registration is with your coordinator"],
    );
    let (path, version) = newest_application(house).await;
    assert_eq!(mailed(house, KEIKO).await, path, "M13 leads into the console");

    let welcome = [
        ("account_type", "member"),
        ("login", HANNAH),
        ("password", PASSWORD),
        ("next", "/account"),
    ];
    let own = door.post("/sign-in", &welcome).await;
    leads_to(&own, APPLICATION);
    says(
        &door.follow(&own).await,
        StatusCode::OK,
        &["Being screened", "中村 恵子"],
    );
    let queue = keiko.get("/staff/applications").await;
    says(
        &queue,
        StatusCode::OK,
        &["Isartal &amp; Co.", "Company registration"],
    );
    let page = keiko.get(&path).await;
    says(
        &page,
        StatusCode::OK,
        &[
            "Overseas company",
            "Passive components",
            KEIKO,
            "is complete at once",
        ],
    );
    assert!(!page.body.contains("fields[purpose]"), "which it was not asked");
    let approved = keiko
        .post(&path, &[("act", "approve"), ("version", &version)])
        .await;
    leads_to(&approved, &format!("{path}?done=approve"));

    let account = door.get("/account").await;
    says(
        &account,
        StatusCode::OK,
        &[
            "Overseas company",
            "Marienplatz 1",
            "Edit",
            "Company registration",
        ],
    );
    let edit = door.get("/account/update").await;
    says(
        &edit,
        StatusCode::OK,
        &["Update", "Fixed since your coordinator approved"],
    );
    let changed = with(&SECOND, &[("form[profile][address]", "Isarstr. 2")]);
    leads_to(&door.post("/account/update", &changed).await, "/account?saved=1");
    says(&door.get("/account").await, StatusCode::OK, &["Isarstr. 2"]);
}

async fn r018_the_menu_leads_to_every_registration_and_to_the_member_page(house: &House) {
    let mut door = Door::of(house);
    let home = door.get("/").await;
    let member = "href=\"/sign-in?type=member\"";
    says(
        &home,
        StatusCode::OK,
        &["href=\"/sign-up\"", member, "Member page"],
    );
    let choice = door.get("/sign-up").await;
    for way in [
        COMPANY,
        "/sign-up/buyer",
        "/sign-up/supplier",
        "/sign-up/individual",
        "/sign-up/corporate",
    ] {
        assert!(
            choice.body.contains(&format!("href=\"{way}\"")),
            "{way}: {}",
            choice.body
        );
    }
    let sign_in = door.get("/sign-in?type=member").await;
    says(
        &sign_in,
        StatusCode::OK,
        &["name=\"account_type\" value=\"member\"", "value=\"/account\""],
    );
    assert!(!sign_in.body.contains("account_type-buyer"), "Z47: no selector");
    house.person(AccountType::Buyer, HANNAH, "Isartal", false).await;
    let wrong = [
        ("account_type", "member"),
        ("login", HANNAH),
        ("password", "wrong"),
        ("next", "/account"),
    ];
    let again = door.post("/sign-in", &wrong).await;
    assert_eq!(again.status, StatusCode::UNAUTHORIZED);
    assert!(
        again.body.contains("name=\"account_type\" value=\"member\""),
        "it stays the member page"
    );
    let right = [
        ("account_type", "member"),
        ("login", HANNAH),
        ("password", PASSWORD),
        ("next", "/account"),
    ];
    leads_to(&door.post("/sign-in", &right).await, "/account");
    let home = door.get("/").await;
    assert!(!home.body.contains("href=\"/sign-up\"") && home.body.contains("Member page"));
}

async fn nothing_is_retyped_after_a_fault(house: &House) {
    coordinator(house, KEIKO, "中村 恵子").await;
    let mut door = Door::of(house);
    let faulty = with(
        &FIRST,
        &[("form[profile][company_type]", ""), ("form[email]", "hannah")],
    );
    let faulty: Vec<_> = faulty
        .into_iter()
        .filter(|(name, _)| *name != "form[privacy]")
        .collect();
    let back = door.post(COMPANY, &faulty).await;
    says(
        &back,
        StatusCode::UNPROCESSABLE_ENTITY,
        &[
            "3 things to correct",
            "value=\"Hannah Schmidt\"",
            "value=\"hannah\"",
            "href=\"#company_type\"",
            "href=\"#privacy\"",
        ],
    );
    assert!(!back.body.contains(PASSWORD));
    let mut door = before_the_second_step(house).await;
    let faulty = with(
        &SECOND,
        &[
            ("form[profile][coordinator]", "nobody@owner.example"),
            ("form[profile][representative]", ""),
        ],
    );
    let back = door.post(DETAILS, &faulty).await;
    says(
        &back,
        StatusCode::UNPROCESSABLE_ENTITY,
        &[
            "value=\"Marienplatz 1\"",
            "value=\"nobody@owner.example\"",
            "Passive components",
            "href=\"#representative\"",
        ],
    );
    let faulty = with(&SECOND, &[("form[profile][coordinator]", "nobody@owner.example")]);
    let back = door.post(DETAILS, &faulty).await;
    says(
        &back,
        StatusCode::UNPROCESSABLE_ENTITY,
        &[
            "There is no coordinator with this address",
            "href=\"#coordinator\"",
            "value=\"Marienplatz 1\"",
        ],
    );
    leads_to(
        &door.post(DETAILS, &SECOND).await,
        "/sign-up/company/details?done=1",
    );
}

async fn r045_the_name_is_shown_for_the_exact_address(house: &House) {
    coordinator(house, KEIKO, "中村 恵子").await;
    let mut stranger = Door::of(house);
    let refused = stranger.ask("accounts/coordinator", &[("email", KEIKO)]).await;
    assert_eq!(refused.status, StatusCode::GONE, "Z5: not without the link");
    let mut door = before_the_second_step(house).await;
    let told = door.ask("accounts/coordinator", &[("email", KEIKO)]).await;
    assert_eq!(told.json(), serde_json::json!("中村 恵子"));
    let unknown = door
        .ask("accounts/coordinator", &[("email", "keik@owner.example")])
        .await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unknown.body.contains("coordinator_unknown"), "{}", unknown.body);
    let half_filled = [
        ("form[profile][address]", "Marienplatz 1"),
        ("form[profile][coordinator]", KEIKO),
        ("look_up", "1"),
    ];
    let shown = door.post(DETAILS, &half_filled).await;
    says(
        &shown,
        StatusCode::OK,
        &["Coordinator: 中村 恵子", "value=\"Marienplatz 1\""],
    );
    let wrong = with(&half_filled, &[("form[profile][coordinator]", "x@owner.example")]);
    let shown = door.post(DETAILS, &wrong).await;
    says(
        &shown,
        StatusCode::OK,
        &[
            "There is no coordinator with this address",
            "value=\"Marienplatz 1\"",
        ],
    );
}

async fn z42_a_rejection_comes_back_at_the_fields_and_is_corrected(house: &House) {
    let mut keiko = coordinator(house, KEIKO, "中村 恵子").await;
    coordinator(house, LEO, "Leo Berg").await;
    let mut door = before_the_second_step(house).await;
    door.post(DETAILS, &SECOND).await;
    let (path, version) = newest_application(house).await;
    let no = [
        ("act", "reject"),
        ("version", &version),
        ("fields[company_type]", "You are in Japan."),
        ("fields[coordinator]", "Please name Leo."),
    ];
    leads_to(&keiko.post(&path, &no).await, &format!("{path}?done=reject"));
    door.sign_in(HANNAH, "buyer").await;
    let own = door.get(APPLICATION).await;
    says(
        &own,
        StatusCode::OK,
        &[
            "Not accepted",
            "id=\"company_type-caution\"",
            "id=\"coordinator-caution\"",
            "Please name Leo.",
            "Coordinator: 中村 恵子",
        ],
    );
    let corrected = with(
        &SECOND,
        &[
            ("form[profile][company_type]", "domestic"),
            ("form[profile][coordinator]", LEO),
        ],
    );
    let looked = with(&corrected, &[("look_up", "1")]);
    let shown = door.post(APPLICATION, &looked).await;
    says(
        &shown,
        StatusCode::OK,
        &["Coordinator: Leo Berg", "value=\"domestic\" selected"],
    );
    let unknown = with(&corrected, &[("form[profile][coordinator]", "x@owner.example")]);
    let back = door.post(APPLICATION, &unknown).await;
    says(
        &back,
        StatusCode::UNPROCESSABLE_ENTITY,
        &[
            "There is no coordinator with this address",
            "value=\"domestic\" selected",
        ],
    );
    leads_to(&door.post(APPLICATION, &corrected).await, APPLICATION);
    let (path, version) = newest_application(house).await;
    let mut leo = Door::of(house);
    leo.sign_in_fully(house, LEO, "staff").await;
    let page = leo.get(&path).await;
    says(&page, StatusCode::OK, &["Domestic company", LEO]);
    assert_eq!(keiko.get(&path).await.status, StatusCode::NOT_FOUND);
    leo.post(&path, &[("act", "approve"), ("version", &version)])
        .await;
    says(&door.get("/account").await, StatusCode::OK, &["Domestic company"]);
}

async fn z20_another_browser_is_asked_for_the_password(house: &House) {
    coordinator(house, KEIKO, "中村 恵子").await;
    let mut door = Door::of(house);
    door.post(COMPANY, &FIRST).await;
    let mut other = door.another();
    leads_to(&other.get(&mailed(house, HANNAH).await).await, DETAILS);
    let page = other.get(DETAILS).await;
    says(
        &page,
        StatusCode::OK,
        &["id=\"password\"", "You opened the link in another browser"],
    );
    let back = other.post(DETAILS, &SECOND).await;
    says(
        &back,
        StatusCode::UNPROCESSABLE_ENTITY,
        &["href=\"#password\"", "value=\"Marienplatz 1\""],
    );
    let right = with(&SECOND, &[("password", PASSWORD)]);
    leads_to(
        &other.post(DETAILS, &right).await,
        "/sign-up/company/details?done=1",
    );
}

async fn links_that_are_no_longer_good_say_how_to_begin_again(house: &House) {
    coordinator(house, KEIKO, "中村 恵子").await;
    let mut stranger = Door::of(house);
    let page = stranger.get(DETAILS).await;
    says(
        &page,
        StatusCode::GONE,
        &["This session has expired", "href=\"/sign-up/company\""],
    );
    let sent = stranger.post(DETAILS, &SECOND).await;
    assert_eq!(sent.status, StatusCode::GONE);
    let mut door = before_the_second_step(house).await;
    house.wait(Duration::from_secs(3 * 24 * 3_600));
    let late = door.post(DETAILS, &SECOND).await;
    says(
        &late,
        StatusCode::GONE,
        &["This link has expired", "we then send you a new mail at once"],
    );
    let again = [
        ("account_type", "member"),
        ("login", HANNAH),
        ("password", PASSWORD),
    ];
    assert_eq!(door.post("/sign-in", &again).await.status, StatusCode::FORBIDDEN);
    let link = mailed(house, HANNAH).await;
    leads_to(&door.get(&link).await, DETAILS);
    leads_to(
        &door.post(DETAILS, &SECOND).await,
        "/sign-up/company/details?done=1",
    );
    leads_to(&door.get(&link).await, DETAILS);
    says(
        &door.get(DETAILS).await,
        StatusCode::GONE,
        &["This link has been used already"],
    );
}

async fn z4_a_coordinator_has_the_queue_and_nothing_else(house: &House) {
    let mut keiko = coordinator(house, KEIKO, "中村 恵子").await;
    let mut leo = coordinator(house, LEO, "Leo Berg").await;
    let mut door = before_the_second_step(house).await;
    door.post(DETAILS, &SECOND).await;
    let (path, version) = newest_application(house).await;
    let landing = keiko.get("/staff").await;
    assert!(
        landing.status.is_redirection(),
        "{} {}",
        landing.status,
        landing.body
    );
    assert_eq!(landing.header(LOCATION.as_str()), "/staff/applications");
    let queue = keiko.get("/staff/applications").await;
    says(&queue, StatusCode::OK, &["Isartal &amp; Co."]);
    assert!(!queue.body.contains("href=\"/staff/audit\""), "no way to the log");
    assert_eq!(keiko.get("/staff/audit").await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        leo.get(&path).await.status,
        StatusCode::NOT_FOUND,
        "it names somebody else"
    );
    for act in ["approve", "reject", "ask", "note", "take", "give_back"] {
        let fields = [
            ("act", act),
            ("version", &version),
            ("reason", "x"),
            ("question", "x"),
            ("note", "x"),
        ];
        assert_eq!(
            leo.post(&path, &fields).await.status,
            StatusCode::NOT_FOUND,
            "{act}"
        );
    }
    let rows = leo
        .ask("console/applications", &[("query", "state=all")])
        .await
        .json();
    assert_eq!(rows["total"], 0);
    house
        .person(AccountType::Staff, "desk@owner.example", "", false)
        .await;
    let mut desk = Door::of(house);
    desk.sign_in_fully(house, "desk@owner.example", "staff").await;
    says(
        &desk.get(&path).await,
        StatusCode::OK,
        &["中村 恵子 was named to decide this"],
    );
}

async fn the_pages_speak_japanese(house: &House) {
    coordinator(house, KEIKO, "中村 恵子").await;
    let mut door = Door::of(house);
    door.language = "ja";
    says(
        &door.get("/sign-up").await,
        StatusCode::OK,
        &["会社登録", "購入ユーザー登録"],
    );
    says(
        &door.get(COMPANY).await,
        StatusCode::OK,
        &[
            "海外企業",
            "公的機関",
            "仮登録",
            "プライバシーポリシーに同意します。",
        ],
    );
    door.post(COMPANY, &FIRST).await;
    says(&door.get(SENT).await, StatusCode::OK, &["仮登録が完了しました。"]);
    leads_to(&door.get(&mailed(house, HANNAH).await).await, DETAILS);
    says(
        &door.get(DETAILS).await,
        StatusCode::OK,
        &["本登録", "コーディネーターのメールアドレス"],
    );
    let wrong = with(&SECOND, &[("form[profile][coordinator]", "x@owner.example")]);
    let back = door.post(DETAILS, &wrong).await;
    says(
        &back,
        StatusCode::UNPROCESSABLE_ENTITY,
        &["このアドレスのコーディネーターは見つかりません。"],
    );
}

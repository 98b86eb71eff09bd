//! People, companies and the owner's people through the front door: pages and plain forms, what is refused, and what whoever is
//! suspended is told.

#[path = "../../services/tests/support/house.rs"]
#[macro_use]
mod house;
#[path = "support/door.rs"]
mod door;

use std::time::Duration;

use axum::http::StatusCode;
use domain::accounts::AccountType;
use domain::places::{Console, Place};
use door::{Answer, Door, leads_to};
use house::{House, PASSWORD};

on_both!(
    a_person_is_found_suspended_and_restored,
    a_company_is_suspended_while_its_user_works,
    whoever_is_suspended_is_told_so_everywhere_and_may_still_write,
    nothing_is_retyped_after_a_fault_and_t36_the_password_is_asked_for,
    who_is_late_is_told_so_and_a_double_click_is_done,
    t31_for_buyers_and_reviewers_there_is_no_more_than_their_own,
    r060_a_new_password_is_chosen_at_the_sign_in,
    r061_a_code_is_typed_at_the_sign_in_and_sent_again,
    a_colleague_is_invited_comes_and_enrols,
    the_last_administrator_is_told_why_nothing_happens,
    an_unverified_address_gets_its_mail_again,
    r054_a_clerk_changes_the_own_name_and_number,
    t26_a_form_of_another_site_suspends_nobody,
    scripts_read_the_same,
    both_languages_are_spoken,
);

const DESK: &str = "desk@owner.example";
const MATE: &str = "mate@owner.example";
const ANNA: &str = "anna@harbour.example";
const STEP: &str = "/sign-in/second-step";
const NEW: &str = "kaji!tsubo88ren-9";
const MINUTE: Duration = Duration::from_secs(60);

/// Anna, a buyer: her page in the console, and her company's.
async fn anna(house: &House) -> (String, String) {
    let opened = house
        .person(AccountType::Buyer, ANNA, "Harbour & Sons", false)
        .await;
    let company = opened.company_id.expect("a company");
    (
        Console::Person(opened.number).path(),
        Console::Company(company).path(),
    )
}

async fn buyer(house: &House) -> Door {
    let mut door = Door::of(house);
    let answer = door.sign_in(ANNA, "buyer").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    door
}

async fn act(door: &mut Door, path: &str, act: &str, version: &str) -> Answer {
    let fields = [
        ("act", act),
        ("version", version),
        ("reason", "Three buyers complained."),
    ];
    door.post(path, &fields).await
}

async fn a_person_is_found_suspended_and_restored(house: &House) {
    let (person, company) = anna(house).await;
    let mut desk = Door::staff(house, DESK).await;
    let list = desk.get("/staff/people?text=harbour.example").await;
    assert_eq!(list.status, StatusCode::OK);
    assert!(list.body.contains(&format!("href=\"{person}\"")), "{}", list.body);
    assert!(!list.body.contains(DESK), "only who is looked for");
    let page = desk.get(&person).await;
    for shown in [ANNA, "Harbour &amp; Sons", "Active", "Suspend", &company] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    for never in ["$argon2id$", "token"] {
        assert!(!page.body.contains(never), "{never}");
    }
    let mut anna = buyer(house).await;
    let done = act(&mut desk, &person, "suspend", "0").await;
    leads_to(&done, &format!("{person}?done=suspend"));
    let page = desk.follow(&done).await;
    for shown in [
        "Suspended.",
        "Restore",
        "Three buyers complained.",
        "Person suspended",
    ] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    let shut = anna.get("/account").await;
    assert_eq!(shut.status, StatusCode::FORBIDDEN);
    let listed = desk.get("/staff/people?state=suspended").await;
    assert!(listed.body.contains(ANNA));
    leads_to(
        &act(&mut desk, &person, "restore", "1").await,
        &format!("{person}?done=restore"),
    );
    assert_eq!(anna.get("/account").await.status, StatusCode::OK, "and goes on");
    let log = desk.get("/staff/audit").await;
    assert!(log.body.contains("Person suspended") && log.body.contains("Person restored"));
}

const REQUEST: [(&str, &str); 9] = [
    ("form[submission]", "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"),
    ("form[name]", "Anna Quay"),
    ("form[furigana]", "アンナ"),
    ("form[company]", "Harbour"),
    ("form[email]", ANNA),
    ("form[phone_country]", "JP"),
    ("form[phone]", "03-1234-5678"),
    ("form[lines][0][model]", "TC74HC4050AFTEL"),
    ("form[lines][0][quantity]", "10"),
];

async fn a_company_is_suspended_while_its_user_works(house: &House) {
    let seller = house.supplier("s1@example.com").await;
    house.stock(&seller, &["TC74HC4050AFTEL"]).await;
    let mut desk = Door::staff(house, DESK).await;
    let mut user = Door::of(house);
    user.sign_in("s1@example.com", "supplier").await;
    assert!(
        user.get("/search?q=TC74HC")
            .await
            .body
            .contains("TC74HC4050AFTEL")
    );
    let id = house.number("SELECT id FROM company").await;
    let page = Console::Company(id).path();
    leads_to(
        &act(&mut desk, &page, "suspend", "0").await,
        &format!("{page}?done=suspend"),
    );
    // Whatever comes next is refused, and says why.
    for path in ["/account", "/account/users", "/inventory/export", "/staff"] {
        let answer = user.get(path).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        assert!(
            answer.body.contains("This account is suspended"),
            "{path}: {}",
            answer.body
        );
    }
    let sent = user
        .post("/account/update", &[("form[profile][name]", "X")])
        .await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
    assert!(sent.body.contains("What you typed is not lost"), "{}", sent.body);
    let sent = user.post("/request", &REQUEST).await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
    let fields: Vec<_> = REQUEST.to_vec();
    let called = user.call("quotations/request", &fields).await;
    assert_eq!(called.status, StatusCode::FORBIDDEN);
    assert!(called.body.contains("suspended"), "{}", called.body);
    let asked = user.ask("accounts/open_account", &[]).await;
    assert_eq!(asked.status, StatusCode::FORBIDDEN);
    assert!(asked.body.contains("suspended"), "{}", asked.body);
    assert_eq!(house.rows("quotation_request").await, 0);
    let mut stranger = Door::of(house);
    assert!(
        !stranger
            .get("/search?q=TC74HC4050")
            .await
            .body
            .contains("TC74HC4050AFTEL</")
    );
    leads_to(
        &act(&mut desk, &page, "restore", "1").await,
        &format!("{page}?done=restore"),
    );
    assert_eq!(user.get("/account").await.status, StatusCode::OK);
    assert!(
        stranger
            .get("/search?q=TC74HC")
            .await
            .body
            .contains("TC74HC4050AFTEL")
    );
}

async fn whoever_is_suspended_is_told_so_everywhere_and_may_still_write(house: &House) {
    let (person, _) = anna(house).await;
    let mut desk = Door::staff(house, DESK).await;
    let mut anna = buyer(house).await;
    act(&mut desk, &person, "suspend", "0").await;
    // Only who knows the password hears of it (E10).
    let mut other = Door::of(house);
    let fields = [
        ("account_type", "buyer"),
        ("login", ANNA),
        ("password", "Wrong-sesame-1"),
    ];
    let wrong = other.post("/sign-in", &fields).await;
    assert!(!wrong.body.contains("suspended"), "{}", wrong.body);
    let right = other.sign_in(ANNA, "buyer").await;
    assert_eq!(right.status, StatusCode::FORBIDDEN);
    assert!(right.body.contains("This account is suspended"), "{}", right.body);
    assert!(other.cookies.iter().all(|(name, _)| !name.contains("sid")));
    // What anybody may do is open: searching, writing to the owner, leaving.
    assert_eq!(anna.get("/search?q=TC74HC").await.status, StatusCode::OK);
    assert_eq!(anna.get("/contact").await.status, StatusCode::OK);
    leads_to(&anna.post("/sign-out", &[]).await, "/");
    let out = anna.get("/account").await;
    leads_to(&out, "/sign-in?next=%2Faccount");
}

async fn nothing_is_retyped_after_a_fault_and_t36_the_password_is_asked_for(house: &House) {
    let (person, _) = anna(house).await;
    let mut desk = Door::staff(house, DESK).await;
    let back = desk
        .post(&person, &[("act", "suspend"), ("version", "0"), ("reason", " ")])
        .await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(back.body.contains("href=\"#reason\""), "{}", back.body);
    house.wait(16 * MINUTE);
    let asked = act(&mut desk, &person, "force_code", "0").await;
    assert_eq!(asked.status, StatusCode::UNAUTHORIZED);
    assert!(
        asked.body.contains("Three buyers complained."),
        "what was typed is kept"
    );
    assert!(asked.body.contains("current-password"), "{}", asked.body);
    let fields = |password| {
        [
            ("act", "force_code"),
            ("version", "0"),
            ("reason", "Why not"),
            ("password", password),
        ]
    };
    let wrong = desk.post(&person, &fields("Wrong-sesame-1")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!wrong.body.contains("Wrong-sesame-1"));
    leads_to(
        &desk.post(&person, &fields(PASSWORD)).await,
        &format!("{person}?done=force_code"),
    );
    let page = desk.get(&person).await;
    assert!(page.body.contains("a code by mail is asked for"), "{}", page.body);
    let odd = desk
        .post(&person, &[("act", "delete"), ("version", "1"), ("reason", "x")])
        .await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        desk.post(&person, &[("version", "one")]).await.status,
        StatusCode::BAD_REQUEST
    );
}

async fn who_is_late_is_told_so_and_a_double_click_is_done(house: &House) {
    let (person, company) = anna(house).await;
    let mut desk = Door::staff(house, DESK).await;
    house.person(AccountType::Staff, MATE, "", false).await;
    let mut mate = Door::of(house);
    mate.sign_in_fully(house, MATE, "staff").await;
    for page in [&person, &company] {
        for _ in 0..2 {
            leads_to(
                &act(&mut desk, page, "suspend", "0").await,
                &format!("{page}?done=suspend"),
            );
        }
        let late = act(&mut mate, page, "suspend", "0").await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.body.contains("Nothing was done"), "{}", late.body);
        assert!(late.body.contains("Restore"), "as it is now");
    }
    assert_eq!(house.rows("audit WHERE action LIKE '%suspended'").await, 2);
}

async fn t31_for_buyers_and_reviewers_there_is_no_more_than_their_own(house: &House) {
    let (person, company) = anna(house).await;
    let mut anna = buyer(house).await;
    let pages = [
        "/staff/people",
        "/staff/companies",
        "/staff/team",
        &person,
        &company,
        "/staff/unverified/1",
    ];
    for page in pages {
        assert_eq!(anna.get(page).await.status, StatusCode::NOT_FOUND, "{page}");
    }
    for (page, what) in [
        (&person, "suspend"),
        (&company, "suspend"),
        (&person, "force_password"),
    ] {
        let answer = act(&mut anna, page, what, "0").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{what} {page}");
    }
    let invite = [
        ("email", "x@owner.example"),
        ("name", "X"),
        ("role", "administrator"),
        ("language", "en"),
    ];
    assert_eq!(
        anna.post("/staff/team", &invite).await.status,
        StatusCode::NOT_FOUND
    );
    let mut desk = Door::staff(house, DESK).await;
    let chief = house
        .number("SELECT CAST(number AS BIGINT) FROM account ORDER BY id DESC LIMIT 1")
        .await;
    let chief = Console::Person(chief.to_string()).path();
    assert_eq!(desk.get("/staff/team").await.status, StatusCode::OK);
    // A reviewer looks up and suspends, and is no business of the team's.
    let id = house.person(AccountType::Staff, MATE, "", false).await.account_id;
    house
        .run(&format!(
            "UPDATE staff SET role = 'screening' WHERE account_id = {id}"
        ))
        .await;
    let mut mate = Door::of(house);
    mate.sign_in_fully(house, MATE, "staff").await;
    assert_eq!(mate.get(&person).await.status, StatusCode::OK);
    assert_eq!(mate.get("/staff/team").await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        mate.post("/staff/team", &invite).await.status,
        StatusCode::FORBIDDEN
    );
    for what in ["suspend", "remove", "end_sessions"] {
        assert_eq!(
            act(&mut mate, &chief, what, "0").await.status,
            StatusCode::FORBIDDEN,
            "{what}"
        );
    }
    let page = mate.get(&chief).await;
    assert!(
        !page.body.contains("value=\"suspend\""),
        "no button that would do nothing"
    );
    assert_eq!(house.rows("audit WHERE action <> 'staff_opened'").await, 0);
    for missing in [
        "/staff/people/100000008",
        "/staff/people/x",
        "/staff/companies/4711",
        "/staff/unverified/4711",
    ] {
        assert_eq!(desk.get(missing).await.status, StatusCode::NOT_FOUND, "{missing}");
    }
}

async fn r060_a_new_password_is_chosen_at_the_sign_in(house: &House) {
    let (person, _) = anna(house).await;
    let mut desk = Door::staff(house, DESK).await;
    act(&mut desk, &person, "force_password", "0").await;
    let mut anna = Door::of(house);
    leads_to(&anna.sign_in(ANNA, "buyer").await, STEP);
    let page = anna.get(STEP).await;
    assert!(page.body.contains("Choose a new password"), "{}", page.body);
    leads_to(&anna.get("/account").await, "/sign-in?next=%2Faccount");
    let same = anna
        .post(STEP, &[("password", PASSWORD), ("password_again", PASSWORD)])
        .await;
    assert_eq!(same.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(same.body.contains("href=\"#password\"") && !same.body.contains(PASSWORD));
    leads_to(
        &anna
            .post(STEP, &[("password", NEW), ("password_again", NEW)])
            .await,
        "/",
    );
    assert_eq!(anna.get("/account").await.status, StatusCode::OK);
}

async fn r061_a_code_is_typed_at_the_sign_in_and_sent_again(house: &House) {
    let (person, _) = anna(house).await;
    let mut desk = Door::staff(house, DESK).await;
    act(&mut desk, &person, "force_code", "0").await;
    let mut anna = Door::of(house);
    leads_to(&anna.sign_in(ANNA, "buyer").await, STEP);
    let page = anna.get(STEP).await;
    assert!(page.body.contains("a***@harbour.example"), "{}", page.body);
    assert!(page.body.contains("one-time-code") && page.body.contains("Send a new code"));
    let early = anna.post(STEP, &[("again", "1")]).await;
    assert_eq!(early.status, StatusCode::TOO_MANY_REQUESTS);
    house.wait(MINUTE);
    leads_to(
        &anna.post(STEP, &[("again", "1")]).await,
        &format!("{STEP}?sent=1"),
    );
    let page = anna.get(&format!("{STEP}?sent=1")).await;
    assert!(page.body.contains("A new code is on its way"), "{}", page.body);
    let wrong = anna.post(STEP, &[("mailed", "1234")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("href=\"#mailed\""), "{}", wrong.body);
    let letters = house.letters().await;
    let letter = letters
        .iter()
        .rfind(|letter| letter.to == ANNA)
        .expect("a letter");
    let is_code = |line: &&str| line.len() == 8 && line.bytes().all(|b| b.is_ascii_digit());
    let code = letter.text.lines().find(is_code).expect("a code");
    leads_to(&anna.post(STEP, &[("mailed", code)]).await, "/");
    assert_eq!(anna.get("/account").await.status, StatusCode::OK);
}

async fn a_colleague_is_invited_comes_and_enrols(house: &House) {
    let mut desk = Door::staff(house, DESK).await;
    let fields = [
        ("email", MATE),
        ("name", "Mate Quay"),
        ("role", "screening"),
        ("language", "en"),
    ];
    let faulty = desk
        .post(
            "/staff/team",
            &[("email", MATE), ("name", ""), ("role", "x"), ("language", "en")],
        )
        .await;
    assert_eq!(faulty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(faulty.body.contains(MATE), "nothing is retyped");
    leads_to(
        &desk.post("/staff/team", &fields).await,
        "/staff/team?done=invited",
    );
    let page = desk.get("/staff/team").await;
    assert!(
        page.body.contains(MATE) && page.body.contains("Take back"),
        "{}",
        page.body
    );
    let letters = house.letters().await;
    let letter = letters.iter().find(|letter| letter.to == MATE).expect("a letter");
    let at = letter.text.find("/k/").expect("a link");
    let link: String = letter.text[at..]
        .chars()
        .take_while(|c| !c.is_whitespace())
        .collect();
    let mut mate = Door::of(house);
    let join = Place::JoinTeam.path();
    leads_to(&mate.get(&link).await, &join);
    let form = mate.get(&join).await;
    assert!(
        form.body.contains("Mate Quay") && form.body.contains("Screening"),
        "{}",
        form.body
    );
    let short = [
        ("name", "Mate Quay"),
        ("password", "Open-sesa-1"),
        ("password_again", "Open-sesa-1"),
    ];
    let back = mate.post(&join, &short).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!back.body.contains("Open-sesa-1"));
    let good = [("name", "Mate Quay"), ("password", NEW), ("password_again", NEW)];
    leads_to(&mate.post(&join, &good).await, &format!("{join}?done=1"));
    let login = [("login", MATE), ("password", NEW)];
    leads_to(&mate.post("/staff/sign-in", &login).await, STEP);
    assert!(mate.get(STEP).await.body.contains("Set up an authenticator app"));
    leads_to(&mate.get("/staff").await, "/staff/sign-in?next=%2Fstaff");
    let code = house.code(MATE).await;
    leads_to(&mate.post(STEP, &[("code", &code)]).await, "/account/security");
    assert_eq!(mate.get("/staff/applications").await.status, StatusCode::OK);
    let used = mate.get(&link).await;
    let used = mate.follow(&used).await;
    assert!(used.body.contains("no longer good"), "{}", used.body);
    // Another role: out with the next request.
    let id = house
        .number("SELECT CAST(number AS BIGINT) FROM account ORDER BY id DESC LIMIT 1")
        .await;
    let page = Console::Person(id.to_string()).path();
    let role = [
        ("act", "give_role"),
        ("version", "0"),
        ("reason", "x"),
        ("role", "desk"),
    ];
    leads_to(&desk.post(&page, &role).await, &format!("{page}?done=give_role"));
    leads_to(&mate.get("/staff").await, "/staff/sign-in?next=%2Fstaff");
    leads_to(
        &act(&mut desk, &page, "remove", "1").await,
        "/staff/team?done=remove",
    );
    assert_eq!(desk.get(&page).await.status, StatusCode::NOT_FOUND);
    let gone = mate.post("/staff/sign-in", &login).await;
    assert_eq!(gone.status, StatusCode::UNAUTHORIZED);
}

async fn the_last_administrator_is_told_why_nothing_happens(house: &House) {
    let mut desk = Door::staff(house, DESK).await;
    let id = house.number("SELECT CAST(number AS BIGINT) FROM account").await;
    let page = Console::Person(id.to_string()).path();
    let role = [
        ("act", "give_role"),
        ("version", "0"),
        ("reason", "x"),
        ("role", "desk"),
    ];
    let answer = desk.post(&page, &role).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(
        answer.body.contains("only administrator of the staff"),
        "{}",
        answer.body
    );
    assert_eq!(
        act(&mut desk, &page, "remove", "0").await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(desk.get("/staff/team").await.status, StatusCode::OK);
}

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

async fn r054_a_clerk_changes_the_own_name_and_number(house: &House) {
    anna(house).await;
    house.run("UPDATE membership SET role = 'quotations'").await;
    let mut anna = buyer(house).await;
    let account = anna.get("/account").await;
    assert!(
        account.body.contains("href=\"/account/update\""),
        "{}",
        account.body
    );
    let form = anna.get("/account/update").await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(form.body.contains("form[profile][phone]") && !form.body.contains("form[profile][company]"));
    let fields = |name| {
        [
            ("form[profile][name]", name),
            ("form[profile][furigana]", ""),
            ("form[profile][phone_country]", "DE"),
            ("form[profile][phone]", "089-5550-0102"),
        ]
    };
    let back = anna.post("/account/update", &fields("")).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        back.body.contains("href=\"#name\"") && back.body.contains("089-5550-0102"),
        "{}",
        back.body
    );
    leads_to(
        &anna.post("/account/update", &fields("Anna Kai")).await,
        "/account?saved=1",
    );
    let account = anna.get("/account").await;
    assert!(account.body.contains("Anna Kai") && account.body.contains("+49 089-5550-0102"));
    assert!(
        account.body.contains("Harbour &amp; Sons"),
        "the company is as it was"
    );
    house.run("UPDATE membership SET role = 'administrator'").await;
}

async fn t26_a_form_of_another_site_suspends_nobody(house: &House) {
    let (person, company) = anna(house).await;
    let desk = Door::staff(house, DESK).await;
    for page in [&person, &company, &"/staff/team".to_owned()] {
        let request = desk
            .request(axum::http::Method::POST, page)
            .header("sec-fetch-site", "cross-site")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(axum::body::Body::from("act=suspend&version=0&reason=x"))
            .expect("a request");
        let mut desk = desk.another();
        assert_eq!(desk.send(request).await.status, StatusCode::FORBIDDEN, "{page}");
    }
    assert_eq!(house.rows("account WHERE state <> 'active'").await, 0);
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

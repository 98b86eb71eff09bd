//! Suspended and restored on plain pages: nothing retyped, nothing done twice, and whoever is out is told so.

use axum::http::StatusCode;
use domain::accounts::AccountType;
use domain::places::Console;

use crate::people::{ANNA, DESK, MATE, act, anna, buyer};
use crate::support::door::{Door, leads_to};
use crate::support::house::{House, MINUTE, PASSWORD};

on_both!(
    a_person_is_found_suspended_and_restored,
    a_company_is_suspended_while_its_user_works,
    whoever_is_suspended_is_told_so_everywhere_and_may_still_write,
    nothing_is_retyped_after_a_fault_and_t36_the_password_is_asked_for,
    who_is_late_is_told_so_and_a_double_click_is_done,
    t26_a_form_of_another_site_suspends_nobody,
);

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
        let fields = [
            ("act", "suspend"),
            ("version", "0"),
            ("reason", "Typed with care."),
        ];
        let late = mate.post(page, &fields).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.body.contains("Typed with care."), "nothing is lost");
        assert!(late.body.contains("Nothing was done"), "{}", late.body);
        assert!(late.body.contains("Restore"), "as it is now");
    }
    assert_eq!(house.rows("audit WHERE action LIKE '%suspended'").await, 2);
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

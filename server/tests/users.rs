//! The users of a company through the front door: as a browser without scripts does it, and as a script reads it.

#[path = "../../services/tests/support/house.rs"]
#[macro_use]
mod house;
#[path = "support/door.rs"]
mod door;

use std::time::Duration;

use axum::http::StatusCode;
use domain::accounts::AccountType;
use door::{Answer, Door, with};
use house::{House, PASSWORD};

on_both!(
    r051_a_user_is_invited_registers_and_signs_in,
    r052_the_form_comes_back_as_it_was_typed_but_for_its_passwords,
    r054_an_invitation_is_sent_again_and_taken_back,
    r054_a_role_is_changed_and_a_user_removed,
    r054_who_administers_nothing_sees_a_plain_list,
    r054_a_clerk_of_the_stock_cannot_request,
    t04_numbers_of_others_are_answered_like_numbers_of_nobody,
    t21_the_password_is_asked_for_in_each_form,
    t25_a_role_holds_on_an_open_page,
    t26_a_form_of_another_site_changes_nothing,
    z40_the_last_administrator_reads_why,
    links_that_are_no_longer_good_have_a_way_on,
    both_languages_are_spoken,
);

const CHIEF: &str = "chief@midori.example";
const JIRO: &str = "jiro@midori.example";
const JIROS: &str = "tsuki!hashi31no";
const USERS: &str = "/account/users";
const ONE: &str = "/account/users/one";
const JOIN: &str = "/sign-up/join";

const INVITE: [(&str, &str); 5] = [
    ("step", "invite"),
    ("email", JIRO),
    ("name", "Jiro Sato"),
    ("role", "member"),
    ("language", "en"),
];
const JOINING: [(&str, &str); 7] = [
    ("name", "Jiro Sato"),
    ("furigana", "サトウ ジロウ"),
    ("phone_country", "JP"),
    ("phone", "03-5550-0105"),
    ("password", JIROS),
    ("password_again", JIROS),
    ("agreed", "1"),
];

async fn chief(house: &House) -> Door {
    house
        .person(AccountType::Supplier, CHIEF, "Midori & Sons", false)
        .await;
    let mut door = Door::of(house);
    door.sign_in(CHIEF, "supplier").await;
    door
}

/// The path of the link in the newest invitation.
async fn mailed(house: &House) -> String {
    let letters = house.letters().await;
    let letter = letters.iter().find(|letter| letter.kind == "invitation");
    door::link(letter.expect("an invitation"))
}

async fn opened(door: &mut Door, link: &str) -> Answer {
    let answer = door.get(link).await;
    door.follow(&answer).await
}

/// Jiro, come with a role, and signed in in a browser of his own.
async fn jiro(house: &House, chief: &mut Door, role: &str) -> Door {
    let sent = chief.post(USERS, &with(&INVITE, &[("role", role)])).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let link = mailed(house).await;
    let mut door = chief.another();
    opened(&mut door, &link).await;
    let came = door.post(JOIN, &JOINING).await;
    assert_eq!(came.status, StatusCode::SEE_OTHER, "{}", came.body);
    let fields = [("account_type", "supplier"), ("login", JIRO), ("password", JIROS)];
    assert_eq!(door.post("/sign-in", &fields).await.status, StatusCode::SEE_OTHER);
    door
}

/// The nine digits of a user, read off the list.
async fn number(door: &mut Door, email: &str) -> String {
    let list = door.ask("accounts/users", &[]).await.json();
    let users = list["list"]["users"].as_array().expect("users").clone();
    let user = users
        .iter()
        .find(|user| user["email"] == email)
        .expect("is listed");
    user["number"].as_str().expect("a number").to_owned()
}

async fn r051_a_user_is_invited_registers_and_signs_in(house: &House) {
    let mut door = chief(house).await;
    let account = door.get("/account").await;
    assert!(account.body.contains("List of user management"));
    let page = door.get(USERS).await;
    assert_eq!(page.status, StatusCode::OK);
    for said in [
        "List of user management",
        "Add user",
        "Send an email",
        CHIEF,
        "Administrator",
    ] {
        assert!(page.body.contains(said), "{said}");
    }
    let sent = door.post(USERS, &INVITE).await;
    let page = door.follow(&sent).await;
    assert!(
        page.body.contains("The invitation is on its way"),
        "{}",
        page.body
    );
    assert!(page.body.contains(JIRO) && page.body.contains("the link is good until"));
    let link = mailed(house).await;
    let mut other = door.another();
    let page = opened(&mut other, &link).await;
    assert_eq!(page.status, StatusCode::OK);
    for said in ["Midori &amp; Sons", JIRO, "Jiro Sato", "Terms", "Register"] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    assert!(
        !page.body.contains(link.trim_start_matches("/k/")),
        "the link is not repeated"
    );
    let came = other.post(JOIN, &JOINING).await;
    let page = other.follow(&came).await;
    assert!(page.body.contains("You are registered") && page.body.contains("/sign-in?type=supplier"));
    assert!(
        !other.cookies.iter().any(|(name, _)| name == "__Host-sid"),
        "it does not sign in"
    );
    assert!(
        !other.cookies.iter().any(|(name, _)| name == "__Host-flow"),
        "the link is forgotten"
    );
    let fields = [("account_type", "supplier"), ("login", JIRO), ("password", JIROS)];
    assert_eq!(
        other.post("/sign-in", &fields).await.status,
        StatusCode::SEE_OTHER
    );
    let page = door.get(USERS).await;
    assert!(page.body.contains("Jiro Sato") && page.body.contains("Nobody is invited at the moment."));
}

async fn r052_the_form_comes_back_as_it_was_typed_but_for_its_passwords(house: &House) {
    let mut door = chief(house).await;
    let bad = with(&INVITE, &[("email", "jiro@midori"), ("role", "owner")]);
    let answer = door.post(USERS, &bad).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("jiro@midori") && answer.body.contains("2 things to correct"));
    assert!(
        answer.body.contains("<details open class=\"users-add\""),
        "{}",
        answer.body
    );
    door.post(USERS, &INVITE).await;
    let link = mailed(house).await;
    let mut other = door.another();
    opened(&mut other, &link).await;
    let bad = with(
        &JOINING,
        &[("phone", "abc"), ("password_again", "another-1!"), ("agreed", "")],
    );
    let bad: Vec<_> = bad.into_iter().filter(|(name, _)| *name != "agreed").collect();
    let answer = other.post(JOIN, &bad).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in [
        "Jiro Sato",
        "サトウ ジロウ",
        "abc",
        "The two passwords are not the same.",
        "Please tick this box.",
    ] {
        assert!(answer.body.contains(said), "{said}");
    }
    assert!(!answer.body.contains(JIROS), "passwords are never repeated");
    let own = with(
        &JOINING,
        &[("password", "Midori-123"), ("password_again", "Midori-123")],
    );
    let answer = other.post(JOIN, &own).await;
    assert_eq!(
        answer.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "made of the company's name"
    );
    assert_eq!(other.post(JOIN, &JOINING).await.status, StatusCode::SEE_OTHER);
}

async fn r054_an_invitation_is_sent_again_and_taken_back(house: &House) {
    let mut door = chief(house).await;
    door.post(USERS, &INVITE).await;
    let first = mailed(house).await;
    let list = door.ask("accounts/users", &[]).await.json();
    let id = list["list"]["invitations"][0]["id"].to_string();
    let sent = door.post(USERS, &[("resend", &id)]).await;
    assert!(
        door.follow(&sent)
            .await
            .body
            .contains("The invitation is sent again")
    );
    let second = mailed(house).await;
    let mut other = door.another();
    assert_eq!(opened(&mut other, &first).await.status, StatusCode::GONE);
    assert_eq!(opened(&mut other, &second).await.status, StatusCode::OK);
    let taken = door.post(USERS, &[("revoke", &id)]).await;
    assert!(
        door.follow(&taken)
            .await
            .body
            .contains("The invitation is taken back")
    );
    let late = other.post(JOIN, &JOINING).await;
    assert_eq!(late.status, StatusCode::GONE);
    assert!(
        late.body.contains("This invitation is no longer good"),
        "{}",
        late.body
    );
    let again = door.post(USERS, &[("revoke", &id)]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
    assert!(again.body.contains("no longer there"));
}

async fn r054_a_role_is_changed_and_a_user_removed(house: &House) {
    let mut door = chief(house).await;
    let mut other = jiro(house, &mut door, "member").await;
    let number = number(&mut door, JIRO).await;
    let page = door.get(&format!("{ONE}?number={number}")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains(JIRO) && page.body.contains("Remove from the company"));
    let none = door.post(ONE, &[("step", "role"), ("number", &number)]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        none.body.contains(JIRO) && none.body.contains("Role: Please fill this in."),
        "{}",
        none.body
    );
    let fields = [
        ("step", "role"),
        ("number", number.as_str()),
        ("role", "quotations"),
    ];
    let changed = door.post(ONE, &fields).await;
    let page = door.follow(&changed).await;
    assert!(page.body.contains("The role is changed") && page.body.contains("Quotations only"));
    assert_eq!(other.get("/inventory/export").await.status, StatusCode::FORBIDDEN);
    let removed = door.post(ONE, &[("step", "remove"), ("number", &number)]).await;
    let page = door.follow(&removed).await;
    assert!(page.body.contains("The user is removed") && !page.body.contains(JIRO));
    assert_eq!(
        other.get("/account").await.status,
        StatusCode::SEE_OTHER,
        "out with the next click"
    );
    assert_eq!(
        other.ask("accounts/sessions", &[]).await.status,
        StatusCode::UNAUTHORIZED,
        "T25: an open page is out too"
    );
    let letters = house.letters().await;
    assert!(
        letters
            .iter()
            .any(|letter| letter.to == JIRO && letter.kind == "removed_from_company")
    );
}

async fn r054_who_administers_nothing_sees_a_plain_list(house: &House) {
    let mut door = chief(house).await;
    let mut other = jiro(house, &mut door, "member").await;
    let page = other.get(USERS).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains(CHIEF) && page.body.contains("Administrator"));
    for kept in ["Add user", "Last seen", "Invitations", "/account/users/one"] {
        assert!(!page.body.contains(kept), "{kept}");
    }
    let number = number(&mut door, CHIEF).await;
    let seen = other.get(&format!("{ONE}?number={number}")).await;
    assert_eq!(seen.status, StatusCode::FORBIDDEN);
    let friend = other
        .post(USERS, &with(&INVITE, &[("email", "friend@midori.example")]))
        .await;
    assert_eq!(friend.status, StatusCode::FORBIDDEN);
    let removed = other.post(ONE, &[("step", "remove"), ("number", &number)]).await;
    assert_eq!(removed.status, StatusCode::FORBIDDEN);
    house
        .person(AccountType::Staff, "desk@owner.example", "", false)
        .await;
    let mut desk = door.another();
    desk.sign_in_fully(house, "desk@owner.example", "staff").await;
    assert_eq!(
        desk.get(USERS).await.status,
        StatusCode::FORBIDDEN,
        "staff have no company"
    );
}

async fn r054_a_clerk_of_the_stock_cannot_request(house: &House) {
    let mut door = chief(house).await;
    let mut other = jiro(house, &mut door, "stock").await;
    assert_eq!(other.get("/inventory/export").await.status, StatusCode::OK);
    let opened = other.ask("quotations/open", &[("query", "")]).await;
    assert_eq!(opened.status, StatusCode::FORBIDDEN, "{}", opened.body);
    let page = other.get("/request").await;
    assert!(
        page.body.contains("Your account does not allow this."),
        "{}",
        page.body
    );
    assert_eq!(
        door.ask("quotations/open", &[("query", "")]).await.status,
        StatusCode::OK
    );
}

async fn t04_numbers_of_others_are_answered_like_numbers_of_nobody(house: &House) {
    let stranger = house
        .person(AccountType::Supplier, "s2@example.com", "Other", false)
        .await;
    let mut door = chief(house).await;
    let mut pages = Vec::new();
    for number in [stranger.number.as_str(), "000000000"] {
        let seen = door.get(&format!("{ONE}?number={number}")).await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND);
        assert_eq!(door.ask("accounts/user", &[("id", number)]).await.body, "null");
        let fields = [("step", "remove"), ("number", number)];
        let posted = door.post(ONE, &fields).await;
        assert_eq!(posted.status, StatusCode::NOT_FOUND);
        let policy = posted.header("content-security-policy").to_owned();
        let nonce = policy
            .split("'nonce-")
            .nth(1)
            .and_then(|rest| rest.split('\'').next());
        pages.push(
            posted
                .body
                .replace(nonce.unwrap_or("no nonce"), "…")
                .replace(number, "…"),
        );
    }
    assert_eq!(pages[0], pages[1]);
}

async fn t21_the_password_is_asked_for_in_each_form(house: &House) {
    let mut door = chief(house).await;
    jiro(house, &mut door, "member").await;
    let number = number(&mut door, JIRO).await;
    house.wait(Duration::from_secs(301));
    let page = door.get(USERS).await;
    assert!(page.body.contains("invite-password"));
    let other = with(&INVITE, &[("email", "other@midori.example")]);
    let asked = door.post(USERS, &other).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        asked.body.contains("Your password: Please fill this in."),
        "{}",
        asked.body
    );
    assert!(
        asked.body.contains("other@midori.example"),
        "nothing else is retyped"
    );
    let asked = door.post(ONE, &[("step", "remove"), ("number", &number)]).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.body.contains("remove-password") && asked.body.contains(JIRO));
    let shown = with(&other, &[("password", PASSWORD)]);
    assert_eq!(door.post(USERS, &shown).await.status, StatusCode::SEE_OTHER);
    assert!(
        !door.get(USERS).await.body.contains("invite-password"),
        "shown a moment ago"
    );
}

async fn t25_a_role_holds_on_an_open_page(house: &House) {
    let mut door = chief(house).await;
    let mut other = jiro(house, &mut door, "administrator").await;
    assert!(other.get(USERS).await.body.contains("Add user"), "an open page");
    let number = number(&mut door, JIRO).await;
    let fields = [("step", "role"), ("number", number.as_str()), ("role", "stock")];
    door.post(ONE, &fields).await;
    let sent = other
        .post(USERS, &with(&INVITE, &[("email", "friend@midori.example")]))
        .await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
    let update = other.get("/account/update").await;
    assert_eq!(update.status, StatusCode::OK);
    let posted = other
        .post("/account/update", &[("form[profile][company]", "X")])
        .await;
    assert_eq!(posted.status, StatusCode::FORBIDDEN);
    assert!(
        house
            .letters()
            .await
            .iter()
            .all(|letter| letter.to != "friend@midori.example")
    );
}

async fn t26_a_form_of_another_site_changes_nothing(house: &House) {
    use axum::body::Body;
    use axum::http::Method;
    let mut door = chief(house).await;
    for path in [USERS, ONE, JOIN] {
        let request = door
            .request(Method::POST, path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "cross-site")
            .body(Body::from(door::encode(&INVITE)))
            .expect("a request");
        assert_eq!(door.send(request).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert!(house.letters().await.is_empty());
}

async fn z40_the_last_administrator_reads_why(house: &House) {
    let mut door = chief(house).await;
    let number = number(&mut door, CHIEF).await;
    let page = door.get(&format!("{ONE}?number={number}")).await;
    assert!(page.body.contains("Your company needs an administrator."));
    assert!(
        !page.body.contains("Remove from the company"),
        "one leaves by another way"
    );
    let fields = [("step", "role"), ("number", number.as_str()), ("role", "member")];
    let refused = door.post(ONE, &fields).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.body.contains("Your company needs an administrator."));
    let oneself = door.post(ONE, &[("step", "remove"), ("number", &number)]).await;
    assert_eq!(oneself.status, StatusCode::NOT_FOUND);
}

async fn links_that_are_no_longer_good_have_a_way_on(house: &House) {
    let mut door = chief(house).await;
    door.post(USERS, &INVITE).await;
    let link = mailed(house).await;
    let mut other = door.another();
    let page = opened(&mut other, &link).await;
    assert_eq!(page.status, StatusCode::OK);
    house.wait(Duration::from_secs(3 * 24 * 3_600));
    let late = other.post(JOIN, &JOINING).await;
    assert_eq!(late.status, StatusCode::GONE);
    assert!(late.body.contains("This invitation has expired") && late.body.contains("href=\"/contact\""));
    let nothing = door.another().get(JOIN).await;
    assert_eq!(nothing.status, StatusCode::GONE);
    assert!(nothing.body.contains("This invitation is no longer good"));
    door.sign_in(CHIEF, "supplier").await;
    door.post(USERS, &INVITE).await;
    let link = mailed(house).await;
    opened(&mut other, &link).await;
    other.post(JOIN, &JOINING).await;
    let used = opened(&mut other, &link).await;
    assert_eq!(used.status, StatusCode::GONE);
    assert!(used.body.contains("This invitation has been used") && used.body.contains("href=\"/sign-in\""));
}

async fn both_languages_are_spoken(house: &House) {
    let mut door = chief(house).await;
    door.language = "ja";
    door.post("/language", &[("language", "ja"), ("back", USERS)])
        .await;
    let page = door.get(USERS).await;
    for said in [
        "ユーザー管理一覧",
        "ユーザーを追加",
        "メールを送信",
        "管理者",
        "在庫のみ",
        "見積のみ",
    ] {
        assert!(page.body.contains(said), "{said}");
    }
    door.post(USERS, &with(&INVITE, &[("language", "ja")])).await;
    let link = mailed(house).await;
    let page = opened(&mut door, &link).await;
    assert!(
        page.body
            .contains("「Midori &amp; Sons」から、ユーザーとして招待されています。"),
        "{}",
        page.body
    );
    assert!(page.body.contains("登録する"));
}

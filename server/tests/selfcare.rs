//! What people do about their own credentials, through the front door: as a browser without scripts does it, and, for
//! what the pages read, as a script does.

#[path = "../../services/tests/support/house.rs"]
#[macro_use]
mod house;
#[path = "support/door.rs"]
mod door;

use axum::http::StatusCode;
use domain::accounts::AccountType;
use door::{Answer, Door};
use house::{House, PASSWORD};
use services::jobs;

on_both!(
    a_forgotten_password_is_set_without_scripts,
    t02_the_answer_is_the_same_for_every_address,
    t15_opening_a_link_uses_nothing_up,
    t18_a_foreign_host_mails_nothing,
    a_dead_link_offers_to_begin_again,
    a_password_is_changed_on_its_page,
    r076_addresses_are_changed_on_their_page,
    t21_the_former_address_takes_the_change_back,
    t25_sessions_are_ended_on_their_page,
    pages_of_the_account_lead_to_the_sign_in,
    both_languages_say_the_same,
);

const JANE: &str = "jane@harbour.example";
const SECOND: &str = "jane@isartal.example";
const NEW: &str = "kaji!tsubo88ren";

async fn jane(house: &House) -> Door {
    house.person(AccountType::Buyer, JANE, "Harbour", false).await;
    Door::of(house)
}

async fn jane_in(house: &House) -> Door {
    let mut door = jane(house).await;
    door.sign_in(JANE, "buyer").await;
    door
}

/// The path of the mailed link in the newest mail of a kind.
async fn mailed(house: &House, kind: &str) -> String {
    jobs::run_due(&house.market).await.expect("runs");
    let letters = house.letters().await;
    door::link(letters.iter().find(|letter| letter.kind == kind).expect(kind))
}

async fn reset_link(house: &House, door: &mut Door) -> String {
    let sent = door.post("/sign-in/forgot", &[("email", JANE)]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    mailed(house, "reset_password").await
}

fn twice(password: &str) -> [(&str, &str); 2] {
    [("password", password), ("password_again", password)]
}

/// The page of a link; nothing that names the link stands in it.
async fn opened(door: &mut Door, link: &str) -> Answer {
    let answer = door.get(link).await;
    let page = door.follow(&answer).await;
    assert!(
        !page.body.contains(link.trim_start_matches("/k/")),
        "the link is not repeated"
    );
    page
}

async fn a_forgotten_password_is_set_without_scripts(house: &House) {
    let mut door = jane_in(house).await;
    let mut other = door.another();
    let empty = other.post("/sign-in/forgot", &[("email", "jane@harbour")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("jane@harbour") && empty.body.contains("is not complete"));
    let link = reset_link(house, &mut other).await;
    let page = opened(&mut other, &link).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("New password (confirm password)"));
    let short = other.post("/sign-in/new-password", &twice("short-1")).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.body.contains("A password has at least 8 characters.") && !short.body.contains("short-1"));
    let set = other.post("/sign-in/new-password", &twice(NEW)).await;
    let page = other.follow(&set).await;
    assert!(page.body.contains("The new password is set"), "{}", page.body);
    assert!(
        !other.cookies.iter().any(|(name, _)| name == "__Host-sid"),
        "it does not sign in"
    );
    assert!(
        !other.cookies.iter().any(|(name, _)| name == "__Host-flow"),
        "the link is forgotten"
    );
    assert_eq!(
        door.get("/account/password").await.status,
        StatusCode::SEE_OTHER,
        "the thief is out"
    );
    let fields = [("account_type", "buyer"), ("login", JANE), ("password", NEW)];
    assert_eq!(
        other.post("/sign-in", &fields).await.status,
        StatusCode::SEE_OTHER
    );
}

async fn t02_the_answer_is_the_same_for_every_address(house: &House) {
    let mut door = jane(house).await;
    let mut pages = Vec::new();
    for email in [JANE, "nobody@harbour.example"] {
        let sent = door.post("/sign-in/forgot", &[("email", email)]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER);
        let page = door.follow(&sent).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.body.contains(email));
        // What differs between any two answers: the nonce of the policy.
        let policy = page.header("content-security-policy").to_owned();
        let nonce = policy
            .split("'nonce-")
            .nth(1)
            .and_then(|rest| rest.split('\'').next());
        pages.push(page.body.replace(nonce.unwrap_or("no nonce"), "…"));
    }
    assert_eq!(pages[0], pages[1]);
}

async fn t15_opening_a_link_uses_nothing_up(house: &House) {
    let mut door = jane(house).await;
    let link = reset_link(house, &mut door).await;
    for _ in 0..20 {
        let page = opened(&mut door.another(), &link).await;
        assert_eq!(page.status, StatusCode::OK);
        let head = door
            .request(axum::http::Method::HEAD, &link)
            .body(axum::body::Body::empty())
            .expect("a request");
        assert_eq!(door.another().send(head).await.status, StatusCode::SEE_OTHER);
    }
    opened(&mut door, &link).await;
    let set = door.post("/sign-in/new-password", &twice(NEW)).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER);
}

async fn t18_a_foreign_host_mails_nothing(house: &House) {
    let door = jane(house).await;
    for (name, value, status) in [
        ("host", "evil.example", StatusCode::MISDIRECTED_REQUEST),
        ("x-forwarded-host", "evil.example", StatusCode::SEE_OTHER),
        ("forwarded", "host=evil.example", StatusCode::SEE_OTHER),
    ] {
        let mut request = door
            .request(axum::http::Method::POST, "/sign-in/forgot")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(axum::body::Body::from("email=jane%40harbour.example"))
            .expect("a request");
        request
            .headers_mut()
            .insert(name, axum::http::HeaderValue::from_static(value));
        assert_eq!(door.another().send(request).await.status, status, "{name}");
    }
    jobs::run_due(&house.market).await.expect("runs");
    let letters = house.letters().await;
    assert_eq!(letters.len(), 2, "the two that were served");
    for letter in &letters {
        assert!(!letter.text.contains("evil") && !letter.html.contains("evil"));
    }
}

async fn a_dead_link_offers_to_begin_again(house: &House) {
    let mut door = jane(house).await;
    let link = reset_link(house, &mut door).await;
    opened(&mut door, &link).await;
    house.wait(std::time::Duration::from_secs(3 * 24 * 3_600 + 1));
    let late = door.post("/sign-in/new-password", &twice(NEW)).await;
    assert_eq!(late.status, StatusCode::GONE);
    assert!(late.body.contains("This link has expired") && late.body.contains("Begin again"));
    let link = reset_link(house, &mut door).await;
    opened(&mut door, &link).await;
    door.post("/sign-in/new-password", &twice(NEW)).await;
    let again = opened(&mut door, &link).await;
    assert_eq!(again.status, StatusCode::GONE);
    assert!(again.body.contains("This link has been used") && again.body.contains("/sign-in/forgot"));
    let nothing = door.another().get("/sign-in/new-password").await;
    assert_eq!(nothing.status, StatusCode::GONE);
    assert!(nothing.body.contains("This link is no longer good"));
    for page in ["/account/addresses/confirm", "/account/addresses/revert"] {
        let nothing = door.another().get(page).await;
        assert_eq!(nothing.status, StatusCode::GONE, "{page}");
        let pressed = door.another().post(page, &[]).await;
        assert_eq!(pressed.status, StatusCode::GONE, "{page}");
    }
}

async fn a_password_is_changed_on_its_page(house: &House) {
    let mut door = jane_in(house).await;
    let mut other = door.another();
    other.sign_in(JANE, "buyer").await;
    let page = door.get("/account/password").await;
    assert_eq!(page.status, StatusCode::OK);
    let fields = |current: &'static str, password: &'static str| {
        [
            ("current", current),
            ("password", password),
            ("password_again", password),
        ]
    };
    let wrong = door
        .post("/account/password", &fields("Wrong-guess-1", NEW))
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("This is not your password."));
    assert!(!wrong.body.contains(NEW) && !wrong.body.contains("Wrong-guess-1"));
    let changed = door.post("/account/password", &fields(PASSWORD, NEW)).await;
    let page = door.follow(&changed).await;
    assert!(page.body.contains("The password is changed"), "{}", page.body);
    assert_eq!(
        other.get("/account/password").await.status,
        StatusCode::SEE_OTHER,
        "T25"
    );
    assert_eq!(
        other.ask("accounts/sessions", &[]).await.status,
        StatusCode::UNAUTHORIZED,
        "T25: an open page is out too"
    );
    assert_eq!(
        door.ask("accounts/sessions", &[]).await.status,
        StatusCode::OK,
        "this one goes on"
    );
}

/// The number of an address, as the page is told it.
async fn number(door: &mut Door, address: &str) -> String {
    let page = door.ask("accounts/addresses", &[]).await.json();
    let list = page["addresses"]["list"].as_array().expect("a list");
    let row = list.iter().find(|row| row["address"] == address).expect(address);
    row["id"].to_string()
}

async fn r076_addresses_are_changed_on_their_page(house: &House) {
    let mut door = jane_in(house).await;
    house
        .person(AccountType::Buyer, "jack@harbour.example", "Jack", false)
        .await;
    let fault = door
        .post("/account/addresses", &[("step", "add"), ("email", JANE)])
        .await;
    assert_eq!(fault.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(fault.body.contains("Your account has this address already."));
    for email in ["jack@harbour.example", SECOND] {
        let added = door
            .post("/account/addresses", &[("step", "add"), ("email", email)])
            .await;
        let page = door.follow(&added).await;
        assert!(page.body.contains("Please look into your mail"), "{}", page.body);
    }
    let link = mailed(house, "confirm_address").await;
    let mut elsewhere = door.another();
    let page = opened(&mut elsewhere, &link).await;
    assert!(page.body.contains(SECOND));
    let proved = elsewhere.post("/account/addresses/confirm", &[]).await;
    let page = elsewhere.follow(&proved).await;
    assert!(
        page.body.contains("The address is confirmed"),
        "without signing in"
    );
    let (first, second) = (number(&mut door, JANE).await, number(&mut door, SECOND).await);
    let main = [("step", "main"), ("address", second.as_str())];
    let changed = door.post("/account/addresses", &main).await;
    let page = door.follow(&changed).await;
    assert!(page.body.contains("The main address is changed"), "{}", page.body);
    let delete = [("step", "delete"), ("address", second.as_str())];
    let refused = door.post("/account/addresses", &delete).await;
    assert!(refused.body.contains("This is your main address."));
    house.wait(std::time::Duration::from_secs(301));
    let delete = [("step", "delete"), ("address", first.as_str())];
    let asked = door.post("/account/addresses", &delete).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        asked.body.contains("id=\"list-password\""),
        "the password is asked for"
    );
    let delete = [
        ("step", "delete"),
        ("address", first.as_str()),
        ("password", PASSWORD),
    ];
    let deleted = door.post("/account/addresses", &delete).await;
    let page = door.follow(&deleted).await;
    assert!(page.body.contains("The address is deleted") && !page.body.contains(JANE));
}

async fn t21_the_former_address_takes_the_change_back(house: &House) {
    let mut door = jane_in(house).await;
    door.post("/account/addresses", &[("step", "add"), ("email", SECOND)])
        .await;
    let link = mailed(house, "confirm_address").await;
    opened(&mut door, &link).await;
    door.post("/account/addresses/confirm", &[]).await;
    let second = number(&mut door, SECOND).await;
    let main = [("step", "main"), ("address", second.as_str())];
    assert_eq!(
        door.post("/account/addresses", &main).await.status,
        StatusCode::SEE_OTHER
    );
    let back = mailed(house, "address_changed").await;
    let mut owner = door.another();
    let page = opened(&mut owner, &back).await;
    assert!(page.body.contains(JANE) && page.body.contains("Take the change back"));
    let taken = owner.post("/account/addresses/revert", &[]).await;
    let page = owner.follow(&taken).await;
    assert!(page.body.contains("The change is taken back"), "{}", page.body);
    assert_eq!(
        door.get("/account/addresses").await.status,
        StatusCode::SEE_OTHER,
        "everybody is out"
    );
    let link = mailed(house, "reset_password").await;
    opened(&mut owner, &link).await;
    assert_eq!(
        owner.post("/sign-in/new-password", &twice(NEW)).await.status,
        StatusCode::SEE_OTHER
    );
    let fields = [("account_type", "buyer"), ("login", JANE), ("password", NEW)];
    assert_eq!(
        owner.post("/sign-in", &fields).await.status,
        StatusCode::SEE_OTHER
    );
}

async fn t25_sessions_are_ended_on_their_page(house: &House) {
    let mut door = jane_in(house).await;
    let (mut second, mut third) = (door.another(), door.another());
    second.sign_in(JANE, "buyer").await;
    third.sign_in(JANE, "buyer").await;
    let page = door.get("/account/sessions").await;
    assert!(page.body.contains("This device") && page.body.contains("End all others"));
    let rows = door.ask("accounts/sessions", &[]).await.json();
    let ids: Vec<String> = rows
        .as_array()
        .expect("a list")
        .iter()
        .filter(|row| row["here"] == false)
        .map(|row| row["id"].as_str().expect("a name").to_owned())
        .collect();
    assert_eq!(ids.len(), 2);
    let ended = door.post("/account/sessions", &[("one", ids[0].as_str())]).await;
    let page = door.follow(&ended).await;
    assert!(page.body.contains("Logged out"), "{}", page.body);
    let out = [
        second.get("/account/sessions").await.status,
        third.get("/account/sessions").await.status,
    ];
    assert_eq!(
        out.iter()
            .filter(|status| **status == StatusCode::SEE_OTHER)
            .count(),
        1
    );
    door.post("/account/sessions", &[("others", "1")]).await;
    for other in [&mut second, &mut third] {
        assert_eq!(other.get("/account/sessions").await.status, StatusCode::SEE_OTHER);
        assert_eq!(
            other.ask("accounts/sessions", &[]).await.status,
            StatusCode::UNAUTHORIZED
        );
    }
    let page = door.get("/account/sessions").await;
    assert!(page.body.contains("You are logged in nowhere else."));
    assert_eq!(page.header("cache-control"), "no-store", "T28");
    let odd = door.post("/account/sessions", &[("one", "x")]).await;
    assert_eq!(odd.status, StatusCode::NOT_FOUND);
}

async fn pages_of_the_account_lead_to_the_sign_in(house: &House) {
    let mut door = jane(house).await;
    for page in ["/account/password", "/account/addresses", "/account/sessions"] {
        for answer in [door.get(page).await, door.post(page, &[]).await] {
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{page}");
            assert!(answer.header("location").starts_with("/sign-in?next="), "{page}");
        }
    }
}

async fn both_languages_say_the_same(house: &House) {
    let mut door = jane_in(house).await;
    door.language = "ja";
    for (page, title) in [
        ("/sign-in/forgot", "パスワードをお忘れですか"),
        ("/account/password", "パスワードの変更"),
        ("/account/addresses", "メールアドレス"),
        ("/account/sessions", "ログイン中の端末"),
    ] {
        let answer = door.get(page).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        assert!(answer.body.contains(title), "{page}: {}", answer.body);
    }
    let fault = door.post("/sign-in/forgot", &[("email", "x")]).await;
    assert!(fault.body.contains("メールアドレスには@が"));
}

//! One's own account through the front door: plain forms, downloads, and whoever has no business there.

#[path = "../../services/tests/support/house.rs"]
#[macro_use]
mod house;
#[path = "support/door.rs"]
mod door;

use axum::http::StatusCode;
use axum::http::header::LOCATION;
use domain::accounts::AccountType;
use domain::places::{self, Place};
use door::Door;
use house::{House, PASSWORD};

on_both!(
    a_visitor_is_led_to_the_sign_in_from_every_page_of_the_account,
    r074_everything_is_shown_with_a_way_to_each_change,
    r075_an_update_is_taken_or_comes_back_as_it_was_typed,
    r080_a_buyer_applies_and_sees_how_it_stands,
    z19_a_supplier_in_screening_sees_only_how_it_stands,
    r079_a_supplier_becomes_a_buyer_at_once,
    r081_an_account_is_deleted_with_its_password,
    r130_own_stock_is_a_file_for_suppliers_only,
    the_takeout_is_a_file_and_about_oneself_only,
    t34_nothing_else_can_be_assigned,
    t26_a_form_of_another_site_changes_nothing,
    t28_after_signing_out_nothing_is_shown,
    scripts_read_about_themselves_only,
    both_languages_are_spoken,
);

const JANE: &str = "jane@harbour.example";
const S1: &str = "s1@example.com";

const PROFILE: [(&str, &str); 18] = [
    ("form[profile][name]", "Jane Harbour"),
    ("form[profile][furigana]", "ジェーン"),
    ("form[profile][company]", "Harbour & Sons"),
    ("form[profile][postcode]", "100-0001"),
    ("form[profile][address]", "1-1 Chiyoda, Tokyo"),
    ("form[profile][country]", "JP"),
    ("form[profile][phone_country]", "JP"),
    ("form[profile][phone]", "03-1234-5678"),
    ("form[profile][fax_country]", "JP"),
    ("form[profile][fax]", ""),
    ("form[profile][url]", "None"),
    ("form[profile][business]", "Electronic parts"),
    ("form[profile][established]", "2020-02-03"),
    ("form[profile][capital]", "6,000,000"),
    ("form[profile][representative]", "John Harbour"),
    ("form[profile][purpose]", "Buying and selling"),
    ("form[agreed]", "1"),
    ("unknown", "ignored"),
];

fn with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    door::with(&PROFILE, changes)
}

async fn buyer(house: &House) -> Door {
    house
        .person(AccountType::Buyer, JANE, "Harbour Trading", false)
        .await;
    let mut door = Door::of(house);
    door.sign_in(JANE, "buyer").await;
    door
}

async fn supplier(house: &House) -> Door {
    let supplier = house.supplier(S1).await;
    house.stock(&supplier, &["TC74HC4050AFTEL", "TC74HC00AF"]).await;
    house.letters().await;
    let mut door = Door::of(house);
    door.sign_in(S1, "supplier").await;
    door
}

async fn a_visitor_is_led_to_the_sign_in_from_every_page_of_the_account(house: &House) {
    let mut door = Door::of(house);
    let places = places::ACCOUNT.iter().chain(&[Place::InventoryExport]);
    for place in places {
        let path = place.path();
        if !places::needs_sign_in(&path) {
            continue;
        }
        let answer = door.get(&path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        assert_eq!(
            answer.header(LOCATION.as_str()),
            Place::SignInFor(path.clone()).path()
        );
        let posted = door.post(&path, &PROFILE).await;
        assert_eq!(posted.status, StatusCode::SEE_OTHER, "posting to {path}");
    }
    for open in [Place::AccountDeleted, Place::AccountIsBuyer] {
        assert_eq!(door.get(&open.path()).await.status, StatusCode::OK, "{open:?}");
    }
}

async fn r074_everything_is_shown_with_a_way_to_each_change(house: &House) {
    let mut door = buyer(house).await;
    door.post("/account/update", &PROFILE).await;
    let page = door.get("/account").await;
    assert_eq!(page.status, StatusCode::OK);
    for shown in [
        JANE,
        "Jane Harbour",
        "Harbour &amp; Sons",
        "100-0001",
        "1-1 Chiyoda",
        "+81 03-1234-5678",
        "John Harbour",
        "6,000,000",
        "2020-02-03",
        "Japan",
    ] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    for way in [
        Place::AccountUpdate,
        Place::AccountAddresses,
        Place::AccountPassword,
        Place::AccountToSupplier,
        Place::AccountSecurity,
        Place::AccountSessions,
        Place::AccountExport,
        Place::AccountDelete,
    ] {
        assert!(page.body.contains(&format!("href=\"{}\"", way.path())), "{way:?}");
    }
    assert!(!page.body.contains(&Place::AccountToBuyer.path()));
}

async fn r075_an_update_is_taken_or_comes_back_as_it_was_typed(house: &House) {
    let mut door = buyer(house).await;
    let form = door.get("/account/update").await;
    assert!(form.body.contains("value=\"Harbour Trading\""), "it is filled");
    assert!(!form.body.contains("name=\"form[agreed]\""));
    let wrong = with(&[
        ("form[profile][postcode]", "10"),
        ("form[profile][address]", "Typed & kept <here>"),
    ]);
    let back = door.post("/account/update", &wrong).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(back.body.contains("Typed &amp; kept"), "{}", back.body);
    assert!(back.body.contains("seven digits"));
    let country = with(&[("form[profile][country]", "US")]);
    let saved = door.post("/account/update", &country).await;
    assert_eq!(saved.header(LOCATION.as_str()), "/account?saved=1");
    let page = door.follow(&saved).await;
    assert!(page.body.contains("is updated"));
    assert_eq!(
        house
            .text("SELECT country FROM company WHERE name = 'Harbour & Sons'")
            .await,
        "JP"
    );
}

async fn r080_a_buyer_applies_and_sees_how_it_stands(house: &House) {
    let mut door = buyer(house).await;
    let form = door.get("/account/to-supplier").await;
    assert!(form.body.contains("several days"), "{}", form.body);
    let untouched: Vec<_> = with(&[("form[profile][capital]", "")])
        .into_iter()
        .filter(|(name, _)| *name != "form[agreed]")
        .collect();
    let back = door.post("/account/to-supplier", &untouched).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(back.body.contains("tick this box"), "{}", back.body);
    let sent = door.post("/account/to-supplier", &PROFILE).await;
    let page = door.follow(&sent).await;
    assert!(page.body.contains("Being screened"), "{}", page.body);
    assert!(page.body.contains("You go on as a buyer"));
    let waiting = services::screening::waiting(&house.market)
        .await
        .expect("lists")
        .remove(0);
    let reason =
        domain::accounts::profile::Reason::parse("The representative is not named.").expect("a reason");
    let reject = services::screening::Decision::Reject(reason.into());
    services::screening::decide(&house.market, waiting.id, waiting.version, &reject)
        .await
        .expect("decides");
    let page = door.get("/account/application").await;
    assert!(page.body.contains("The representative is not named."));
    assert!(
        page.body.contains("value=\"John Harbour\""),
        "the stored form, to revise"
    );
    let wrong = with(&[("form[profile][representative]", "")]);
    let back = door.post("/account/application", &wrong).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    let again = door.post("/account/application", &PROFILE).await;
    let page = door.follow(&again).await;
    assert!(page.body.contains("Being screened"));
    let twice = door.post("/account/application", &PROFILE).await;
    assert_eq!(twice.status, StatusCode::FORBIDDEN, "one at a time");
}

async fn z19_a_supplier_in_screening_sees_only_how_it_stands(house: &House) {
    house.supplier(S1).await;
    // As a registration leaves it once it was rejected; then it applies again.
    house.run("UPDATE company SET standing = 'rejected'").await;
    let mut door = Door::of(house);
    let landed = door.sign_in(S1, "supplier").await;
    assert_eq!(landed.header(LOCATION.as_str()), "/account/application");
    door.post("/account/application", &PROFILE).await;
    let page = door.get("/account/application").await;
    assert!(page.body.contains("Being screened"), "{}", page.body);
    assert!(!page.body.contains("You go on as a buyer"));
    assert_eq!(
        door.get("/inventory/export").await.status,
        StatusCode::FORBIDDEN,
        "no supplier function works"
    );
}

async fn r079_a_supplier_becomes_a_buyer_at_once(house: &House) {
    let mut door = supplier(house).await;
    let page = door.get("/account/to-buyer").await;
    for said in ["hidden at once", "90 days", "Lots: 2.", "/inventory/export"] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    let mut visitor = door.another();
    assert!(
        visitor
            .get("/search?q=tc74hc")
            .await
            .body
            .contains("/request?lot=")
    );
    let sent = door.post("/account/to-buyer", &PROFILE).await;
    let page = door.follow(&sent).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("You are a buyer now"), "{}", page.body);
    assert!(
        !door.cookies.iter().any(|(name, _)| name == "__Host-sid"),
        "the session is over"
    );
    assert!(
        !visitor
            .get("/search?q=tc74hc")
            .await
            .body
            .contains("/request?lot="),
        "nobody finds the stock"
    );
    assert_eq!(
        door.sign_in(S1, "supplier").await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(door.sign_in(S1, "buyer").await.status, StatusCode::SEE_OTHER);
    assert_eq!(door.get("/inventory/export").await.status, StatusCode::FORBIDDEN);
}

async fn r081_an_account_is_deleted_with_its_password(house: &House) {
    let mut door = supplier(house).await;
    let mut elsewhere = door.another();
    elsewhere.sign_in(S1, "supplier").await;
    let page = door.get("/account/delete").await;
    for said in ["Company of s1", "Lots: 2", "Where you are logged in: 2"] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    let wrong = door
        .post("/account/delete", &[("password", "Wrong-password-1")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("not your password"));
    assert!(!wrong.body.contains("Wrong-password-1"));
    let gone = door.post("/account/delete", &[("password", PASSWORD)]).await;
    let page = door.follow(&gone).await;
    assert!(page.body.contains("Your account is deleted"), "{}", page.body);
    assert!(
        door.cookies.iter().all(|(name, _)| name != "__Host-sid"),
        "{:?}",
        door.cookies
    );
    assert_eq!(
        elsewhere.get("/account").await.status,
        StatusCode::SEE_OTHER,
        "T25: the next request elsewhere is refused"
    );
    assert_eq!(
        elsewhere.ask("accounts/sessions", &[]).await.status,
        StatusCode::UNAUTHORIZED,
        "T25: an open page's too"
    );
    assert!(
        !elsewhere
            .get("/search?q=tc74hc")
            .await
            .body
            .contains("/request?lot=")
    );
    assert_eq!(
        door.sign_in(S1, "supplier").await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(house.letters().await.len(), 1, "M30");
}

async fn r130_own_stock_is_a_file_for_suppliers_only(house: &House) {
    let mut door = supplier(house).await;
    let file = door.get("/inventory/export").await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(
        file.header("content-disposition"),
        "attachment; filename=\"stock-2026-11-21.csv\""
    );
    assert_eq!(file.header("cache-control"), "no-store");
    assert_eq!(file.body.lines().count(), 3, "{}", file.body);
    assert!(file.body.contains("TC74HC4050AFTEL"));
    house
        .person(AccountType::Supplier, "s2@example.com", "Another", false)
        .await;
    let mut other = door.another();
    other.sign_in("s2@example.com", "supplier").await;
    let file = other.get("/inventory/export").await;
    assert!(!file.body.contains("TC74HC"), "only own rows (R131)");
    house
        .person(AccountType::Buyer, JANE, "Harbour Trading", false)
        .await;
    let mut buyer = door.another();
    buyer.sign_in(JANE, "buyer").await;
    assert_eq!(buyer.get("/inventory/export").await.status, StatusCode::FORBIDDEN);
}

async fn the_takeout_is_a_file_and_about_oneself_only(house: &House) {
    supplier(house).await;
    let mut door = buyer(house).await;
    let file = door.get("/account/export").await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(
        file.header("content-disposition")
            .starts_with("attachment; filename=\"reelstock-account-")
    );
    assert_eq!(file.header("cache-control"), "no-store");
    assert_eq!(file.json()["addresses"][0]["address"], JANE);
    for not_theirs in [S1, "Company of s1", "argon2"] {
        assert!(!file.body.contains(not_theirs), "{not_theirs}");
    }
    for (name, value) in &door.cookies {
        assert!(!file.body.contains(value.as_str()), "{name}");
    }
}

async fn t34_nothing_else_can_be_assigned(house: &House) {
    let mut door = buyer(house).await;
    let tables = ["company", "account", "membership", "agreement", "application"];
    let columns = "SELECT COALESCE((SELECT trade_type || standing || is_owner FROM company WHERE name LIKE 'Harbour%'), 'none')";
    let before = house.text(columns).await;
    for extra in [
        "form[trade_type]",
        "form[standing]",
        "form[role]",
        "form[is_owner]",
        "form[state]",
        "form[number]",
        "form[generation]",
        "form[profile][trade_type]",
        "form[profile][standing]",
        "form[profile][is_owner]",
        "form[profile][role]",
        "form[profile][company_id]",
        "form[profile][account_id]",
        "form[profile][id]",
        "form[profile][stock_hidden_at]",
        "trade_type",
        "standing",
        "role",
        "is_owner",
        "account_id",
        "company_id",
        "approved",
        "version",
        "email",
        "number",
    ] {
        let fields = with(&[(extra, "supplier")]);
        let answer = door.post("/account/update", &fields).await;
        assert!(
            matches!(answer.status, StatusCode::BAD_REQUEST | StatusCode::SEE_OTHER),
            "{extra}: {}",
            answer.status
        );
        assert_eq!(house.text(columns).await, before, "{extra} has an effect");
    }
    for table in tables.iter().skip(3) {
        let count = format!("SELECT CAST(COUNT(*) AS TEXT) FROM {table}");
        assert_eq!(house.text(&count).await, "0", "{table}");
    }
}

async fn t26_a_form_of_another_site_changes_nothing(house: &House) {
    use axum::body::Body;
    use axum::http::Method;
    let mut door = supplier(house).await;
    for path in [
        "/account/update",
        "/account/to-buyer",
        "/account/to-supplier",
        "/account/application",
        "/account/delete",
    ] {
        let request = door
            .request(Method::POST, path)
            .header("sec-fetch-site", "cross-site")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(door::encode(&with(&[("password", PASSWORD)]))))
            .expect("a request");
        assert_eq!(door.send(request).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(door.get("/inventory/export").await.status, StatusCode::OK);
}

async fn t28_after_signing_out_nothing_is_shown(house: &House) {
    let mut door = buyer(house).await;
    for path in [
        "/account",
        "/account/update",
        "/account/delete",
        "/account/export",
    ] {
        let answer = door.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
    let answer = door.ask("accounts/open_account", &[]).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("cache-control"), "no-store");
    let kept = door.cookies.clone();
    door.post("/sign-out", &[]).await;
    // A browser that kept its cookie is no better off.
    door.cookies = kept;
    for path in [
        "/account",
        "/account/update",
        "/account/delete",
        "/account/export",
    ] {
        let answer = door.get(path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        assert!(!answer.body.contains(JANE));
    }
}

async fn scripts_read_about_themselves_only(house: &House) {
    let mut door = buyer(house).await;
    let mut visitor = door.another();
    for endpoint in [
        "accounts/open_account",
        "accounts/open_side",
        "accounts/open_farewell",
    ] {
        let own = door.ask(endpoint, &[]).await;
        assert_eq!(own.status, StatusCode::OK, "{endpoint}: {}", own.body);
        let nobody = visitor.ask(endpoint, &[]).await;
        assert_eq!(nobody.status, StatusCode::UNAUTHORIZED, "{endpoint}");
        assert!(!nobody.body.contains(JANE));
        let other = door.ask(endpoint, &[("account_id", "2"), ("number", "1")]).await;
        assert_eq!(
            other.body, own.body,
            "{endpoint} looks at nothing but the session"
        );
    }
}

async fn both_languages_are_spoken(house: &House) {
    let mut door = supplier(house).await;
    door.language = "ja";
    for (path, said) in [
        ("/account", "アカウント利用者情報"),
        ("/account/update", "アカウント情報の更新"),
        ("/account/to-buyer", "90日間保管"),
        ("/account/application", "申請はありません"),
        ("/account/delete", "完全に削除されます"),
        ("/account/deleted", "削除しました"),
    ] {
        let page = door.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.body.contains(said), "{path}: {}", page.body);
    }
}

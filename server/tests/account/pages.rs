//! What is shown, updated and taken home, by scripts and in both languages (R074, R075, R130).

use axum::http::StatusCode;
use axum::http::header::LOCATION;
use domain::accounts::AccountType;
use domain::places::Place;

use crate::account::{JANE, PROFILE, S1, buyer, supplier, with};
use crate::support::house::House;

on_both!(
    r074_everything_is_shown_with_a_way_to_each_change,
    r075_an_update_is_taken_or_comes_back_as_it_was_typed,
    r130_own_stock_is_a_file_for_suppliers_only,
    the_takeout_is_a_file_and_about_oneself_only,
    scripts_read_about_themselves_only,
    both_languages_are_spoken,
);

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

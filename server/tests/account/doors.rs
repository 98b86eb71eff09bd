//! Who comes in and what nobody can set: strangers, other sites, invented fields, a browser after signing out (T26, T28, T34).

use axum::http::StatusCode;
use axum::http::header::LOCATION;
use domain::places::{self, Place};

use crate::account::{JANE, PROFILE, buyer, supplier, with};
use crate::support::door::{self, Door};
use crate::support::house::{House, PASSWORD};

on_both!(
    a_visitor_is_led_to_the_sign_in_from_every_page_of_the_account,
    t34_nothing_else_can_be_assigned,
    t26_a_form_of_another_site_changes_nothing,
    t28_after_signing_out_nothing_is_shown,
);

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
        assert_eq!(posted.status, StatusCode::UNAUTHORIZED, "posting to {path}");
        let sign_in = format!("href=\"{}\"", Place::SignInFor(path.clone()).path());
        assert!(posted.body.contains(&sign_in), "{path}: {}", posted.body);
    }
    for open in [Place::AccountDeleted, Place::AccountIsBuyer] {
        assert_eq!(door.get(&open.path()).await.status, StatusCode::OK, "{open:?}");
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

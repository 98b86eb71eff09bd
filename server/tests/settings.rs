//! The owner's settings through the front door: what it tells of itself, and the documents that one agrees to.

use crate::support::door;
use crate::support::door::Door;
use crate::support::house::{House, MINUTE, PASSWORD};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use domain::accounts::AccountType;
use domain::legal::day;

on_both!(
    the_owner_is_named_on_every_page_from_then_on,
    nothing_is_retyped_after_a_fault_and_whoever_is_late_is_told,
    t36_after_sixteen_minutes_the_password_is_asked_for,
    an_edition_is_published_read_and_taken_back,
    nothing_in_a_document_is_markup,
    t31_for_everybody_else_there_are_no_settings,
    t26_a_form_of_another_site_changes_nothing,
    scripts_read_the_same,
);

const DESK: &str = "staff@owner.example";
const SETTINGS: &str = "/staff/settings";
const TERMS: &str = "/staff/settings/terms";

fn owner<'a>(version: &'a str, name: &'a str, mail: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("version", version),
        ("name_en", name),
        ("name_ja", "海浜パーツ株式会社"),
        ("address_en", "1-1 Minato, Tokyo"),
        ("address_ja", "東京都港区1-1"),
        ("phone", "+81 3-1234-5678"),
        ("mail", mail),
        ("language", "ja"),
        ("sender", "post@kaihin.example"),
    ]
}

/// An edition that applies so many days from now.
fn edition<'a>(version: &'a str, day: &'a str, en: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("act", "publish"),
        ("version", version),
        ("applies_on", day),
        ("text_en", en),
        ("text_ja", "{owner}が運営します。\n# サービス\n- 検索\n- 見積"),
    ]
}

const TEXT: &str = "Run by {owner}.\n# Service\n- Search\n- Quotations";

async fn the_owner_is_named_on_every_page_from_then_on(house: &House) {
    let mut desk = Door::staff(house, DESK).await;
    let page = desk.get(SETTINGS).await;
    for shown in [
        "value=\"desk@owner.example\"",
        "what the settings file says holds",
        "href=\"/staff/settings/privacy\"",
    ] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    let fields = owner("0", "Kaihin Parts & Sons", "orders@kaihin.example");
    let saved = desk.post(SETTINGS, &fields).await;
    assert_eq!(saved.header(LOCATION.as_str()), "/staff/settings?done=change");
    let page = desk.get("/staff/settings?done=change").await;
    for shown in ["Saved.", "value=\"orders@kaihin.example\"", "<del>Reelstock"] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    let mut visitor = Door::of(house);
    for path in ["/", "/search?q=TC74", "/terms", "/contact"] {
        let page = visitor.get(path).await;
        assert!(
            page.body.contains("Kaihin Parts &amp; Sons"),
            "{path}: {}",
            page.body
        );
        assert!(
            page.body.contains("1-1 Minato, Tokyo · +81 3-1234-5678"),
            "{path}"
        );
    }
}

async fn nothing_is_retyped_after_a_fault_and_whoever_is_late_is_told(house: &House) {
    let mut desk = Door::staff(house, DESK).await;
    let fields = owner("0", "Kaihin Parts", "orders@kaihin,example");
    let back = desk.post(SETTINGS, &fields).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    for shown in [
        "value=\"Kaihin Parts\"",
        "value=\"orders@kaihin,example\"",
        "href=\"#mail\"",
    ] {
        assert!(back.body.contains(shown), "{shown}: {}", back.body);
    }
    let fields = owner("0", "Kaihin Parts", "orders@kaihin.example");
    assert_eq!(desk.post(SETTINGS, &fields).await.status, StatusCode::SEE_OTHER);
    let late = owner("0", "Kaihin Trading", "orders@kaihin.example");
    let late = desk.post(SETTINGS, &late).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("Somebody else was faster."), "{}", late.body);
    assert!(late.body.contains("value=\"Kaihin Trading\""), "{}", late.body);
    // Whoever was told so has seen the newest, and can go on from there.
    let again = owner(late.hidden("version"), "Kaihin Trading", "orders@kaihin.example");
    assert_eq!(desk.post(SETTINGS, &again).await.status, StatusCode::SEE_OTHER);
    let soon = day(house.market.now() + 13 * 86_400_000);
    let back = desk
        .post(TERMS, &edition("0", &soon, "Only a lead & no more."))
        .await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    for shown in [
        "at least 14 days ahead",
        "has headings: lines that begin with #",
        "Only a lead &amp; no more.",
    ] {
        assert!(back.body.contains(shown), "{shown}: {}", back.body);
    }
}

async fn t36_after_sixteen_minutes_the_password_is_asked_for(house: &House) {
    let mut desk = Door::staff(house, DESK).await;
    house.wait(MINUTE * 16);
    let mut fields = owner("0", "Kaihin Parts", "orders@kaihin.example");
    let back = desk.post(SETTINGS, &fields).await;
    assert_eq!(back.status, StatusCode::UNAUTHORIZED);
    assert!(back.body.contains("value=\"Kaihin Parts\""), "{}", back.body);
    let in_time = day(house.market.now() + 20 * 86_400_000);
    let back = desk.post(TERMS, &edition("0", &in_time, TEXT)).await;
    assert_eq!(back.status, StatusCode::UNAUTHORIZED);
    fields.push(("password", PASSWORD));
    assert_eq!(desk.post(SETTINGS, &fields).await.status, StatusCode::SEE_OTHER);
}

async fn an_edition_is_published_read_and_taken_back(house: &House) {
    let mut desk = Door::staff(house, DESK).await;
    let page = desk.get(TERMS).await;
    assert!(
        page.body.contains("\n\n# "),
        "the first edition is in the form: {}",
        page.body
    );
    let in_time = day(house.market.now() + 20 * 86_400_000);
    let published = desk.post(TERMS, &edition("0", &in_time, TEXT)).await;
    assert_eq!(
        published.header(LOCATION.as_str()),
        "/staff/settings/terms?done=publish"
    );
    let mut visitor = Door::of(house);
    let now = visitor.get("/terms").await;
    let link = format!("href=\"/terms?of={in_time}\"");
    assert!(
        now.body.contains(&link) && !now.body.contains("<li>Quotations"),
        "{}",
        now.body
    );
    let coming = visitor.get(&format!("/terms?of={in_time}")).await;
    for shown in ["Run by Reelstock.", "<li>Quotations", "does not apply yet"] {
        assert!(coming.body.contains(shown), "{shown}: {}", coming.body);
    }
    assert_eq!(
        visitor.get("/terms?of=2020-01-01").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        visitor.get(&format!("/privacy?of={in_time}")).await.status,
        StatusCode::NOT_FOUND
    );
    let taken = desk.post(TERMS, &[("act", "withdraw"), ("version", "1")]).await;
    assert_eq!(
        taken.header(LOCATION.as_str()),
        "/staff/settings/terms?done=withdraw"
    );
    let gone = visitor.get(&format!("/terms?of={in_time}")).await;
    assert!(gone.body.contains("was taken back"), "{}", gone.body);
    assert!(!visitor.get("/terms").await.body.contains(&link));
    let late = desk.post(TERMS, &[("act", "withdraw"), ("version", "1")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
}

async fn nothing_in_a_document_is_markup(house: &House) {
    let mut desk = Door::staff(house, DESK).await;
    let in_time = day(house.market.now() + 14 * 86_400_000);
    let text = "<b>Lead</b>\n# <script>alert(1)</script>\n<img src=x onerror=alert(2)>";
    assert_eq!(
        desk.post(TERMS, &edition("0", &in_time, text)).await.status,
        StatusCode::SEE_OTHER
    );
    let page = Door::of(house).get(&format!("/terms?of={in_time}")).await;
    for odd in ["<b>Lead", "<script>alert", "<img src=x"] {
        assert!(!page.body.contains(odd), "{odd}: {}", page.body);
    }
    assert!(page.body.contains("&lt;b&gt;Lead"), "{}", page.body);
}

async fn t31_for_everybody_else_there_are_no_settings(house: &House) {
    house
        .person(AccountType::Buyer, "b1@example.com", "Harbour", false)
        .await;
    house.supplier("s1@example.com").await;
    let fields = owner("0", "Mine", "me@kaihin.example");
    for page in [SETTINGS, TERMS, "/staff/settings/privacy"] {
        let mut stranger = Door::of(house);
        assert_eq!(stranger.get(page).await.status, StatusCode::SEE_OTHER, "{page}");
        for (email, kind) in [("b1@example.com", "buyer"), ("s1@example.com", "supplier")] {
            let mut door = Door::of(house);
            door.sign_in(email, kind).await;
            assert_eq!(
                door.get(page).await.status,
                StatusCode::NOT_FOUND,
                "{page} as {kind}"
            );
            let act = [("act", "withdraw"), ("version", "0")];
            let sent = if page == SETTINGS { &fields[..] } else { &act[..] };
            assert_eq!(
                door.post(page, sent).await.status,
                StatusCode::NOT_FOUND,
                "{page} as {kind}"
            );
        }
    }
    let mut desk = Door::staff(house, DESK).await;
    assert_eq!(
        desk.get("/staff/settings/imprint").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        services::owner::owner(&house.market)
            .await
            .expect("reads")
            .name_en
            .as_str(),
        "Reelstock"
    );
}

async fn t26_a_form_of_another_site_changes_nothing(house: &House) {
    let desk = Door::staff(house, DESK).await;
    let fields = owner("0", "Evil", "me@evil.example");
    let request = desk
        .request(axum::http::Method::POST, SETTINGS)
        .header("sec-fetch-site", "cross-site")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(axum::body::Body::from(door::encode(&fields)))
        .expect("a request");
    let mut other = Door::of(house);
    assert_eq!(other.send(request).await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        services::owner::owner(&house.market)
            .await
            .expect("reads")
            .name_en
            .as_str(),
        "Reelstock"
    );
}

async fn scripts_read_the_same(house: &House) {
    let mut desk = Door::staff(house, DESK).await;
    let page = desk.ask("console/settings", &[]).await.json();
    assert_eq!(page["form"]["mail"], "desk@owner.example");
    let page = desk.ask("console/document", &[("word", "terms")]).await.json();
    assert_eq!(page["page"]["rows"][0]["line"]["standing"], "now");
    let none = desk.ask("console/document", &[("word", "imprint")]).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    let mut stranger = Door::of(house);
    for (endpoint, fields) in [
        ("console/settings", vec![]),
        ("console/document", vec![("word", "terms")]),
    ] {
        assert_eq!(
            stranger.ask(endpoint, &fields).await.status,
            StatusCode::UNAUTHORIZED,
            "{endpoint}"
        );
    }
}

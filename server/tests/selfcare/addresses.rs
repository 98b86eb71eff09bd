//! Addresses and sessions on their pages (R076, T21, T25).

use axum::http::StatusCode;
use domain::accounts::AccountType;

use crate::selfcare::{JANE, NEW, SECOND, jane_in, mailed, opened, twice};
use crate::support::door::Door;
use crate::support::house::{House, PASSWORD};

on_both!(
    r076_addresses_are_changed_on_their_page,
    t21_the_former_address_takes_the_change_back,
    t25_sessions_are_ended_on_their_page,
);

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
    for press in ["the first", "the second"] {
        let deleted = door.post("/account/addresses", &delete).await;
        let page = door.follow(&deleted).await;
        assert!(
            page.body.contains("The address is deleted") && !page.body.contains(JANE),
            "{press}"
        );
    }
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

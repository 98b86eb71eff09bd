//! A pasted list of parts, without scripts: looked up, ticked, asked for.

use axum::http::StatusCode;

use crate::front_door::stocked;
use crate::support::door::Door;
use crate::support::house::House;

on_both!(
    a_pasted_list_is_looked_up_and_asked_for,
    a_list_without_parts_or_ticks_is_told_so,
);

const LIST: &str = "Part No.\tQty\r\nTC74HC4050AFTEL\t5\r\nMAX708\t20\r\n<b>NOT-LISTED</b>\t7\r\n";

async fn a_pasted_list_is_looked_up_and_asked_for(house: &House) {
    stocked(house).await;
    let mut door = Door::of(house);
    let empty = door.get("/parts-list").await;
    assert_eq!(empty.status, StatusCode::OK);
    assert!(empty.body.contains("name=\"list\""));
    assert!(!empty.body.contains(".wasm"), "no program is loaded");

    let found = door.post("/parts-list", &[("list", LIST)]).await;
    assert_eq!(found.status, StatusCode::OK);
    assert!(found.body.contains("3 parts, 1 in stock"), "{}", found.body);
    assert!(found.body.contains("Similar lots: 1"));
    assert!(!found.body.contains("<b>NOT"), "what is pasted is text");

    let ticked = [("list", LIST), ("take[]", "0"), ("take[]", "2")];
    let form = door.post("/request", &ticked).await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(form.body.contains("value=\"TC74HC4050AFTEL\""), "{}", form.body);
    assert!(!form.body.contains("MAX708"));
    assert!(form.body.contains("form[listed]"));
}

async fn a_list_without_parts_or_ticks_is_told_so(house: &House) {
    stocked(house).await;
    let mut door = Door::of(house);
    for list in ["", " \r\n\t\r\n"] {
        let answer = door.post("/parts-list", &[("list", list)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains("There is no part in the list"));
    }
    let answer = door.post("/request", &[("list", LIST)]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("Tick at least one part"));
    assert!(answer.body.contains("TC74HC4050AFTEL"), "nothing is pasted twice");
    let many = "LM358\n".repeat(1_002);
    let answer = door.post("/parts-list", &[("list", &many)]).await;
    assert!(
        answer.body.contains("Only the first 1,000 parts"),
        "{}",
        answer.status
    );
}

//! One's own list as a file: in every form, and with the columns that are no part of the nine.

use super::*;

pub(super) async fn the_list_is_taken_home_in_every_form(house: &House) {
    let mut door = supplier(house).await;
    says(
        &door.get("/stock/export").await,
        StatusCode::OK,
        &["Your list is empty"],
    );
    let proof = house.proof("s1@example.com").await;
    house.import(&proof, &file(&[A, &B.replace("B-2", "=B-2")])).await;
    says(
        &door.get("/stock/export").await,
        StatusCode::OK,
        &["TC74HC4050AFTEL"],
    );
    let csv = door.post("/stock/export", &[("as", "csv")]).await;
    says(&csv, StatusCode::OK, &[A, "'=B-2"]);
    assert!(csv.header(CONTENT_DISPOSITION.as_str()).contains(".csv"));
    let marked = door.post("/stock/export", &[("as", "csv-marked")]).await;
    assert!(marked.body.starts_with('\u{FEFF}'));
    let xlsx = door.post("/stock/export", &[("as", "xlsx")]).await;
    assert!(xlsx.body.starts_with("PK") && xlsx.header(CONTENT_DISPOSITION.as_str()).contains(".xlsx"));
    assert_eq!(
        door.post("/stock/export", &[("as", "shift-jis")]).await.status,
        StatusCode::OK
    );
    house
        .import(&proof, &file(&[&B.replace("Connector IC", "Café")]))
        .await;
    let lost = door.post("/stock/export", &[("as", "shift-jis")]).await;
    says(
        &lost,
        StatusCode::UNPROCESSABLE_ENTITY,
        &["Shift_JIS cannot hold everything", "é"],
    );
}

pub(super) async fn z14_own_references_come_and_go_by_the_form(house: &House) {
    let mut door = supplier(house).await;
    let text = format!("{HEADINGS},Own reference,Date code\n{A},a-1,2018\n{B},a-1,\n");
    let (path, page) = uploaded(&mut door, text.as_bytes()).await;
    says(
        &page,
        StatusCode::OK,
        &[
            "Own reference",
            "Row 2 has the same reference",
            "name=\"cell.3.reference\"",
        ],
    );
    let wrong = door.get(&format!("{path}/wrong-rows.csv")).await;
    says(&wrong, StatusCode::OK, &["Date code,Own reference,Reason"]);
    let reading = page.hidden("reading").to_owned();
    let fields = [
        ("step", "correct"),
        ("reading", &*reading),
        ("cell.3.reference", "b-1"),
    ];
    let corrected = door.post(&path, &fields).await;
    let page = door.follow(&corrected).await;
    says(&page, StatusCode::OK, &["b-1", "2018", "in the documented form"]);
    let seen = page.hidden("seen").to_owned();
    door.post(&path, &[("step", "go"), ("seen", &seen)]).await;
    jobs::run_due(&house.market).await.expect("runs");
    says(&door.get(&path).await, StatusCode::OK, &["Lots added"]);
    let form = door.get("/stock/export").await;
    says(
        &form,
        StatusCode::OK,
        &["name=\"reference\"", "name=\"date_code\"", "leave the date code"],
    );
    assert!(
        !form.body.contains("name=\"reference\" value=\"1\" checked"),
        "off by default"
    );
    assert!(!form.body.contains(">a-1<"), "nine columns are shown");
    let shown = door.get("/stock/export?as=csv&date_code=1&reference=1").await;
    says(
        &shown,
        StatusCode::OK,
        &[
            ">Date code<!></th>",
            ">Own reference<!></th>",
            ">2018<!></td>",
            ">a-1<!></td>",
            "value=\"csv\" checked",
            "name=\"reference\" value=\"1\" checked",
            "name=\"date_code\" value=\"1\" checked",
        ],
    );
    let nine = door.post("/stock/export", &[("as", "csv")]).await;
    assert!(
        nine.body.starts_with(HEADINGS) && !nine.body.contains("a-1,"),
        "{}",
        nine.body
    );
    let both = [("as", "csv"), ("reference", "1"), ("date_code", "1")];
    let all = door.post("/stock/export", &both).await;
    says(
        &all,
        StatusCode::OK,
        &[
            "Remarks,Date code,Own reference",
            &format!("{A},2018,a-1"),
            &format!("{B},,b-1"),
        ],
    );
    let one = door
        .post("/stock/export", &[("as", "csv"), ("reference", "1")])
        .await;
    says(&one, StatusCode::OK, &[&format!("{A},a-1")]);
    // No buyer meets it.
    let mut nobody = Door::of(house);
    let found = nobody.get("/search?q=B3B-ZR").await;
    assert!(found.body.contains("B3B-ZR") && !found.body.contains("b-1") && !found.body.contains("a-1"));
    // The same references once more, by hand in the list of one's own columns.
    let (_, page) = uploaded(&mut door, all.body.as_bytes()).await;
    says(
        &page,
        StatusCode::OK,
        &["in your list already, for B3B-ZR(LF)(SN)"],
    );
}

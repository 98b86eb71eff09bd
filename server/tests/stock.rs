//! Stock files as a browser without scripts brings them, through the real router.

mod taking_home;

use crate::support::door::{Answer, Door, leads_to, says};
use crate::support::house::{HEADINGS, House};
use axum::body::Body;
use axum::http::header::{ACCEPT, CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION, REFRESH};
use axum::http::{Method, StatusCode};
use domain::accounts::AccountType;
use services::jobs;

use self::taking_home::{the_list_is_taken_home_in_every_form, z14_own_references_come_and_go_by_the_form};

on_both!(
    a_file_is_looked_at_imported_found_and_taken_back,
    wrong_cells_are_corrected_on_the_page,
    another_encoding_and_order_is_shown_and_chosen,
    what_is_not_taken_is_told_in_both_languages,
    z33_several_files_are_a_draft_each,
    only_suppliers_come_in,
    the_list_is_taken_home_in_every_form,
    z14_own_references_come_and_go_by_the_form,
);

const A: &str = "JST,Connector,B3B-ZR(LF)(SN),150,Loose,ROHS,2020,Japan,A-1";
const B: &str = "TOSHIBA,Connector IC,TC74HC4050AFTEL,300,Taping cut,ROHS2,2016,Japan,B-2";

async fn supplier(house: &House) -> Door {
    house.supplier("s1@example.com").await;
    Door::signed_in(house, "s1@example.com", "supplier").await
}

async fn upload(door: &mut Door, name: &str, bytes: &[u8]) -> Answer {
    upload_all(door, &[(name, bytes)]).await
}

async fn upload_all(door: &mut Door, files: &[(&str, &[u8])]) -> Answer {
    let mut body = Vec::new();
    for (name, bytes) in files {
        let head = format!(
            "--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/csv\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--limit--\r\n");
    let request = door
        .request(Method::POST, "/stock/import")
        .header(ACCEPT, "text/html")
        .header(CONTENT_TYPE, "multipart/form-data; boundary=limit")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .expect("a request");
    door.send(request).await
}

/// Uploads a file; answers the path of its page, and the page.
async fn uploaded(door: &mut Door, bytes: &[u8]) -> (String, Answer) {
    let answer = upload(door, "stock.csv", bytes).await;
    let path = answer.header(LOCATION.as_str()).to_owned();
    let page = door.follow(&answer).await;
    (path, page)
}

fn file(rows: &[&str]) -> String {
    format!("{HEADINGS}\n{}\n", rows.join("\n"))
}

async fn a_file_is_looked_at_imported_found_and_taken_back(house: &House) {
    let mut door = supplier(house).await;
    let form = door.get("/stock/import").await;
    says(
        &form,
        StatusCode::OK,
        &[
            "Import a stock list",
            "Seven checks",
            "type=\"file\"",
            "/stock/sample.csv",
        ],
    );
    let (path, page) = uploaded(&mut door, file(&[A, B]).as_bytes()).await;
    says(
        &page,
        StatusCode::OK,
        &[
            "What this file will do",
            "Nothing is written yet",
            "B3B-ZR(LF)(SN)",
        ],
    );
    let seen = page.hidden("seen").to_owned();
    let go = door.post(&path, &[("step", "go"), ("seen", &seen)]).await;
    leads_to(&go, &path);
    let waiting = door.get(&path).await;
    says(&waiting, StatusCode::OK, &["waiting to run", "<progress"]);
    assert_eq!(waiting.header(REFRESH.as_str()), "2");
    house
        .run("UPDATE job SET progress_done = 40, progress_total = 100")
        .await;
    let words = ["max=\"100\"", "value=\"40\"", "Rows stored: 40 of 100"];
    says(&door.get(&path).await, StatusCode::OK, &words);
    jobs::run_due(&house.market).await.expect("runs");
    let done = door.get(&path).await;
    says(
        &done,
        StatusCode::OK,
        &["Lots added", "Take the whole import back"],
    );
    assert_eq!(done.header(REFRESH.as_str()), "");
    let found = door.get("/search?q=B3B-ZR").await;
    assert!(found.body.contains("A-1"), "found by search");
    // The same file once more asks.
    let (again, page) = uploaded(&mut door, file(&[A, B]).as_bytes()).await;
    says(
        &page,
        StatusCode::OK,
        &["This very file was imported on", "name=\"again\""],
    );
    // What was not seen is shown, and so is what was chosen and not looked at.
    let unseen = door.post(&again, &[("step", "go"), ("seen", "9")]).await;
    says(
        &unseen,
        StatusCode::CONFLICT,
        &["was changed since this page was shown"],
    );
    let seen = page.hidden("seen").to_owned();
    let chosen = [("step", "go"), ("seen", &*seen), ("mode", "replace")];
    let chosen = door.post(&again, &chosen).await;
    says(
        &chosen,
        StatusCode::CONFLICT,
        &[
            "something else than what was shown",
            "id=\"reading\"",
            "form=\"reading\"",
        ],
    );
    let seen = chosen.hidden("seen").to_owned();
    let chosen = door
        .post(&again, &[("step", "go"), ("seen", &seen), ("mode", "add")])
        .await;
    let seen = chosen.hidden("seen").to_owned();
    let asked = door.post(&again, &[("step", "go"), ("seen", &seen)]).await;
    says(&asked, StatusCode::CONFLICT, &["Tick the box if it is meant"]);
    leads_to(&door.post(&again, &[("step", "discard")]).await, "/stock/import");
    let list = door.get("/stock/import").await;
    says(&list, StatusCode::OK, &["stock.csv", "Imported"]);
    leads_to(&door.post(&path, &[("step", "undo")]).await, &path);
    jobs::run_due(&house.market).await.expect("runs");
    says(
        &door.get(&path).await,
        StatusCode::OK,
        &["Taken back", "Lots removed"],
    );
    let gone = door.get("/search?q=B3B-ZR").await;
    assert!(!gone.body.contains("A-1"), "not found any more");
}

async fn wrong_cells_are_corrected_on_the_page(house: &House) {
    let mut door = supplier(house).await;
    let bad = file(&[
        &A.replace("150", "\"1,500\""),
        &B.replace("300", "-3"),
        &B.replace("2016", "16-5"),
    ]);
    let (path, page) = uploaded(&mut door, bad.as_bytes()).await;
    says(
        &page,
        StatusCode::OK,
        &[
            "name=\"cell.2.quantity\"",
            "value=\"2.quantity.1500\"",
            "name=\"cell.3.quantity\"",
            "disabled",
        ],
    );
    let wrong = door.get(&format!("{path}/wrong-rows.csv")).await;
    says(&wrong, StatusCode::OK, &["Reason", "row 2, Quantity", "'-3"]);
    assert!(
        wrong
            .header(CONTENT_DISPOSITION.as_str())
            .starts_with("attachment")
    );
    let reading = page.hidden("reading").to_owned();
    let fields = [
        ("reading", &*reading),
        ("cell.2.quantity", "1,500"),
        ("cell.3.quantity", "33"),
        ("use", "2.quantity.1500"),
        ("out.4", "1"),
        ("show", "wrong"),
        ("page", "1"),
    ];
    let corrected = door.post(&path, &fields).await;
    let page = door.follow(&corrected).await;
    says(&page, StatusCode::OK, &["1500", "33", "Left out"]);
    let seen = page.hidden("seen").to_owned();
    door.post(&path, &[("step", "go"), ("seen", &seen)]).await;
    jobs::run_due(&house.market).await.expect("runs");
    says(&door.get(&path).await, StatusCode::OK, &["Lots added"]);
}

async fn another_encoding_and_order_is_shown_and_chosen(house: &House) {
    let mut door = supplier(house).await;
    // 型番;数量;メーカー;品名;荷姿;ROHS;所在地 in Shift_JIS, and a row.
    let sjis = b"\x8C^\x94\xD4;\x90\x94\x97\xCA;\x83\x81\x81[\x83J\x81[;\x95i\x96\xBC;\x89\xD7\x8Ep;ROHS;\x8F\x8A\x8D\xDD\x92n\nTC74HC;5;\x93\x8C\x8E\xC5;IC;\x83\x8A\x81[\x83\x8B;ROHS;\x90\xEC\x89z\n";
    let (path, page) = uploaded(&mut door, sjis).await;
    says(
        &page,
        StatusCode::OK,
        &[
            "not in the documented form",
            "Shift_JIS (Windows)",
            "川越",
            "リール",
            "TC74HC",
        ],
    );
    let first = page.hidden("reading").to_owned();
    let look = [
        ("step", "look"),
        ("reading", &*first),
        ("encoding", "EUC-JP"),
        ("mode", "merge"),
    ];
    let posted = door.post(&path, &look).await;
    let page = door.follow(&posted).await;
    says(&page, StatusCode::OK, &["not EUC-JP", "disabled"]);
    // From a tab that still shows it as it was read at first: told, with what was typed, and nothing is changed.
    for (language, words) in [
        ("ja", ["ファイルの読み方を変更したため", "入力されていた内容"]),
        ("en", ["read in another way since", "What you had typed"]),
    ] {
        door.language = language;
        door.cookies.retain(|(name, _)| !name.contains("language"));
        let typed = [
            ("step", "correct"),
            ("reading", &*first),
            ("cell.2.quantity", "77"),
        ];
        let late = door.post(&path, &typed).await;
        says(&late, StatusCode::CONFLICT, &words);
        assert!(late.body.contains("77"), "{}", late.body);
    }
    let second = page.hidden("reading").to_owned();
    let look = [("step", "look"), ("reading", &*second), ("encoding", "Shift_JIS")];
    let posted = door.post(&path, &look).await;
    let page = door.follow(&posted).await;
    says(&page, StatusCode::OK, &["川越", "value=\"merge\" checked"]);
}

async fn what_is_not_taken_is_told_in_both_languages(house: &House) {
    let mut door = supplier(house).await;
    for (language, words) in [
        ("en", ["The file holds an image", "Choose a file first"]),
        ("ja", ["画像", "先にファイルを選んでください"]),
    ] {
        door.language = language;
        door.cookies.retain(|(name, _)| !name.contains("language"));
        let image = upload(&mut door, "stock.csv", b"\x89PNG\r\n\x1A\n..").await;
        assert_eq!(image.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", image.body);
        assert!(image.body.contains("stock.csv"), "{}", image.body);
        let nothing = upload(&mut door, "", b"").await;
        says(&nothing, StatusCode::UNPROCESSABLE_ENTITY, &[words[1]]);
    }
    let large = upload(&mut door, "stock.csv", &vec![b'a'; 20_000_001]).await;
    says(&large, StatusCode::UNPROCESSABLE_ENTITY, &["20,000,000"]);
}

async fn z33_several_files_are_a_draft_each(house: &House) {
    let mut door = supplier(house).await;
    let (first, second) = (file(&[A]), file(&[B]));
    let both = upload_all(
        &mut door,
        &[("first.csv", first.as_bytes()), ("second.csv", second.as_bytes())],
    )
    .await;
    leads_to(&both, "/stock/import");
    says(
        &door.get("/stock/import").await,
        StatusCode::OK,
        &["first.csv", "second.csv"],
    );
    let one = upload_all(
        &mut door,
        &[("third.csv", first.as_bytes()), ("image.csv", b"GIF8")],
    )
    .await;
    says(
        &one,
        StatusCode::UNPROCESSABLE_ENTITY,
        &["third.csv", "image.csv"],
    );
    assert_eq!(house.number("SELECT COUNT(*) FROM import_draft").await, 3);
    // What is too much is not taken, and told: nothing goes for it.
    let names: Vec<String> = (1..=12).map(|n| format!("many{n}.csv")).collect();
    let many: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (name.as_str(), first.as_bytes()))
        .collect();
    let page = upload_all(&mut door, &many).await;
    let words = ["many11.csv", "many12.csv", "At most 10 files are taken at once"];
    says(&page, StatusCode::UNPROCESSABLE_ENTITY, &words);
    assert_eq!(house.number("SELECT COUNT(*) FROM import_draft").await, 13);
    let page = upload_all(&mut door, &many[..8]).await;
    let words = ["many8.csv", "20 files of your company wait for a decision"];
    says(&page, StatusCode::UNPROCESSABLE_ENTITY, &words);
    assert_eq!(house.rows("import_draft WHERE file_name = 'first.csv'").await, 1);
    assert_eq!(house.number("SELECT COUNT(*) FROM import_draft").await, 20);
}

async fn only_suppliers_come_in(house: &House) {
    let mut nobody = Door::of(house);
    leads_to(
        &nobody.get("/stock/import").await,
        "/sign-in?next=%2Fstock%2Fimport",
    );
    leads_to(
        &nobody.get("/stock/export").await,
        "/sign-in?next=%2Fstock%2Fexport",
    );
    let key = "/stock/import/0190b1a0-0000-7000-8000-000000000000";
    assert_eq!(nobody.get(key).await.status, StatusCode::SEE_OTHER);
    house
        .person(AccountType::Buyer, "b1@example.com", "Buyer", false)
        .await;
    let mut buyer = Door::signed_in(house, "b1@example.com", "buyer").await;
    for path in ["/stock/import", "/stock/export", key] {
        assert_eq!(buyer.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(
        upload(&mut buyer, "a.csv", file(&[A]).as_bytes()).await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        buyer.post(key, &[("step", "undo")]).await.status,
        StatusCode::FORBIDDEN
    );
    let mut own = supplier(house).await;
    let (path, _) = uploaded(&mut own, file(&[A]).as_bytes()).await;
    house.supplier("s2@example.com").await;
    let mut other = Door::signed_in(house, "s2@example.com", "supplier").await;
    for strange in [path.as_str(), key] {
        assert_eq!(other.get(strange).await.status, StatusCode::NOT_FOUND);
        assert_eq!(
            other.post(strange, &[("step", "go"), ("seen", "0")]).await.status,
            StatusCode::NOT_FOUND
        );
        assert_eq!(
            other.get(&format!("{strange}/wrong-rows.csv")).await.status,
            StatusCode::NOT_FOUND
        );
    }
}

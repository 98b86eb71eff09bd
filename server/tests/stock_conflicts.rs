//! What nobody has settled, before its administrators and before others, as a browser without scripts sees it.

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode};
use domain::accounts::AccountType;
use domain::inventory::LotForm;
use domain::inventory::sync::wire::{CHANGES_AT, Changes, Hello, Push};
use domain::inventory::sync::{Act, ConflictId, Op, PROTOCOL, Schemas, Set};
use services::accounts::session::SignedIn;
use services::inventory::sync;
use uuid::Uuid;

use crate::support::door::{Door, leads_to, says};
use crate::support::house::{House, NOON};

on_both!(
    an_administrator_settles_what_waits,
    a_device_that_asks_hears_that_it_is_settled,
    what_has_changed_meanwhile_is_shown_anew,
    a_value_that_breaks_a_rule_says_which,
    only_administrators_come_in_and_see_their_own,
    the_page_speaks_japanese,
);

const AYA: &str = "aya@midori.example";
const BEN: &str = "ben@midori.example";
const EVE: &str = "eve@other.example";
const PAGE: &str = "/stock/conflicts";

/// A device of somebody who is known.
struct Device {
    who: SignedIn,
    hello: Hello,
    client_id: Uuid,
    next_n: i64,
}

impl Device {
    async fn of(house: &House, email: &str) -> Self {
        let (_, who) = house.sign_in(email, "supplier").await;
        let hello = sync::hello(&house.market, &who).await.expect("answers");
        Self {
            hello: hello.expect("has stock"),
            who,
            client_id: Uuid::now_v7(),
            next_n: 1,
        }
    }

    async fn does(&mut self, house: &House, item_id: Uuid, acts: Vec<Act>) {
        let first_n = self.next_n;
        self.next_n += acts.len() as i64;
        let op = |(n, act)| Op {
            n,
            op_id: Uuid::now_v7(),
            item_id,
            base_version: 1,
            schema: self.hello.schema,
            made_at: NOON,
            resolves: Vec::new(),
            act,
        };
        let push = Push {
            protocol: PROTOCOL,
            schema: self.hello.schema,
            client_id: self.client_id,
            user_id: self.hello.user_id,
            company_id: self.hello.company_id,
            db_epoch: self.hello.db_epoch,
            first_n,
            ops: (first_n..).zip(acts).map(op).collect(),
        };
        let proof = self.who.supplier().expect("may edit stock");
        let pushed = sync::push(&house.market, &proof, &push, Schemas::CURRENT, "").await;
        pushed.expect("does not break").expect("nothing in the way");
    }

    /// Two values for one place of a new lot, of which the second waits.
    async fn clash(&mut self, house: &House, model: &str, remarks: [&str; 3]) -> Uuid {
        let item = Uuid::now_v7();
        let [first, now, other] = remarks.map(|remarks| lot(model, remarks));
        let acts = vec![
            Act::Create { lot: first.clone() },
            update(&first, &now),
            update(&first, &other),
        ];
        self.does(house, item, acts).await;
        item
    }
}

fn lot(model: &str, remarks: &str) -> LotForm {
    LotForm {
        manufacturer: "JST".into(),
        product_name: "Connector".into(),
        model: model.into(),
        quantity: "300".into(),
        packing: "Loose".into(),
        rohs: "ROHS".into(),
        location: "Japan".into(),
        remarks: remarks.into(),
        ..LotForm::default()
    }
}

fn update(from: &LotForm, to: &LotForm) -> Act {
    let set = Set::between(from, to);
    Act::Update { set }
}

async fn aya(house: &House) -> (Door, Device) {
    house.market.db.named(NOON).await.expect("is named");
    house
        .person(AccountType::Supplier, AYA, "Midori Parts", false)
        .await;
    let door = Door::signed_in(house, AYA, "supplier").await;
    (door, Device::of(house, AYA).await)
}

/// A colleague of hers, who administers nothing.
async fn ben(house: &House, aya: &Device) -> Door {
    house.colleague(BEN, aya.hello.company_id).await;
    Door::signed_in(house, BEN, "supplier").await
}

async fn an_administrator_settles_what_waits(house: &House) {
    let (mut door, mut aya) = aya(house).await;
    says(
        &door.get(PAGE).await,
        StatusCode::OK,
        &["Conflicts that nobody has settled", "There is nothing to decide."],
    );
    aya.clash(house, "FIRST-1", ["A-1", "B-2", "C-3"]).await;
    house.wait(std::time::Duration::from_secs(60));
    let second = aya.clash(house, "SECOND-2", ["A-1", "B-2", "C-3"]).await;
    let page = door.get(PAGE).await;
    says(
        &page,
        StatusCode::OK,
        &[
            "Conflicts that wait: 2",
            "Conflict: FIRST-1",
            "Conflict: SECOND-2",
            "The other value",
            "Now on the server",
            "Before",
            "class=\"stock-mine\">C-3",
            "data-label=\"Now on the server\">B-2",
            "class=\"quiet\">A-1",
            "山田 太郎",
            "Waiting since:",
            "2026-11-21 12:00 JST",
        ],
    );
    let (id, seen) = (page.hidden("conflict").to_owned(), page.hidden("seen").to_owned());
    let fields = [
        ("conflict", id.as_str()),
        ("seen", seen.as_str()),
        ("choice", "keep"),
    ];
    let kept = door.post(PAGE, &fields).await;
    leads_to(&kept, "/stock/conflicts?done=keep");
    let page = door.follow(&kept).await;
    says(
        &page,
        StatusCode::OK,
        &["The lot stays as it is on the server.", "Conflicts that wait: 1"],
    );
    assert!(!page.body.contains("FIRST-1"), "{}", page.body);
    // Pressed twice.
    says(
        &door.post(PAGE, &fields).await,
        StatusCode::CONFLICT,
        &["has been settled already"],
    );
    let fields = [
        ("conflict", page.hidden("conflict")),
        ("seen", page.hidden("seen")),
        ("choice", "put"),
    ];
    let put = door.post(PAGE, &fields).await;
    leads_to(&put, "/stock/conflicts?done=put");
    says(
        &door.follow(&put).await,
        StatusCode::OK,
        &["The other value is in place.", "There is nothing to decide."],
    );
    let remarks = house.texts("SELECT remarks FROM lot ORDER BY model").await;
    assert_eq!(remarks, ["B-2", "C-3"]);
    let found = door.get("/search?q=SECOND-2").await;
    assert!(found.body.contains("C-3"), "lot {second} is found as it is now");
}

async fn a_device_that_asks_hears_that_it_is_settled(house: &House) {
    let (mut door, mut aya) = aya(house).await;
    let item = aya.clash(house, "FIRST-1", ["A-1", "B-2", "C-3"]).await;
    let page = door.get(PAGE).await;
    let (word, seen) = (page.hidden("conflict").to_owned(), page.hidden("seen").to_owned());
    let (user, company) = (aya.hello.user_id, aya.hello.company_id);
    let plain = format!("{CHANGES_AT}?user_id={user}&company_id={company}&since=0&whole=false&limit=10");
    let asks = format!("{plain}&asks={word}");
    let before = door.get(&asks).await;
    assert_eq!(before.status, StatusCode::OK, "{}", before.body);
    assert!(!before.body.contains("settled"), "nobody has: {}", before.body);
    let fields = [
        ("conflict", word.as_str()),
        ("seen", seen.as_str()),
        ("choice", "keep"),
    ];
    leads_to(&door.post(PAGE, &fields).await, "/stock/conflicts?done=keep");
    let after = door.get(&asks).await;
    let told: Changes = serde_json::from_str(&after.body).expect("as it was promised");
    let [settled] = &told.settled[..] else {
        panic!("{}", after.body)
    };
    assert_eq!(Some(settled.id), ConflictId::of_word(&word));
    assert_eq!((settled.item_id, settled.by), (item, Some(user)));
    assert_eq!(settled.name.as_deref(), Some("山田 太郎"));
    // A program of before asks nothing, and is answered as it always was; what nobody understands is passed over.
    assert!(!door.get(&plain).await.body.contains("settled"));
    let odd = door.get(&format!("{plain}&asks=x.y,,{word}")).await;
    assert_eq!(odd.body, after.body);
}

async fn what_has_changed_meanwhile_is_shown_anew(house: &House) {
    let (mut door, mut aya) = aya(house).await;
    let item = aya.clash(house, "FIRST-1", ["A-1", "B-2", "C-3"]).await;
    let page = door.get(PAGE).await;
    let changes = update(&lot("FIRST-1", "B-2"), &lot("FIRST-1", "D-4"));
    aya.does(house, item, vec![changes]).await;
    for choice in ["put", "keep"] {
        let fields = [
            ("conflict", page.hidden("conflict")),
            ("seen", page.hidden("seen")),
            ("choice", choice),
        ];
        let again = door.post(PAGE, &fields).await;
        says(
            &again,
            StatusCode::CONFLICT,
            &[
                "The lot has changed since this page was written",
                "data-label=\"Now on the server\">D-4",
                "href=\"#conflict-",
            ],
        );
        assert_ne!(again.hidden("seen"), page.hidden("seen"));
    }
    let waits = "SELECT COUNT(*) FROM sync_conflict WHERE resolved_at IS NULL";
    assert_eq!(house.number(waits).await, 1);
}

async fn a_value_that_breaks_a_rule_says_which(house: &House) {
    let (mut door, mut aya) = aya(house).await;
    aya.clash(house, "FIRST-1", ["A-1", "B-2", "ask Zebra Trading"])
        .await;
    let company = aya.hello.company_id;
    let renamed = async |name: &str| {
        let sql = format!("UPDATE company SET name = '{name}' WHERE id = {company}");
        house.run(&sql).await;
    };
    renamed("Zebra Trading").await;
    for (language, words) in [
        ("en", ["Remarks: ", "breaks a rule by now"]),
        ("ja", ["備考: ", "現在の入力規則に合わない"]),
    ] {
        door.language = language;
        let page = door.get(PAGE).await;
        let fields = [
            ("conflict", page.hidden("conflict")),
            ("seen", page.hidden("seen")),
            ("choice", "put"),
        ];
        let refused = door.post(PAGE, &fields).await;
        says(&refused, StatusCode::UNPROCESSABLE_ENTITY, &words);
    }
    renamed("Midori Parts").await;
}

async fn only_administrators_come_in_and_see_their_own(house: &House) {
    let (mut door, mut aya) = aya(house).await;
    aya.clash(house, "FIRST-1", ["A-1", "B-2", "C-3"]).await;
    let page = door.get(PAGE).await;
    let fields = [
        ("conflict", page.hidden("conflict")),
        ("seen", page.hidden("seen")),
        ("choice", "put"),
    ];
    let mut nobody = door.another();
    let sign_in = "/sign-in?next=%2Fstock%2Fconflicts";
    leads_to(&nobody.get(PAGE).await, sign_in);
    let posted = nobody.post(PAGE, &fields).await;
    says(
        &posted,
        StatusCode::UNAUTHORIZED,
        &["You are logged out", sign_in],
    );
    house
        .person(AccountType::Buyer, "b1@example.com", "Buyer", false)
        .await;
    let buyer = Door::signed_in(house, "b1@example.com", "buyer").await;
    for mut other in [ben(house, &aya).await, buyer] {
        for answer in [other.get(PAGE).await, other.post(PAGE, &fields).await] {
            says(
                &answer,
                StatusCode::FORBIDDEN,
                &["Your account does not allow this."],
            );
            assert!(!answer.body.contains("FIRST-1"), "{}", answer.body);
        }
        let start = other.get("/").await;
        assert!(!start.body.contains("data-stock=\"settles\""), "{}", start.body);
    }
    house
        .person(AccountType::Supplier, EVE, "Other Stock", false)
        .await;
    let mut eve = Door::signed_in(house, EVE, "supplier").await;
    let theirs = eve.get(PAGE).await;
    says(&theirs, StatusCode::OK, &["There is nothing to decide."]);
    let none = eve.post(PAGE, &fields).await;
    says(&none, StatusCode::CONFLICT, &["has been settled already"]);
    assert!(!none.body.contains("FIRST-1"), "{}", none.body);
    // What is no form of ours, and what another site sends.
    for changed in [("conflict", "x"), ("seen", "x"), ("choice", "both")] {
        let wrong = crate::support::door::with(&fields, &[changed]);
        assert_eq!(door.post(PAGE, &wrong).await.status, StatusCode::BAD_REQUEST);
    }
    let foreign = door
        .request(Method::POST, PAGE)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "cross-site")
        .body(Body::from(crate::support::door::encode(&fields)));
    let foreign = door.send(foreign.expect("a request")).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    let waits = "SELECT COUNT(*) FROM sync_conflict WHERE resolved_at IS NULL";
    assert_eq!(house.number(waits).await, 1);
    // The way there.
    let link = "href=\"/stock/conflicts\"";
    says(&door.get("/stock/import").await, StatusCode::OK, &[link]);
    says(
        &door.get("/stock").await,
        StatusCode::OK,
        &["data-stock=\"settles\""],
    );
    let mut ben = Door::signed_in(house, BEN, "supplier").await;
    assert!(!ben.get("/stock/import").await.body.contains(link));
}

async fn the_page_speaks_japanese(house: &House) {
    let (mut door, mut aya) = aya(house).await;
    door.language = "ja";
    says(
        &door.get(PAGE).await,
        StatusCode::OK,
        &["未解決の競合", "選択が必要なものはありません。"],
    );
    aya.clash(house, "FIRST-1", ["A-1", "B-2", "C-3"]).await;
    says(
        &door.get(PAGE).await,
        StatusCode::OK,
        &[
            "未解決の競合：1件",
            "もう一方の値",
            "サーバーの現在の値",
            "変更前",
            "サーバーの値のままにする：FIRST-1",
        ],
    );
}

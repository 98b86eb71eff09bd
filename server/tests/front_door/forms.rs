//! Who may send which form, and what nobody can set with any (T31, T32, T34).

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use axum::http::header::LOCATION;
use domain::accounts::{AccountType, StaffRole};

use crate::support::door::{Answer, Door};
use crate::support::house::House;

on_both!(
    t32_every_form_has_a_row_and_refuses_whoever_is_less,
    t34_no_form_sets_what_is_not_asked_for,
);

#[derive(serde::Deserialize)]
struct Matrix {
    form: Vec<Row>,
}

#[derive(serde::Deserialize)]
struct Row {
    answers: String,
    path: String,
    who: String,
    #[serde(default)]
    fields: BTreeMap<String, String>,
    #[serde(default)]
    reads_first: bool,
}

/// The rows; the farewell comes last, for it ends the session of whoever sends it.
fn rows() -> Vec<Row> {
    let matrix: Matrix = toml::from_str(include_str!("../../access_forms.toml")).expect("can be read");
    let mut rows = matrix.form;
    rows.sort_by_key(|row| row.path == "/sign-out");
    rows
}

async fn t32_every_form_has_a_row_and_refuses_whoever_is_less(house: &House) {
    // The router does not tell its routes, but its source does.
    let source = include_str!("../../src/front_door.rs");
    let registered: BTreeSet<&str> = source
        .split("post(forms::")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .collect();
    assert_eq!(
        registered.len(),
        source.matches("post(").count(),
        "all of them are told"
    );
    let rows = rows();
    let listed: BTreeSet<&str> = rows.iter().map(|row| row.answers.as_str()).collect();
    assert_eq!(registered, listed);
    let mut wrong = Vec::new();
    for (name, mut door) in actors(house).await {
        for row in &rows {
            let let_in = match row.who.as_str() {
                "visitor" => true,
                "half" => false,
                "member" => name != "visitor",
                "supplier" | "person" | "staff" => kind(name) == row.who,
                other => panic!("nobody is {other}"),
            };
            let fields: Vec<_> = row
                .fields
                .iter()
                .map(|(name, text)| (name.as_str(), text.as_str()))
                .collect();
            let answer = door.post(&row.path, &fields).await;
            assert!(!answer.status.is_server_error(), "{}: {}", row.path, answer.body);
            let is_there = answer.status != StatusCode::METHOD_NOT_ALLOWED;
            // Of what is refused outright, and what is not there for somebody. Within the console there is nothing of these numbers.
            let is_unread = row.reads_first && answer.status == StatusCode::BAD_REQUEST;
            let is_refused = is_refused(&answer) || is_unread;
            let fits = match (let_in, row.who.as_str()) {
                (true, "staff" | "member" | "person" | "supplier") => {
                    answer.status != StatusCode::UNAUTHORIZED
                }
                (true, _) => !is_refused,
                (false, _) => is_refused,
            };
            // What is sent to the console by anybody else is not even read.
            if row.who == "staff" && !let_in && name != "visitor" {
                let unread = door.post(&row.path, &[("x", "y")]).await;
                assert_eq!(unread.status, StatusCode::NOT_FOUND, "{name} at {}", row.path);
            }
            if !(fits && is_there) {
                wrong.push(format!("{name} at {} ({}): {}", row.path, row.who, answer.status));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn kind(name: &str) -> &str {
    match name {
        "individual" => "person",
        "coordinator" | "desk" | "screening" | "administrator" => "staff",
        other => other,
    }
}

fn is_refused(answer: &Answer) -> bool {
    let asks = answer.header(LOCATION.as_str()).contains("/sign-in");
    asks || matches!(
        answer.status,
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND
    )
}

async fn t34_no_form_sets_what_is_not_asked_for(house: &House) {
    const FIELDS: [&str; 25] = [
        "trade_type",
        "standing",
        "role",
        "is_owner",
        "state",
        "number",
        "generation",
        "account_id",
        "company_id",
        "id",
        "approved",
        "version",
        "stock_hidden_at",
        "verified_at",
        "main",
        "password_hash",
        "suspended_at",
        "removed_at",
        "decided_by",
        "coordinator",
        "kind",
        "due_at",
        "assigned_to",
        "created_at",
        "care_version",
    ];
    let whose = "SELECT c.name || c.trade_type || c.standing || c.is_owner FROM company c ORDER BY 1";
    let who = "SELECT a.number || a.state || a.generation || a.care_version || COALESCE(s.role, '-') || COALESCE(m.role, '-')
        FROM account a LEFT JOIN staff s ON s.account_id = a.id LEFT JOIN membership m ON m.account_id = a.id ORDER BY 1";
    let actors = actors(house).await;
    let before = (house.texts(whose).await, house.texts(who).await);
    for (name, mut door) in actors {
        for row in &rows() {
            for wrapped in [false, true] {
                let names = FIELDS.map(|field| {
                    if wrapped {
                        format!("form[{field}]")
                    } else {
                        field.to_owned()
                    }
                });
                let fields: Vec<_> = names.iter().map(|field| (field.as_str(), "1")).collect();
                let answer = door.post(&row.path, &fields).await;
                assert!(!answer.status.is_server_error(), "{}: {}", row.path, answer.body);
            }
            let after = (house.texts(whose).await, house.texts(who).await);
            assert_eq!(after, before, "{name} at {}", row.path);
        }
    }
}

/// One of each kind, each in a browser of their own.
async fn actors(house: &House) -> Vec<(&'static str, Door)> {
    house
        .person(AccountType::Buyer, "buyer@harbour.example", "Harbour", false)
        .await;
    house
        .person(AccountType::Supplier, "supplier@quay.example", "Quay", false)
        .await;
    house.persons("person@midori.example").await;
    for (email, role) in [
        ("keiko@owner.example", StaffRole::Coordinator),
        ("desk@owner.example", StaffRole::Desk),
        ("screening@owner.example", StaffRole::Screening),
        ("chief@owner.example", StaffRole::Administrator),
    ] {
        house.member_of_staff(email, "Mate", role).await;
    }
    let mut all = vec![("visitor", Door::of(house))];
    for (name, email, kind) in [
        ("buyer", "buyer@harbour.example", "buyer"),
        ("supplier", "supplier@quay.example", "supplier"),
        ("individual", "person@midori.example", "individual"),
        ("coordinator", "keiko@owner.example", "staff"),
        ("desk", "desk@owner.example", "staff"),
        ("screening", "screening@owner.example", "staff"),
        ("administrator", "chief@owner.example", "staff"),
    ] {
        all.push((name, Door::signed_in(house, email, kind).await));
    }
    all
}

//! Who may send which form (T31, T32), and that nobody sets what is not theirs to set (T34).

use std::collections::BTreeSet;

use axum::http::StatusCode;
use domain::accounts::{AccountType, StaffRole};

use crate::support::door::{Answer, Door};
use crate::support::house::House;

on_both!(t32_every_form_has_a_row_and_refuses_whoever_is_less);

#[derive(serde::Deserialize)]
struct Matrix {
    form: Vec<Row>,
}

#[derive(serde::Deserialize)]
struct Row {
    answers: String,
    path: String,
    who: String,
}

async fn t32_every_form_has_a_row_and_refuses_whoever_is_less(house: &House) {
    let matrix: Matrix = toml::from_str(include_str!("../../access_forms.toml")).expect("reads");
    let mut actors = actors(house).await;
    for row in &matrix.form {
        let mut line = format!("{} {} {}:", row.answers, row.path, row.who);
        for (name, door) in &mut actors {
            let answer = door.post(&row.path, &[("x", "y")]).await;
            line += &format!(" {name}={}", answer.status.as_u16());
        }
        eprintln!("ROW {line}");
    }
    panic!("look");
}

async fn actors(house: &House) -> Vec<(&'static str, Door)> {
    house
        .person(AccountType::Buyer, "buyer@harbour.example", "Harbour", false)
        .await;
    house
        .person(AccountType::Supplier, "supplier@quay.example", "Quay", false)
        .await;
    house.persons("person@midori.example").await;
    house
        .member_of_staff("keiko@owner.example", "Keiko", StaffRole::Coordinator)
        .await;
    house
        .member_of_staff("desk@owner.example", "Desk", StaffRole::Desk)
        .await;
    house
        .member_of_staff("screening@owner.example", "Screening", StaffRole::Screening)
        .await;
    house
        .member_of_staff("chief@owner.example", "Chief", StaffRole::Administrator)
        .await;
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

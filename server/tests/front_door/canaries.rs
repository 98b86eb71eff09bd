//! Nobody learns who a supplier is: what only its own people and the owner may know stands in no page, no answer of a function, no file and no
//! mail of anybody else (T33, R111).

use domain::accounts::AccountType;
use domain::places::{self, Place};

use crate::front_door::with;
use crate::support::door::Door;
use crate::support::house::House;

on_both!(t33_nothing_private_of_a_supplier_is_in_any_answer);

const SUPPLIER: &str = "canary-mail@canary.example";
const JANE: &str = "jane@harbour.example";
const OTHER: &str = "s2@example.com";

/// Everything that a supplier tells of itself, with a word in it by which it is known again.
const PRIVATE: [&str; 2] = [
    "UPDATE company SET postcode = 'CANARY-9', address = '1 Canary Wharf', fax_country = 'GB', fax = '5550-9977',
        url = 'https://canary.example', business = 'Canaries of all kinds', capital = '9,977,000', representative = 'Carla Canary',
        purpose = 'Selling canaries' WHERE name = 'Canary Components'",
    "UPDATE account SET furigana = 'キャナリー', phone = '5550-9977'
        WHERE id = (SELECT account_id FROM account_email WHERE canonical = 'canary-mail@canary.example')",
];
const WORDS: [&str; 4] = ["canar", "キャナリー", "5550-9977", "9,977,000"];

async fn t33_nothing_private_of_a_supplier_is_in_any_answer(house: &House) {
    house
        .person(AccountType::Supplier, SUPPLIER, "Canary Components", false)
        .await;
    let supplier = house.proof(SUPPLIER).await;
    house
        .import(
            &supplier,
            "Manufacturer,Product name,Model,Quantity,Packing style,ROHS,DC,Location,Remarks\n\
             TOSHIBA,IC,TC74HC4050AFTEL,300,Reel,ROHS,2020,Japan,A-1\n",
        )
        .await;
    for sql in PRIVATE {
        house.run(sql).await;
    }
    house.person(AccountType::Buyer, JANE, "Harbour", false).await;
    house
        .person(AccountType::Supplier, OTHER, "Other Stock", false)
        .await;
    house.persons("person@midori.example").await;
    house.letters().await;
    let matrix: toml::Table = include_str!("../../access_matrix.toml")
        .parse()
        .expect("the matrix can be read");
    let functions: Vec<&str> = matrix
        .values()
        .filter(|row| row.get("kind").and_then(toml::Value::as_str) == Some("reads"))
        .filter_map(|row| row.get("endpoint").and_then(toml::Value::as_str))
        .collect();
    let pages: Vec<String> = places::SIGN_IN
        .iter()
        .chain(&places::SIGN_UP)
        .chain(places::ACCOUNT.iter())
        .chain(&[
            Place::Home,
            Place::PartsList,
            Place::Contact,
            Place::Status,
            Place::Terms,
            Place::Stock,
            Place::StockImport,
            Place::StockExport,
            Place::StockConflicts,
            Place::StockSample,
            Place::InventoryExport,
        ])
        .map(Place::path)
        .chain(["/search?q=TC74HC", "/request?lot=1", "/stock/shell", "/staff"].map(str::to_owned))
        .collect();
    for visitor in [
        None,
        Some((JANE, "buyer")),
        Some((OTHER, "supplier")),
        Some(("person@midori.example", "individual")),
    ] {
        let mut door = Door::of(house);
        if let Some((email, kind)) = visitor {
            door.sign_in(email, kind).await;
        }
        let mut seen = Vec::new();
        for page in &pages {
            seen.push((page.clone(), door.get(page).await.body));
        }
        for function in &functions {
            let asked = [
                ("query", "q=TC74HC"),
                ("key", "1"),
                ("id", "1"),
                ("number", "1"),
                ("word", "terms"),
            ];
            seen.push(((*function).to_owned(), door.ask(function, &asked).await.body));
        }
        seen.push((
            "lot=1".to_owned(),
            door.ask("quotations/open", &[("query", "lot=1")]).await.body,
        ));
        let submission = uuid::Uuid::new_v4().to_string();
        let sent = door
            .post(
                "/request",
                &with(&[("form[lines][0][lot]", "1"), ("form[submission]", &submission)]),
            )
            .await;
        seen.push(("the receipt".to_owned(), door.follow(&sent).await.body));
        let found = seen
            .iter()
            .filter(|(_, body)| body.contains("TC74HC4050AFTEL"))
            .count();
        assert!(found >= 3, "{visitor:?} sees the lot in {found} answers");
        for (what, body) in &seen {
            let body = body.to_lowercase();
            for word in WORDS {
                assert!(
                    !body.contains(&word.to_lowercase()),
                    "{visitor:?} reads {word} in {what}"
                );
            }
        }
    }
    let letters = house.letters().await;
    let others: Vec<_> = letters
        .iter()
        .filter(|letter| [JANE, OTHER].contains(&letter.to.as_str()))
        .collect();
    assert!(!others.is_empty(), "whoever asks gets a copy");
    for letter in others {
        let all = format!("{}{}{}", letter.subject, letter.text, letter.html).to_lowercase();
        for word in WORDS {
            assert!(
                !all.contains(&word.to_lowercase()),
                "{word} in {} to {}",
                letter.kind,
                letter.to
            );
        }
    }
}

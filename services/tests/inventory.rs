//! Stock files, from the door to the stock and back out.

use std::time::Duration;

use crate::support::house::{HEADINGS, House, found};
use domain::inventory::Column;
use domain::inventory::stock_file::{FileFault, RowFault};
use domain::refusal::Refusal;
use domain::violations::Violation;
use services::error::Error;
use services::inventory::export;
use services::inventory::import::{self, Outcome, Received};
use services::jobs::{self, Kind, Standing};
use services::proofs::Supplier;

on_both!(
    a_file_becomes_stock_and_its_supplier_is_told,
    one_wrong_cell_and_nothing_is_imported,
    the_same_file_asks_before_it_is_added_again,
    a_file_is_refused_at_the_door_by_name_and_by_size,
    what_is_exported_can_be_imported_again,
    nobody_sees_the_import_of_another_company,
    t43_a_job_whose_worker_died_is_done_once,
    t65_a_job_that_takes_its_worker_with_it_is_given_up,
    t66_a_worker_that_was_overtaken_publishes_nothing,
    two_suppliers_import_at_once,
    only_so_many_files_of_a_company_wait_at_once,
    a_company_cannot_name_itself_in_its_stock,
    a_long_file_keeps_its_order_and_its_texts,
    what_processes_import_by_turns_is_found_in_each,
);

/// The five rows of R129.
const SAMPLE: &str = "\
Manufacturer,Product name,Model,Quantity,Packing style,ROHS,DC,Location,Remarks
JST,Connector,B3B-ZR(LF)(SN),150,Loose,ROHS,2020,Japan,A-1
TOSHIBA,Connector IC,TC74HC4050AFTEL,300,Taping cut,ROHS2,2016,Japan,B-2
onsemi,IC,MAX708TESA-TG,250,Reel,ROHS3,2019,Japan,B-3
Panasonic,Chip resistor,ERJ3GEYJ273V,5000,Reel,ROHS,2015,China,C-1
OMRON,Wire housing,XG4C-2031,1000,Loose,Unknown,2010,USA,D-3
";

async fn a_file_becomes_stock_and_its_supplier_is_told(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    assert_eq!(
        house.import(&supplier, SAMPLE).await,
        Outcome::Imported { rows: 5 }
    );
    let letters = house.letters().await;
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].to, "s1@example.com");
    assert!(letters[0].text.contains('5'));
    assert_eq!(house.letters().await.len(), 0, "the result is mailed once");
}

async fn one_wrong_cell_and_nothing_is_imported(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let spoiled = SAMPLE.replace("5000", "5,000".replace(',', ".").as_str());
    let Outcome::Refused { total, faults } = house.import(&supplier, &spoiled).await else {
        panic!("imported")
    };
    assert_eq!(total, 1);
    let expected = RowFault {
        row: 5,
        column: Some(Column::Quantity),
        fault: FileFault::Cell(Violation::QuantityFraction),
    };
    assert_eq!(faults, [expected]);
    let mut out = Vec::new();
    assert_eq!(
        export::export(&house.market, &supplier, &mut out)
            .await
            .expect("exports"),
        0
    );
    let letters = house.letters().await;
    assert_eq!(letters.len(), 1);
    assert!(letters[0].text.contains("Quantity"), "{}", letters[0].text);
}

async fn the_same_file_asks_before_it_is_added_again(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    house.import(&supplier, SAMPLE).await;
    let again = import::receive(&house.market, &supplier, "stock.csv", SAMPLE.as_bytes(), false).await;
    assert_eq!(again.expect("answers"), Received::SameFile);
    assert_eq!(
        house.import(&supplier, SAMPLE).await,
        Outcome::Imported { rows: 5 },
        "asked for once more, it is added"
    );
    let other = house.supplier("s2@example.com").await;
    let theirs = import::receive(&house.market, &other, "stock.csv", SAMPLE.as_bytes(), false).await;
    assert!(
        matches!(theirs, Ok(Received::Waiting(_))),
        "another company's file is another file"
    );
    jobs::run_due(&house.market).await.expect("runs");
}

async fn a_file_is_refused_at_the_door_by_name_and_by_size(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let by_name = import::receive(&house.market, &supplier, "stock.xlsx", b"x", false)
        .await
        .expect("answers");
    assert_eq!(by_name, Received::Refused(FileFault::WrongExtension));
    let huge = vec![b'a'; 20_000_001];
    let by_size = import::receive(&house.market, &supplier, "stock.csv", &huge, false)
        .await
        .expect("answers");
    assert_eq!(
        by_size,
        Received::Refused(FileFault::TooManyBytes { max: 20_000_000 })
    );
}

async fn what_is_exported_can_be_imported_again(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    house.import(&supplier, SAMPLE).await;
    let mut first = Vec::new();
    export::export(&house.market, &supplier, &mut first)
        .await
        .expect("exports");
    let other = house.supplier("s2@example.com").await;
    let text = String::from_utf8(first.clone()).expect("is UTF-8");
    assert_eq!(house.import(&other, &text).await, Outcome::Imported { rows: 5 });
    let mut second = Vec::new();
    export::export(&house.market, &other, &mut second)
        .await
        .expect("exports");
    assert_eq!(first, second);
}

async fn nobody_sees_the_import_of_another_company(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let Ok(Received::Waiting(id)) =
        import::receive(&house.market, &supplier, "a.csv", SAMPLE.as_bytes(), false).await
    else {
        panic!("refused")
    };
    jobs::run_due(&house.market).await.expect("runs");
    let other = house.supplier("s2@example.com").await;
    let foreign = import::outcome(&house.market, &other, id)
        .await
        .err()
        .map(|error| error.to_string());
    let missing = import::outcome(&house.market, &other, id + 1_000)
        .await
        .err()
        .map(|error| error.to_string());
    assert!(foreign.is_some());
    assert_eq!(foreign, missing, "a foreign number answers as a missing one");
}

async fn t43_a_job_whose_worker_died_is_done_once(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let Ok(Received::Waiting(id)) =
        import::receive(&house.market, &supplier, "a.csv", SAMPLE.as_bytes(), false).await
    else {
        panic!("refused")
    };
    // A worker claims the job and is never heard of again.
    assert!(jobs::claim(&house.market).await.expect("claims").is_some());
    assert_eq!(
        jobs::run_due(&house.market).await.expect("runs"),
        0,
        "its lease still holds"
    );
    house.wait(Duration::from_secs(61));
    assert_eq!(jobs::run_due(&house.market).await.expect("runs"), 1);
    let outcome = import::outcome(&house.market, &supplier, id)
        .await
        .expect("tells");
    assert_eq!(outcome, Outcome::Imported { rows: 5 });
    assert_eq!(house.letters().await.len(), 1);
}

async fn t65_a_job_that_takes_its_worker_with_it_is_given_up(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let Ok(Received::Waiting(id)) =
        import::receive(&house.market, &supplier, "a.csv", SAMPLE.as_bytes(), false).await
    else {
        panic!("refused")
    };
    for _ in 0..jobs::TRIES {
        assert!(jobs::claim(&house.market).await.expect("claims").is_some());
        house.wait(Duration::from_secs(61));
    }
    jobs::run_due(&house.market).await.expect("gives it up");
    let standing = jobs::standing(&house.market, Kind::ImportStock, id).await;
    assert_eq!(standing.expect("tells"), Standing::GivenUp);
    house.wait(Duration::from_secs(24 * 60 * 60));
    assert!(jobs::claim(&house.market).await.expect("claims").is_none());
    let mut out = Vec::new();
    let exported = export::export(&house.market, &supplier, &mut out).await;
    assert_eq!(exported.expect("exports"), 0);
}

async fn t66_a_worker_that_was_overtaken_publishes_nothing(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let Ok(Received::Waiting(id)) =
        import::receive(&house.market, &supplier, "a.csv", SAMPLE.as_bytes(), false).await
    else {
        panic!("refused")
    };
    let sleeper = jobs::claim(&house.market).await.expect("claims").expect("a job");
    house.wait(Duration::from_secs(61));
    jobs::run_due(&house.market)
        .await
        .expect("another worker runs it");
    jobs::carry_out(&house.market, &sleeper)
        .await
        .expect("the sleeper wakes and finds it done");
    assert_eq!(
        jobs::standing(&house.market, Kind::ImportStock, id)
            .await
            .expect("tells"),
        Standing::Done
    );
    let mut out = Vec::new();
    assert_eq!(
        export::export(&house.market, &supplier, &mut out)
            .await
            .expect("exports"),
        5
    );
}

async fn two_suppliers_import_at_once(house: &House) {
    let first = house.supplier("s1@example.com").await;
    let second = house.supplier("s2@example.com").await;
    for supplier in [&first, &second] {
        import::receive(&house.market, supplier, "a.csv", SAMPLE.as_bytes(), false)
            .await
            .expect("receives");
    }
    let other = house.other_process().await;
    let (here, there) = tokio::join!(jobs::run_due(&house.market), jobs::run_due(&other));
    assert_eq!(here.expect("runs") + there.expect("runs"), 2);
    for supplier in [&first, &second] {
        let mut out = Vec::new();
        assert_eq!(
            export::export(&house.market, supplier, &mut out)
                .await
                .expect("exports"),
            5
        );
    }
    other.db.close().await.expect("closes");
}

async fn only_so_many_files_of_a_company_wait_at_once(house: &House) {
    let first = house.supplier("s1@example.com").await;
    let second = house.supplier("s2@example.com").await;
    let receive = async |supplier: &Supplier, bin: u32| {
        let file = SAMPLE.replace("A-1", &format!("A-{bin}"));
        import::receive(&house.market, supplier, "a.csv", file.as_bytes(), false).await
    };
    for bin in 1..=20 {
        assert!(matches!(receive(&first, bin).await, Ok(Received::Waiting(_))));
    }
    assert!(matches!(
        receive(&first, 21).await,
        Err(Error::Refused(Refusal::TooMany { seconds: 60 }))
    ));
    assert!(matches!(receive(&second, 21).await, Ok(Received::Waiting(_))));
    jobs::run_due(&house.market).await.expect("runs");
    assert!(matches!(receive(&first, 21).await, Ok(Received::Waiting(_))));
}

async fn a_company_cannot_name_itself_in_its_stock(house: &House) {
    let supplier = house.supplier("kawagoe@example.com").await;
    let csv = format!("{HEADINGS}\nMaker,IC,ABC123,1,Reel,ROHS,,Japan,ask Company of kawagoe\n");
    let Outcome::Refused { faults, .. } = house.import(&supplier, &csv).await else {
        panic!("imported")
    };
    assert_eq!(faults[0].fault, FileFault::Cell(Violation::NamesCompany));
}

/// Longer than what is stored by one statement, with everything in it that a statement could trip over.
async fn a_long_file_keeps_its_order_and_its_texts(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let odd = [
        r#""a ""quoted"" one""#,
        r"back\\slash",
        "$1 ?1 :x",
        "{x}[y]",
        "日本語",
        "'); --",
    ];
    let mut csv = format!("{HEADINGS}\r\n");
    for row in 0..10_050_usize {
        let (remark, year) = (odd[row % odd.len()], ["", "2019"][row % 2]);
        csv.push_str(&format!(
            "Maker,IC,M-{}µ,{},Reel,ROHS,{year},Japan,{remark}\r\n",
            row % 4_000,
            row + 1
        ));
    }
    assert_eq!(
        house.import(&supplier, &csv).await,
        Outcome::Imported { rows: 10_050 }
    );
    let mut out = Vec::new();
    assert_eq!(
        export::export(&house.market, &supplier, &mut out)
            .await
            .expect("exports"),
        10_050
    );
    let quantities: Vec<usize> = String::from_utf8(out.clone())
        .expect("is UTF-8")
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').nth(3)?.parse().ok())
        .collect();
    assert!(quantities.into_iter().eq(1..=10_050), "the order of the file");
    let other = house.supplier("s2@example.com").await;
    let text = String::from_utf8(out.clone()).expect("is UTF-8");
    assert_eq!(
        house.import(&other, &text).await,
        Outcome::Imported { rows: 10_050 }
    );
    let mut again = Vec::new();
    export::export(&house.market, &other, &mut again)
        .await
        .expect("exports");
    assert_eq!(out, again);
    assert_eq!(
        found(&house.market, "M-7").await,
        found(&house.other_process().await, "M-7").await
    );
}

/// What one process hands to its own index and another reads from the tables comes to the same, whoever was first.
async fn what_processes_import_by_turns_is_found_in_each(house: &House) {
    let (first, second) = (
        house.supplier("s1@example.com").await,
        house.supplier("s2@example.com").await,
    );
    let other = house.other_process().await;
    let mut expected = 0;
    for (turn, (supplier, here)) in [
        (&first, true),
        (&first, true),
        (&first, false),
        (&first, true),
        (&second, false),
        (&second, true),
    ]
    .into_iter()
    .enumerate()
    {
        let csv = format!(
            "{HEADINGS}\nMaker,IC,TURN-{turn},1,Reel,ROHS,,Japan,\nMaker,IC,TURN-9,2,Reel,ROHS,,Japan,\n"
        );
        let market = if here { &house.market } else { &other };
        import::receive(market, supplier, "a.csv", csv.as_bytes(), true)
            .await
            .expect("receives");
        jobs::run_due(market).await.expect("runs");
        expected += 2;
        // At the fourth turn the importer's own index has not followed the other one yet.
        if turn != 2 {
            for market in [&house.market, &other] {
                assert_eq!(found(market, "TURN").await, expected, "after turn {turn}");
            }
        }
    }
    other.db.close().await.expect("closes");
}

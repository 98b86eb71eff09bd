//! The two columns that a file may have beside the nine: the date code (Z11), and the company's own reference (Z14).

use domain::inventory::exporting::Format;
use domain::inventory::stock_file::FileFault;
use domain::language::Language;
use domain::violations::Violation;
use services::inventory::export::Exported;
use services::inventory::import::{self, Outcome, Received};
use services::inventory::undoing;

use super::*;

const BOTH: [Column; 2] = [Column::DateCode, Column::Reference];
const WIDE: &str =
    "Manufacturer,Product name,Model,Quantity,Packing style,ROHS,DC,Location,Remarks,Date code,Own reference";

/// A file with both columns behind the nine.
fn wide(rows: &[String]) -> String {
    format!("{WIDE}\n{}\n", rows.join("\n"))
}

fn with(row: &str, date_code: &str, reference: &str) -> String {
    format!("{row},{date_code},{reference}")
}

async fn exported(house: &House, supplier: &Supplier, format: Format) -> Vec<u8> {
    match export::export_as(&house.market, supplier, format, &BOTH).await {
        Ok(Exported::File(bytes)) => bytes,
        other => panic!("{other:?}"),
    }
}

/// The list with both columns, without the headings.
async fn whole(house: &House, supplier: &Supplier) -> Vec<String> {
    let text = String::from_utf8(exported(house, supplier, Format::Csv).await).expect("is UTF-8");
    assert_eq!(text.lines().next(), Some(WIDE));
    text.lines().skip(1).map(str::to_owned).collect()
}

/// The faults of the wrong rows: row, column, fault.
async fn wrong(house: &House, supplier: &Supplier, key: &str) -> Vec<(u32, Option<Column>, FileFault)> {
    let seen = draft(house, supplier, key, Some(Kind::Wrong)).await;
    assert!(!seen.is_good(), "{seen:?}");
    let rows = seen.rows.into_iter();
    rows.flat_map(|row| {
        let faults = row.faults.into_iter();
        faults.map(move |(column, fault)| (row.row, column, fault))
    })
    .collect()
}

pub(crate) async fn z14_references_and_date_codes_stand_anywhere_among_the_nine(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let turned = "メーカー,自社管理番号,品名,型番,数量,荷姿,ROHS,DC,所在地,備考,日付コード\n\
        JST,棚-1,Connector,B3B-ZR(LF)(SN),150,Loose,ROHS,2020,Japan,A-1,2018\n";
    let key = upload(house, &supplier, "stock.csv", turned).await;
    let seen = draft(house, &supplier, &key, None).await;
    assert!(seen.how.is_documented() && seen.is_good(), "{seen:?}");
    assert_eq!(seen.columns, Column::FILE);
    assert_eq!(seen.rows[0].cells[9..], ["2018", "棚-1"]);
    confirm(house, &supplier, &key, seen.seen).await;
    assert_eq!(whole(house, &supplier).await, [with(A, "2018", "棚-1")]);
    assert_eq!(list(house, &supplier).await, [A], "the nine leave both out");
    // Under another heading, shown by hand, and remembered.
    let theirs = format!("{HEADINGS},Regal\n{B},R-7\n");
    let key = upload(house, &supplier, "b.csv", theirs).await;
    let places = (0..9).map(|place| place.to_string());
    let choice = Choice {
        places: places.chain([String::new(), "9".to_owned()]).collect(),
        ..Choice::default()
    };
    drafts::read_otherwise(&house.market, &supplier, &key, &choice)
        .await
        .expect("maps");
    let seen = draft(house, &supplier, &key, None).await;
    assert!(seen.is_good(), "{seen:?}");
    confirm(house, &supplier, &key, seen.seen).await;
    let next = upload(house, &supplier, "c.csv", format!("{HEADINGS},Regal\n{C},R-8\n")).await;
    let seen = draft(house, &supplier, &next, None).await;
    assert_eq!((seen.is_good(), seen.rows[0].cells[9].as_str()), (true, "R-8"));
    confirm(house, &supplier, &next, seen.seen).await;
    let all = [with(A, "2018", "棚-1"), with(B, "", "R-7"), with(C, "", "R-8")];
    assert_eq!(whole(house, &supplier).await, all);
}

pub(crate) async fn z14_what_is_exported_with_references_comes_back(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let rows = [
        with(A, "'=18", "'-1"),
        with(A, "", "棚 2"),
        with(A, "2018+", ""),
        with(B, "", "\"a,\"\"b\""),
    ];
    bring(house, &supplier, Mode::Add, &wide(&rows)).await;
    assert_eq!(whole(house, &supplier).await, rows);
    let other = house.supplier("s2@example.com").await;
    for format in Format::ALL {
        let bytes = exported(house, &supplier, format).await;
        let name = if format == Format::Xlsx {
            "stock.xlsx"
        } else {
            "stock.csv"
        };
        let key = upload(house, &supplier, name, bytes.clone()).await;
        choose(house, &supplier, &key, Mode::Replace).await;
        let same = draft(house, &supplier, &key, None).await;
        assert_eq!(
            (same.counts.unchanged, same.counts.referenced, same.is_good()),
            (4, 0, false),
            "{format:?}: {same:?}"
        );
        // Another company may have the same references.
        let key = upload(house, &other, name, bytes).await;
        let seen = draft(house, &other, &key, None).await;
        assert_eq!(confirm(house, &other, &key, seen.seen).await, Confirmed::Queued);
        assert_eq!(whole(house, &other).await, rows, "{format:?}");
        undoing::undo(&house.market, &other, &key).await.expect("asks");
        jobs::run_due(&house.market).await.expect("runs");
    }
    assert_eq!(whole(house, &supplier).await, rows);
}

pub(crate) async fn z14_a_reference_names_its_lot_before_the_fields_do(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let rows = [with(A, "", "a-1"), with(A, "", "a-2"), with(B, "", "")];
    bring(house, &supplier, Mode::Add, &wide(&rows)).await;
    // The second of two lots that are the same item; and B gets a reference, though nothing else of it changes.
    let less = A.replace("150", "7");
    let all = wide(&[with(&less, "", "a-2"), with(B, "9999", "b-1"), with(A, "", "a-1")]);
    let key = upload(house, &supplier, "stock.csv", all).await;
    choose(house, &supplier, &key, Mode::Replace).await;
    let seen = draft(house, &supplier, &key, Some(Kind::Changed)).await;
    let counts = &seen.counts;
    assert_eq!(
        (
            counts.changed,
            counts.unchanged,
            counts.missing,
            counts.referenced
        ),
        (2, 1, 0, 1)
    );
    assert_eq!(seen.rows[0].cells[10], "a-2");
    let shown = seen
        .rows
        .iter()
        .map(|row| (row.pieces, row.former_date_code.as_deref()));
    assert_eq!(
        shown.collect::<Vec<_>>(),
        [(Some((150, 7)), None), (Some((300, 300)), Some(""))]
    );
    confirm(house, &supplier, &key, seen.seen).await;
    let Stage::Imported(landed) = stage(house, &supplier, &key).await else {
        panic!("not imported")
    };
    assert_eq!((landed.changed, landed.referenced), (2, 1));
    let letters = house.letters().await;
    let told = letters
        .iter()
        .filter(|letter| letter.text.contains("Lots that got your reference: 1"));
    assert_eq!(told.count(), 1);
    let now = [with(A, "", "a-1"), with(&less, "", "a-2"), with(B, "9999", "b-1")];
    assert_eq!(whole(house, &supplier).await, now);
    // Merged: a known one is found, another reference is another lot.
    let more = wide(&[with(&less, "", "a-1"), with(&less, "", "a-3")]);
    bring(house, &supplier, Mode::Merge, &more).await;
    let now = [
        with(&A.replace("150", "157"), "", "a-1"),
        with(&less, "", "a-2"),
        with(B, "9999", "b-1"),
        with(&less, "", "a-3"),
    ];
    assert_eq!(whole(house, &supplier).await, now);
    // A file that only gives references does something.
    let supplier = house.supplier("s2@example.com").await;
    bring(house, &supplier, Mode::Add, &file(&[C])).await;
    bring(house, &supplier, Mode::Replace, &wide(&[with(C, "", "c-1")])).await;
    assert_eq!(whole(house, &supplier).await, [with(C, "", "c-1")]);
}

pub(crate) async fn z14_a_list_that_is_replaced_gets_the_date_codes_of_the_file(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let before = [with(A, "2201", ""), with(B, "2202", ""), with(C, "", "c-1")];
    bring(house, &supplier, Mode::Add, &wide(&before)).await;
    // Another one, none any more, a first one with another quantity.
    let less = C.replace("250", "249");
    assert_ne!(less, C);
    let after = [with(A, "2301", ""), with(B, "", ""), with(&less, "2303", "c-1")];
    let key = bring(house, &supplier, Mode::Replace, &wide(&after)).await;
    assert_eq!(whole(house, &supplier).await, after);
    // Taken back, they are what they were.
    undoing::undo(&house.market, &supplier, &key).await.expect("asks");
    jobs::run_due(&house.market).await.expect("runs");
    assert_eq!(whole(house, &supplier).await, before);
    // Merged, and without the column, they stay.
    bring(house, &supplier, Mode::Merge, &wide(&[with(A, "2301", "")])).await;
    bring(house, &supplier, Mode::Replace, &file(&[A, B])).await;
    assert_eq!(whole(house, &supplier).await, before[..2]);
}

pub(crate) async fn z14_wrong_references_are_told_at_their_cells(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let at = Some(Column::Reference);
    let long = "r".repeat(65);
    let bad = wide(&[
        with(A, "", "x-1"),
        with(B, "", "x-1"),
        with(B, "12345678901", &long),
        with(C, "", "a\u{7}b"),
    ]);
    let key = upload(house, &supplier, "stock.csv", bad).await;
    let told = wrong(house, &supplier, &key).await;
    assert_eq!(told[0], (3, at, FileFault::ReferenceTwice { row: 2 }));
    let too_long = |max, length| FileFault::Cell(Violation::TooLong { max, length });
    assert_eq!(told[1], (4, Some(Column::DateCode), too_long(10, 11)));
    assert_eq!(told[2], (4, at, too_long(64, 65)));
    assert!(
        matches!(
            told[3],
            (5, _, FileFault::Cell(Violation::Character { at: 2, .. }))
        ),
        "{told:?}"
    );
    assert_eq!(told.len(), 4);
    // Corrected on the page, in the column's own cell.
    let corrected = |row, column, text: &str| Corrected {
        row,
        cells: vec![(column, text.to_owned())],
        left_out: false,
    };
    let all = vec![
        corrected(3, Column::Reference, "x-2"),
        corrected(4, Column::Reference, ""),
        corrected(4, Column::DateCode, "1838"),
        corrected(5, Column::Reference, "x-3"),
    ];
    let reading = draft(house, &supplier, &key, None).await.reading;
    correcting::correct(&house.market, &supplier, &key, reading, all)
        .await
        .expect("corrects");
    let seen = draft(house, &supplier, &key, None).await;
    assert!(seen.is_good(), "{seen:?}");
    confirm(house, &supplier, &key, seen.seen).await;
    let now = [
        with(A, "", "x-1"),
        with(B, "", "x-2"),
        with(B, "1838", ""),
        with(C, "", "x-3"),
    ];
    assert_eq!(whole(house, &supplier).await, now);
}

pub(crate) async fn z14_a_reference_of_another_lot_is_refused(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let at = Some(Column::Reference);
    bring(house, &supplier, Mode::Add, &wide(&[with(A, "", "a-1")])).await;
    let text = wide(&[with(B, "", "a-1"), with(C, "", "c-1")]);
    let key = upload(house, &supplier, "stock.csv", text.as_str()).await;
    let model = || "B3B-ZR(LF)(SN)".to_owned();
    assert_eq!(
        wrong(house, &supplier, &key).await,
        [(2, at, FileFault::ReferenceKnown { model: model() })]
    );
    for mode in [Mode::Merge, Mode::Replace] {
        choose(house, &supplier, &key, mode).await;
        assert_eq!(
            wrong(house, &supplier, &key).await,
            [(2, at, FileFault::ReferenceOfAnother { model: model() })]
        );
    }
    let file = preview::wrong_rows(&house.market, &supplier, &key, Language::En).await;
    let file = String::from_utf8(file.expect("writes")).expect("is UTF-8");
    assert!(
        file.contains(",Own reference,Reason")
            && file.contains(&with(B, "", "a-1"))
            && file.contains("another lot"),
        "{file}"
    );
    assert_eq!(file.lines().count(), 2);
    let seen = draft(house, &supplier, &key, None).await.seen;
    assert_eq!(confirm(house, &supplier, &key, seen).await, Confirmed::NotGood);
    let reading = draft(house, &supplier, &key, None).await.reading;
    correcting::leave_out_wrong(&house.market, &supplier, &key, reading)
        .await
        .expect("leaves out");
    choose(house, &supplier, &key, Mode::Merge).await;
    let good = draft(house, &supplier, &key, None).await;
    assert_eq!((good.is_good(), good.counts.left_out), (true, 1));
    // Where nobody has looked, the job finds it.
    for (mode, fault) in [
        (Mode::Add, FileFault::ReferenceKnown { model: model() }),
        (Mode::Merge, FileFault::ReferenceOfAnother { model: model() }),
    ] {
        let received =
            import::receive_to(&house.market, &supplier, "m.csv", text.as_bytes(), false, mode).await;
        let Ok(Received::Waiting(id)) = received else {
            panic!("{received:?}")
        };
        jobs::run_due(&house.market).await.expect("runs");
        let outcome = import::outcome(&house.market, &supplier, id)
            .await
            .expect("tells");
        let Outcome::Refused { total: 1, faults } = outcome else {
            panic!("{outcome:?}")
        };
        assert_eq!(
            (faults[0].row, faults[0].column, &faults[0].fault),
            (2, at, &fault)
        );
    }
    assert_eq!(whole(house, &supplier).await, [with(A, "", "a-1")]);
}

/// Prevents lots that are there again and that their company's systems do not find: another lot had had the reference meanwhile.
pub(crate) async fn z14_a_lot_that_comes_back_has_its_reference_again(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let take_back = async |key: &str| {
        undoing::undo(&house.market, &supplier, key).await.expect("asks");
        jobs::run_due(&house.market).await.expect("runs");
    };
    let both = [with(A, "", "a-1"), with(B, "", "b-1")];
    let first = bring(house, &supplier, Mode::Add, &wide(&both)).await;
    let replaced = bring(house, &supplier, Mode::Replace, &wide(&both[1..])).await;
    let another = bring(house, &supplier, Mode::Add, &wide(&[with(C, "", "a-1")])).await;
    assert_eq!(
        whole(house, &supplier).await,
        [with(B, "", "b-1"), with(C, "", "a-1")]
    );
    take_back(&another).await;
    take_back(&replaced).await;
    assert_eq!(whole(house, &supplier).await, both);
    // What a lot has by now nobody takes from it.
    let replaced = bring(house, &supplier, Mode::Replace, &wide(&both[1..])).await;
    bring(house, &supplier, Mode::Add, &wide(&[with(C, "", "a-1")])).await;
    take_back(&replaced).await;
    assert_eq!(
        whole(house, &supplier).await,
        [with(A, "", ""), with(B, "", "b-1"), with(C, "", "a-1")]
    );
    // They still are the first import's.
    take_back(&first).await;
    assert_eq!(whole(house, &supplier).await, [with(C, "", "a-1")]);
    assert_eq!(house.number("SELECT COUNT(*) FROM lot_reference").await, 1);
}

pub(crate) async fn z14_taking_an_import_back_takes_its_references_back(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    bring(
        house,
        &supplier,
        Mode::Add,
        &wide(&[with(A, "", "a-1"), with(B, "", "")]),
    )
    .await;
    let rows = [with(A, "", "a-1"), with(B, "", "b-1"), with(C, "", "c-1")];
    let key = bring(house, &supplier, Mode::Replace, &wide(&rows)).await;
    assert_eq!(whole(house, &supplier).await, rows);
    undoing::undo(&house.market, &supplier, &key).await.expect("asks");
    jobs::run_due(&house.market).await.expect("runs");
    assert_eq!(
        whole(house, &supplier).await,
        [with(A, "", "a-1"), with(B, "", "")]
    );
    assert_eq!(house.number("SELECT COUNT(*) FROM lot_reference").await, 1);
    // A lot that was changed since stays as it is, with its reference.
    let key = bring(house, &supplier, Mode::Merge, &wide(&[with(C, "", "c-1")])).await;
    bring(house, &supplier, Mode::Merge, &file(&[C])).await;
    undoing::undo(&house.market, &supplier, &key).await.expect("asks");
    jobs::run_due(&house.market).await.expect("runs");
    let kept = with(&C.replace("250", "500"), "", "c-1");
    assert_eq!(whole(house, &supplier).await[2], kept);
    // They are free for other lots; so is that of a lot which was deleted.
    bring(house, &supplier, Mode::Replace, &wide(&[with(C, "", "b-1")])).await;
    bring(house, &supplier, Mode::Add, &wide(&[with(B, "", "a-1")])).await;
    assert_eq!(
        whole(house, &supplier).await,
        [with(C, "", "b-1"), with(B, "", "a-1")]
    );
}

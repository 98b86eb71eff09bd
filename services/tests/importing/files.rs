//! Files as they come from other programs: encodings, separators, orders, workbooks, and what is no list at all.

use domain::inventory::importing::{Separator, TextEncoding};
use domain::inventory::stock_file::{FileFault, LooksLike};
use encoding_rs::{EUC_JP, SHIFT_JIS};
use rust_xlsxwriter::Workbook;
use services::inventory::drafts::{Choice, Taken};

use super::*;

const JAPANESE: &str = "メーカー,品名,型番,数量,荷姿,ROHS,DC,所在地,備考\r\n東芝,コネクタ,TC74HC,300,リール,ROHS2,2016,川越,髙﨑\r\n";
const ROW: [&str; 9] = [
    "東芝",
    "コネクタ",
    "TC74HC",
    "300",
    "リール",
    "ROHS2",
    "2016",
    "川越",
    "髙﨑",
];

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(0xFEFF)
        .chain(text.encode_utf16())
        .flat_map(bytes)
        .collect()
}

pub(crate) async fn each_encoding_is_found_and_read(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let plain = JAPANESE.as_bytes().to_vec();
    let marked = ["\u{FEFF}".as_bytes(), &plain].concat();
    for (bytes, encoding) in [
        (plain, TextEncoding::Utf8),
        (marked, TextEncoding::Utf8),
        (SHIFT_JIS.encode(JAPANESE).0.into_owned(), TextEncoding::ShiftJis),
        (EUC_JP.encode(JAPANESE).0.into_owned(), TextEncoding::EucJp),
        (utf16(JAPANESE, u16::to_le_bytes), TextEncoding::Utf16Le),
        (utf16(JAPANESE, u16::to_be_bytes), TextEncoding::Utf16Be),
    ] {
        let key = upload(house, &supplier, "stock.csv", bytes).await;
        let seen = draft(house, &supplier, &key, None).await;
        assert_eq!(
            (seen.how.encoding, seen.file.is_guess),
            (encoding, false),
            "{encoding:?}"
        );
        assert_eq!(seen.file.sample[0], ROW, "{encoding:?}");
        assert_eq!(
            (seen.counts.new, seen.rows[0].cells.as_slice()),
            (1, ROW.map(str::to_owned).as_slice())
        );
        deciding::discard(&house.market, &supplier, &key)
            .await
            .expect("discards");
    }
    // Read wrongly by hand, it is told where it is no such text, and read rightly again.
    let key = upload(
        house,
        &supplier,
        "stock.csv",
        SHIFT_JIS.encode(JAPANESE).0.into_owned(),
    )
    .await;
    let choice = |encoding: TextEncoding| Choice {
        encoding: encoding.word().to_owned(),
        ..Choice::default()
    };
    let choose = async |encoding| {
        drafts::read_otherwise(&house.market, &supplier, &key, &choice(encoding))
            .await
            .expect("reads");
        draft(house, &supplier, &key, None).await
    };
    let euc = choose(TextEncoding::EucJp).await;
    let fault = FileFault::NotInEncoding {
        encoding: TextEncoding::EucJp,
    };
    assert_eq!(
        (euc.faults[0].row, &euc.faults[0].fault, euc.is_good()),
        (1, &fault, false)
    );
    assert_eq!(choose(TextEncoding::ShiftJis).await.file.sample[0], ROW);
    // Circled digits are read as what they are, and a model may not hold them.
    let circled = SHIFT_JIS
        .encode(&JAPANESE.replace("TC74HC", "TC①"))
        .0
        .into_owned();
    let key = upload(house, &supplier, "stock.csv", circled).await;
    let circled = draft(house, &supplier, &key, None).await;
    assert_eq!(
        (circled.counts.wrong, circled.rows[0].cells[2].as_str()),
        (1, "TC①")
    );
    // Two encodings in one file.
    let mixed = [JAPANESE.as_bytes(), &SHIFT_JIS.encode(ROW.join(",").as_str()).0].concat();
    let key = upload(house, &supplier, "mixed.csv", mixed).await;
    let mixed = draft(house, &supplier, &key, None).await;
    assert!(!mixed.is_good(), "{mixed:?}");
}

pub(crate) async fn what_is_no_list_has_its_answer(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    for (name, bytes, fault) in [
        ("stock.csv", Vec::new(), FileFault::Empty),
        ("stock.pdf", b"x".to_vec(), FileFault::NoListName),
        (
            "stock.csv",
            b"\x89PNG\r\n\x1A\n....".to_vec(),
            FileFault::NotCsv {
                looks_like: LooksLike::Image,
            },
        ),
        (
            "stock.xlsx",
            b"PK\x03\x04 and nothing more".to_vec(),
            FileFault::WorkbookUnreadable,
        ),
        (
            "stock.csv",
            vec![b'a'; 20_000_001],
            FileFault::TooManyBytes { max: 20_000_000 },
        ),
    ] {
        let taken = drafts::receive(&house.market, &supplier, name, bytes)
            .await
            .expect("answers");
        assert_eq!(taken, Taken::Refused(fault), "{name}");
    }
    // One line of 20 MB.
    let key = upload(house, &supplier, "line.csv", vec![b'a'; 20_000_000]).await;
    let line = draft(house, &supplier, &key, None).await;
    assert!(!line.is_good() && !line.faults.is_empty());
    assert_eq!(house.number("SELECT COUNT(*) FROM import_draft").await, 1);
}

pub(crate) async fn other_separators_and_orders_are_found(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let tabs = file(&[A]).replace(',', "\t");
    let key = upload(house, &supplier, "stock.txt", tabs).await;
    let seen = draft(house, &supplier, &key, None).await;
    assert_eq!(seen.how.separator, Separator::Tab);
    assert!(seen.is_good() && !seen.how.is_documented(), "{seen:?}");
    confirm(house, &supplier, &key, seen.seen).await;
    let turned = "備考;型番;Quantity;所在地;DC;ROHS;荷姿;品名;メーカー;何か\nB-2;TC74HC4050AFTEL;300;Japan;2016;ROHS2;Taping cut;Connector IC;TOSHIBA;x\n";
    let key = upload(house, &supplier, "turned.csv", turned).await;
    let seen = draft(house, &supplier, &key, None).await;
    assert_eq!(seen.how.separator, Separator::Semicolon);
    assert!(seen.is_good(), "{seen:?}");
    confirm(house, &supplier, &key, seen.seen).await;
    assert_eq!(list(house, &supplier).await, [A, B]);
}

/// Prevents the same question with every file: a heading looks like a column, and the company has said that it is none.
pub(crate) async fn no_column_is_remembered_too(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let theirs = |row: &str| format!("{HEADINGS},Date code\n{row},every other week\n");
    let places = |date_code: &str| {
        let nine = (0..9).map(|place: u8| place.to_string());
        nine.chain([date_code.to_owned(), String::new()])
            .collect::<Vec<String>>()
    };
    let key = upload(house, &supplier, "a.csv", theirs(A)).await;
    let seen = draft(house, &supplier, &key, None).await;
    assert_eq!((seen.columns.len(), seen.is_good()), (10, false));
    let show = async |key: &str, date_code: &str| {
        let choice = Choice {
            places: places(date_code),
            ..Choice::default()
        };
        let noted = drafts::read_otherwise(&house.market, &supplier, key, &choice).await;
        assert_eq!(noted.expect("reads"), Noted::Done);
    };
    show(&key, "").await;
    assert!(draft(house, &supplier, &key, None).await.is_good());
    let next = upload(house, &supplier, "b.csv", theirs(B)).await;
    let seen = draft(house, &supplier, &next, None).await;
    assert!(seen.is_good() && seen.columns == Column::ALL, "{seen:?}");
    // Nobody else's files are meant, and the company may say otherwise again.
    let other = house.supplier("s2@example.com").await;
    let key = upload(house, &other, "b.csv", theirs(B)).await;
    assert!(!draft(house, &other, &key, None).await.is_good());
    show(&next, "9").await;
    let last = upload(house, &supplier, "c.csv", theirs(C)).await;
    assert_eq!(draft(house, &supplier, &last, None).await.columns.len(), 10);
}

pub(crate) async fn a_workbook_is_read_sheet_by_sheet(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let mut book = Workbook::new();
    book.add_worksheet()
        .set_name("Notes")
        .expect("a name")
        .write_string(0, 0, "nothing")
        .expect("writes");
    let sheet = book.add_worksheet().set_name("Stock").expect("a name");
    for (row, line) in (0..).zip([HEADINGS, A, B]) {
        for (column, cell) in (0..).zip(line.split(',')) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number).expect("writes"),
                Err(_) => sheet.write_string(row, column, cell).expect("writes"),
            };
        }
    }
    let bytes = book.save_to_buffer().expect("saves");
    // Also under the name of a CSV file.
    let key = upload(house, &supplier, "stock.csv", bytes).await;
    let first = draft(house, &supplier, &key, None).await;
    assert_eq!(first.file.sheets, ["Notes", "Stock"]);
    assert!(first.file.is_guess && !first.is_good());
    let choice = Choice {
        sheet: "Stock".to_owned(),
        ..Choice::default()
    };
    drafts::read_otherwise(&house.market, &supplier, &key, &choice)
        .await
        .expect("reads");
    let seen = draft(house, &supplier, &key, None).await;
    assert!(seen.is_good(), "{seen:?}");
    confirm(house, &supplier, &key, seen.seen).await;
    assert_eq!(list(house, &supplier).await, [A, B]);
}

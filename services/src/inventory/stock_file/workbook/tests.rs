//! Workbooks that are small and mean harm, and cells that a spreadsheet has turned into numbers.

use std::io::Write;

use zip::write::{SimpleFileOptions, ZipWriter};

use super::*;

const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// A workbook of one sheet, `S`, whose other parts are what they are said to be.
fn book(rows: &str, parts: &[(&str, String)]) -> Vec<u8> {
    let link = |kind: &str, target: &str| {
        format!(
            "<Relationships><Relationship Id=\"r1\" Type=\"{TYPES}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, text: &str| {
        let deflated = SimpleFileOptions::default();
        zip.start_file(name, deflated).expect("memory");
        zip.write_all(text.as_bytes()).expect("memory");
    };
    put("_rels/.rels", &link("officeDocument", "xl/workbook.xml"));
    put(
        "xl/workbook.xml",
        &format!(
            "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{TYPES}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
        ),
    );
    put(
        "xl/_rels/workbook.xml.rels",
        &link("worksheet", "worksheets/sheet1.xml"),
    );
    let sheet = format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>");
    put("xl/worksheets/sheet1.xml", &sheet);
    for (name, text) in parts {
        put(name, text);
    }
    zip.finish().expect("memory").into_inner()
}

fn strings(count: &str, strings: &str) -> (&'static str, String) {
    let list = format!("<sst xmlns=\"{MAIN}\" uniqueCount={count}>{strings}</sst>");
    ("xl/sharedStrings.xml", list)
}

const ONE: &str = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>";

#[test]
fn a_list_that_announces_more_strings_than_it_has_is_not_made_room_for() {
    for count in ["'1000000000000'", "\"1000000000000\"", " = \"\t+01000001\""] {
        let count = count.trim_start_matches(" =");
        let bytes = book(ONE, &[strings(count, "<si><t>x</t></si>")]);
        assert!(bytes.len() < 2_000);
        assert_eq!(text(&bytes, "S"), Err(FileFault::WorkbookTooLarge), "{count}");
        assert_eq!(sheets(&bytes), Err(FileFault::WorkbookTooLarge), "{count}");
    }
    // Some programs announce how often strings are used.
    let bytes = book(ONE, &[strings("\"90000\"", "<si><t>x</t></si>")]);
    assert_eq!(text(&bytes, "S").as_deref(), Ok(&b"x\r\n"[..]));
}

#[test]
fn a_long_text_that_every_cell_names_is_cut_at_once() {
    let cells: String = (0..64).map(|_| "<c t=\"s\"><v>0</v></c>").collect();
    let rows = format!("<row r=\"1\">{cells}</row>");
    let long = format!("<si><t>{}</t></si>", "あ".repeat(400_000));
    let bytes = book(&rows, &[strings("\"1\"", &long)]);
    assert!(bytes.len() < 10_000);
    let text = text(&bytes, "S").expect("is read");
    assert!(text.len() < 64 * (FILE_FIELD_BYTES + 5), "{}", text.len());
    // Cut behind the limit, so that it is told as too long.
    assert!(text.len() > 64 * FILE_FIELD_BYTES);
}

#[test]
fn styles_that_each_name_a_long_text_are_not_copied() {
    let font = format!(
        "<fonts><font><name val=\"{}\"/></font></fonts>",
        "x".repeat(200_000)
    );
    let each = "<xf fontId=\"0\"/>".repeat(20_000);
    let styles = format!("<styleSheet xmlns=\"{MAIN}\">{font}<cellXfs>{each}</cellXfs></styleSheet>");
    let bytes = book(
        ONE,
        &[("xl/Styles.xml", styles), strings("\"1\"", "<si><t>x</t></si>")],
    );
    assert!(bytes.len() < 10_000);
    assert_eq!(text(&bytes, "S"), Err(FileFault::WorkbookTooLarge));
}

#[test]
fn headings_past_the_last_column_are_told() {
    let cell = |column: &str, row: u32| format!("<c r=\"{column}{row}\"><v>1</v></c>");
    let rows = |past| {
        format!(
            "<row r=\"1\">{}</row><row r=\"2\">{}</row>",
            cell("IV", 1),
            cell(past, 2)
        )
    };
    assert!(text(&book(&rows("IW"), &[]), "S").is_ok(), "below the headings");
    let past = format!("<row r=\"1\">{}</row>", cell("IW", 1));
    assert_eq!(
        text(&book(&past, &[]), "S"),
        Err(FileFault::TooManyColumns { max: 256 })
    );
}

#[test]
fn a_number_that_is_shown_in_powers_of_ten_is_written_so() {
    let styles = format!(
        "<styleSheet xmlns=\"{MAIN}\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"11\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
    );
    let cells = [
        ("0", "120000"),
        ("1", "120000"),
        ("1", "1000"),
        ("1", "0.5"),
        ("2", "46000"),
    ]
    .map(|(style, number)| format!("<c s=\"{style}\"><v>{number}</v></c>"));
    let rows = format!("<row r=\"1\">{}</row>", cells.concat());
    let text = text(&book(&rows, &[("xl/styles.xml", styles)]), "S").expect("is read");
    assert_eq!(
        String::from_utf8(text).expect("is UTF-8"),
        "120000,1.2E+05,1E+03,5E-01,2025/12/9\r\n"
    );
}

#[test]
fn a_number_is_read_with_the_zeros_that_a_person_sees() {
    let long = "0".repeat(200);
    let formats = ["0000", "00000;-00000", "0", "yyyy", "00-00", long.as_str()];
    let numbered = || formats.iter().zip(164..);
    let codes: String = numbered()
        .map(|(code, id)| format!("<numFmt numFmtId=\"{id}\" formatCode=\"{code}\"/>"))
        .collect();
    let styles: String = numbered()
        .map(|(_, id)| format!("<xf numFmtId=\"{id}\"/>"))
        .collect();
    let styles = format!(
        "<styleSheet xmlns=\"{MAIN}\"><numFmts>{codes}</numFmts><cellXfs><xf numFmtId=\"0\"/>{styles}</cellXfs></styleSheet>"
    );
    let cells = [
        ("0", "42"),
        ("1", "42"),
        ("1", "123456"),
        ("1", "1.5"),
        ("1", "-7"),
        ("2", "42"),
        ("3", "42"),
        ("4", "46000"),
        ("5", "42"),
        ("6", "42"),
        ("1", "0"),
    ]
    .map(|(style, number)| format!("<c s=\"{style}\"><v>{number}</v></c>"));
    let rows = format!("<row r=\"1\">{}</row>", cells.concat());
    let text = text(&book(&rows, &[("xl/styles.xml", styles)]), "S").expect("is read");
    assert_eq!(
        String::from_utf8(text).expect("is UTF-8"),
        "42,0042,123456,1.5,-7,00042,42,2025,42,42,0000\r\n"
    );
}

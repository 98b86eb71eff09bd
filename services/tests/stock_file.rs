//! Stock files through the front door of `inventory::stock_file`: what is read, what is refused and where, and that a
//! written list reads back as itself.

use domain::inventory::stock_file::{FileFault, OtherSeparator, RowFault};
use domain::inventory::{Column, Lot, ThisYear};
use domain::text::limits::FILE_ROWS;
use domain::violations::Violation;
use services::inventory::stock_file::{self, Reading};

mod any_input;
mod many_rows;
mod otherwise;
mod rows;
mod whole_files;

const NOW: ThisYear = ThisYear(2026);
const HEADINGS: &str = "Manufacturer,Product name,Model,Quantity,Packing style,ROHS,DC,Location,Remarks";
/// The sample of R129.
const SAMPLE: [&str; 5] = [
    "JST,Connector,B3B-ZR(LF)(SN),150,Loose,ROHS,2020,Japan,A-1",
    "TOSHIBA,Connector IC,TC74HC4050AFTEL,300,Taping cut,ROHS2,2016,Japan,B-2",
    "onsemi,IC,MAX708TESA-TG,250,Reel,ROHS3,2019,Japan,B-3",
    "Panasonic,Chip resistor,ERJ3GEYJ273V,5000,Reel,ROHS,2015,China,C-1",
    "OMRON,Wire housing,XG4C-2031,1000,Loose,Unknown,2010,USA,D-3",
];
const GOOD: &str = SAMPLE[0];

fn read(file: impl AsRef<[u8]>) -> Reading {
    stock_file::read(file.as_ref(), NOW, "Kawagoe Parts Co., Ltd.")
}

fn file(rows: &[&str]) -> String {
    [&[HEADINGS], rows]
        .concat()
        .iter()
        .flat_map(|row| [row, "\r\n"])
        .collect()
}

fn lots(file: impl AsRef<[u8]>) -> Vec<Lot> {
    read(file).outcome.expect("a good file")
}

fn faults(file: impl AsRef<[u8]>) -> Vec<RowFault> {
    let faults = read(file).outcome.expect_err("a bad file");
    assert_eq!(faults.total as usize, faults.list.len());
    faults.list
}

fn at(row: u32, column: impl Into<Option<Column>>, fault: FileFault) -> RowFault {
    RowFault {
        row,
        column: column.into(),
        fault,
    }
}

/// A good row with another text in one column, quoted where it has to be.
fn row_with(column: Column, text: &str) -> String {
    let mut cells: Vec<String> = GOOD.split(',').map(str::to_owned).collect();
    cells[column as usize] = if text.contains([',', '"', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.into()
    };
    cells.join(",")
}

#[test]
fn the_five_sample_rows_are_read_and_written_as_they_are() {
    let file = file(&SAMPLE);
    let lots = lots(&file);
    assert_eq!(lots.len(), 5);
    assert_eq!(
        (lots[0].model.as_str(), lots[0].quantity.pieces()),
        ("B3B-ZR(LF)(SN)", 150)
    );
    let mut written = Vec::new();
    stock_file::write(&mut written, &lots).expect("memory");
    assert_eq!(String::from_utf8(written).expect("UTF-8"), file);
}

#[test]
fn only_the_extension_csv_is_taken() {
    for name in ["stock.csv", "STOCK.CSV", "在庫 2026.07.Csv"] {
        assert_eq!(stock_file::check_name(name), Ok(()), "{name}");
    }
    for name in ["stock.xlsx", "stock.csv.exe", "csv", "stock.csv ", ""] {
        assert_eq!(
            stock_file::check_name(name),
            Err(FileFault::WrongExtension),
            "{name}"
        );
    }
}

#[test]
fn headings_are_read_in_both_languages_and_behind_a_mark() {
    let japanese = format!("メーカー,品名,ＭＯＤＥＬ number,数量,荷姿,rohs,DC,国名/所在地,備考\n{GOOD}\n");
    assert_eq!(lots(&japanese).len(), 1);
    assert_eq!(lots(format!("\u{FEFF}{japanese}")).len(), 1);
    let mut marked = Vec::new();
    let mut writer = stock_file::Writer::marked(&mut marked).expect("memory");
    lots(&japanese)
        .iter()
        .for_each(|lot| writer.write(lot).expect("memory"));
    writer.finish().expect("memory");
    assert_eq!(marked, format!("\u{FEFF}{}", file(&[GOOD])).as_bytes());
}

#[test]
fn wrong_headings_are_named_and_their_rows_not_judged() {
    let told = |headings: &str| faults(format!("{headings}\nrow,of,nonsense\n"));
    let swapped = HEADINGS.replace("Model,Quantity", "Quantity,Model");
    let order = |expected, found, at| FileFault::HeadingOrder { expected, found, at };
    assert_eq!(
        told(&swapped),
        [
            at(1, Column::Model, order(Column::Model, Column::Quantity, 3)),
            at(1, Column::Quantity, order(Column::Quantity, Column::Model, 4)),
        ]
    );
    let missing = at(
        1,
        None,
        FileFault::HeadingMissing {
            column: Column::Quantity,
        },
    );
    assert_eq!(
        told(&HEADINGS.replace("Quantity,", "")),
        std::slice::from_ref(&missing)
    );
    let replaced = HEADINGS.replace("Quantity,", "") + ",Price";
    assert_eq!(
        told(&replaced),
        [at(1, None, FileFault::HeadingUnknown { at: 9 }), missing]
    );
    let numbered = at(1, None, FileFault::HeadingUnknown { at: 1 });
    assert_eq!(
        told(&format!("No.,{HEADINGS}")),
        [
            numbered,
            at(
                1,
                None,
                FileFault::ExtraCells {
                    expected: 9,
                    found: 10
                }
            )
        ]
    );
    assert_eq!(told(GOOD), [at(1, None, FileFault::NoHeadings)]);
    assert_eq!(told(""), [at(1, None, FileFault::NoHeadings)]);
}

#[test]
fn one_misspelt_heading_does_not_hide_the_faults_below_it() {
    let file = file(&[&row_with(Column::Quantity, "0")]).replace("Model", "Modle");
    assert_eq!(
        faults(file),
        [
            at(1, Column::Model, FileFault::HeadingUnknown { at: 3 }),
            at(2, Column::Quantity, FileFault::Cell(Violation::QuantityZero)),
        ]
    );
}

#[test]
fn other_separators_are_named() {
    for (sign, found) in [
        (";", OtherSeparator::Semicolon),
        ("\t", OtherSeparator::Tab),
        ("，", OtherSeparator::WideComma),
    ] {
        assert_eq!(
            faults(file(&SAMPLE).replace(',', sign)),
            [at(1, None, FileFault::Separator { found })]
        );
    }
}

#[test]
fn optional_columns_stand_anywhere_and_only_once() {
    let headings = HEADINGS.replace("Model,", "Own reference,Model,") + ",date CODE";
    let row = GOOD.replace("B3B", "棚-1,B3B") + ",2018-3";
    let good = lots(format!("{headings}\n{row}\n"));
    assert_eq!(good[0].date_code.as_str(), "2018-3");
    assert_eq!(
        (good[0].model.as_str(), good[0].remarks.as_str()),
        ("B3B-ZR(LF)(SN)", "A-1")
    );
    let twice = faults(format!("{headings},自社管理番号\n{row},x\n"));
    let column = Column::Reference;
    assert_eq!(twice, [at(1, None, FileFault::HeadingTwice { column, at: 12 })]);
    let missing = faults(format!("{}\n{row}\n", headings.replace("Quantity,", "")));
    let column = Column::Quantity;
    assert_eq!(missing, [at(1, None, FileFault::HeadingMissing { column })]);
    let wrong = faults(format!(
        "{headings}\n{}\n{row}\n",
        row.replace("2018-3", "二〇一八")
    ));
    assert_eq!((wrong[0].row, wrong[0].column), (2, Some(Column::DateCode)));
    // The company's own name: not where buyers would see it, but in its own reference.
    let named = |cell: &str| row.replace(cell, "Kawagoe Parts");
    assert_eq!(faults(format!("{headings}\n{}\n", named("A-1"))).len(), 1);
    assert_eq!(lots(format!("{headings}\n{}\n", named("棚-1"))).len(), 1);
    let same = faults(format!("{headings}\n{row}\n{row}\n"));
    assert_eq!(
        same,
        [at(3, Column::Reference, FileFault::ReferenceTwice { row: 2 })]
    );
}

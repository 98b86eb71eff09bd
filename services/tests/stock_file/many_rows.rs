//! Large lists, made here as suppliers make them.

use std::fmt::Write as _;

use domain::inventory::importing::How;
use domain::violations::CharacterFault;

use super::*;

/// Numbers that look random and are the same each time (Knuth's 64-bit generator).
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.throw(from.len())]
    }
}

fn row(dice: &mut Dice) -> [String; 9] {
    let (number, year) = (dice.throw(90) + 10, 1998 + dice.throw(29));
    let model = dice.pick(&[
        "ERJ3GEYJ#V",
        "RC0603FR-07#KL",
        "GRM155R71C#KA88D",
        "MAX#8TESA+T",
        "LM#/NOPB",
        "-#V",
        "0603 #µF",
    ]);
    [
        dice.pick(&["Panasonic", "Murata", "JST", "Texas Instruments", "東芝"])
            .to_owned(),
        dice.pick(&["IC", "Chip resistor", "Connector, 3 pins", "コネクタ"])
            .to_owned(),
        model.replace('#', &number.to_string()),
        (dice.throw(999_999) + 1).to_string(),
        dice.pick(&["Reel", "Loose", "Taping cut", "リール"]).to_owned(),
        dice.pick(&["ROHS", "ROHS2", "Unknown"]).to_owned(),
        if dice.throw(3) == 0 {
            String::new()
        } else {
            year.to_string()
        },
        dice.pick(&["Japan", "Hong Kong", "日本", "埼玉県川越市"])
            .to_owned(),
        if dice.throw(2) == 0 {
            String::new()
        } else {
            format!("{}-{number}", dice.pick(&["A", "B", "5\" rack"]))
        },
    ]
}

/// Breaks one cell of a row, or takes one away, and says which fault that is.
fn break_one(row: &mut Vec<String>, dice: &mut Dice) -> (Option<Column>, FileFault) {
    let broken = [
        (
            Column::Manufacturer,
            "M".repeat(31),
            Violation::TooLong { max: 30, length: 31 },
        ),
        (Column::Model, String::new(), Violation::Missing),
        (
            Column::Model,
            "漢字".into(),
            Violation::Character {
                at: 1,
                fault: CharacterFault::FullWidth,
            },
        ),
        (Column::Quantity, "1,000".into(), Violation::QuantitySeparator),
        (
            Column::Quantity,
            "1000000000".into(),
            Violation::QuantityTooLarge { max: 999_999_999 },
        ),
        (Column::Quantity, "2.5".into(), Violation::QuantityFraction),
        (
            Column::Packing,
            "Eleven char".into(),
            Violation::TooLong { max: 10, length: 11 },
        ),
        (Column::Dc, "15-03".into(), Violation::YearFormat),
    ];
    match broken.get(dice.throw(broken.len() + 1)) {
        Some((column, text, violation)) => {
            row[*column as usize].clone_from(text);
            (Some(*column), FileFault::Cell(violation.clone()))
        }
        None => {
            row.pop();
            (
                None,
                FileFault::MissingCells {
                    expected: 9,
                    found: 8,
                },
            )
        }
    }
}

/// A file of so many rows, with about `bad` of 10,000 broken, and what is broken.
fn list(rows: u32, bad: usize) -> (String, Vec<RowFault>) {
    let (mut dice, mut text, mut broken) = (Dice(u64::from(rows)), format!("{HEADINGS}\r\n"), Vec::new());
    for number in 2..rows + 2 {
        let mut row = row(&mut dice).to_vec();
        if dice.throw(10_000) < bad {
            let (column, fault) = break_one(&mut row, &mut dice);
            broken.push(at(number, column, fault));
        }
        let cells: Vec<_> = row
            .iter()
            .map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")))
            .collect();
        writeln!(text, "{}", cells.join(",")).expect("memory");
    }
    (text, broken)
}

#[test]
fn fifty_thousand_rows_are_read_clean_and_come_back_the_same() {
    let (text, _) = list(50_000, 0);
    let read_once = lots(text);
    assert_eq!(read_once.len(), 50_000);
    let mut written = Vec::new();
    stock_file::write(&mut written, &read_once).expect("memory");
    assert_eq!(lots(written), read_once);
}

#[test]
fn every_broken_cell_of_fifty_thousand_rows_is_named_and_no_other() {
    let (text, broken) = list(50_000, 10);
    assert!(broken.len() > 20);
    let reading = read(text);
    assert_eq!(reading.rows, 50_000);
    assert_eq!(reading.outcome.expect_err("broken cells").list, broken);
}

/// Prevents a list of wrong rows in which some are missing: whoever has corrected them all finds others.
#[test]
fn a_preview_names_every_wrong_row_however_many_faults_there_are() {
    let row = row_with(Column::Quantity, "0").replace("JST", "");
    let file = HEADINGS.to_owned() + &format!("\n{row}").repeat(FILE_ROWS as usize);
    let look = stock_file::look_at_all(file.as_bytes(), &How::default(), NOW, "Kawagoe Parts Co., Ltd.");
    let mut rows: Vec<u32> = look.faults.list.iter().map(|fault| fault.row).collect();
    rows.dedup();
    assert_eq!(rows, (2..=FILE_ROWS + 1).collect::<Vec<_>>());
    assert_eq!(
        (look.wrong.len(), look.faults.total),
        (FILE_ROWS as usize, 200_000)
    );
    // Of the first half both faults.
    assert_eq!(look.untold(), 50_000);
}

#[test]
fn more_faults_than_are_listed_are_counted() {
    let row = row_with(Column::Quantity, "0").replace("JST", "");
    let file = HEADINGS.to_owned() + &format!("\n{row}").repeat(FILE_ROWS as usize + 1);
    let faults = read(file).outcome.expect_err("all rows are wrong");
    assert_eq!(
        (faults.total, faults.list.len()),
        (200_001, stock_file::LISTED_FAULTS)
    );
    assert_eq!(
        faults.list[0],
        RowFault::of_file(FileFault::TooManyRows { max: FILE_ROWS })
    );
}

//! Rows and their cells: each fault once, at its row and column.

use domain::violations::{CharacterFault, Violation};

use super::*;

#[test]
fn blank_rows_count_between_data_rows_and_not_after_them() {
    assert_eq!(lots(file(&[GOOD, "", ",,,,,,,,", " ,　,\t"])).len(), 1);
    let blank = |row| at(row, None, FileFault::BlankRow);
    assert_eq!(
        faults(file(&[GOOD, "", ",,,,,,,,", "\" \",,", GOOD])),
        [blank(3), blank(4), blank(5)]
    );
    assert_eq!(faults(file(&["", GOOD])), [blank(2)]);
    for empty in [
        String::new(),
        "\u{FEFF}\r\n\r\n".into(),
        file(&[]),
        file(&["", ",,"]),
    ] {
        assert_eq!(faults(empty), [RowFault::of_file(FileFault::Empty)]);
    }
}

#[test]
fn a_wrong_number_of_cells_is_all_that_is_said_of_a_row() {
    let file = file(&[
        "JST,Connector,漢字,0",
        &format!("{GOOD},extra"),
        GOOD,
        &GOOD.replace("150", "1,000"),
    ]);
    assert_eq!(
        faults(file),
        [
            at(
                2,
                None,
                FileFault::MissingCells {
                    expected: 9,
                    found: 4
                }
            ),
            at(
                3,
                None,
                FileFault::ExtraCells {
                    expected: 9,
                    found: 10
                }
            ),
            at(
                5,
                None,
                FileFault::ExtraCells {
                    expected: 9,
                    found: 10
                }
            ),
        ]
    );
}

#[test]
fn each_wrong_cell_is_told_with_its_rule() {
    let not_half_width = Violation::Character {
        at: 3,
        fault: CharacterFault::FullWidth,
    };
    for (column, text, violation) in [
        (Column::Quantity, "1,000", Violation::QuantitySeparator),
        (
            Column::Quantity,
            "1000000000",
            Violation::QuantityTooLarge { max: 999_999_999 },
        ),
        (Column::Quantity, "2.5", Violation::QuantityFraction),
        (Column::Model, "AB漢字", not_half_width),
        (
            Column::Model,
            &"A".repeat(51),
            Violation::TooLong { max: 50, length: 51 },
        ),
        (
            Column::Remarks,
            &"あ".repeat(51),
            Violation::TooLong { max: 50, length: 51 },
        ),
        (
            Column::Remarks,
            &"x".repeat(65_535),
            Violation::TooLong {
                max: 50,
                length: 65_535,
            },
        ),
        (Column::Dc, "2318", Violation::YearAndWeek { year: 2023 }),
        (Column::Location, "", Violation::Missing),
        (
            Column::Remarks,
            "a\nb",
            Violation::Character {
                at: 2,
                fault: CharacterFault::Control,
            },
        ),
        (Column::Remarks, "a@example.com", Violation::NamesMailAddress),
        (
            Column::Remarks,
            "ask ｋａｗａｇｏｅ parts",
            Violation::NamesCompany,
        ),
    ] {
        let file = file(&[GOOD, &row_with(column, text), GOOD]);
        assert_eq!(
            faults(file),
            [at(3, column, FileFault::Cell(violation))],
            "{column:?}"
        );
    }
    let nul = file(&[
        &row_with(Column::Packing, "Re\0el"),
        &row_with(Column::Model, &"x".repeat(65_536)),
    ]);
    let too_long = FileFault::FieldTooLong { max: 65_535 };
    assert_eq!(
        faults(nul),
        [
            at(2, Column::Packing, FileFault::Nul),
            at(3, Column::Model, too_long)
        ]
    );
}

#[test]
fn full_width_digits_fifty_characters_and_guarded_models_are_accepted() {
    for (column, text, kept) in [
        (Column::Quantity, "１００", "100"),
        (Column::Model, &*"A".repeat(50), &*"A".repeat(50)),
        (Column::Model, "'-12V", "-12V"),
        (Column::Model, "-12V", "-12V"),
        (Column::Remarks, "'92", "'92"),
    ] {
        assert_eq!(
            lots(file(&[&row_with(column, text)]))[0].to_form().cells()[column as usize],
            kept
        );
    }
}

#[test]
fn an_unclosed_quote_is_one_fault_where_it_opened() {
    let mut rows = vec![GOOD; 50_000];
    rows[2] = "JST,\"Connector,B3B,150,Loose,ROHS,2020,Japan,A-1";
    let unclosed = at(4, Column::ProductName, FileFault::UnclosedQuote);
    assert_eq!(faults(file(&rows)), std::slice::from_ref(&unclosed));
    rows[40_000] = "\"JST\",Connector,B3B,150,Loose,ROHS,2020,Japan,A-1";
    assert_eq!(faults(file(&rows)), [unclosed]);
    let stray = at(2, Column::Manufacturer, FileFault::StrayQuote);
    assert_eq!(faults(file(&["\"JST\"x,Connector", GOOD])), [stray]);
}

#[test]
fn all_line_ends_are_taken() {
    for end in ["\n", "\r", "\r\n"] {
        assert_eq!(lots(file(&SAMPLE).replace("\r\n", end)).len(), 5, "{end:?}");
        assert_eq!(
            lots(file(&SAMPLE).replace("\r\n", end).trim_end()).len(),
            5,
            "{end:?}"
        );
    }
}

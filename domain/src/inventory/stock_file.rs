//! What can be wrong with a stock file, beside and within its cells (E21).
//!
//! A [`FileFault`] names the rule and, where it has one, the limit, or a lot that is there; never what the file says. Reading files is not done
//! here (see `services::inventory::stock_file`); how a fault is said to a person is in [`crate::words`].

use serde::{Deserialize, Serialize};

use super::columns::Column;
use super::importing::TextEncoding;
use crate::violations::Violation;

/// A fault and where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowFault {
    /// The row as a spreadsheet numbers it: the headings are row 1. [`RowFault::WHOLE_FILE`] for the file itself.
    pub row: u32,
    /// The column, where it is one cell that is wrong.
    pub column: Option<Column>,
    /// What is wrong.
    pub fault: FileFault,
}

impl RowFault {
    /// The row of a fault that no single row has.
    pub const WHOLE_FILE: u32 = 0;

    /// A fault of the file as a whole.
    #[must_use]
    pub const fn of_file(fault: FileFault) -> Self {
        Self {
            row: Self::WHOLE_FILE,
            column: None,
            fault,
        }
    }
}

/// One thing that is wrong with a stock file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileFault {
    /// The name does not end in `.csv`.
    WrongExtension,
    /// The name ends neither in `.csv` nor as another list may.
    NoListName,
    /// More files than are taken at once.
    TooManyFiles { max: u32 },
    /// So many of the company's files wait for a decision that no more are taken.
    TooManyWaiting { max: u32 },
    /// More bytes than a file may have (Z34).
    TooManyBytes { max: u64 },
    /// More data rows than a file may have (Z34).
    TooManyRows { max: u32 },
    /// No data row at all.
    Empty,
    /// The file broke off while it was being read.
    BrokeOff,
    /// Not UTF-8, and what it probably is.
    NotUtf8 { guess: Encoding },
    /// The bytes here stand for nothing in the encoding that was chosen, or there are several encodings in one file.
    NotInEncoding { encoding: TextEncoding },
    /// A workbook that cannot be opened, is locked with a password, or has no sheet of that name.
    WorkbookUnreadable,
    /// A workbook that unpacks to more than a stock list can be.
    WorkbookTooLarge,
    /// Another kind of file under the name of a CSV file.
    NotCsv { looks_like: LooksLike },
    /// The cells are separated by something else than commas (R124).
    Separator { found: OtherSeparator },
    /// The first row names no column at all.
    NoHeadings,
    /// No heading names this column.
    HeadingMissing { column: Column },
    /// The heading at this place, counted from 1, belongs elsewhere (R125).
    HeadingOrder {
        expected: Column,
        found: Column,
        at: u32,
    },
    /// The heading at this place, counted from 1, names no column.
    HeadingUnknown { at: u32 },
    /// The heading at this place, counted from 1, names a column that another one named before.
    HeadingTwice { column: Column, at: u32 },
    /// Headings past the last column that is looked at.
    TooManyColumns { max: u32 },
    /// Fewer cells than headings.
    MissingCells { expected: u32, found: u32 },
    /// More cells than headings.
    ExtraCells { expected: u32, found: u32 },
    /// A blank row with data rows after it (R126).
    BlankRow,
    /// A quotation mark opens a cell and none closes it.
    UnclosedQuote,
    /// Within a quoted cell stands a quotation mark that is not doubled.
    StrayQuote,
    /// A NUL byte.
    Nul,
    /// A cell of more bytes than any rule could allow.
    FieldTooLong { max: u32 },
    /// The cell breaks a rule of its column (table O).
    Cell(Violation),
    /// The reference stands in an earlier row already (Z14).
    ReferenceTwice { row: u32 },
    /// The reference is that of a lot which differs in one of the eight fields; the lot's model.
    ReferenceOfAnother { model: String },
    /// The file is added to the list, and the reference is that of a lot in it; the lot's model.
    ReferenceKnown { model: String },
}

/// What a text that is not UTF-8 probably is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// "Unicode text" of a spreadsheet.
    Utf16,
    /// What Japanese spreadsheets call CSV: Shift_JIS, code page 932.
    ShiftJis,
    /// Something else, or damage.
    Other,
}

/// What a file that is no text looks like, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LooksLike {
    /// XLSX, ODS or XLS.
    Spreadsheet,
    /// PDF.
    Pdf,
    /// PNG, JPEG, GIF, TIFF or WebP.
    Image,
}

/// What separates the cells of a file that has no commas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OtherSeparator {
    /// `;`, as spreadsheets write where the comma is the decimal sign.
    Semicolon,
    /// A tab, as in text copied from a spreadsheet.
    Tab,
    /// A full-width or an ideographic comma.
    WideComma,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_stored_as_json_and_read_back() {
        for fault in [
            RowFault::of_file(FileFault::TooManyBytes { max: 20_000_000 }),
            RowFault {
                row: 7,
                column: None,
                fault: FileFault::MissingCells {
                    expected: 9,
                    found: 8,
                },
            },
            RowFault {
                row: 8,
                column: Some(Column::Model),
                fault: FileFault::Cell(Violation::TooLong { max: 50, length: 51 }),
            },
            RowFault {
                row: 9,
                column: Some(Column::Dc),
                fault: FileFault::Cell(Violation::YearFormat),
            },
        ] {
            let json = serde_json::to_string(&fault).expect("plain types");
            assert_eq!(
                serde_json::from_str::<RowFault>(&json).expect("as written"),
                fault,
                "{json}"
            );
        }
    }
}

//! Lists in other forms than UTF-8: Shift_JIS, and workbooks.

use std::io;

use domain::inventory::{Column, Lot};
use domain::language::Language;
use encoding_rs::SHIFT_JIS;
use rust_xlsxwriter::{Workbook, XlsxError};

use super::{Numbers, Writer, cell, columns};
use crate::inventory::stock_file::formulas::guarded;

/// Writes a list in Shift_JIS. What it does not have is told and never put in other words.
#[derive(Debug)]
pub struct SjisWriter {
    text: Writer<Vec<u8>>,
}

impl SjisWriter {
    /// Begins a list with its headings, those of some optional columns among them.
    ///
    /// # Errors
    /// Those of the output.
    pub fn with(optional: &[Column]) -> io::Result<Self> {
        let text = Writer::with(Vec::new(), optional)?;
        Ok(Self { text })
    }

    /// Writes one lot with the company's own reference of it, and answers with the characters of its cells that Shift_JIS does
    /// not have.
    ///
    /// # Errors
    /// Those of the output.
    pub fn write(&mut self, lot: &Lot, reference: &str) -> io::Result<Vec<(Column, String)>> {
        let numbers = Numbers::of(lot);
        let columns = self.text.columns.iter();
        let lost = columns
            .filter_map(|column| Some((*column, lost(cell(lot, reference, &numbers, *column))?)))
            .collect();
        self.text.write_with(lot, reference)?;
        Ok(lost)
    }

    /// The file.
    ///
    /// # Errors
    /// Those of the output.
    pub fn finish(self) -> io::Result<Vec<u8>> {
        let text = self.text.into_inner()?;
        let text = String::from_utf8(text).map_err(io::Error::other)?;
        Ok(SHIFT_JIS.encode(&text).0.into_owned())
    }
}

/// The characters that do not come back from Shift_JIS as themselves. Some are written as others by everybody who follows the
/// standard (`\u{a5}` as a backslash), and that is a loss like any other.
fn lost(cell: &str) -> Option<String> {
    let comes_back = |text: &str| {
        let (bytes, _, failed) = SHIFT_JIS.encode(text);
        !failed && SHIFT_JIS.decode_without_bom_handling(&bytes).0 == text
    };
    if comes_back(cell) {
        return None;
    }
    let lost = cell.chars().filter(|c| !comes_back(c.encode_utf8(&mut [0; 4])));
    Some(lost.collect())
}

/// Writes a workbook with one sheet. Quantity and year are numbers, all others are texts, guarded as in a CSV file: whoever saves
/// the sheet as one is as safe.
pub struct WorkbookWriter {
    book: Workbook,
    columns: Vec<Column>,
    row: u32,
}

impl WorkbookWriter {
    /// Begins a workbook with its headings, those of some optional columns among them.
    ///
    /// # Errors
    /// Those of the library.
    pub fn with(optional: &[Column]) -> Result<Self, XlsxError> {
        let columns = columns(optional);
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (at, column) in (0..).zip(&columns) {
            sheet.write_string(0, at, column.heading(Language::En))?;
        }
        Ok(Self {
            book,
            columns,
            row: 1,
        })
    }

    /// Writes one lot with the company's own reference of it.
    ///
    /// # Errors
    /// Those of the library.
    pub fn write(&mut self, lot: &Lot, reference: &str) -> Result<(), XlsxError> {
        let numbers = Numbers::of(lot);
        let row = self.row;
        let sheet = self.book.worksheet_from_index(0)?;
        for (at, column) in (0..).zip(&self.columns) {
            match column {
                Column::Quantity => sheet.write_number(row, at, lot.quantity.pieces())?,
                Column::Dc => match lot.dc {
                    Some(year) => sheet.write_number(row, at, year.number())?,
                    None => sheet,
                },
                other => sheet.write_string(row, at, guarded(cell(lot, reference, &numbers, *other)))?,
            };
        }
        self.row += 1;
        Ok(())
    }

    /// The file.
    ///
    /// # Errors
    /// Those of the library.
    pub fn finish(mut self) -> Result<Vec<u8>, XlsxError> {
        self.book.save_to_buffer()
    }
}

//! Workbooks (XLSX): one of their sheets, taken as the CSV text that it would be saved as.
//!
//! A workbook is a ZIP archive, and an archive may say that it holds a thousand times its size. It is unpacked once to be
//! measured, with nothing kept, before anything is read of it.

use std::io::{self, Cursor, Read};

use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};
use domain::inventory::stock_file::FileFault;
use domain::text::limits::FILE_ROWS;

/// Bytes that all parts of a workbook may unpack to, and bytes of the text that is made of a sheet.
const UNPACKED: u64 = 160_000_000;
/// Parts of a workbook; one without pictures has a dozen.
const PARTS: usize = 1_000;
/// Columns that are looked at.
const COLUMNS: u32 = 64;
/// Rows that may be blank at the end.
const ROWS: u32 = 2 * FILE_ROWS;

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

/// The names of the sheets.
pub(super) fn sheets(bytes: &[u8]) -> Result<Vec<String>, FileFault> {
    Ok(open(bytes)?.sheet_names())
}

/// A sheet as a text with commas.
pub(super) fn text(bytes: &[u8], sheet: &str) -> Result<Vec<u8>, FileFault> {
    let mut book = open(bytes)?;
    let mut cells = book
        .worksheet_cells_reader(sheet)
        .map_err(|_| FileFault::WorkbookUnreadable)?;
    let mut written = Written::default();
    while let Some(cell) = cells.next_cell().map_err(|_| FileFault::WorkbookUnreadable)? {
        let (row, column) = cell.get_position();
        let text = said(cell.get_value());
        if !text.is_empty() && column < COLUMNS {
            written.take(row, column, text)?;
        }
    }
    written.finish()
}

fn open(bytes: &[u8]) -> Result<Book<'_>, FileFault> {
    measure(bytes)?;
    Xlsx::new(Cursor::new(bytes)).map_err(|_| FileFault::WorkbookUnreadable)
}

fn measure(bytes: &[u8]) -> Result<(), FileFault> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| FileFault::WorkbookUnreadable)?;
    if archive.len() > PARTS {
        return Err(FileFault::WorkbookTooLarge);
    }
    let mut left = UNPACKED;
    for part in 0..archive.len() {
        let part = archive
            .by_index(part)
            .map_err(|_| FileFault::WorkbookUnreadable)?;
        // What it says of its size is not believed.
        let unpacked = io::copy(&mut part.take(left + 1), &mut io::sink());
        let unpacked = unpacked.map_err(|_| FileFault::WorkbookUnreadable)?;
        left = left.checked_sub(unpacked).ok_or(FileFault::WorkbookTooLarge)?;
    }
    Ok(())
}

/// Rows as they are written.
#[derive(Default)]
struct Written {
    out: Vec<u8>,
    /// The cells of the row that is being read.
    cells: Vec<String>,
    row: u32,
    /// Cells of the first row: every row has as many.
    width: usize,
}

impl Written {
    fn take(&mut self, row: u32, column: u32, text: String) -> Result<(), FileFault> {
        if row >= ROWS {
            return Err(FileFault::TooManyRows { max: FILE_ROWS });
        }
        while self.row < row {
            self.end_row()?;
        }
        let at = column as usize;
        if self.cells.len() <= at {
            self.cells.resize(at + 1, String::new());
        }
        self.cells[at] = text;
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), FileFault> {
        if self.row == 0 {
            self.width = self.cells.len();
        }
        if self.cells.len() < self.width {
            self.cells.resize(self.width, String::new());
        }
        for (at, cell) in self.cells.iter().enumerate() {
            if at > 0 {
                self.out.push(b',');
            }
            write_cell(&mut self.out, cell);
        }
        self.out.extend_from_slice(b"\r\n");
        self.cells.clear();
        self.row += 1;
        if self.out.len() as u64 > UNPACKED {
            return Err(FileFault::WorkbookTooLarge);
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Vec<u8>, FileFault> {
        self.end_row()?;
        Ok(self.out)
    }
}

fn write_cell(out: &mut Vec<u8>, cell: &str) {
    if cell.contains(['"', ',', '\r', '\n']) || cell.starts_with([' ', '\t']) {
        out.push(b'"');
        out.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
        out.push(b'"');
    } else {
        out.extend_from_slice(cell.as_bytes());
    }
}

/// What a cell says, as a text. A date is written so that it is seen to be one.
fn said(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::DateTime(moment) => day(*moment),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

fn day(moment: ExcelDateTime) -> String {
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    format!("{year}/{month}/{day}")
}

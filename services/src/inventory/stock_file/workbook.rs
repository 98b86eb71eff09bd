//! Workbooks (XLSX): one of their sheets, taken as the CSV text that it would be saved as.
//!
//! A workbook is a ZIP archive that may say of itself what it likes: it is weighed before anything is read of it ([`weighing`]).

mod weighing;

use std::borrow::Cow;
use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, Reader, Style, Xlsx};
use domain::inventory::stock_file::FileFault;
use domain::text::limits::{FILE_FIELD_BYTES, FILE_ROWS};

use super::records::KEPT_CELLS;
use super::too_many_columns;

/// Bytes that all parts of a workbook may unpack to, and bytes of the text that is made of a sheet.
const UNPACKED: u64 = 160_000_000;
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
    let in_powers: Vec<bool> = cells.styles().iter().map(is_in_powers).collect();
    while let Some((cell, style)) = cells
        .next_cell_with_style_id()
        .map_err(|_| FileFault::WorkbookUnreadable)?
    {
        let (row, column) = cell.get_position();
        let in_powers = in_powers.get(style).is_some_and(|is| *is);
        let text = said(cell.get_value(), in_powers);
        match cut(&text) {
            "" => {}
            _ if column as usize >= KEPT_CELLS && row == 0 => return Err(too_many_columns()),
            _ if column as usize >= KEPT_CELLS => {}
            text => written.take(row, column, text.to_owned())?,
        }
    }
    written.finish()
}

fn open(bytes: &[u8]) -> Result<Book<'_>, FileFault> {
    weighing::measure(bytes)?;
    Xlsx::new(Cursor::new(bytes)).map_err(|_| FileFault::WorkbookUnreadable)
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

/// As much of a cell as is needed to see that it is too long: one long text may be that of every cell.
fn cut(text: &str) -> &str {
    let end = (FILE_FIELD_BYTES + 1..text.len()).find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or(text.len())]
}

/// Whether a spreadsheet shows numbers of this style in powers of ten, as it does by itself with a model such as `1E5`.
fn is_in_powers(style: &Style) -> bool {
    let format = style.number_format.as_ref();
    format.is_some_and(|format| format.format_code.to_ascii_uppercase().contains("E+"))
}

/// What a cell says, as a text. A date, and a number in powers of ten, are written so that they are seen to be that.
fn said<'a>(value: &DataRef<'a>, in_powers: bool) -> Cow<'a, str> {
    match value {
        DataRef::Int(number) => number.to_string().into(),
        DataRef::Float(number) if in_powers && *number >= 10.0 && number.fract() == 0.0 => {
            powers(*number).into()
        }
        DataRef::Float(number) => number.to_string().into(),
        DataRef::String(text) => cut(text).to_owned().into(),
        DataRef::SharedString(text) => (*text).into(),
        DataRef::Bool(true) => "TRUE".into(),
        DataRef::Bool(false) => "FALSE".into(),
        DataRef::DateTime(moment) => day(*moment).into(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => cut(text).to_owned().into(),
        DataRef::Error(error) => error.to_string().into(),
        DataRef::Empty => "".into(),
    }
}

/// `1.2E+05`, with all digits that the number has.
fn powers(number: f64) -> String {
    let written = format!("{number:E}");
    match written.split_once('E') {
        Some((mantissa, exponent)) => format!("{mantissa}E+{exponent:0>2}"),
        None => written,
    }
}

fn day(moment: ExcelDateTime) -> String {
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    format!("{year}/{month}/{day}")
}

#[cfg(test)]
mod tests;

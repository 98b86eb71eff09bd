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
/// Digits that a style may ask for: a format is as long as a file likes, and each cell would be.
const DIGITS: usize = 30;

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
    let styles: Vec<Shown> = cells.styles().iter().map(Shown::by).collect();
    while let Some((cell, style)) = cells
        .next_cell_with_style_id()
        .map_err(|_| FileFault::WorkbookUnreadable)?
    {
        let (row, column) = cell.get_position();
        let shown = styles.get(style).copied().unwrap_or_default();
        let text = said(cell.get_value(), shown);
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

/// How a spreadsheet shows the numbers of a style, as far as that says more than the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Shown {
    #[default]
    Plain,
    /// With zeros in front, up to so many digits: `0000`.
    Padded(usize),
    /// In powers of ten, as it does by itself with a model such as `1E5`.
    Powers,
    /// Of a date nothing but the year.
    Year,
}

impl Shown {
    fn by(style: &Style) -> Self {
        style
            .number_format
            .as_ref()
            .map_or(Self::Plain, |format| Self::of_code(&format.format_code))
    }

    fn of_code(code: &str) -> Self {
        // What follows is how negative numbers, zero and texts are shown.
        let first = code.split(';').next().unwrap_or_default().trim();
        if code.to_ascii_uppercase().contains("E+") {
            Self::Powers
        } else if (2..=DIGITS).contains(&first.len()) && first.bytes().all(|byte| byte == b'0') {
            Self::Padded(first.len())
        } else if first.eq_ignore_ascii_case("yyyy") {
            Self::Year
        } else {
            Self::Plain
        }
    }
}

/// What a cell says, as a text: with the leading zeros that a person sees. A date, and a number in powers of ten, are written so
/// that they are seen to be that.
fn said<'a>(value: &DataRef<'a>, shown: Shown) -> Cow<'a, str> {
    match value {
        DataRef::Int(number) => number.to_string().into(),
        DataRef::Float(number) => written(*number, shown).into(),
        DataRef::String(text) => cut(text).to_owned().into(),
        DataRef::SharedString(text) => (*text).into(),
        DataRef::Bool(true) => "TRUE".into(),
        DataRef::Bool(false) => "FALSE".into(),
        DataRef::DateTime(moment) => day(*moment, shown).into(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => cut(text).to_owned().into(),
        DataRef::Error(error) => error.to_string().into(),
        DataRef::Empty => "".into(),
    }
}

fn written(number: f64, shown: Shown) -> String {
    let is_whole = number.fract() == 0.0;
    match shown {
        Shown::Padded(digits) if is_whole && number.is_sign_positive() => format!("{number:0>digits$}"),
        // A digit alone is not what became of a model.
        Shown::Powers if !is_whole || number >= 10.0 => powers(number),
        _ => number.to_string(),
    }
}

/// `1.2E+05`, with all digits that the number has.
fn powers(number: f64) -> String {
    let written = format!("{number:E}");
    match written.split_once('E') {
        Some((mantissa, exponent)) => match exponent.strip_prefix('-') {
            Some(exponent) => format!("{mantissa}E-{exponent:0>2}"),
            None => format!("{mantissa}E+{exponent:0>2}"),
        },
        None => written,
    }
}

fn day(moment: ExcelDateTime, shown: Shown) -> String {
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    if shown == Shown::Year {
        year.to_string()
    } else {
        format!("{year}/{month}/{day}")
    }
}

#[cfg(test)]
mod tests;

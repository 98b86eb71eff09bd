//! Reading and writing stock lists as CSV files (R124–R131, T40–T42).
//!
//! [`read`] goes through a file once and answers with all its lots or with all that is wrong with it; the rules of a
//! cell are `LotForm::check`'s. It reads the documented form only (Z48): UTF-8, with or without a byte-order mark,
//! commas, the nine headings in their order, and the optional ones among them (Z11, Z14). [`recognise`] finds out how another file may be read, [`look`] reads it that way
//! for a preview, with wrong rows beside good ones, and [`read_as`] as a person has confirmed it. What becomes of the lots is
//! the business of `super::import`.
//!
//! *Rows* are numbered as a spreadsheet numbers them: the headings are row 1, and every record is one row, an empty
//! line too. A quoted line break within a cell does not begin a row, so below one the number is not that of the line
//! in a text editor. After the last data row, blank rows are ignored; between data rows each is a fault (R126).
//!
//! A row with too few or too many cells is told as that and nothing else: its cells cannot be told apart. When a
//! quotation mark is never closed, nobody can say where the next row begins; reading ends there with what was found.

mod encodings;
mod guessing;
mod headings;
mod inspection;
mod keeping;
mod looking;
mod recognition;
mod records;
mod said;
mod workbook;
mod writing;

use std::io::{self, Read};
use std::path::Path;

pub(crate) use domain::inventory::formulas;
use domain::inventory::stock_file::{FileFault, RowFault};
use domain::inventory::{Column, Lot, ThisYear};

use domain::inventory::importing::How;
use inspection::Inspection;
pub use keeping::KeptRow;
pub use looking::{
    Look, Recognised, arrange, has_references, look, look_at_all, read_as, recognise, sample, sheets,
    telling_sample,
};
use records::{KEPT_CELLS, Records};
pub use writing::other::{SjisWriter, WorkbookWriter};
pub use writing::{Writer, WrongRow, write, write_wrong};

/// Faults that are listed; further ones are counted. Beyond this number a list of corrections helps nobody, and a file
/// of nothing but faults must not take the memory of the machine.
pub const LISTED_FAULTS: usize = 100_000;

const COLUMNS: usize = Column::ALL.len();

/// What reading a file came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Data rows up to the last one that was read and is not blank.
    pub rows: u32,
    /// The lots, in the order of the file, or what is wrong; never a part of the lots.
    pub outcome: Result<Vec<Lot>, Faults>,
}

/// All that is wrong with a file; never nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults {
    /// How many faults there are.
    pub total: u32,
    /// The first [`LISTED_FAULTS`] of them, by row and column; a fault of the whole file comes first. A preview lists the first fault of
    /// each further row as well, so that it misses no row.
    pub list: Vec<RowFault>,
}

impl Faults {
    fn note(&mut self, row: u32, column: Option<Column>, fault: FileFault) {
        self.total = self.total.saturating_add(1);
        if self.list.len() < LISTED_FAULTS {
            self.list.push(RowFault { row, column, fault });
        }
    }

    /// Notes a fault of a preview, in which no row may be missing: there are not more of them than a file may have.
    fn note_in_preview(&mut self, row: u32, column: Option<Column>, fault: FileFault) {
        let is_full = self.list.len() >= LISTED_FAULTS;
        let is_new_row = self.list.last().is_none_or(|last| last.row != row);
        if is_full && is_new_row {
            self.total = self.total.saturating_add(1);
            self.list.push(RowFault { row, column, fault });
        } else {
            self.note(row, column, fault);
        }
    }

    fn note_file(&mut self, fault: FileFault) {
        self.total = self.total.saturating_add(1);
        self.list.truncate(LISTED_FAULTS - 1);
        self.list.insert(0, RowFault::of_file(fault));
    }
}

/// Whether a file may be a stock list by its name.
///
/// # Errors
/// [`FileFault::WrongExtension`] unless it ends in `.csv`, in any case.
pub fn check_name(file_name: &str) -> Result<(), FileFault> {
    let extension = Path::new(file_name).extension();
    if extension.is_some_and(|extension| extension.eq_ignore_ascii_case("csv")) {
        Ok(())
    } else {
        Err(FileFault::WrongExtension)
    }
}

/// Whether a file may be a stock list by its name, where it is only looked at: a text or a workbook.
///
/// # Errors
/// [`FileFault::NoListName`] for any other.
pub fn check_any_name(file_name: &str) -> Result<(), FileFault> {
    let extension = Path::new(file_name).extension();
    let is = |known: &str| extension.is_some_and(|extension| extension.eq_ignore_ascii_case(known));
    if ["csv", "tsv", "txt", "xlsx"].into_iter().any(is) {
        Ok(())
    } else {
        Err(FileFault::NoListName)
    }
}

/// Reads a stock list of a company whose name no cell may give away (Z17).
///
/// A source that fails is told as [`FileFault::BrokeOff`]: right for an upload. Where a failing source is a fault of
/// ours, use [`try_read`].
#[must_use]
pub fn read(source: impl Read, this_year: ThisYear, company: &str) -> Reading {
    try_read(source, this_year, company).unwrap_or_else(|_| {
        let mut faults = Faults::default();
        faults.note_file(FileFault::BrokeOff);
        Reading {
            rows: 0,
            outcome: Err(faults),
        }
    })
}

/// Reads a stock list, as [`read`] does.
///
/// # Errors
/// Those of the source; whatever is wrong with the list is an answer.
pub fn try_read(source: impl Read, this_year: ThisYear, company: &str) -> io::Result<Reading> {
    let mut inspection = Inspection::new(&How::default(), this_year, company);
    match recognition::open(source)? {
        Ok(opened) => inspection.read(Records::new(opened.text, opened.marked))?,
        Err(fault) => inspection.refuse(fault),
    }
    Ok(inspection.close())
}

/// The fault of headings that nobody looks at: a column that is known might be among them.
fn too_many_columns() -> FileFault {
    FileFault::TooManyColumns {
        max: KEPT_CELLS as u32,
    }
}

/// The fault of a row with another number of cells than there are headings.
fn wrong_count(found: usize, expected: usize) -> FileFault {
    let number = |count| u32::try_from(count).unwrap_or(u32::MAX);
    let (expected, found) = (number(expected), number(found));
    if found < expected {
        FileFault::MissingCells { expected, found }
    } else {
        FileFault::ExtraCells { expected, found }
    }
}

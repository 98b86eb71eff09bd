//! Lots as a file that reads back as the same lots (R131): the nine columns, and behind them those optional ones that are wanted.

use std::io::{self, Write};

use domain::inventory::{Column, Lot};
use domain::language::Language;

use super::formulas::guarded;

pub(super) mod other;

/// Writes the nine columns of R125 under English headings: UTF-8, commas, CRLF, cells guarded against being run as
/// formulas. The date code and the company's own reference have no column in this form, unless they are asked for (Z11, Z14).
#[derive(Debug)]
pub struct Writer<W: Write> {
    file: csv::Writer<W>,
    columns: Vec<Column>,
}

impl<W: Write> Writer<W> {
    /// Begins a file with its headings.
    ///
    /// # Errors
    /// Those of the output.
    pub fn new(out: W) -> io::Result<Self> {
        Self::with(out, &[])
    }

    /// Begins a file with its headings, those of some optional columns among them.
    ///
    /// # Errors
    /// Those of the output.
    pub fn with(out: W, optional: &[Column]) -> io::Result<Self> {
        let mut file = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(out);
        let columns = columns(optional);
        file.write_record(columns.iter().map(|column| column.heading(Language::En)))?;
        Ok(Self { file, columns })
    }

    /// Begins a file with a byte-order mark, without which Excel takes UTF-8 for the code page of the machine.
    ///
    /// # Errors
    /// Those of the output.
    pub fn marked(mut out: W) -> io::Result<Self> {
        out.write_all("\u{FEFF}".as_bytes())?;
        Self::new(out)
    }

    /// Writes one lot without a reference.
    ///
    /// # Errors
    /// Those of the output.
    pub fn write(&mut self, lot: &Lot) -> io::Result<()> {
        self.write_with(lot, "")
    }

    /// Writes one lot with the company's own reference of it, where that has a column.
    ///
    /// # Errors
    /// Those of the output.
    pub fn write_with(&mut self, lot: &Lot, reference: &str) -> io::Result<()> {
        let numbers = Numbers::of(lot);
        for column in &self.columns {
            let cell = cell(lot, reference, &numbers, *column);
            self.file.write_field(guarded(cell).as_bytes())?;
        }
        // An empty record ends the row of the fields before it.
        self.file.write_record(None::<&[u8]>)?;
        Ok(())
    }

    /// Ends the file, and gives back what it was written to.
    pub(super) fn into_inner(self) -> io::Result<W> {
        self.file
            .into_inner()
            .map_err(|error| io::Error::other(error.to_string()))
    }

    /// Ends the file; what is still held back is written out.
    ///
    /// # Errors
    /// Those of the output.
    pub fn finish(mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// The two numbers of a lot, written out.
struct Numbers {
    quantity: String,
    year: String,
}

impl Numbers {
    fn of(lot: &Lot) -> Self {
        Self {
            quantity: lot.quantity.pieces().to_string(),
            year: lot.dc.map(|year| year.number().to_string()).unwrap_or_default(),
        }
    }
}

/// The nine columns, and behind them those optional ones that are wanted.
fn columns(optional: &[Column]) -> Vec<Column> {
    let wanted = Column::OPTIONAL
        .into_iter()
        .filter(|column| optional.contains(column));
    Column::ALL.into_iter().chain(wanted).collect()
}

/// What stands in a column.
fn cell<'a>(lot: &'a Lot, reference: &'a str, numbers: &'a Numbers, column: Column) -> &'a str {
    match column {
        Column::Manufacturer => lot.manufacturer.as_str(),
        Column::ProductName => lot.product_name.as_str(),
        Column::Model => lot.model.as_str(),
        Column::Quantity => &numbers.quantity,
        Column::Packing => lot.packing.as_str(),
        Column::Rohs => lot.rohs.as_str(),
        Column::Dc => &numbers.year,
        Column::Location => lot.location.as_str(),
        Column::Remarks => lot.remarks.as_str(),
        Column::DateCode => lot.date_code.as_str(),
        Column::Reference => reference,
    }
}

/// Writes lots as a whole file, without a byte-order mark.
///
/// # Errors
/// Those of the output.
pub fn write<'a>(out: impl Write, lots: impl IntoIterator<Item = &'a Lot>) -> io::Result<()> {
    let mut writer = Writer::new(out)?;
    for lot in lots {
        writer.write(lot)?;
    }
    writer.finish()
}

/// A row that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongRow {
    /// What stands under the file's columns, and then what stands beyond.
    pub cells: Vec<String>,
    pub reason: String,
    /// Whether it has fewer cells than there are columns.
    pub is_short: bool,
}

/// Writes rows that are wrong, with the reasons in a column of their own behind those of the file, and a byte-order mark. Cells
/// beyond the file's columns stand behind the reason, and an empty one where some are missing: such a row stays wrong until somebody has
/// seen to it.
///
/// # Errors
/// Those of the output.
pub fn write_wrong(
    mut out: impl Write,
    columns: &[Column],
    rows: impl IntoIterator<Item = WrongRow>,
    language: Language,
) -> io::Result<()> {
    out.write_all("\u{FEFF}".as_bytes())?;
    let mut file = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(out);
    for column in columns {
        file.write_field(column.heading(language))?;
    }
    file.write_field(domain::words::reason_heading(language))?;
    file.write_record(None::<&[u8]>)?;
    for WrongRow {
        mut cells,
        reason,
        is_short,
    } in rows
    {
        let mut beyond = cells.split_off(cells.len().min(columns.len()));
        beyond.extend(is_short.then(String::new));
        cells.resize(columns.len(), String::new());
        for cell in cells.iter().chain([&reason]).chain(&beyond) {
            file.write_field(guarded(cell).as_bytes())?;
        }
        file.write_record(None::<&[u8]>)?;
    }
    file.flush()
}

//! Lots as a file that reads back as the same lots (R131).

use std::io::{self, Write};

use domain::inventory::{Column, Lot};
use domain::language::Language;

use super::formulas::guarded;

/// Writes the nine columns of R125 under English headings: UTF-8, commas, CRLF, cells guarded against being run as
/// formulas. The date code has no column in this form (Z11).
#[derive(Debug)]
pub struct Writer<W: Write> {
    file: csv::Writer<W>,
}

impl<W: Write> Writer<W> {
    /// Begins a file with its headings.
    ///
    /// # Errors
    /// Those of the output.
    pub fn new(out: W) -> io::Result<Self> {
        let mut file = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(out);
        file.write_record(Column::ALL.map(|column| column.heading(Language::En)))?;
        Ok(Self { file })
    }

    /// Begins a file with a byte-order mark, without which Excel takes UTF-8 for the code page of the machine.
    ///
    /// # Errors
    /// Those of the output.
    pub fn marked(mut out: W) -> io::Result<Self> {
        out.write_all("\u{FEFF}".as_bytes())?;
        Self::new(out)
    }

    /// Writes one lot.
    ///
    /// # Errors
    /// Those of the output.
    pub fn write(&mut self, lot: &Lot) -> io::Result<()> {
        let quantity = lot.quantity.pieces().to_string();
        let year = lot.dc.map(|year| year.number().to_string()).unwrap_or_default();
        for cell in [
            lot.manufacturer.as_str(),
            lot.product_name.as_str(),
            lot.model.as_str(),
            &quantity,
            lot.packing.as_str(),
            lot.rohs.as_str(),
            &year,
            lot.location.as_str(),
            lot.remarks.as_str(),
        ] {
            self.file.write_field(guarded(cell).as_bytes())?;
        }
        // An empty record ends the row of the fields before it.
        self.file.write_record(None::<&[u8]>)?;
        Ok(())
    }

    /// Ends the file; what is still held back is written out.
    ///
    /// # Errors
    /// Those of the output.
    pub fn finish(mut self) -> io::Result<()> {
        self.file.flush()
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

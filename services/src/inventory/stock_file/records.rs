//! Records of a CSV file, one at a time, in bounded memory.
//!
//! The `csv` crate forgives what a supplier has to be told: it leaves out empty lines, so that rows lose their numbers,
//! it closes an open quotation mark at the end of the file, and it lets text follow a closing one. This reader follows
//! RFC 4180 in what it accepts, takes CRLF, LF and lone CR as line ends, and names what it does not accept. In files
//! without such faults both read the same, which a test below holds against each other.

mod record;

use std::io::{ErrorKind, Read};
use std::{io, mem};

use domain::text::limits::FILE_BYTES;
use memchr::{memchr, memchr2, memchr3};

pub(super) use record::{Cells, KEPT_CELLS, Record};

/// Bytes asked for at a time.
const BUFFER: usize = 64 * 1024;

/// What reading a record came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// A record was read.
    Record,
    /// The file is over.
    End,
    /// The file goes on past [`FILE_BYTES`].
    TooManyBytes,
    /// A quotation mark opened this cell (from 0) and none closed it: where the next record begins nobody can tell.
    UnclosedQuote { cell: usize },
    /// Text follows the closing quotation mark of this cell; the rest of its line was left out.
    StrayQuote { cell: usize },
}

/// Reads records from a source.
#[derive(Debug)]
pub(super) struct Records<R> {
    source: R,
    separator: u8,
    /// Bytes that may be read.
    most: u64,
    buffer: Box<[u8]>,
    at: usize,
    filled: usize,
    seen: u64,
    after_cr: bool,
}

/// Where in a record the reader is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    CellStart,
    Plain,
    Quoted,
    /// Behind a quotation mark within quotes: the closing one, or the first of two.
    QuoteMet,
    /// Behind the closing quotation mark and a space.
    Closed,
    /// In a line that is given up because of this cell.
    Skipping(usize),
}

impl<R: Read> Records<R> {
    /// The documented form; `seen` bytes of the file were read before.
    pub(super) fn new(source: R, seen: u64) -> Self {
        Self::separated(source, seen, b',', FILE_BYTES)
    }

    /// Cells with another sign between them, in a text of at most so many bytes.
    pub(super) fn separated(source: R, seen: u64, separator: u8, most: u64) -> Self {
        Self {
            source,
            separator,
            most,
            buffer: vec![0; BUFFER].into(),
            at: 0,
            filled: 0,
            seen,
            after_cr: false,
        }
    }

    /// Reads the next record.
    pub(super) fn next(&mut self, record: &mut Record) -> io::Result<Step> {
        record.clear();
        let mut place = Place::CellStart;
        loop {
            if self.at == self.filled && !self.refill()? {
                return Ok(at_end(place, record));
            }
            if self.seen > self.most {
                return Ok(Step::TooManyBytes);
            }
            if mem::take(&mut self.after_cr) && self.buffer[self.at] == b'\n' {
                self.at += 1;
                continue;
            }
            let chunk = &self.buffer[self.at..self.filled];
            let (taken, met) = meet(place, chunk, record, self.separator);
            let ended_by = chunk[..taken].last() == Some(&b'\r');
            self.at += taken;
            match met {
                Met::Place(next) => place = next,
                Met::Unclosed(cell) => return Ok(Step::UnclosedQuote { cell }),
                Met::LineEnd => {
                    self.after_cr = ended_by;
                    return Ok(match place {
                        Place::Skipping(cell) => Step::StrayQuote { cell },
                        _ => Step::Record,
                    });
                }
            }
        }
    }

    /// Asks for more bytes; false at the end of the file.
    fn refill(&mut self) -> io::Result<bool> {
        loop {
            match self.source.read(&mut self.buffer) {
                Ok(read) => {
                    (self.at, self.filled) = (0, read);
                    self.seen += read as u64;
                    return Ok(read > 0);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// What a piece of a chunk led to.
enum Met {
    Place(Place),
    LineEnd,
    Unclosed(usize),
}

/// Takes the next piece of a chunk that is not empty: how many bytes, and where they lead.
fn meet(place: Place, chunk: &[u8], record: &mut Record, separator: u8) -> (usize, Met) {
    match place {
        Place::CellStart if chunk[0] == b'"' => (1, Met::Place(Place::Quoted)),
        Place::CellStart | Place::Plain => match memchr3(separator, b'\r', b'\n', chunk) {
            Some(at) => {
                record.push(&chunk[..at]);
                (at + 1, end_of_cell(chunk[at], record, separator))
            }
            None => {
                record.push(chunk);
                (chunk.len(), Met::Place(Place::Plain))
            }
        },
        Place::Quoted => match memchr(b'"', chunk) {
            Some(at) => {
                record.push_quoted(&chunk[..at]);
                (at + 1, Met::Place(Place::QuoteMet))
            }
            None => {
                record.push_quoted(chunk);
                (chunk.len(), Met::Place(Place::Quoted))
            }
        },
        Place::QuoteMet | Place::Closed => match chunk[0] {
            b'"' if place == Place::QuoteMet => {
                record.push(b"\"");
                (1, Met::Place(Place::Quoted))
            }
            end if end == separator || matches!(end, b'\r' | b'\n') => {
                (1, end_of_cell(end, record, separator))
            }
            b' ' | b'\t' => (1, Met::Place(Place::Closed)),
            // The "closing" mark may be one that opens a later cell: then the cell went over a line end.
            _ if record.goes_over_lines() => (0, Met::Unclosed(record.count())),
            _ => (0, Met::Place(Place::Skipping(record.count()))),
        },
        Place::Skipping(_) => match memchr2(b'\r', b'\n', chunk) {
            Some(at) => (at + 1, Met::LineEnd),
            None => (chunk.len(), Met::Place(place)),
        },
    }
}

fn end_of_cell(end: u8, record: &mut Record, separator: u8) -> Met {
    record.end_cell();
    if end == separator {
        Met::Place(Place::CellStart)
    } else {
        Met::LineEnd
    }
}

/// What a file that ends here has left unsaid.
fn at_end(place: Place, record: &mut Record) -> Step {
    match place {
        Place::CellStart if record.count() == 0 => Step::End,
        Place::Quoted => Step::UnclosedQuote { cell: record.count() },
        Place::Skipping(cell) => Step::StrayQuote { cell },
        Place::CellStart | Place::Plain | Place::QuoteMet | Place::Closed => {
            record.end_cell();
            Step::Record
        }
    }
}

#[cfg(test)]
mod tests;

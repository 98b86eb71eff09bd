//! One record and its cells.

use std::mem;

use domain::text::limits::FILE_FIELD_BYTES;
use memchr::memchr2;

/// Cells of a record whose text is kept; of further ones only their number, however many they are.
pub(in super::super) const KEPT_CELLS: usize = 256;

/// One record; kept and filled again, so that reading needs no memory of its own.
#[derive(Debug, Default)]
pub(in super::super) struct Record {
    text: Vec<u8>,
    /// Where each kept cell ends in the text.
    ends: Vec<usize>,
    /// Kept cells that passed [`FILE_FIELD_BYTES`]; their text is empty.
    too_long: Vec<usize>,
    count: usize,
    /// The first cell with a line break in it.
    broken: Option<usize>,
    /// Whether anything but white space was read.
    filled: bool,
    /// The same, of cells that are not kept.
    filled_past: bool,
    start: usize,
    dropping: bool,
}

impl Record {
    pub(super) fn clear(&mut self) {
        let (mut text, mut ends, mut too_long) = (
            mem::take(&mut self.text),
            mem::take(&mut self.ends),
            mem::take(&mut self.too_long),
        );
        text.clear();
        ends.clear();
        too_long.clear();
        *self = Self {
            text,
            ends,
            too_long,
            ..Self::default()
        };
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        if self.count >= KEPT_CELLS {
            self.filled_past |= bytes.iter().any(|byte| !matches!(byte, b' ' | b'\t'));
            self.filled |= self.filled_past;
        } else if !self.dropping {
            self.text.extend_from_slice(bytes);
            if self.text.len() - self.start > FILE_FIELD_BYTES {
                self.text.truncate(self.start);
                self.too_long.push(self.count);
                self.filled = true;
                self.dropping = true;
            }
        }
    }

    pub(super) fn push_quoted(&mut self, bytes: &[u8]) {
        if self.broken.is_none() && memchr2(b'\r', b'\n', bytes).is_some() {
            self.broken = Some(self.count);
        }
        self.push(bytes);
    }

    pub(super) fn end_cell(&mut self) {
        if self.count < KEPT_CELLS {
            self.ends.push(self.text.len());
        }
        self.count += 1;
        self.start = self.text.len();
        self.dropping = false;
    }

    /// Bytes that the record keeps hold of.
    #[cfg(test)]
    pub(super) fn memory(&self) -> usize {
        self.text.capacity() + (self.ends.capacity() + self.too_long.capacity()) * size_of::<usize>()
    }

    /// How many cells have ended.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// Whether the cell that is being read has a line break in its quotes.
    pub(super) fn goes_over_lines(&self) -> bool {
        self.broken == Some(self.count)
    }

    /// The cells as text; the bytes, where they are not UTF-8.
    pub(in super::super) fn cells(&self) -> Result<Cells<'_>, &[u8]> {
        let text = str::from_utf8(&self.text).map_err(|_| self.text.as_slice())?;
        // Two broken characters can look whole where the comma between them was taken out.
        if self.ends.iter().all(|end| text.is_char_boundary(*end)) {
            Ok(Cells { text, record: self })
        } else {
            Err(&self.text)
        }
    }
}

/// The cells of a record.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Cells<'a> {
    text: &'a str,
    record: &'a Record,
}

impl<'a> Cells<'a> {
    /// How many there are, kept or not.
    pub(in super::super) fn count(self) -> usize {
        self.record.count
    }

    /// A cell by its place from 0; empty where there is none.
    pub(in super::super) fn get(self, cell: usize) -> &'a str {
        let Some(&end) = self.record.ends.get(cell) else {
            return "";
        };
        let start = if cell == 0 { 0 } else { self.record.ends[cell - 1] };
        &self.text[start..end]
    }

    /// The kept cells in their order.
    pub(in super::super) fn iter(self) -> impl Iterator<Item = &'a str> {
        (0..self.record.ends.len()).map(move |cell| self.get(cell))
    }

    /// Whether there is nothing but separators and white space (R126).
    pub(in super::super) fn are_blank(self) -> bool {
        !self.record.filled && self.text.chars().all(char::is_whitespace)
    }

    /// Whether cells that are not kept say something.
    pub(in super::super) fn go_on(self) -> bool {
        self.record.filled_past
    }

    /// Whether the cell had more bytes than a cell may have.
    pub(in super::super) fn is_too_long(self, cell: usize) -> bool {
        self.record.too_long.contains(&cell)
    }

    /// Whether any cell had.
    pub(in super::super) fn any_too_long(self) -> bool {
        !self.record.too_long.is_empty()
    }

    /// The first cell that goes over a line break.
    pub(in super::super) fn broken(self) -> Option<usize> {
        self.record.broken
    }
}

//! What a workbook would take to be read, found out before anything reads it.
//!
//! A ZIP archive may say that it holds a thousand times its size, and a part may say that it lists a thousand times its length:
//! whoever reads it makes room for what it says, and a process without room is at its end. So every part is unpacked once with
//! nothing kept, and what it says is held against what it has.

use std::io::{Cursor, Read};

use domain::inventory::stock_file::FileFault;

use super::UNPACKED;

/// Parts of a workbook; one without pictures has a dozen.
const PARTS: usize = 1_000;
/// Elements of a part: a sheet of all rows has less than three for each cell.
const ELEMENTS: u64 = 16_000_000;
/// Strings that a list may announce without having them: some programs count each time that one is used.
const ANNOUNCED: u64 = 1_000_000;
/// Bytes that all styles may come to, once each has its own copy of what it names.
const STYLED: u64 = 500_000_000;
/// Bytes of a style besides the texts.
const STYLE: u64 = 400;
/// What a list of strings calls their number.
const COUNT: &[u8] = b"uniqueCount";

/// Refuses a workbook that would take more than there is.
pub(super) fn measure(bytes: &[u8]) -> Result<(), FileFault> {
    let unreadable = |_| FileFault::WorkbookUnreadable;
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    if archive.len() > PARTS {
        return Err(FileFault::WorkbookTooLarge);
    }
    let mut left = UNPACKED;
    for part in 0..archive.len() {
        let part = archive.by_index(part).map_err(unreadable)?;
        let is_styles = part
            .name()
            .map_err(unreadable)?
            .to_ascii_lowercase()
            .ends_with("styles.xml");
        // What it says of its size is not believed.
        let weight = Weight::of(part.take(left + 1)).map_err(|_| FileFault::WorkbookUnreadable)?;
        left = left
            .checked_sub(weight.bytes)
            .ok_or(FileFault::WorkbookTooLarge)?;
        if weight.is_too_much() || is_styles && weight.styled() > STYLED {
            return Err(FileFault::WorkbookTooLarge);
        }
    }
    Ok(())
}

/// What a part has, and what it says that it has.
#[derive(Default)]
struct Weight {
    bytes: u64,
    /// Tags that open an element.
    elements: u64,
    /// Bytes of the longest tag, with the text behind it.
    longest: u64,
    /// The largest number of strings that it announces.
    announced: u64,
    piece: u64,
    after_bracket: bool,
    name: Name,
}

/// How much of the name of the number was read.
enum Name {
    Letters(usize),
    /// It was, and so much of the number itself.
    Number(u64),
}

impl Default for Name {
    fn default() -> Self {
        Self::Letters(0)
    }
}

impl Weight {
    fn of(mut part: impl Read) -> std::io::Result<Self> {
        let mut weight = Self::default();
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let read = part.read(&mut buffer)?;
            if read == 0 {
                weight.longest = weight.longest.max(weight.piece);
                return Ok(weight);
            }
            weight.bytes += read as u64;
            buffer[..read].iter().for_each(|byte| weight.take(*byte));
        }
    }

    fn take(&mut self, byte: u8) {
        self.elements += u64::from(self.after_bracket && byte != b'/');
        self.after_bracket = byte == b'<';
        if self.after_bracket {
            self.longest = self.longest.max(self.piece);
            self.piece = 0;
        }
        self.piece += 1;
        self.name = match (&self.name, byte) {
            (Name::Letters(read), _) if COUNT[*read] == byte => match read + 1 {
                all if all == COUNT.len() => Name::Number(0),
                read => Name::Letters(read),
            },
            (Name::Letters(_), _) => Name::Letters(usize::from(byte == COUNT[0])),
            (Name::Number(number), b'0'..=b'9') => {
                let number = number.saturating_mul(10).saturating_add(u64::from(byte - b'0'));
                self.announced = self.announced.max(number);
                Name::Number(number)
            }
            (Name::Number(0), b'=' | b'"' | b'\'' | b'+' | b' ' | b'\t' | b'\r' | b'\n') => Name::Number(0),
            (Name::Number(_), _) => Name::Letters(0),
        };
    }

    fn is_too_much(&self) -> bool {
        self.elements > ELEMENTS || self.announced > self.elements.max(ANNOUNCED)
    }

    /// The styles, if each named the longest texts there are.
    fn styled(&self) -> u64 {
        self.elements
            .saturating_mul(self.longest.saturating_mul(2) + STYLE)
    }
}

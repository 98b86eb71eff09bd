//! What a file is, before it is read as CSV: other kinds of file under its name, byte-order marks, other encodings.
//!
//! Only UTF-8 is read. What else a text may be is a guess for the sentence that refuses it, never a conversion (T41).

use std::io::{self, Cursor, Read};

use domain::inventory::stock_file::{Encoding, FileFault, LooksLike};

/// Bytes looked at.
const HEAD: u64 = 512;

pub(super) const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";
pub(super) const UTF16_LE_MARK: &[u8] = b"\xFF\xFE";
pub(super) const UTF16_BE_MARK: &[u8] = b"\xFE\xFF";
const UTF16_MARKS: [&[u8]; 2] = [UTF16_LE_MARK, UTF16_BE_MARK];
/// What XLSX begins with: a ZIP archive.
pub(super) const WORKBOOK: &[u8] = b"PK\x03\x04";

/// First bytes of files that are no text. XLSX and ODS are ZIP archives; XLS is a compound file.
const SIGNATURES: [(&[u8], LooksLike); 9] = [
    (WORKBOOK, LooksLike::Spreadsheet),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", LooksLike::Spreadsheet),
    (b"%PDF-", LooksLike::Pdf),
    (b"\x89PNG\r\n\x1A\n", LooksLike::Image),
    (b"\xFF\xD8\xFF", LooksLike::Image),
    (b"GIF8", LooksLike::Image),
    (b"II*\0", LooksLike::Image),
    (b"MM\0*", LooksLike::Image),
    (b"RIFF", LooksLike::Image),
];

/// A file that can be read.
pub(super) struct Opened<R> {
    /// What follows the byte-order mark.
    pub(super) text: R,
    /// The bytes of the mark, which count like all others.
    pub(super) marked: u64,
}

/// Looks at the first bytes of a file and answers with its text, or with why it is not read.
pub(super) fn open<R: Read>(mut source: R) -> io::Result<Result<Opened<impl Read>, FileFault>> {
    let mut head = Vec::new();
    source.by_ref().take(HEAD).read_to_end(&mut head)?;
    if let Some(looks_like) = no_text(&head) {
        return Ok(Err(FileFault::NotCsv { looks_like }));
    }
    if UTF16_MARKS.iter().any(|mark| head.starts_with(mark)) || every_other_byte_is_nul(&head) {
        return Ok(Err(FileFault::NotUtf8 {
            guess: Encoding::Utf16,
        }));
    }
    // The mark counts as bytes of the file, but it is not text.
    let marked = if head.starts_with(UTF8_MARK) {
        UTF8_MARK.len() as u64
    } else {
        0
    };
    let mut head = Cursor::new(head);
    head.set_position(marked);
    Ok(Ok(Opened {
        text: head.chain(source),
        marked,
    }))
}

/// What a file is by its first bytes, where it is no text.
pub(super) fn no_text(head: &[u8]) -> Option<LooksLike> {
    SIGNATURES
        .into_iter()
        .find(|(signature, _)| head.starts_with(signature))
        .map(|(_, looks_like)| looks_like)
}

/// UTF-16 without its mark: at least an eighth of the bytes is NUL, all of them at even or all at odd places.
pub(super) fn every_other_byte_is_nul(head: &[u8]) -> bool {
    let nuls = |remainder| {
        head.iter()
            .skip(remainder)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd) = (nuls(0), nuls(1));
    (even == 0) != (odd == 0) && (even + odd) * 8 >= head.len()
}

/// What bytes that are not UTF-8 probably are.
pub(super) fn guess(bytes: &[u8]) -> Encoding {
    if is_shift_jis(bytes) {
        Encoding::ShiftJis
    } else {
        Encoding::Other
    }
}

/// Whether all bytes fit Shift_JIS, and at least one pair begins where only Shift_JIS has its kana and common kanji.
fn is_shift_jis(bytes: &[u8]) -> bool {
    let (mut at, mut telling) = (0, false);
    while let Some(&byte) = bytes.get(at) {
        at += match byte {
            0x81..=0x9F | 0xE0..=0xFC => {
                if !matches!(bytes.get(at + 1), Some(0x40..=0x7E | 0x80..=0xFC)) {
                    return false;
                }
                telling |= byte < 0xA0;
                2
            }
            0x80 | 0xA0 | 0xFD..=0xFF => return false,
            // ASCII, and half-width katakana.
            _ => 1,
        };
    }
    telling
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shift_jis_is_told_from_other_eight_bit_texts() {
        // リール and 川越 in Shift_JIS; the same kana in EUC-JP; "10µF" and "Müller" in Latin-1.
        assert_eq!(guess(b"\x83\x8A\x81[\x83\x8B"), Encoding::ShiftJis);
        assert_eq!(guess(b"\x90\xEC\x89z"), Encoding::ShiftJis);
        assert_eq!(guess(b"\xA5\xEA\xA1\xBC\xA5\xEB"), Encoding::Other);
        assert_eq!(guess(b"10\xB5F"), Encoding::Other);
        assert_eq!(guess(b"M\xFCller"), Encoding::Other);
    }

    #[test]
    fn one_nul_among_letters_is_not_utf_16() {
        assert!(every_other_byte_is_nul(b"M\0o\0d\0e\0l\0"));
        assert!(every_other_byte_is_nul(b"\0M\0o\0d\0e\0l"));
        assert!(!every_other_byte_is_nul(b"Manufacturer,Product name\0,Model"));
        assert!(!every_other_byte_is_nul(&[0; 64]));
        assert!(!every_other_byte_is_nul(b""));
    }
}

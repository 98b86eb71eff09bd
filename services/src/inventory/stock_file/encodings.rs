//! Texts that are not UTF-8: read as the encoding that a person has seen and confirmed, never as one that was only guessed
//! (T41). A byte that stands for nothing is told with its row, and no character is ever put in its place.

use std::borrow::Cow;

use domain::inventory::importing::{Separator, TextEncoding};
use encoding_rs::{DecoderResult, EUC_JP, Encoding, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};

use super::recognition::{UTF8_MARK, UTF16_BE_MARK, UTF16_LE_MARK};
use super::records::{Record, Records, Step};

const fn of(encoding: TextEncoding) -> &'static Encoding {
    match encoding {
        TextEncoding::Utf8 => UTF_8,
        TextEncoding::ShiftJis => SHIFT_JIS,
        TextEncoding::EucJp => EUC_JP,
        TextEncoding::Utf16Le => UTF_16LE,
        TextEncoding::Utf16Be => UTF_16BE,
    }
}

/// What follows the byte-order mark of the encoding.
pub(super) fn unmarked(bytes: &[u8], encoding: TextEncoding) -> &[u8] {
    let mark: &[u8] = match encoding {
        TextEncoding::Utf8 => UTF8_MARK,
        TextEncoding::Utf16Le => UTF16_LE_MARK,
        TextEncoding::Utf16Be => UTF16_BE_MARK,
        TextEncoding::ShiftJis | TextEncoding::EucJp => b"",
    };
    bytes.strip_prefix(mark).unwrap_or(bytes)
}

/// The text as UTF-8; the row, from 1, where it is no text in that encoding. UTF-8 itself is handed on as it is, for the
/// reader of records tells more exactly what is wrong with it.
pub(super) fn decoded(
    bytes: &[u8],
    encoding: TextEncoding,
    separator: Separator,
) -> Result<Cow<'_, [u8]>, u32> {
    let bytes = unmarked(bytes, encoding);
    if encoding == TextEncoding::Utf8 {
        return Ok(Cow::Borrowed(bytes));
    }
    match of(encoding).decode_without_bom_handling_and_without_replacement(bytes) {
        Some(Cow::Borrowed(text)) => Ok(Cow::Borrowed(text.as_bytes())),
        Some(Cow::Owned(text)) => Ok(Cow::Owned(text.into_bytes())),
        None => Err(row_of_fault(bytes, of(encoding), separator.byte())),
    }
}

/// The row of the first byte that stands for nothing, numbered as all rows are: a line break in quotation marks begins none.
fn row_of_fault(mut bytes: &[u8], encoding: &'static Encoding, separator: u8) -> u32 {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut before, mut piece) = (Vec::new(), vec![0; 64 * 1024]);
    loop {
        let (result, read, written) = decoder.decode_to_utf8_without_replacement(bytes, &mut piece, true);
        before.extend_from_slice(&piece[..written]);
        bytes = &bytes[read..];
        if result != DecoderResult::OutputFull {
            break;
        }
    }
    // Whatever the byte is, it is in a row.
    before.push(b'?');
    let mut records = Records::separated(before.as_slice(), 0, separator, u64::MAX);
    let (mut record, mut row) = (Record::default(), 0);
    loop {
        match records.next(&mut record) {
            Ok(Step::Record | Step::StrayQuote { .. }) => row += 1,
            Ok(Step::UnclosedQuote { .. }) => return row + 1,
            _ => return row.max(1),
        }
    }
}

/// How little a text looks like one that somebody wrote in Japan: half-width katakana, private and rare characters.
pub(super) fn oddity(text: &[u8]) -> usize {
    let text = String::from_utf8_lossy(text);
    text.chars()
        .filter(|c| {
            matches!(c, '\u{FF61}'..='\u{FF9F}' | '\u{E000}'..='\u{F8FF}' | '\u{80}'..='\u{9F}' | '\u{FFFD}')
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8], encoding: TextEncoding) -> Result<Cow<'_, [u8]>, u32> {
        super::decoded(bytes, encoding, Separator::Comma)
    }

    #[test]
    fn the_same_text_is_read_from_every_encoding() {
        let text = "型番,備考\r\nTC74HC,①髙﨑 µ";
        for (encoding, encoder) in [(TextEncoding::ShiftJis, SHIFT_JIS), (TextEncoding::EucJp, EUC_JP)] {
            let without = text.replace('µ', "");
            let (bytes, _, lost) = encoder.encode(&without);
            assert!(!lost, "{encoding:?}");
            assert_eq!(decoded(&bytes, encoding).as_deref(), Ok(without.as_bytes()));
        }
        let le: Vec<u8> = std::iter::once(0xFEFF)
            .chain(text.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(
            decoded(&le, TextEncoding::Utf16Le).as_deref(),
            Ok(text.as_bytes())
        );
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(
            decoded(&be, TextEncoding::Utf16Be).as_deref(),
            Ok(text.as_bytes())
        );
    }

    #[test]
    fn what_stands_for_nothing_is_told_by_its_row() {
        assert_eq!(
            decoded(b"a\nb\n\x83\x8A\x81\xFF\n", TextEncoding::ShiftJis),
            Err(3)
        );
        assert_eq!(decoded(b"a\0b", TextEncoding::Utf16Le), Err(1));
    }
}

//! Which encoding a text is in, as far as its bytes and its headings tell, and whether that is only a guess.

use domain::inventory::importing::{Habit, How, Separator, TextEncoding};

use super::encodings;
use super::looking::{headings, known};
use super::recognition::{self, UTF8_MARK, UTF16_BE_MARK, UTF16_LE_MARK};

/// The encoding of a text, and whether it is only a guess.
pub(super) fn encoding_of(bytes: &[u8], habit: &Habit) -> (TextEncoding, bool) {
    for (mark, encoding) in [
        (UTF8_MARK, TextEncoding::Utf8),
        (UTF16_LE_MARK, TextEncoding::Utf16Le),
        (UTF16_BE_MARK, TextEncoding::Utf16Be),
    ] {
        if bytes.starts_with(mark) {
            return (encoding, false);
        }
    }
    let start = &bytes[..bytes.len().min(512)];
    if recognition::every_other_byte_is_nul(start) {
        let is_big = start.first() == Some(&0);
        return (
            if is_big {
                TextEncoding::Utf16Be
            } else {
                TextEncoding::Utf16Le
            },
            true,
        );
    }
    if str::from_utf8(bytes).is_ok() {
        return (TextEncoding::Utf8, false);
    }
    japanese(bytes, habit)
}

/// Shift_JIS or EUC-JP: whichever is without a fault; of both, the one whose headings are known, and then the one that looks
/// more like a text.
fn japanese(bytes: &[u8], habit: &Habit) -> (TextEncoding, bool) {
    let candidates = [TextEncoding::ShiftJis, TextEncoding::EucJp];
    let read: Vec<_> = candidates
        .into_iter()
        .filter_map(|encoding| {
            Some((
                encoding,
                encodings::decoded(bytes, encoding, Separator::Comma).ok()?,
            ))
        })
        .collect();
    match read.as_slice() {
        [] => {
            let is_mostly = recognition::guess(bytes) == domain::inventory::stock_file::Encoding::ShiftJis;
            let mostly = if is_mostly {
                TextEncoding::ShiftJis
            } else {
                TextEncoding::Utf8
            };
            (mostly, true)
        }
        // Any text of Western Europe is Shift_JIS as well, but no heading of it is one that is known there.
        [(encoding, _)] => (*encoding, !has_telling_heading(bytes, *encoding, habit)),
        both => {
            let known = |encoding: TextEncoding| {
                let how = How {
                    encoding,
                    ..How::default()
                };
                Separator::ALL
                    .into_iter()
                    .map(|separator| {
                        known(
                            &headings(
                                bytes,
                                &How {
                                    separator,
                                    ..how.clone()
                                },
                            ),
                            habit,
                        )
                    })
                    .max()
                    .unwrap_or_default()
            };
            let best = both.iter().max_by_key(|(encoding, text)| {
                (known(*encoding), std::cmp::Reverse(encodings::oddity(text)))
            });
            let best = best.map_or(TextEncoding::ShiftJis, |(encoding, _)| *encoding);
            let other = candidates.into_iter().find(|other| *other != best);
            let is_clear = other.is_some_and(|other| known(best) >= known(other) + 3);
            (best, !is_clear)
        }
    }
}

/// Whether a heading that is not ASCII is known when it is read so.
fn has_telling_heading(bytes: &[u8], encoding: TextEncoding, habit: &Habit) -> bool {
    let is_telling = |heading: &String| !heading.is_ascii() && habit.column_of(heading).is_some();
    Separator::ALL.into_iter().any(|separator| {
        let how = How {
            encoding,
            separator,
            ..How::default()
        };
        headings(bytes, &how).iter().any(is_telling)
    })
}

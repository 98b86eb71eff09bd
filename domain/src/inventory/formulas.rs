//! The guard against cells that a spreadsheet would run as formulas (T42).
//!
//! A cell is *tempting* when it begins with one of [`TRIGGERS`], or with any number of apostrophes and then one of
//! them. Writing puts one apostrophe before a tempting cell; reading takes one apostrophe away where what follows it is
//! tempting. The first is undone by the second for every text, so `-12V` is written `'-12V` and read `-12V`, and
//! `'-12V` is written `''-12V`; a spreadsheet that keeps the apostrophe to itself and saves `-12V` gives the same
//! model back. A text such as `'92` is not tempting and stays as it is.
//!
//! The guard looks at the very first character, on both ways before any trimming. Stored texts are trimmed, so none
//! hides a trigger behind white space.

use std::borrow::Cow;

/// What spreadsheets begin a formula with, in both widths, and the controls that they skip before one.
const TRIGGERS: [char; 12] = ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠'];

/// Whether a cell has to be guarded.
#[must_use]
pub fn tempts(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(TRIGGERS)
}

/// The cell as it is written.
#[must_use]
pub fn guarded(cell: &str) -> Cow<'_, str> {
    if tempts(cell) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// The cell as it was before it was written.
#[must_use]
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if tempts(rest) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn exactly_the_prefix_is_taken_away() {
        for (cell, written) in [
            ("-12V", "'-12V"),
            ("'-12V", "''-12V"),
            ("＝1", "'＝1"),
            ("'92", "'92"),
            ("A-1", "A-1"),
            ("'", "'"),
            ("", ""),
        ] {
            assert_eq!(guarded(cell), written);
            assert_eq!(unguarded(written), cell);
        }
    }

    #[test]
    fn an_unguarded_cell_of_another_program_stays() {
        assert_eq!(unguarded("-12V"), "-12V");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn reading_undoes_writing_and_nothing_written_tempts(cell in "['=＝@＠+＋－a-]{0,5}|\\PC*") {
            let written = guarded(&cell);
            prop_assert_eq!(unguarded(&written), &cell);
            prop_assert!(!written.starts_with(TRIGGERS));
        }
    }
}

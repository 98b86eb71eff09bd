//! Importing a list: how its file is read, what it will do, and what a person may change about both before it is done.
//!
//! [`plan()`] is the one place that says what a file does to a list, for the preview and for the job alike, so that the two
//! cannot disagree. [`repair`] knows what spreadsheets do to cells. Reading bytes is `services::inventory`'s business.

pub mod habit;
pub mod plan;
pub mod repair;
pub mod views;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::columns::{Column, documented_places};

pub use habit::Habit;
pub use plan::{Deed, FileRow, Held, Plan, Shelf, Since, plan};
pub use repair::{Repair, repair_of};
pub use views::{
    Asks, Counts, Draft, FileView, ImportView, Kind, Landed, LeftLot, RowView, Seen, Stage, UndoView,
};

/// What a file does to the list (Z14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Every row is another lot.
    #[default]
    Add,
    /// The quantity of a row is added to that of the same item.
    Merge,
    /// The list becomes what the file says.
    Replace,
}

impl Mode {
    /// All three, the documented one first.
    pub const ALL: [Self; 3] = [Self::Add, Self::Merge, Self::Replace];

    /// As stored, sent, and given at the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Merge => "merge",
            Self::Replace => "replace",
        }
    }

    /// The mode of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.word() == word)
    }
}

/// How the bytes of a text stand for characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextEncoding {
    #[default]
    Utf8,
    /// As Windows writes it: code page 932.
    ShiftJis,
    EucJp,
    Utf16Le,
    Utf16Be,
}

impl TextEncoding {
    /// All that are read.
    pub const ALL: [Self; 5] = [
        Self::Utf8,
        Self::ShiftJis,
        Self::EucJp,
        Self::Utf16Le,
        Self::Utf16Be,
    ];

    /// Its name, the same in every language, and as it is sent.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::ShiftJis => "Shift_JIS",
            Self::EucJp => "EUC-JP",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
        }
    }

    /// The encoding of a name.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|encoding| encoding.word() == word)
    }
}

/// What stands between two cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Separator {
    #[default]
    Comma,
    Tab,
    Semicolon,
}

impl Separator {
    /// All that are read.
    pub const ALL: [Self; 3] = [Self::Comma, Self::Tab, Self::Semicolon];

    /// As it is sent.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Comma => "comma",
            Self::Tab => "tab",
            Self::Semicolon => "semicolon",
        }
    }

    /// The separator of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|separator| separator.word() == word)
    }

    /// The byte itself.
    #[must_use]
    pub const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Tab => b'\t',
            Self::Semicolon => b';',
        }
    }
}

/// How a file is read, and what is done with it: recognised first, then as a person has changed it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct How {
    pub encoding: TextEncoding,
    pub separator: Separator,
    /// The sheet of a workbook; none of a text.
    pub sheet: Option<String>,
    /// Where each of [`Column::FILE`] stands in the file, from 0; a list of nine has no optional one. Empty: as documented, and the
    /// headings are judged.
    pub places: Vec<Option<u16>>,
    pub mode: Mode,
    /// What was corrected by hand, by row as a spreadsheet numbers it.
    pub corrections: BTreeMap<u32, Correction>,
}

impl How {
    /// Whether the file is read as the documented form says (R124, R125), which needs no question (Z48).
    #[must_use]
    pub fn is_documented(&self) -> bool {
        self.encoding == TextEncoding::Utf8
            && self.separator == Separator::Comma
            && self.sheet.is_none()
            && self.places.is_empty()
    }

    /// Where each of [`Column::FILE`] stands under the headings of the file; none where the file has none of it.
    #[must_use]
    pub fn places_under<'a>(&self, headings: impl IntoIterator<Item = &'a str>) -> [Option<usize>; 11] {
        if self.places.is_empty() {
            return documented_places(headings);
        }
        std::array::from_fn(|at| self.places.get(at).copied().flatten().map(usize::from))
    }

    /// The same file read in another way: what was corrected was corrected in other rows, perhaps.
    #[must_use]
    pub fn reads_like(&self, other: &Self) -> bool {
        self.encoding == other.encoding
            && self.separator == other.separator
            && self.sheet == other.sheet
            && self.places == other.places
    }
}

/// What was corrected in a row.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Correction {
    /// The row is not imported at all.
    pub left_out: bool,
    pub cells: BTreeMap<Column, String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_a_file_is_read_is_stored_as_json_and_read_back() {
        let mut how = How {
            encoding: TextEncoding::ShiftJis,
            separator: Separator::Tab,
            sheet: Some("在庫".into()),
            places: vec![Some(3), None],
            mode: Mode::Replace,
            corrections: BTreeMap::new(),
        };
        let cells = BTreeMap::from([(Column::Quantity, "1000".to_owned())]);
        let left_out = false;
        how.corrections.insert(7, Correction { left_out, cells });
        let json = serde_json::to_string(&how).expect("plain types");
        assert_eq!(serde_json::from_str::<How>(&json).expect("as written"), how);
    }

    #[test]
    fn a_list_of_nine_places_has_no_optional_column() {
        let how = How {
            places: vec![Some(0); 9],
            ..How::default()
        };
        assert_eq!(how.places_under([])[8..], [Some(0), None, None]);
        assert_eq!(
            How::default().places_under(["Own reference", "Manufacturer"])[0],
            Some(1)
        );
    }

    #[test]
    fn what_was_seen_goes_through_a_form() {
        let seen = Seen { seq: 12, how: 0xfe };
        assert_eq!(seen.to_string().parse(), Ok(seen));
        for text in ["", "12", "12-", "-1", "x-1"] {
            assert!(text.parse::<Seen>().is_err(), "{text}");
        }
    }

    #[test]
    fn every_word_names_what_it_stands_for() {
        for mode in Mode::ALL {
            assert_eq!(Mode::of_word(mode.word()), Some(mode));
        }
        for encoding in TextEncoding::ALL {
            assert_eq!(TextEncoding::of_word(encoding.word()), Some(encoding));
        }
        for separator in Separator::ALL {
            assert_eq!(Separator::of_word(separator.word()), Some(separator));
        }
    }
}

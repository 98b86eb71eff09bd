//! One's own list as a file: the forms it may have, and what the page shows.

use serde::{Deserialize, Serialize};

use super::columns::Column;

/// What the file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// UTF-8 with a byte-order mark, without which Excel takes it for the code page of the machine.
    #[default]
    CsvMarked,
    /// UTF-8.
    Csv,
    /// Code page 932, for programs that know nothing else.
    ShiftJis,
    /// A workbook with one sheet, all cells texts.
    Xlsx,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::CsvMarked, Self::Csv, Self::ShiftJis, Self::Xlsx];

    /// As it is sent.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::CsvMarked => "csv-marked",
            Self::Csv => "csv",
            Self::ShiftJis => "shift-jis",
            Self::Xlsx => "xlsx",
        }
    }

    /// The format of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }
}

/// A cell with characters that an encoding does not have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostCell {
    pub model: String,
    pub column: Column,
    pub characters: String,
}

/// The page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ExportView {
    pub total: u64,
    /// From 1.
    pub page: u32,
    pub pages: u32,
    /// What was chosen for the file.
    pub format: Format,
    /// The optional columns that stand behind the nine.
    pub optional: Vec<Column>,
    /// The nine cells of each lot, and those of the optional columns.
    pub rows: Vec<Vec<String>>,
    /// What kept a file from being made: the first of these cells, and how many there are.
    pub lost: Vec<LostCell>,
    pub lost_total: u64,
}

//! What the pages of imports show.

use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{How, Mode, Repair};
use crate::inventory::Column;
use crate::inventory::stock_file::{FileFault, RowFault};

/// The parts of a preview, each a list of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Rows with a fault: while there is one, nothing is imported.
    Wrong,
    /// Rows with a cell that looks damaged, though it breaks no rule.
    Doubtful,
    New,
    Merged,
    Changed,
    Unchanged,
    /// Lots that the file does not have.
    Missing,
    /// Rows that were left out by hand.
    LeftOut,
}

impl Kind {
    /// All of them, the most urgent first.
    pub const ALL: [Self; 8] = [
        Self::Wrong,
        Self::Doubtful,
        Self::New,
        Self::Merged,
        Self::Changed,
        Self::Unchanged,
        Self::Missing,
        Self::LeftOut,
    ];

    /// As it stands in addresses.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::Doubtful => "doubtful",
            Self::New => "new",
            Self::Merged => "merged",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
            Self::Missing => "missing",
            Self::LeftOut => "left-out",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// How many rows, or lots, there are of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// Data rows.
    pub rows: u32,
    pub wrong: u32,
    pub doubtful: u32,
    pub new: u32,
    pub merged: u32,
    pub changed: u32,
    pub unchanged: u32,
    pub missing: u32,
    pub left_out: u32,
    /// New lots of which the same item is there already.
    pub doubles: u32,
    /// Lots that are there and get the company's own reference.
    pub referenced: u32,
}

impl Counts {
    /// Those of one kind.
    #[must_use]
    pub const fn of(&self, kind: Kind) -> u32 {
        match kind {
            Kind::Wrong => self.wrong,
            Kind::Doubtful => self.doubtful,
            Kind::New => self.new,
            Kind::Merged => self.merged,
            Kind::Changed => self.changed,
            Kind::Unchanged => self.unchanged,
            Kind::Missing => self.missing,
            Kind::LeftOut => self.left_out,
        }
    }

    /// Whether carrying it out would change anything.
    #[must_use]
    pub const fn does_something(&self) -> bool {
        self.new + self.merged + self.changed + self.missing + self.referenced > 0
    }
}

/// A row of a preview.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RowView {
    /// As a spreadsheet numbers it; 0 for a lot that is not in the file.
    pub row: u32,
    /// As they are read, in the order of the draft's columns; empty where they cannot be told apart.
    pub cells: Vec<String>,
    /// Those of a row that has too many or too few, as they stand.
    pub uneven: Vec<String>,
    pub faults: Vec<(Option<Column>, FileFault)>,
    pub repairs: Vec<(Column, Repair)>,
    /// The quantity before and after.
    pub pieces: Option<(u32, u32)>,
    /// The date code before, where the row's replaces it; it may be empty.
    pub former_date_code: Option<String>,
}

/// What a file was found to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileView {
    pub file_name: String,
    pub bytes: u64,
    /// The sheets of a workbook; empty for a text.
    pub sheets: Vec<String>,
    /// What stands in the first row, as it is read.
    pub headings: Vec<String>,
    /// Some more rows, to see whether it is read rightly.
    pub sample: Vec<Vec<String>>,
    /// Whether another encoding would fit as well, or nearly: a person has to look.
    pub is_guess: bool,
}

/// A file before anything is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub key: String,
    pub file: FileView,
    pub how: How,
    /// When this very file was imported before.
    pub before: Option<i64>,
    pub counts: Counts,
    /// What is wrong with the file as a whole.
    pub faults: Vec<RowFault>,
    /// Faults that are counted and not told: every wrong row is there, but of the later ones the first fault alone.
    pub untold: u32,
    pub shown: Kind,
    /// The nine, and the optional ones that the file has.
    pub columns: Vec<Column>,
    /// From 1.
    pub page: u32,
    pub pages: u32,
    pub rows: Vec<RowView>,
    pub seen: Seen,
    /// Stands for how the file is read: what is corrected in this reading is corrected in no other.
    pub reading: u64,
}

/// What a person has been shown, as far as a decision depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Seen {
    /// The company's change number that all of it was found under.
    pub seq: i64,
    /// Stands for how the file was read, and for what.
    pub how: u64,
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:016x}", self.seq, self.how)
    }
}

impl FromStr for Seen {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, ParseIntError> {
        let (seq, how) = text.split_once('-').unwrap_or((text, ""));
        Ok(Self {
            seq: seq.parse()?,
            how: u64::from_str_radix(how, 16)?,
        })
    }
}

/// What a page of a draft answers to a decision that was not carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// The same file was imported before.
    Again,
    /// Something else was chosen than what was shown: this is what it would do.
    ChosenOtherwise,
    /// It was changed elsewhere after it was shown.
    ChangedSince,
    /// It was read in another way elsewhere after it was shown, and what was corrected may stand in other cells.
    ReadSince,
}

impl Draft {
    /// Whether it may be carried out.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.faults.is_empty() && self.counts.wrong == 0 && self.counts.does_something()
    }
}

/// What an import did, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Landed {
    pub added: u32,
    pub merged: u32,
    pub changed: u32,
    pub unchanged: u32,
    pub deleted: u32,
    /// Lots that were there and got the company's own reference.
    pub referenced: u32,
    /// Rows whose lot somebody had changed meanwhile, and lots that were to go and stay for the same reason.
    pub left: u32,
    /// The first of them.
    pub listed: Vec<LeftLot>,
}

/// A lot that was left as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftLot {
    /// The row of the file; 0 where it has none.
    pub row: u32,
    pub model: String,
    pub pieces: u32,
}

/// What taking an import back did, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct UndoView {
    /// Lots that the import had added and that are gone.
    pub removed: u32,
    /// Lots that are there again.
    pub brought_back: u32,
    /// Lots that have their former quantity.
    pub reset: u32,
    /// Lots that were changed after the import and stay as they are.
    pub left: u32,
    /// The first of them.
    pub listed: Vec<LeftLot>,
}

/// How far an import is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Its job has still to run, or runs: rows done, of how many.
    Waiting {
        done: u64,
        total: u64,
    },
    /// The job was given up; the owner's people see it.
    Stuck,
    Refused {
        total: u32,
        faults: Vec<RowFault>,
    },
    Imported(Landed),
    /// Being taken back.
    Undoing(Landed),
    Undone(Landed, UndoView),
}

/// An import, or one of the list of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportView {
    pub key: String,
    pub file_name: String,
    pub created_at: i64,
    pub mode: Mode,
    pub stage: Stage,
}

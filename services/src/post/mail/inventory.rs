//! What the mails about stock say (M20, M21, M35).

use domain::inventory::Column;
use serde::{Deserialize, Serialize};

/// A stock file that was taken over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportDone {
    pub file_name: String,
    /// Lots that the file added.
    pub rows_added: u64,
    /// Lots of the company now.
    pub total_lots: u64,
    /// Lots to whose quantity a row was added.
    #[serde(default)]
    pub merged: u64,
    /// Lots that got another quantity, or another date code.
    #[serde(default)]
    pub changed: u64,
    /// Lots that were as the file says.
    #[serde(default)]
    pub unchanged: u64,
    /// Lots that were not in the file, and went.
    #[serde(default)]
    pub deleted: u64,
    /// Lots that somebody had changed meanwhile, and that stayed as they were.
    #[serde(default)]
    pub left: u64,
    /// Lots that were there and got the reference of the file.
    #[serde(default)]
    pub referenced: u64,
}

/// A stock file that was refused; nothing of it was taken over (R123).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRefused {
    pub file_name: String,
    /// Names the page with all faults; empty in mails that were left before there was one.
    #[serde(default)]
    pub key: String,
    /// All faults that were found.
    pub fault_count: u64,
    /// The first of them, at most [`Self::SHOWN`].
    pub faults: Vec<ImportFault>,
}

impl ImportRefused {
    /// How many faults the mail lists (R123).
    pub const SHOWN: usize = 100;

    /// The faults that the mail lists.
    pub(in crate::post) fn shown(&self) -> &[ImportFault] {
        &self.faults[..self.faults.len().min(Self::SHOWN)]
    }

    /// How many it does not list.
    pub(in crate::post) fn further(&self) -> u64 {
        self.fault_count.saturating_sub(self.shown().len() as u64)
    }
}

/// One fault of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ImportFault {
    /// Counted from 1, the headings being row 1; `None` for a fault of the file as a whole.
    pub row: Option<u32>,
    /// `None` for a fault of the whole row.
    pub column: Option<Column>,
    /// A sentence in the parcel's language.
    pub reason: String,
}

/// Conflicts that have waited for a week, told once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConflictsWait {
    /// How many the mail is about.
    pub count: u64,
    /// Models of their lots, the longest waiting first; at most [`Self::SHOWN`].
    pub models: Vec<String>,
    /// Other models.
    pub further: u64,
}

impl ConflictsWait {
    /// How many models the mail names.
    pub const SHOWN: usize = 5;
}

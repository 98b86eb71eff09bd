//! What the mails about stock files say (M20, M21).

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
}

/// A stock file that was refused; nothing of it was taken over (R123).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRefused {
    pub file_name: String,
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

//! What each mail says, as data. The words are in the templates, one folder for each mail.
//!
//! Stored in the outbox as JSON: add fields with `#[serde(default)]`, since rows written by the version before are
//! still to be sent. Texts are what people typed; they pass the `sieve` before any template sees them.

use domain::inventory::Column;
use domain::language::Language;
use domain::quotations::RequestNumber;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One mail, by what happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mail {
    /// M16: a request has come in; to the owner.
    RequestReceived(RequestReceived),
    /// M16: what was received, and what happens next; to whoever asked.
    RequestCopy(RequestCopy),
    /// M20: a stock file was taken over.
    ImportDone(ImportDone),
    /// M21: a stock file was refused as a whole, and why.
    ImportRefused(ImportRefused),
}

/// A request as the owner sees it: both sides are named (Z17).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestReceived {
    pub number: RequestNumber,
    /// The key of the receipt's page.
    pub receipt: Uuid,
    /// Milliseconds since 1970 in UTC.
    pub received_at: i64,
    pub name: String,
    /// Empty when it was not given.
    pub furigana: String,
    pub company: String,
    /// A checked address; replies to the mail go there.
    pub email: String,
    /// With the country's calling code, as `Phone::shown` writes it.
    pub phone: String,
    /// The language to answer in.
    pub language: Language,
    pub lines: Vec<RequestedLine>,
}

/// One line of a request, in full. Empty texts and `None` were not given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RequestedLine {
    pub model: String,
    pub manufacturer: String,
    /// Pieces.
    pub quantity: u32,
    pub dc: String,
    pub packing: String,
    /// As `TargetPrice::shown` writes it: `JPY 12.5`.
    pub target_price: Option<String>,
    /// `YYYY-MM-DD`.
    pub due: Option<String>,
    pub remarks: String,
    /// The name of the company whose lot was asked for.
    pub supplier: Option<String>,
    /// The number of that lot.
    pub lot: Option<i64>,
}

/// What the requester is told. The address is not verified, so nothing that a stranger could use to speak through us
/// is repeated: no name, no company, no remarks (T20); and nobody learns a supplier's name (Z17).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestCopy {
    pub number: RequestNumber,
    /// The key of the receipt's page, where the whole request can be read.
    pub receipt: Uuid,
    pub lines: Vec<RequestedPart>,
}

/// One line of a request, as its copy repeats it. Texts that look like an address are left out when it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RequestedPart {
    pub model: String,
    pub manufacturer: String,
    /// Pieces.
    pub quantity: u32,
}

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
    pub(crate) fn shown(&self) -> &[ImportFault] {
        &self.faults[..self.faults.len().min(Self::SHOWN)]
    }

    /// How many it does not list.
    pub(crate) fn further(&self) -> u64 {
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

impl Mail {
    /// The name of the mail, as the outbox keeps it and its folder of templates is called.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::RequestReceived(_) => "request_received",
            Self::RequestCopy(_) => "request_copy",
            Self::ImportDone(_) => "import_done",
            Self::ImportRefused(_) => "import_refused",
        }
    }
}

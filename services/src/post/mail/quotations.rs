//! What the mails about requests for quotation say (M16).

use domain::language::Language;
use domain::quotations::RequestNumber;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

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

//! What pages are shown of requests: the form as it opens, and the receipt.

use serde::{Deserialize, Serialize};

use super::request::RequestForm;
use crate::dates::iso_date;

/// A request form as it opens: prefilled as far as we know the visitor and what they came for (R104).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenForm {
    pub form: RequestForm,
    /// What lies in stock behind each line, in the order of the lines.
    pub stock: Vec<Option<StockNote>>,
    /// `YYYY-MM-DD` in Japan: the earliest due date.
    pub today: String,
}

impl OpenForm {
    /// The date that due dates are judged by; an unreadable one is before every due date, and the server judges again.
    #[must_use]
    pub fn date(&self) -> time::Date {
        iso_date(&self.today).unwrap_or(time::Date::MIN)
    }
}

/// The lot behind a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockNote {
    /// Pieces in stock.
    pub quantity: u32,
    /// What a person reads of the lot: maker, packing, year.
    pub summary: String,
}

/// What was received, as its sender may see it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptView {
    /// `RQ-000042`
    pub number: String,
    /// Milliseconds since 1970 in UTC.
    pub received_at: i64,
    /// Where the copy went, mostly hidden: `t***@example.com`.
    pub sent_to: String,
    pub lines: Vec<ReceiptLine>,
}

/// One line of a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptLine {
    pub model: String,
    pub manufacturer: String,
    pub quantity: u32,
    pub dc: String,
    pub packing: String,
    /// `JPY 12.5`
    pub target_price: Option<String>,
    /// `YYYY-MM-DD`
    pub due: Option<String>,
    pub remarks: String,
    /// Whether the line points at a lot in stock.
    pub in_stock: bool,
}

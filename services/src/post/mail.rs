//! What each mail says, as data, by room. The words are in the templates, one folder for each mail.
//!
//! Stored in the outbox as JSON: add fields with `#[serde(default)]`, since rows written by the version before are
//! still to be sent. Texts are what people typed; they pass the `sieve` before any template sees them.

mod contact;
mod inventory;
mod quotations;

use serde::{Deserialize, Serialize};

pub use contact::{ContactCopy, ContactReceived};
pub use inventory::{ImportDone, ImportFault, ImportRefused};
pub use quotations::{RequestCopy, RequestReceived, RequestedLine, RequestedPart};

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
    /// M22: someone has written to the owner; to the owner.
    ContactReceived(ContactReceived),
    /// M22: what was received; to whoever wrote.
    ContactCopy(ContactCopy),
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
            Self::ContactReceived(_) => "contact_received",
            Self::ContactCopy(_) => "contact_copy",
        }
    }
}

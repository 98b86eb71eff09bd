//! The mail about the documents that one agrees to, as data.

use domain::legal::Document;
use serde::{Deserialize, Serialize};

/// Another edition of a document comes; to everybody with an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditionComing {
    pub document: Document,
    /// `YYYY-MM-DD`, in Japan.
    pub applies_on: String,
}

//! What pages are shown of contact messages: the form as it opens, and the page after sending.

use serde::{Deserialize, Serialize};

use super::form::ContactForm;
use super::topic::Topic;

/// A contact form as it opens: prefilled as far as we know the visitor (R004) and the topic they came with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenContact {
    pub form: ContactForm,
    /// Whether the visitor is signed in: the copy to an own address then holds the message too.
    pub known: bool,
}

/// What was received, as its sender may see it again. It repeats nothing that was typed: whoever has the address of the
/// page may read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactReceipt {
    /// `CM-000042`
    pub number: String,
    pub topic: Topic,
    /// Milliseconds since 1970 in UTC.
    pub received_at: i64,
    /// Where the confirmation went, mostly hidden: `t***@example.com`.
    pub sent_to: String,
    /// Whether the confirmation repeats the message.
    pub whole: bool,
}

//! What the mails about messages to the owner say (M22).

use domain::contact::{ContactNumber, Topic};
use domain::language::Language;
use serde::{Deserialize, Serialize};

/// A message as the owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactReceived {
    pub number: ContactNumber,
    /// Milliseconds since 1970 in UTC.
    pub received_at: i64,
    pub topic: Topic,
    pub name: String,
    /// Empty when it was not given.
    pub company: String,
    /// A checked address; replies to the mail go there.
    pub email: String,
    /// As `Phone::shown` writes it; empty when it was not given.
    pub phone: String,
    /// The number of the account that was signed in; empty for a visitor.
    pub account: String,
    /// The language to answer in.
    pub language: Language,
    /// Line by line: the sieve makes one line of every text.
    pub message: Vec<String>,
}

/// What the sender is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactCopy {
    pub number: ContactNumber,
    pub topic: Topic,
    /// Line by line. Empty for an address that nobody has proved to be theirs: nothing that a stranger could use to
    /// speak through us is repeated there (T20).
    pub message: Vec<String>,
}

/// What the writer of a message is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactAnswer {
    pub number: ContactNumber,
    pub topic: Topic,
    pub name: String,
    /// Line by line.
    pub answer: Vec<String>,
    /// What had been written, line by line.
    pub message: Vec<String>,
    /// When that was, in milliseconds since 1970 in UTC.
    pub written_at: i64,
}

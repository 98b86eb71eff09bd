//! The tables of a store, and what both kinds of stores have in common: on the device's disk, and in the page's memory.
//!
//! A value is the text of its JSON. What it is looked up by beside its key is written out next to it.

use domain::inventory::sync::local::StoreFault;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

/// A table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Table {
    /// Rows as the market last told them, by the lot's id.
    Rows,
    /// Ops without an answer, by their number.
    Queue,
    /// Ops that were answered, by their number.
    Acked,
    /// Conflicts, by op and topic.
    Conflicts,
    /// Refused ops, by the op's id.
    Rejected,
    /// What is typed and not sent, by the lot's id.
    Drafts,
    /// What the device knows of itself.
    Meta,
}

impl Table {
    pub(super) const ALL: [Self; 7] = [
        Self::Rows,
        Self::Queue,
        Self::Acked,
        Self::Conflicts,
        Self::Rejected,
        Self::Drafts,
        Self::Meta,
    ];

    /// As the browser's database calls it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Rows => "rows",
            Self::Queue => "queue",
            Self::Acked => "acked",
            Self::Conflicts => "conflicts",
            Self::Rejected => "rejected",
            Self::Drafts => "drafts",
            Self::Meta => "meta",
        }
    }
}

/// What a value is looked up by beside its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Index {
    /// The lot that an op or a conflict is about.
    Item,
    /// When a row came ([`domain::inventory::sync::local::Kept::pass`]).
    Pass,
    /// When an op was answered.
    At,
}

impl Index {
    /// As the browser's database calls it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Item => "item",
            Self::Pass => "pass",
            Self::At => "at",
        }
    }
}

/// A key; numbers come before texts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    Number(i64),
    Text(String),
}

impl From<&str> for Key {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<Uuid> for Key {
    fn from(id: Uuid) -> Self {
        Self::Text(id.to_string())
    }
}

impl From<i64> for Key {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

/// A value with what it is looked up by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub json: String,
    /// None of ours has more than one.
    pub index: Option<(Index, Key)>,
}

impl Stored {
    /// The value without anything but its key.
    ///
    /// # Errors
    /// It cannot be written as JSON; none of ours cannot.
    pub fn plain<T: Serialize>(value: &T) -> Result<Self, StoreFault> {
        let json = serde_json::to_string(value).map_err(|_| StoreFault::Gone)?;
        Ok(Self { json, index: None })
    }

    /// The value, to be found by an index as well.
    ///
    /// # Errors
    /// As [`Stored::plain`].
    pub fn indexed<T: Serialize>(value: &T, index: Index, key: impl Into<Key>) -> Result<Self, StoreFault> {
        let plain = Self::plain(value)?;
        Ok(Self {
            index: Some((index, key.into())),
            ..plain
        })
    }
}

/// Reads a value.
///
/// # Errors
/// It is not what we have stored.
pub(super) fn read<T: DeserializeOwned>(json: &str) -> Result<T, StoreFault> {
    serde_json::from_str(json).map_err(|_| StoreFault::Gone)
}

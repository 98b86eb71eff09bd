//! What a person sees of their own account: its addresses, and where it is signed in.

use serde::{Deserialize, Serialize};

use super::AccountType;

/// One's addresses.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addresses {
    /// The main one first.
    pub list: Vec<Address>,
    /// Whether the password is asked for, since it was not shown a moment ago (T21).
    pub asks_password: bool,
    /// Whether another one may be added.
    pub has_room: bool,
}

/// One address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    pub id: i64,
    pub address: String,
    pub standing: Standing,
}

/// How an address stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The login ID.
    Main,
    Proved,
    /// Its mail was sent; until when its link is good, in milliseconds since 1970.
    Waiting {
        until: i64,
    },
    /// Its link is no longer good; it can be entered again (R076).
    Lapsed,
}

/// One session of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRow {
    /// Names it; whoever knows it can end it only when signed in as the same person.
    pub id: String,
    /// As what the person is signed in there.
    pub account_type: AccountType,
    /// Browser and system; empty when they are not known.
    pub device: String,
    /// Milliseconds since 1970.
    pub began: i64,
    pub seen: i64,
    /// Whether it is the one that asks.
    pub here: bool,
}

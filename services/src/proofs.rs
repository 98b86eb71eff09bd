//! Permission as a value. Whoever holds a proof was checked when it was made; whoever does not cannot call.
//!
//! Proofs are made in `accounts` only, from a live session or by the operator at the command line, and are never
//! stored: the next request proves itself anew (T25).

use domain::accounts::role::{Act, Role};

/// Someone signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    pub(crate) account_id: i64,
    pub(crate) company_id: Option<i64>,
    /// In that company.
    pub(crate) role: Option<Role>,
}

impl Member {
    /// The company whose stock is "one's own" (R099).
    #[must_use]
    pub const fn company(&self) -> Option<i64> {
        self.company_id
    }

    /// Whether this may be done in the company's name. Whoever has no company acts in nobody's name but their own.
    #[must_use]
    pub fn may(&self, act: Act) -> bool {
        self.company_id.is_none() || self.role.is_some_and(|role| role.may(act))
    }
}

/// Someone who administers the users of one company.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Administrator {
    pub(crate) account_id: i64,
    pub(crate) company_id: i64,
}

/// Someone who may change the stock of one company.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Supplier {
    pub(crate) account_id: i64,
    pub(crate) company_id: i64,
}

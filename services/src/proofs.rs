//! Permission as a value. Whoever holds a proof was checked when it was made; whoever does not cannot call.
//!
//! Proofs are made in `accounts` only, from a live session or by the operator at the command line, and are never
//! stored: the next request proves itself anew (T25).

use domain::accounts::StaffRole;
use domain::accounts::role::{Act, Role};
use domain::refusal::Refusal;

use crate::error::Answer;

/// Lets those of the owner's people go on whose role may do something.
///
/// # Errors
/// [`Refusal::NotAllowed`] for the others.
pub(crate) fn may(role: StaffRole, what: fn(StaffRole) -> bool) -> Answer<()> {
    if what(role) {
        Ok(())
    } else {
        Err(Refusal::NotAllowed.into())
    }
}

/// Someone signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    pub(crate) account_id: i64,
    pub(crate) company_id: Option<i64>,
    /// In that company.
    pub(crate) role: Option<Role>,
    /// The same company, also for whoever is signed in as something else than the trade and acts for nobody.
    pub(crate) works_for: Option<i64>,
}

impl Member {
    /// The company whose stock is "one's own" (R099).
    #[must_use]
    pub const fn company(&self) -> Option<i64> {
        self.works_for
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

/// One of the owner's people, who may look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    pub(crate) account_id: i64,
    pub(crate) role: StaffRole,
    /// Where the request came from.
    pub(crate) network: String,
}

impl Staff {
    /// What they are there for.
    #[must_use]
    pub const fn role(&self) -> StaffRole {
        self.role
    }
}

/// Somebody who may act for the owner: one of its people whose password was shown within a quarter of an hour (T36), or
/// the operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acting {
    pub(crate) role: StaffRole,
    /// Nobody at the command line.
    pub(crate) account_id: Option<i64>,
    pub(crate) network: String,
}

impl Acting {
    /// The operator at the command line, who has the database in hand anyway.
    #[must_use]
    pub const fn operator() -> Self {
        Self {
            role: StaffRole::Administrator,
            account_id: None,
            network: String::new(),
        }
    }

    /// Whether this is who has done something before; nobody can say so of the operator.
    pub(crate) fn is(&self, account_id: Option<i64>) -> bool {
        account_id.is_some() && account_id == self.account_id
    }
}

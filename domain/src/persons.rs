//! Individuals and corporations: the profiles of an account that are there for trainings (R085–R091).
//!
//! An individual takes trainings; whoever is in charge at a corporation buys them for the individuals that are linked with
//! it. Both are profiles beside the trade's on one account (Z1), each with data of its own.

pub mod person;
pub mod registration;
pub mod views;

pub use person::{Corporate, Individual, Person, PersonForm};
pub use registration::{PersonRegistration, PersonRegistrationForm};

use serde::{Deserialize, Serialize};

use crate::accounts::AccountType;

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PersonKind {
    Individual,
    Corporate,
}

impl PersonKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Individual, Self::Corporate];

    /// The kind that somebody signs in as; none for the trade's and the owner's people.
    #[must_use]
    pub const fn of(account_type: AccountType) -> Option<Self> {
        match account_type {
            AccountType::Individual => Some(Self::Individual),
            AccountType::Corporate => Some(Self::Corporate),
            AccountType::Buyer | AccountType::Supplier | AccountType::Staff => None,
        }
    }

    /// As what one signs in.
    #[must_use]
    pub const fn account_type(self) -> AccountType {
        match self {
            Self::Individual => AccountType::Individual,
            Self::Corporate => AccountType::Corporate,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_and_its_type_of_account_name_each_other() {
        for kind in PersonKind::ALL {
            assert_eq!(PersonKind::of(kind.account_type()), Some(kind));
            assert!(AccountType::PUBLIC.contains(&kind.account_type()));
        }
        for other in AccountType::TRADE.into_iter().chain([AccountType::Staff]) {
            assert_eq!(PersonKind::of(other), None);
        }
    }
}

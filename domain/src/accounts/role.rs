//! What the users of a company may do in its name (R054). What is one's own, such as password and addresses, is everybody's,
//! whatever the role; so are searching and writing to the owner, which need no account at all.

use serde::{Deserialize, Serialize};

/// The role of a company's user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Everything.
    Administrator,
    /// Everything but the users.
    Member,
    /// Stock only.
    Stock,
    /// Quotations only.
    Quotations,
}

/// What may be done in a company's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Inviting and removing users, and giving them roles.
    Users,
    /// What the company tells about itself, and the side of the trade that it is on.
    Company,
    /// Registering, editing, importing, exporting and selling stock.
    Stock,
    /// Requesting quotations and buying.
    Quotations,
}

impl Role {
    /// All of them, the widest first.
    pub const ALL: [Self; 4] = [Self::Administrator, Self::Member, Self::Stock, Self::Quotations];

    /// As stored and sent.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Member => "member",
            Self::Stock => "stock",
            Self::Quotations => "quotations",
        }
    }

    /// The role of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }

    /// Whether this role may do that.
    #[must_use]
    pub const fn may(self, act: Act) -> bool {
        match self {
            Self::Administrator => true,
            Self::Member => !matches!(act, Act::Users),
            Self::Stock => matches!(act, Act::Stock),
            Self::Quotations => matches!(act, Act::Quotations),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn r054_each_role_may_do_what_its_name_says() {
        let acts = [Act::Users, Act::Company, Act::Stock, Act::Quotations];
        for (role, may) in [
            (Role::Administrator, [true, true, true, true]),
            (Role::Member, [false, true, true, true]),
            (Role::Stock, [false, false, true, false]),
            (Role::Quotations, [false, false, false, true]),
        ] {
            assert_eq!(acts.map(|act| role.may(act)), may, "{role:?}");
        }
    }

    proptest! {
        #[test]
        fn a_word_is_one_role_or_none(word in "administrator|member|stock|quotations|[a-zA-Z ]{0,14}") {
            match Role::of_word(&word) {
                Some(role) => prop_assert_eq!(role.word(), word),
                None => prop_assert!(Role::ALL.iter().all(|role| role.word() != word)),
            }
        }
    }
}

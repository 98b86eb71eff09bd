//! Which people or companies are shown, as it stands in the address.

use serde::{Deserialize, Serialize};

use crate::accounts::AccountType;
use crate::lists;
use crate::search::url::pairs;

/// How somebody stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    Active,
    /// The company's application is being looked at, to be let in or to sell.
    Screening,
    /// The company was not let in, or may not sell.
    Rejected,
    /// The person, or the company.
    Suspended,
    /// Registered, and the address is not proved yet.
    Unverified,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Active,
        Self::Screening,
        Self::Rejected,
        Self::Suspended,
        Self::Unverified,
    ];

    /// As it stands in the address.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Screening => "screening",
            Self::Rejected => "rejected",
            Self::Suspended => "suspended",
            Self::Unverified => "unverified",
        }
    }

    /// The state of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// How a company stands, of its admission and its standing as stored. Being suspended goes before everything else, and
    /// being let in before what it may do inside.
    #[must_use]
    pub fn of_company(admission: &str, standing: &str, suspended: bool) -> Self {
        if suspended {
            return Self::Suspended;
        }
        let decides = if admission == Self::Active.word() {
            standing
        } else {
            admission
        };
        match decides {
            "screening" => Self::Screening,
            "rejected" => Self::Rejected,
            _ => Self::Active,
        }
    }
}

/// What decides which people or companies are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleFilter {
    /// Any state but unverified without one.
    pub state: Option<State>,
    /// Any type without one.
    pub side: Option<AccountType>,
    /// Part of a name, an address or a company, or an account number.
    pub text: String,
    /// Only those that came before: the next page.
    pub before: Option<i64>,
}

impl PeopleFilter {
    /// Reads the part of an address behind the question mark; what is odd is passed over.
    #[must_use]
    pub fn of_query(query: &str) -> Self {
        let mut filter = Self::default();
        for (key, value) in pairs(query) {
            match key.as_str() {
                "state" => filter.state = State::of_word(&value),
                "side" => filter.side = AccountType::of_word(&value),
                "text" => filter.text = lists::text(&value),
                "before" => filter.before = lists::before(&value),
                _ => {}
            }
        }
        filter
    }

    /// The address of what it shows.
    #[must_use]
    pub fn query(&self) -> String {
        lists::query([
            ("state", self.state.map_or("", State::word)),
            ("side", self.side.map_or("", AccountType::word)),
            ("text", &self.text),
            ("before", &lists::before_word(self.before)),
        ])
    }

    /// The same from some place on; from the newest without one.
    #[must_use]
    pub fn from(&self, before: Option<i64>) -> Self {
        Self {
            before,
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_odd_is_passed_over() {
        for odd in ["", "state=x&side=owner&before=-1", "before=x&done=suspend"] {
            assert_eq!(PeopleFilter::of_query(odd), PeopleFilter::default(), "{odd}");
        }
        assert_eq!(PeopleFilter::default().query(), "");
    }

    #[test]
    fn being_suspended_goes_before_everything_else() {
        for standing in ["active", "screening", "rejected"] {
            assert_eq!(State::of_company("active", standing, true), State::Suspended);
            assert_eq!(State::of_company("active", standing, false).word(), standing);
        }
    }

    #[test]
    fn whoever_is_not_let_in_is_not_active_whatever_they_may_do_inside() {
        for admission in ["screening", "rejected"] {
            for standing in ["active", "screening", "rejected"] {
                assert_eq!(State::of_company(admission, standing, true), State::Suspended);
                assert_eq!(State::of_company(admission, standing, false).word(), admission);
            }
        }
    }

    proptest! {
        #[test]
        fn an_address_says_what_it_shows(state in 0..6_usize, side in "buyer|supplier|individual|corporate|staff|", text in "\\PC{0,30}", before in 0..9_i64) {
            let filter = PeopleFilter {
                state: State::ALL.get(state).copied(),
                side: AccountType::of_word(&side),
                text: text.trim().to_owned(),
                before: Some(before).filter(|before| *before > 0),
            };
            prop_assert_eq!(PeopleFilter::of_query(&filter.query()), filter);
        }
    }
}

//! A query that can be searched, and the three reasons why one cannot.

use serde::{Deserialize, Serialize};

use super::folding::{Spelling, fold_width};

/// A checked query. It crosses the wire as the text that was searched for and passes [`Query::parse`] again.
///
/// A dot counts only between two digits: the dots of `.5`, `5.` and `SMC.6` are separators like any other.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Query {
    shown: String,
    spelling: Spelling,
}

/// Why there is nothing to search for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Unsearchable {
    /// Nothing was typed: no message is due.
    Empty,
    /// Fewer than [`Query::MIN`] letters or digits are left after folding (R095).
    TooShort,
    /// More than [`Query::MAX`] characters.
    TooLong,
}

impl Query {
    /// Fewest letters and digits (R094).
    pub const MIN: usize = 2;
    /// Most characters as typed, spaces at the ends not counted. A model has 50; the rest is room for separators.
    pub const MAX: usize = 64;

    /// Reads what was typed.
    ///
    /// # Errors
    /// [`Unsearchable`], which says what to tell the person.
    pub fn parse(typed: &str) -> Result<Self, Unsearchable> {
        let shown = fold_width(typed.trim()).trim().to_owned();
        if shown.is_empty() {
            return Err(Unsearchable::Empty);
        }
        // Counted before anything is folded, so that a hostile megabyte costs one pass of at most 65 characters.
        if shown.chars().nth(Self::MAX).is_some() {
            return Err(Unsearchable::TooLong);
        }
        let spelling = Spelling::of(&shown);
        if spelling.norm.chars().count() < Self::MIN {
            return Err(Unsearchable::TooShort);
        }
        Ok(Self { shown, spelling })
    }

    /// What was searched for, to be said to the person: as typed, trimmed, full-width ASCII in half width.
    #[must_use]
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// NFKC, upper case, µ as U.
    #[must_use]
    pub fn folded(&self) -> &str {
        &self.spelling.folded
    }

    /// Letters and digits of [`Query::folded`], at least [`Query::MIN`].
    #[must_use]
    pub fn norm(&self) -> &str {
        &self.spelling.norm
    }

    /// Dots between digits, as ascending byte offsets in [`Query::norm`]; each is above 0 and below its length.
    #[must_use]
    pub fn dots(&self) -> &[u16] {
        &self.spelling.dots
    }
}

impl From<Query> for String {
    fn from(query: Query) -> Self {
        query.shown
    }
}

impl TryFrom<String> for Query {
    type Error = Unsearchable;

    fn try_from(typed: String) -> Result<Self, Self::Error> {
        Self::parse(&typed)
    }
}

impl std::fmt::Display for Unsearchable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Empty => "empty query",
            Self::TooShort => "query too short",
            Self::TooLong => "query too long",
        })
    }
}

impl std::error::Error for Unsearchable {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_full_width_query_says_what_was_searched_for() {
        let query = Query::parse("　ＴＣ７４ｈｃ ").expect("searchable");
        assert_eq!(
            (query.shown(), query.folded(), query.norm()),
            ("TC74hc", "TC74HC", "TC74HC")
        );
    }

    #[test]
    fn wildcards_have_no_letter_or_digit() {
        for typed in ["%%", "__", "''", "%", "a", "-1-"] {
            assert_eq!(Query::parse(typed), Err(Unsearchable::TooShort), "{typed}");
        }
    }

    #[test]
    fn nothing_is_not_too_short_and_much_is_too_long() {
        assert_eq!(Query::parse(" 　 "), Err(Unsearchable::Empty));
        assert!(Query::parse(&"A".repeat(64)).is_ok());
        assert_eq!(Query::parse(&"A".repeat(65)), Err(Unsearchable::TooLong));
    }

    #[test]
    fn a_query_comes_back_from_the_wire_through_its_door() {
        let query = Query::parse("1.5smc6.8ca").expect("searchable");
        let wire = serde_json::to_string(&query).expect("serialises");
        assert_eq!(wire, "\"1.5smc6.8ca\"");
        assert_eq!(serde_json::from_str::<Query>(&wire).expect("parses"), query);
        assert!(serde_json::from_str::<Query>("\"%\"").is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_answered_and_parsing_what_is_shown_changes_nothing(typed in any::<String>()) {
            if let Ok(query) = Query::parse(&typed) {
                prop_assert_eq!(Query::parse(query.shown()), Ok(query.clone()));
                prop_assert!(query.dots().iter().all(|&at| at > 0 && usize::from(at) < query.norm().len()));
            }
        }
    }
}

//! What a message is about (R112). How topics are called stands in `words`.

use serde::{Deserialize, Serialize};

use crate::violations::{Violation, chosen};

/// The topic of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Topic {
    /// A mail that was expected has not come.
    Mail,
    /// A registration was rejected.
    Screening,
    /// The owner brings a stock list into the form that can be imported.
    Csv,
    /// Parts are compared with genuine ones (R110).
    Authenticity,
    /// Anything else.
    Other,
}

impl Topic {
    /// In the order of the form.
    pub const ALL: [Self; 5] = [
        Self::Mail,
        Self::Screening,
        Self::Csv,
        Self::Authenticity,
        Self::Other,
    ];

    /// As stored, as sent, and as an address names it: `/contact?topic=csv`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Screening => "screening",
            Self::Csv => "csv",
            Self::Authenticity => "authenticity",
            Self::Other => "other",
        }
    }

    /// The topic of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.word() == word)
    }

    /// The topic that was chosen in a form.
    ///
    /// # Errors
    /// None was chosen, or one that no form offers.
    pub fn parse(raw: &str) -> Result<Self, Violation> {
        chosen(raw.trim(), Self::of_word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_topic_is_found_by_its_word_and_nothing_else_is() {
        for topic in Topic::ALL {
            assert_eq!(Topic::parse(topic.word()), Ok(topic));
            let stored = serde_json::to_value(topic).expect("serialises");
            assert_eq!(stored, topic.word(), "stored as it is sent");
        }
        assert_eq!(Topic::parse(" "), Err(Violation::Missing));
        assert_eq!(Topic::parse("CSV"), Err(Violation::NotAChoice));
    }
}

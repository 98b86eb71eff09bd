//! What the pages of individuals and corporations show.

use serde::{Deserialize, Serialize};

use super::{PersonForm, PersonKind};

/// One's registration settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    pub kind: PersonKind,
    /// Nine digits.
    pub number: String,
    /// The main address of the account.
    pub email: String,
    /// All fields as they are stored.
    pub form: PersonForm,
    /// The corporation that an individual is linked with.
    pub linked: Option<Linked>,
}

/// A corporation, as an individual who is linked with it sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linked {
    pub company: String,
    /// Milliseconds since 1970 in UTC.
    pub since: i64,
}

/// The individuals that are linked with a corporation (R091).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedMembers {
    /// By how their names are read.
    pub members: Vec<LinkedMember>,
    /// Where individuals enter themselves: the address that the corporation tells its staff (R087).
    pub address: String,
}

/// One individual, as the corporation sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedMember {
    /// The account's nine digits.
    pub number: String,
    pub name: String,
    pub furigana: String,
    /// The main address.
    pub email: String,
    /// Milliseconds since 1970 in UTC.
    pub since: i64,
}

/// What sending the settings did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Changed {
    Saved,
    /// And a link was made.
    Linked,
    /// And a link was ended.
    Unlinked,
}

impl Changed {
    /// As it stands in an address.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Saved => "saved",
            Self::Linked => "linked",
            Self::Unlinked => "unlinked",
        }
    }

    /// What a word stands for.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::Saved, Self::Linked, Self::Unlinked]
            .into_iter()
            .find(|changed| changed.word() == word)
    }
}

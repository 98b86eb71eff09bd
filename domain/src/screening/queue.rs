//! Which applications the queue shows, as it stands in the address.

use serde::{Deserialize, Serialize};

use super::Kind;
use crate::lists;
use crate::search::url::pairs;

/// How an application stands in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// For one of us.
    #[default]
    Waiting,
    /// For the applicant's answer.
    Asked,
    Approved,
    Rejected,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Asked, Self::Approved, Self::Rejected];

    /// As it stands in the address.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Asked => "asked",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
        }
    }

    /// The standing of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.word() == word)
    }

    /// Whether it is not decided yet.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Asked)
    }
}

/// Whose applications.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Whose {
    #[default]
    Anyones,
    Mine,
    Nobodys,
}

impl Whose {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Anyones, Self::Mine, Self::Nobodys];

    /// As it stands in the address.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Anyones => "",
            Self::Mine => "me",
            Self::Nobodys => "nobody",
        }
    }

    /// Whose a word says.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|whose| whose.word() == word)
    }
}

/// What decides which applications are shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueFilter {
    /// Any kind without one.
    pub kind: Option<Kind>,
    /// Any standing without one.
    pub standing: Option<Standing>,
    pub whose: Whose,
    /// Part of a company, a name or an address, or an account number.
    pub text: String,
    /// From 1.
    pub page: u32,
}

/// What waits for one of us.
impl Default for QueueFilter {
    fn default() -> Self {
        Self {
            kind: None,
            standing: Some(Standing::Waiting),
            whose: Whose::Anyones,
            text: String::new(),
            page: 1,
        }
    }
}

impl QueueFilter {
    /// Reads the part of an address behind the question mark; what is odd is passed over.
    #[must_use]
    pub fn of_query(query: &str) -> Self {
        let mut filter = Self::default();
        for (key, value) in pairs(query) {
            match key.as_str() {
                "kind" => filter.kind = Kind::of_word(&value),
                "state" => filter.standing = lists::state(&value, Standing::of_word, filter.standing),
                "whose" => filter.whose = Whose::of_word(&value).unwrap_or_default(),
                "text" => filter.text = lists::text(&value),
                "page" => filter.page = lists::page(&value),
                _ => {}
            }
        }
        filter
    }

    /// The address of what it shows; nothing for what is shown without being asked.
    #[must_use]
    pub fn query(&self) -> String {
        let state = lists::state_word(self.standing, Standing::Waiting, Standing::word);
        lists::query([
            ("kind", self.kind.map_or("", Kind::word)),
            ("state", state),
            ("whose", self.whose.word()),
            ("text", &self.text),
            ("page", &lists::page_word(self.page)),
        ])
    }

    /// The same on another page.
    #[must_use]
    pub fn at_page(&self, page: u32) -> Self {
        Self { page, ..self.clone() }
    }

    /// Whether what is due first comes first; what is decided is shown newest first.
    #[must_use]
    pub fn by_due(&self) -> bool {
        self.standing.is_some_and(Standing::is_open)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_odd_is_passed_over() {
        assert_eq!(QueueFilter::of_query(""), QueueFilter::default());
        assert_eq!(
            QueueFilter::of_query("kind=x&state=y&whose=z&page=-1&done=approved"),
            QueueFilter::default()
        );
        assert_eq!(QueueFilter::of_query("state=all").standing, None);
        assert_eq!(QueueFilter::default().query(), "");
    }

    proptest! {
        #[test]
        fn an_address_says_what_it_shows(kind in 0..4_usize, standing in 0..5_usize, whose in 0..3_usize, text in "\\PC{0,30}", page in 1..2_000_u32) {
            let filter = QueueFilter {
                kind: Kind::ALL.get(kind).copied(),
                standing: Standing::ALL.get(standing).copied(),
                whose: Whose::ALL[whose],
                text: text.trim().to_owned(),
                page,
            };
            prop_assert_eq!(QueueFilter::of_query(&filter.query()), filter);
        }
    }
}

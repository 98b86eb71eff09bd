//! What a page knows about the visit: language, theme, who is there. The server decides it before it renders; the
//! browser reads the same from the document, so that both build the same page.

use domain::accounts::Visitor;
use domain::language::Language;
use serde::{Deserialize, Serialize};

/// Light, dark, or as the system has it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    #[default]
    Auto,
    Light,
    Dark,
}

impl Theme {
    /// As in the cookie and in `data-theme`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of a word; anything unknown is automatic.
    #[must_use]
    pub fn of_word(word: &str) -> Self {
        [Self::Light, Self::Dark]
            .into_iter()
            .find(|theme| theme.word() == word)
            .unwrap_or_default()
    }

    /// What the switch leads to.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Auto => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::Auto,
        }
    }
}

/// The visit, as every page may know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    pub language: Language,
    pub theme: Theme,
    pub visitor: Option<Visitor>,
    /// The name of the company that runs the marketplace.
    pub owner_name: String,
    /// Whether mails go to a folder that can be read here: on a developer's machine only.
    pub has_letters: bool,
}

/// The attribute of `<body>` in which the visit reaches the browser.
pub const ATTRIBUTE: &str = "data-session";

impl Session {
    /// The visit that the server wrote into the document. Only the browser calls it.
    #[must_use]
    pub fn from_document() -> Self {
        gloo::utils::body()
            .get_attribute(ATTRIBUTE)
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_else(Self::unknown)
    }

    /// For the document: what [`Self::from_document`] reads.
    #[must_use]
    pub fn to_attribute(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Nothing known: what a page falls back on if the document was tampered with.
    #[must_use]
    pub const fn unknown() -> Self {
        Self {
            language: Language::En,
            theme: Theme::Auto,
            visitor: None,
            owner_name: String::new(),
            has_letters: false,
        }
    }
}
